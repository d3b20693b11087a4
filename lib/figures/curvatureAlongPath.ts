import { requireList } from "../landscapes/requireObjective.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { Figure } from "./figure.js";
import { paragraph } from "./paragraph.js";
import { briefNumber } from "./powerText.js";
import {
  axis,
  decadeAxis,
  type FormatStyle,
  formatStyle,
  layout,
  legendAbove,
  panelTitle,
  seriesStyle,
} from "./theme.js";

/** What was measured along one path. */
export interface FormatProfile {
  /** Name of the format the path was made in. */
  readonly format: string;
  /** Name in the legend; the format's own unless told, which one path per format needs. */
  readonly name?: string;
  /** Step number of each vertex; needed against `step`. */
  readonly steps?: ArrayLike<number>;
  /** Length of the path up to each vertex (units of θ); needed against `arcLength`. */
  readonly arcLength?: ArrayLike<number>;
  /** κ at each vertex (loss units per unit of θ²). */
  readonly curvature: ArrayLike<number>;
  /** ‖∇L‖ at each vertex (loss units per unit of θ). */
  readonly gradientNorm: ArrayLike<number>;
  /** b at each vertex (bits). */
  readonly requiredBits: ArrayLike<number>;
}

/** How {@link curvatureAlongPath} is drawn. */
export interface CurvatureAlongPathOptions {
  /** What runs along the horizontal axis; `step` unless told. */
  readonly against?: "step" | "arcLength";
  /** One line above the picture. */
  readonly title?: string;
}

/** The panels from top to bottom. */
const panels = [
  {
    column: "curvature",
    heading: "curvature κ = λ<sub>max</sub>(∇²L)",
    unit: "κ (loss units / θ²)",
    logarithmic: true,
    domain: [0.72, 1],
  },
  {
    column: "requiredBits",
    heading: "required bits b = log<sub>2</sub>(κ‖θ‖/‖∇L‖)",
    unit: "b (bits)",
    logarithmic: false,
    domain: [0.36, 0.64],
  },
  {
    column: "gradientNorm",
    heading: "gradient norm",
    unit: "‖∇L‖ (loss units / θ)",
    logarithmic: true,
    domain: [0, 0.28],
  },
] as const;

/**
 * Curvature, required bits and gradient norm along paths: three panels over one axis, the
 * largest curvature of each path marked.
 *
 * @param profiles - one or more paths; all arrays of one path have equal length
 * @param options - step number or arc length as axis
 * @throws RangeError if there is no path, its arrays differ in length, or it lacks what is to
 *   run along the axis
 * @throws TypeError if an option is misspelt, or `against` is none of its words
 *
 * @example
 * const steps = [0, 1];
 * curvatureAlongPath([
 *   { format: "float16", steps, curvature: [2, 3], gradientNorm: [1, 0.5], requiredBits: [1, 2] },
 * ]).data.length; // 4: a line per panel and the mark of the largest curvature
 */
export function curvatureAlongPath(
  profiles: readonly FormatProfile[],
  options: CurvatureAlongPathOptions = {},
): Figure {
  requireList(profiles, "profiles", "curvatureAlongPath");
  requireKnown(options, ["against", "title"], "option", "curvatureAlongPath");
  const { against = "step", title = "Curvature along the path" } = options;
  const bottom = horizontalTitles[against];
  if (bottom === undefined)
    throw new TypeError(
      `curvatureAlongPath: expected against step or arcLength, got ${String(against)}`,
    );
  if (profiles.length < 1)
    throw new RangeError("curvatureAlongPath: expected at least 1 path, got 0");
  const formats = profiles.map(({ format }) => format);
  const paths = profiles.map((profile, k): DrawnPath => {
    const alone = formats.indexOf(profile.format) === formats.lastIndexOf(profile.format);
    const label = profile.name ?? formatStyle(profile.format).label;
    const style = seriesStyle(k, label, alone ? profile.format : undefined);
    return { profile, along: requireProfile(profile, against), style, peak: peakOf(profile) };
  });
  return {
    data: paths.flatMap((path, k) => [...lines(path, k), ...peakMark(path, k)]),
    layout: layout(title, 720, {
      xaxis: axis(bottom, { anchor: "y3" }),
      ...Object.fromEntries(
        panels.map(({ unit, logarithmic, domain }, row) => [
          `yaxis${row === 0 ? "" : row + 1}`,
          (logarithmic ? decadeAxis : axis)(unit, { domain: [...domain], anchor: "x", nticks: 6 }),
        ]),
      ),
      annotations: panels.map(({ heading, domain }) => panelTitle(heading, [0, 1], domain[1])),
      margin: { l: 76, r: 24, t: 108, b: 60 },
      legend: legendAbove({ y: 1.05 }),
    }),
    caption: captionOf(paths),
    alt: `Curvature, required bits and gradient norm along the path, one line each for ${paths.map(({ style }) => style.label).join(", ")}.`,
  };
}

const horizontalTitles = {
  step: "step t (count)",
  arcLength: "arc length of the path (units of θ)",
} as const;

interface DrawnPath {
  readonly profile: FormatProfile;
  readonly along: Float64Array;
  readonly style: FormatStyle;
  /** Index of κ_max; −1 where no curvature is finite. */
  readonly peak: number;
}

/** Values along the horizontal axis, once the lengths agree. */
function requireProfile(profile: FormatProfile, against: "step" | "arcLength"): Float64Array {
  const along = against === "step" ? profile.steps : profile.arcLength;
  if (along === undefined)
    throw new RangeError(
      `curvatureAlongPath: expected ${against === "step" ? "steps" : "an arc length"}, ${profile.format} has none`,
    );
  for (const { column } of panels)
    if (profile[column].length !== along.length)
      throw new RangeError(
        `curvatureAlongPath: expected ${along.length} values of ${column} for ${profile.format}, got ${profile[column].length}`,
      );
  return Float64Array.from(along);
}

function peakOf({ curvature }: FormatProfile): number {
  let best = -1;
  for (let t = 0; t < curvature.length; t++)
    if (Number.isFinite(curvature[t]) && !(curvature[t] <= curvature[best])) best = t;
  return best;
}

/** The lines of one path, one per panel. What a logarithm cannot show is a gap. */
function lines({ profile, along, style }: DrawnPath, k: number): Record<string, unknown>[] {
  const { label, color, dash, width } = style;
  return panels.map(({ column, logarithmic }, row) => ({
    type: "scatter",
    mode: "lines",
    name: label,
    legendgroup: `${k}`,
    showlegend: row === 0,
    x: along,
    y: Float64Array.from(profile[column], (value) =>
      Number.isFinite(value) && (value > 0 || !logarithmic) ? value : Number.NaN,
    ),
    xaxis: "x",
    yaxis: `y${row === 0 ? "" : row + 1}`,
    line: { color, dash, width: Math.min(width, 4) },
    hovertemplate: "%{x}: %{y:.4g}<extra>%{fullData.name}</extra>",
  }));
}

/** Smaller for later paths, so that marks at one point all show. */
function peakMark(
  { profile, along, style, peak }: DrawnPath,
  k: number,
): Record<string, unknown>[] {
  const largest = profile.curvature[peak];
  if (!(largest > 0)) return [];
  const { label, color, symbol } = style;
  return [
    {
      type: "scatter",
      mode: "markers",
      name: `κ_max, ${label}`,
      showlegend: false,
      x: [along[peak]],
      y: [largest],
      marker: {
        color,
        symbol,
        size: Math.max(7, 14 - 2.5 * k),
        line: { color: "#ffffff", width: 1 },
      },
      cliponaxis: false,
      hovertemplate: "κ_max %{y:.5g} at %{x}<extra>%{fullData.name}</extra>",
    },
  ];
}

function captionOf(paths: readonly DrawnPath[]): string {
  const peaks = paths.flatMap(({ profile, peak, style }) =>
    peak < 0 ? [] : [`${style.label} ${briefNumber(profile.curvature[peak])}`],
  );
  const bend = paths.some(({ profile }) =>
    Array.from(profile.curvature).some((kappa) => kappa <= 0),
  );
  return paragraph([
    "One line per path; a mark is the largest curvature on it.",
    peaks.length > 0 ? `Largest curvature κ_max: ${peaks.join(", ")}.` : "",
    "Required bits grow as the gradient vanishes: near a minimum b says little about the way there.",
    bend ? "Where κ ≤ 0 the logarithmic scale shows a gap." : "",
  ]);
}
