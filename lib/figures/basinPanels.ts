import type { PromotedBasins } from "../experiments/promotedBasins.js";
import type { Figure } from "./figure.js";
import { axis, formatStyle, layout, legendAbove, legendEntry, panelTitle } from "./theme.js";

/** Strong where a format arrives itself, pale where promotion was needed; apart in grey too. */
const colours: readonly (readonly [string, string])[] = [
  ["#174a7c", "#a9cbe8"],
  ["#c4690a", "#f7dcb0"],
  ["#4d7a1f", "#d3e6bd"],
];
const lostColour = "#3a3a3a";

/**
 * Basins of attraction as small multiples, one panel per format: the colour says which
 * minimum, strong where the format reached it itself, pale where it did not and promotion took
 * the run there, dark grey where neither did.
 *
 * @param maps - one per format, all of the same grid; up to three minima
 * @param columns - panels side by side
 * @throws RangeError if there is no map or there are more minima than colours
 *
 * @example
 * basinPanels(result.basins).data.length; // 6 panels and 5 legend entries
 */
export function basinPanels(maps: readonly PromotedBasins[], columns = 3): Figure {
  if (maps.length < 1 || maps[0].minima.length > colours.length)
    throw new RangeError(
      `basinPanels: got ${maps.length} maps of ${maps[0]?.minima.length ?? 0} minima, expected at least 1 map of at most ${colours.length}`,
    );
  const { minima } = maps[0];
  const categories = [
    ...minima.flatMap((name, k) => [
      { name: `${brief(name)}: itself`, color: colours[k][0] },
      { name: `${brief(name)}: promoted`, color: colours[k][1] },
    ]),
    ...(maps.some(({ promoted }) => promoted.includes(-1))
      ? [{ name: "none", color: lostColour }]
      : []),
  ];
  const rows = Math.ceil(maps.length / columns);
  const [gapX, gapY] = [0.05, 0.12];
  const [width, height] = [(1 - gapX * (columns - 1)) / columns, (1 - gapY * (rows - 1)) / rows];
  const axes: Record<string, unknown> = {};
  const titles: Record<string, unknown>[] = [];
  const panels = maps.map((map, k) => {
    const [row, column] = [Math.floor(k / columns), k % columns];
    const left = column * (width + gapX);
    const bottom = Math.max(0, 1 - row * (height + gapY) - height);
    const id = k === 0 ? "" : String(k + 1);
    axes[`xaxis${id}`] = axis(row === rows - 1 ? "start θ₁ (dimensionless)" : "", {
      domain: [left, left + width],
      anchor: `y${id}`,
      showgrid: false,
      ...ticks(map.xs),
    });
    axes[`yaxis${id}`] = axis(column === 0 ? "start θ₂ (dimensionless)" : "", {
      domain: [bottom, bottom + height],
      anchor: `x${id}`,
      showgrid: false,
      showticklabels: column === 0,
      ...ticks(map.ys),
    });
    titles.push(panelTitle(formatStyle(map.format).label, [left, left + width], bottom + height));
    return {
      type: "heatmap",
      x: map.xs,
      y: map.ys,
      z: { values: category(map, minima.length), shape: [map.ys.length, map.xs.length] },
      xaxis: `x${id}`,
      yaxis: `y${id}`,
      zmin: -0.5,
      zmax: categories.length - 0.5,
      colorscale: steps(categories.map(({ color }) => color)),
      showscale: false,
      hovertemplate: "start (%{x:.3f}, %{y:.3f})<extra></extra>",
    };
  });
  // A heat map has no legend of its own: one empty trace of squares per category.
  const legend = categories.map(({ name, color }) =>
    legendEntry(name, { symbol: "square", size: 13, color, line: { width: 1, color: "#555555" } }),
  );
  return {
    data: [...panels, ...legend],
    layout: layout("Basins of attraction per format", 230 + 230 * rows, {
      ...axes,
      annotations: titles,
      margin: { l: 64, r: 24, t: 120, b: 60 },
      legend: legendAbove({ y: 1.07 }),
    }),
    caption:
      "Each cell is one start. Strong colour (“itself”): the run reached that minimum in its own " +
      "format. Pale (“promoted”): it did not, for whatever reason, and continuing it in the " +
      `reference format took it there. ${boundary(maps)}`,
    alt: `Maps of starts coloured by the minimum reached, one panel each for ${maps.map(({ format }) => formatStyle(format).label).join(", ")}.`,
  };
}

/** Short enough for a legend on a telephone: "left minimum" is "left". */
function brief(name: string): string {
  return name.replace(/ minimum$/, "");
}

/** Whether the formats agree on the minimum of every cell, as a sentence. */
function boundary(maps: readonly PromotedBasins[]): string {
  const cells = [...maps[0].promoted.keys()];
  const moved = cells.filter((cell) =>
    maps.some(({ promoted }) => promoted[cell] !== maps[0].promoted[cell]),
  ).length;
  return moved === 0
    ? "The hue of a cell is the same in every panel: formats differ in how much of a basin is pale, not in its boundary."
    : `The hue of ${moved} of ${cells.length} cells is not the same in every panel.`;
}

/** 2·m: reached minimum m itself; 2·m + 1: only after promotion; 2·minima: neither. */
function category(map: PromotedBasins, minima: number): Uint8Array {
  return Uint8Array.from(map.promoted, (m, i) => {
    if (m < 0) return 2 * minima;
    return 2 * m + (map.itself[i] < 0 ? 1 : 0);
  });
}

/** A colour scale of flat steps. */
function steps(list: readonly string[]): (readonly [number, string])[] {
  return list.flatMap((color, k) => [
    [k / list.length, color] as const,
    [(k + 1) / list.length, color] as const,
  ]);
}

/** Whole numbers as ticks, the grid's outer edges as range. */
function ticks(centres: Float64Array): Record<string, unknown> {
  const half = (centres[1] - centres[0]) / 2;
  const range = [centres[0] - half, centres[centres.length - 1] + half];
  return { range, dtick: 1, tick0: 0 };
}
