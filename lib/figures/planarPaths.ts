import type { FormatPath } from "./lossSurface.js";
import { coordinate } from "./planarView.js";
import { formatStyle, ink } from "./theme.js";

/**
 * Paths in the plane: per format one trace of lines and one of marks where they end, both
 * switched by one legend entry.
 *
 * @param paths - any number per format, of two coordinates per vertex; the first format is
 *   drawn lowest with the widest lines and the largest marks
 * @param hidden - formats that start switched off
 *
 * @example
 * planarPaths([{ format: "float16", path }]).length; // 2
 */
export function planarPaths(
  paths: readonly FormatPath[],
  hidden: readonly string[] = [],
): Record<string, unknown>[] {
  const formats = [...new Set(paths.map(({ format }) => format))];
  // A bundle of a hundred runs needs thinner lines than a single one.
  const most = Math.max(
    0,
    ...formats.map((f) => paths.filter(({ format }) => format === f).length),
  );
  const thin = most > 12 ? 0.45 : most > 4 ? 0.7 : 1;
  return formats.flatMap((format, k) => {
    const own = paths.filter((path) => path.format === format).map(({ path }) => path);
    const { label, color, dash, symbol, width } = formatStyle(format);
    const shared = {
      type: "scatter",
      legendgroup: format,
      ...(hidden.includes(format) ? { visible: "legendonly" } : {}),
    };
    const column = (index: number): Float64Array =>
      Float64Array.from(own.flatMap((path) => [...coordinate(path, index), Number.NaN]));
    const end = (index: number): number[] =>
      own.map(({ points, dim }) => points[points.length - dim + index]);
    return [
      {
        ...shared,
        name: label,
        mode: "lines",
        x: column(0),
        y: column(1),
        line: { color, dash, width: Math.max(1.2, width * thin) },
        hoverinfo: "name",
      },
      {
        ...shared,
        name: `${label}, end`,
        showlegend: false,
        mode: "markers",
        x: end(0),
        y: end(1),
        marker: {
          color,
          symbol,
          size: Math.max(7.5, 11 - 1.5 * k) * Math.max(0.9, thin),
          line: { color: "#ffffff", width: 1 },
        },
        hovertemplate: "θ₁ %{x:.4g}<br>θ₂ %{y:.4g}<extra>%{fullData.name}</extra>",
      },
    ];
  });
}

/** Named lines of the plane, such as a ridge, in ink. */
export function planarLines(
  lines: readonly { readonly name: string; readonly path: FormatPath["path"] }[],
): Record<string, unknown>[] {
  return lines.map(({ name, path }) => ({
    type: "scatter",
    mode: "lines",
    name,
    x: coordinate(path, 0),
    y: coordinate(path, 1),
    line: { color: ink, width: 2, dash: "dash" },
    hoverinfo: "name",
  }));
}
