import { requireList } from "../../landscapes/requireObjective.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import {
  bfloat16,
  float8_e4m3fn,
  float8_e5m2,
  float16,
  float32,
  float64,
} from "../../precision/formats/formats.js";
import type { Figure } from "../figure.js";
import { legendBelowTitle } from "../legendMargin.js";
import { paragraph } from "../paragraph.js";
import { axis, decadeAxis, formatStyle, layout } from "../theme.js";
import { dimensionStyle } from "./diagramScale.js";
import { formatMarks, type MarkedFormat } from "./formatMarks.js";

/** A Betti number as a step function. */
export interface BettiSteps {
  /** Of the homology. */
  readonly dimension: number;
  /** Ascending, in the units of the filtration. */
  readonly at: ArrayLike<number>;
  /** β for at[k] ≤ t < at[k + 1], as `bettiCurve` counts. */
  readonly counts: ArrayLike<number>;
  /** In the legend; "H₀ components" and so on unless told. */
  readonly name?: string;
}

/** What {@link bettiCurves} is told beside the curves. */
export interface BettiCurvesOptions {
  /** Formats to be marked; float64, float32, float16, bfloat16 and the two 8-bit floats unless told. */
  readonly formats?: readonly MarkedFormat[];
  /** What runs along the horizontal axis; "precision p" unless told. */
  readonly quantity?: string;
  /** Its unit; "bits" unless told. */
  readonly units?: string;
  /** Whether the counts are on a logarithmic axis, which has no place for 0; false unless told. */
  readonly logarithmic?: boolean;
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * Betti numbers against the precision: a step line per dimension, and a vertical line at the
 * significand bits of each named format within the range.
 *
 * @param curves - at least 1
 * @param options - formats, what the axis is
 * @throws RangeError if there is no curve, its arrays differ in length or are empty, or `at`
 *   does not ascend
 * @throws TypeError if an option is misspelt
 *
 * @example
 * bettiCurves([{ dimension: 0, at: [2, 3], counts: [5, 1] }], { formats: [] }).data.length; // 1
 */
export function bettiCurves(
  curves: readonly BettiSteps[],
  options: BettiCurvesOptions = {},
): Figure {
  requireList(curves, "curves", "bettiCurves");
  const known = ["formats", "quantity", "units", "logarithmic", "title"];
  requireKnown(options, known, "option", "bettiCurves");
  const { formats = named, quantity = "precision p", units = "bits" } = options;
  const { logarithmic = false, title = `Betti numbers against ${quantity}` } = options;
  if (curves.length < 1) throw new RangeError("bettiCurves: expected at least 1 curve, got 0");
  for (const curve of curves) requireSteps(curve);
  const ends = curves.flatMap(({ at }) => [at[0], at[at.length - 1]]);
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  const most = curves.reduce((a, { counts }) => Math.max(a, ...Array.from(counts)), 1);
  const marked = formats.filter(({ significandBits: p }) => p >= from && p <= to);
  const bottom = logarithmic ? 0.8 : 0;
  const top = logarithmic ? most * 1.3 : most * 1.06;
  return {
    data: [
      ...formatMarks(
        marked.map(({ name, significandBits: at }) => ({
          ...{ format: name, at, name: `${formatStyle(name).label}: ${at}` },
        })),
        bottom,
        top,
      ),
      ...curves.map((curve) => stepLine(curve, logarithmic)),
    ],
    layout: layout(title, 460, {
      xaxis: axis(`${quantity} (${units})`, { range: padded(from, to) }),
      yaxis: logarithmic
        ? decadeAxis("Betti number (count)", { range: [bottom, top].map(Math.log10), nticks: 6 })
        : axis("Betti number (count)", {
            range: [-0.03 * top, top],
            ...(most < 12 ? { dtick: 1 } : {}),
            tickformat: "d",
          }),
      margin: { l: 64, r: 24, t: 64, b: 60 },
      legend: legendBelowTitle(),
    }),
    caption: captionOf(curves, marked, quantity, units),
    alt: `Step curves of the Betti numbers in dimension ${curves.map(({ dimension }) => dimension).join(", ")} against ${quantity} from ${from} to ${to} ${units}.`,
  };
}

const named: readonly MarkedFormat[] = [
  ...[float64, float32, float16, bfloat16, float8_e4m3fn, float8_e5m2],
];

const padded = (from: number, to: number): number[] => {
  const air = 0.03 * (to - from || 1);
  return [from - air, to + air];
};

function requireSteps({ dimension, at, counts }: BettiSteps): void {
  if (!(at?.length >= 1) || at.length !== counts?.length)
    throw new RangeError(
      `bettiCurves: expected as many counts as places and at least 1, got ${counts?.length} and ${at?.length} in dimension ${dimension}`,
    );
  for (let k = 1; k < at.length; k++)
    if (!(at[k] >= at[k - 1]))
      throw new RangeError(
        `bettiCurves: expected ascending places, got ${at[k - 1]} before ${at[k]} in dimension ${dimension}`,
      );
}

function stepLine(
  { dimension, at, counts, name }: BettiSteps,
  logarithmic: boolean,
): Record<string, unknown> {
  const { label, color, dash, symbol } = dimensionStyle(dimension, name);
  return {
    type: "scatter",
    mode: "lines+markers",
    name: label,
    x: Float64Array.from(at),
    y: Float64Array.from(counts, (count) => (logarithmic && count <= 0 ? Number.NaN : count)),
    line: { color, dash, width: 2.5, shape: "hv" },
    marker: { color, symbol, size: 8, maxdisplayed: 11 + dimension },
    hovertemplate: "%{x:.4g}: %{y}<extra>%{fullData.name}</extra>",
    cliponaxis: false,
  };
}

function captionOf(
  curves: readonly BettiSteps[],
  marked: readonly MarkedFormat[],
  quantity: string,
  units: string,
): string {
  const ranges = curves.map(({ dimension, name, counts }) => {
    const last = counts[counts.length - 1];
    return `${dimensionStyle(dimension, name).label} from ${counts[0]} to ${last}, at most ${Math.max(...Array.from(counts))}`;
  });
  return paragraph([
    `The number of components, loops or cavities that are there at each ${quantity} (${units}): ${ranges.join("; ")}.`,
    marked.length > 0
      ? `Vertical lines: the significand bits of ${marked.map(({ name }) => formatStyle(name).label).join(", ")}.`
      : "",
  ]);
}
