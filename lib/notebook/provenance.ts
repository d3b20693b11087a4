import { escapeHtml } from "./escapeHtml.js";

/**
 * Where a page's numbers come from. Known fields get a name and a unit; any other is shown
 * under its own name, so nothing that was recorded is lost.
 */
export type Provenance = Readonly<Record<string, unknown>>;

const labels: Readonly<Record<string, string>> = {
  commit: "Commit",
  profile: "Profile",
  seed: "Seed",
  wallSeconds: "Wall time",
  executed: "Executed",
  date: "Executed",
  versions: "Versions",
  node: "Node",
  platform: "Platform",
};

/** The foot of a page: a list of terms and values, known ones first. */
export function provenanceHtml(provenance: Provenance): string {
  const known = Object.keys(labels).filter((key) => key in provenance);
  const other = Object.keys(provenance).filter((key) => !(key in labels));
  const rows = [...known, ...other].map((key) => {
    const value = valueText(key, provenance[key]);
    return value === ""
      ? ""
      : `<dt>${escapeHtml(labels[key] ?? key)}</dt><dd>${escapeHtml(value)}</dd>\n`;
  });
  return `<dl>\n${rows.join("")}</dl>`;
}

function valueText(key: string, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (key === "wallSeconds" && typeof value === "number") return durationText(value);
  if (typeof value === "string") {
    const moment = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(\.\d+)?)?Z$/.exec(value);
    return moment ? `${moment[1]} ${moment[2]} UTC` : value;
  }
  if (Array.isArray(value)) return value.map((item) => valueText("", item)).join("; ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${valueText("", inner)}`)
    .join(", ");
}

/**
 * A duration as a reader says it.
 *
 * @param seconds - at least 0
 *
 * @example
 * durationText(95); // "1.6 min"
 */
export function durationText(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 89.5) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  return minutes < 90
    ? `${minutes.toFixed(minutes < 9.95 ? 1 : 0)} min`
    : `${(minutes / 60).toFixed(1)} h`;
}
