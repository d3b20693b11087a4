import { requireList } from "../../landscapes/requireObjective.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { ClassCountCurve } from "../../topology/classes/metricClasses.js";
import type { Figure } from "../figure.js";
import { legendBelowTitle } from "../legendMargin.js";
import { paragraph } from "../paragraph.js";
import { briefNumber } from "../powerText.js";
import { axis, decadeAxis, formatStyle, layout, seriesStyle } from "../theme.js";
import { formatMarks } from "./formatMarks.js";

/** A number of classes against δ, and whose it is. */
export interface NamedClassCounts extends ClassCountCurve {
  /** In the legend; the format unless told. */
  readonly name?: string;
  /** Gives the line its colour. */
  readonly format?: string;
}

/** A δ that belongs to a format. */
export interface DeltaMark {
  /** Name of the format. */
  readonly format: string;
  /** δ(p) (units of θ). */
  readonly delta: number;
  /** In the legend; the format unless told. */
  readonly name?: string;
}

/** What {@link classesAgainstDelta} is told beside the curves. */
export interface ClassesAgainstDeltaOptions {
  /** Vertical lines at the δ of formats; none unless told. */
  readonly marks?: readonly DeltaMark[];
  /** Units of δ; "units of θ" unless told. */
  readonly units?: string;
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * The number of metric classes against the whole range of δ on a logarithmic axis, with the δ of
 * each format marked: δ is a choice, so one number of classes says little (§2.3).
 *
 * @param curves - one curve, or several such as one per format
 * @param options - marks, units
 * @throws RangeError if there is no curve, its arrays differ in length or are empty, δ is
 *   negative or does not ascend, or a mark is not positive and finite
 * @throws TypeError if an option is misspelt
 *
 * @example
 * classesAgainstDelta({ thresholds: Float64Array.of(0, 0.1, 0.5), counts: Int32Array.of(3, 2, 1) }).data.length; // 1
 */
export function classesAgainstDelta(
  curves: NamedClassCounts | readonly NamedClassCounts[],
  options: ClassesAgainstDeltaOptions = {},
): Figure {
  if (typeof curves !== "object" || curves === null)
    throw new TypeError(`classesAgainstDelta: expected a curve or several, got ${String(curves)}`);
  requireKnown(options, ["marks", "units", "title"], "option", "classesAgainstDelta");
  const { marks = [], units = "units of θ", title = "Classes against δ" } = options;
  const all = "thresholds" in curves ? [curves] : curves;
  requireList(all, "curves", "classesAgainstDelta");
  if (all.length < 1) throw new RangeError("classesAgainstDelta: expected at least 1 curve, got 0");
  for (const curve of all) requireCounts(curve);
  for (const { format, delta } of marks)
    if (!(delta > 0 && delta < Infinity))
      throw new RangeError(
        `classesAgainstDelta: expected marks at a finite δ > 0, got ${delta} for ${format}`,
      );
  const [from, to] = reach(all, marks);
  const most = all.reduce((a, { counts }) => Math.max(a, ...counts), 1);
  const steep = most > 30;
  const [bottom, top] = steep ? [0.8, most * 1.3] : [0, most * 1.06];
  const curveNames = all.map(({ name, format }, k) => {
    const shown = name ?? (format === undefined ? "classes" : formatStyle(format).label);
    return seriesStyle(k, shown, format);
  });
  return {
    data: [
      ...formatMarks(
        marks.map(({ format, delta, name }) => ({
          ...{ format, at: delta },
          name: name ?? formatStyle(format).label,
        })),
        bottom,
        top,
      ),
      ...all.map((curve, k) => {
        const { label, color, dash } = curveNames[k];
        const { x, y } = steps(curve, from, to);
        return {
          ...{ type: "scatter", mode: "lines", name: label, x, y },
          line: { color, dash, width: 2.8, shape: "hv" },
          hovertemplate: "δ %{x:.4g}: %{y} classes<extra>%{fullData.name}</extra>",
        };
      }),
    ],
    layout: layout(title, 460, {
      xaxis: decadeAxis(`δ (${units})`, { range: [from, to].map(Math.log10), nticks: 8 }),
      yaxis: steep
        ? decadeAxis("classes (count)", { range: [bottom, top].map(Math.log10), nticks: 6 })
        : axis("classes (count)", {
            range: [-0.03 * top, top],
            ...(most < 12 ? { dtick: 1 } : {}),
            tickformat: "d",
          }),
      showlegend: all.length + marks.length > 1,
      margin: { l: 64, r: 24, t: 64, b: 60 },
      legend: legendBelowTitle(),
    }),
    caption: captionOf(
      all,
      marks,
      units,
      curveNames.map(({ label }) => label),
    ),
    alt: `Number of classes against δ on a logarithmic axis from ${briefNumber(from)} to ${briefNumber(to)} ${units}${
      marks.length > 0
        ? `, with lines at the δ of ${marks.map(({ format }) => formatStyle(format).label).join(", ")}`
        : ""
    }.`,
  };
}

function requireCounts({ thresholds, counts }: ClassCountCurve): void {
  if (!(thresholds?.length >= 1) || thresholds.length !== counts?.length)
    throw new RangeError(
      `classesAgainstDelta: expected as many counts as thresholds and at least 1, got ${counts?.length} and ${thresholds?.length}`,
    );
  for (let k = 0; k < thresholds.length; k++)
    if (!(thresholds[k] >= 0 && (k === 0 || thresholds[k] >= thresholds[k - 1])))
      throw new RangeError(
        `classesAgainstDelta: expected thresholds >= 0 in ascending order, got ${thresholds[k]} at ${k}`,
      );
}

/** Ends of the axis: around every positive finite δ, with a quarter of a decade of air. */
function reach(all: readonly NamedClassCounts[], marks: readonly DeltaMark[]): [number, number] {
  let [low, high] = [Infinity, 0];
  for (const list of [...all.map(({ thresholds }) => thresholds), marks.map(({ delta }) => delta)])
    for (const value of Array.from(list))
      if (value > 0 && value < Infinity) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
  return high > 0 ? [low / 1.8, high * 1.8] : [0.1, 10];
}

/** The curve from edge to edge of the picture; what holds at 0 starts at the left edge. */
function steps(
  { thresholds, counts }: ClassCountCurve,
  from: number,
  to: number,
): { readonly x: Float64Array; readonly y: Float64Array } {
  const inside = Array.from(thresholds, (value, k) => [Math.max(value, from), counts[k]]).filter(
    ([value]) => value <= to,
  );
  const last = inside.length > 0 ? inside[inside.length - 1][1] : Number.NaN;
  return {
    x: Float64Array.from([...inside.map(([value]) => value), to]),
    y: Float64Array.from([...inside.map(([, classes]) => classes), last]),
  };
}

/** Classes at δ; NaN left of the curve. */
export function countAt({ thresholds, counts }: ClassCountCurve, at: number): number {
  let found = Number.NaN;
  for (let k = 0; k < thresholds.length && thresholds[k] < at; k++) found = counts[k];
  return found;
}

function captionOf(
  all: readonly NamedClassCounts[],
  marks: readonly DeltaMark[],
  units: string,
  names: readonly string[],
): string {
  const single = all.length === 1;
  const at = marks.map(({ format, delta }) => {
    const own = single ? 0 : all.findIndex((curve) => curve.format === format);
    const classes = own < 0 ? Number.NaN : countAt(all[own], delta);
    const said = Number.isNaN(classes) ? "" : ` (${classes})`;
    return `${formatStyle(format).label} δ = ${briefNumber(delta)}${said}`;
  });
  return paragraph([
    "The number of classes, chains of paths with d < δ, falls by one wherever δ passes a merge; read it as a curve, not at one δ.",
    single ? "" : `One line each for ${names.join(", ")}.`,
    at.length > 0
      ? `Vertical lines, with the number of classes there: ${at.join(", ")} (${units}).`
      : "",
  ]);
}
