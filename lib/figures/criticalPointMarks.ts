import type { CriticalPoint } from "../landscapes/objective.js";
import { ink } from "./theme.js";

/** Name, mark and size per Morse index; a ring leaves room for the ends of paths inside. */
const marks = [
  { name: "minimum", symbol: "circle-open", size: 19, width: 2.2, line: ink },
  { name: "saddle (index 1)", symbol: "x", size: 11, width: 1, line: "#ffffff" },
  { name: "maximum (index 2)", symbol: "triangle-up", size: 13, width: 1, line: "#ffffff" },
] as const;

/**
 * Critical points of a landscape in the plane as one trace per Morse index, each with a
 * legend entry: rings are minima, crosses saddles, triangles maxima.
 *
 * @param points - critical points of two coordinates
 * @throws RangeError if one has other than two coordinates, or an index above 2
 *
 * @example
 * criticalPointMarks(twoValleys.criticalPoints ?? []).map(({ name }) => name); // ["minimum"]
 */
export function criticalPointMarks(points: readonly CriticalPoint[]): Record<string, unknown>[] {
  for (const { point, morseIndex } of points)
    if (point.length !== 2 || marks[morseIndex] === undefined)
      throw new RangeError(
        `criticalPointMarks: expected 2 coordinates and an index of 0 to 2, got ${point.length} and ${morseIndex}`,
      );
  return marks.flatMap(({ name, symbol, size, width, line }, index) => {
    const own = points.filter(({ morseIndex }) => morseIndex === index);
    if (own.length < 1) return [];
    return [
      {
        type: "scatter",
        mode: "markers",
        name,
        x: own.map(({ point }) => point[0]),
        y: own.map(({ point }) => point[1]),
        text: own.map((point) => description(point)),
        marker: { symbol, size, color: ink, line: { width, color: line } },
        hovertemplate: "%{text}<br>θ₁ %{x:.6g}<br>θ₂ %{y:.6g}<extra>%{fullData.name}</extra>",
      },
    ];
  });
}

function description({ name, loss, eigenvalues }: CriticalPoint): string {
  const parts = [
    name ?? "",
    `loss ${Number(loss.toPrecision(6))}`,
    eigenvalues ? `eigenvalues ${eigenvalues.map((value) => value.toPrecision(3)).join(", ")}` : "",
  ];
  return parts.filter((part) => part !== "").join("<br>");
}
