import { quantile } from "../numerics/quantile.js";
import { paragraph } from "./paragraph.js";
import { sequential } from "./theme.js";

/** How curvature becomes colour: what Plotly's colour axes take, and what to say of it. */
export interface CurvatureColours {
  /** Whether the colours stand for log₁₀ κ. */
  readonly logarithmic: boolean;
  /** One number per curvature, in the units of the colour axis; NaN where κ is not finite. */
  readonly values: Float32Array;
  /** Ends of the colour axis. */
  readonly range: readonly [number, number];
  /** Plotly's colour scale over that range. */
  readonly scale: readonly (readonly [number, string])[];
  /** Where the colour bar has ticks, and their texts; Plotly's own if undefined. */
  readonly ticks?: { readonly tickvals: readonly number[]; readonly ticktext: readonly string[] };
  /** A sentence for the caption about what the scale leaves out; empty if nothing. */
  readonly note: string;
}

/** Of κ ≤ 0, where there is no logarithm: a hue the scale does not contain. */
const concaveColour = "#ecc9d8";

/** Share of the colour bar that κ ≤ 0 takes. */
const concaveShare = 0.08;

/** Share of the smallest positive values that may fall below the scale: κ crosses 0 somewhere. */
const clippedShare = 0.02;

/**
 * Colours for curvatures: on a logarithmic scale where the positive ones span a decade or
 * more, else on a linear one.
 *
 * On the logarithmic scale κ ≤ 0 (both principal curvatures point down, as around a maximum)
 * has a colour of its own, named in the colour bar, and the lowest 2 % of the positive values
 * share the palest colour: near a change of sign log κ has no lower end.
 *
 * @param curvature - κ at any number of points, in any order
 * @param wanted - the scale; chosen as above unless told
 *
 * @example
 * curvatureColours(Float64Array.of(1, 10, 100)).ticks?.ticktext; // ["1", "10", "100"]
 */
export function curvatureColours(
  curvature: Float64Array,
  wanted?: "log" | "linear",
): CurvatureColours {
  const positive = curvature.filter((value) => value > 0 && value < Number.POSITIVE_INFINITY);
  const [low, high] = [quantile(positive, clippedShare), quantile(positive, 1)];
  const spansDecade = high >= 10 * low;
  const logarithmic = positive.length > 0 && (wanted ? wanted === "log" : spansDecade);
  return logarithmic ? logColours(curvature, low, high) : linearColours(curvature);
}

function linearColours(curvature: Float64Array): CurvatureColours {
  const [low, high] = [quantile(curvature, 0), quantile(curvature, 1)];
  const range: [number, number] = Number.isNaN(low) ? [0, 1] : [low, high];
  // A constant curvature still needs an axis of some length.
  if (range[0] === range[1]) range.splice(0, 2, low - Math.abs(low) / 2, high + Math.abs(high) / 2);
  if (range[0] === range[1]) range.splice(0, 2, -1, 1);
  return {
    logarithmic: false,
    values: Float32Array.from(curvature, (value) => (Number.isFinite(value) ? value : Number.NaN)),
    range,
    scale: sequential,
    note: holes(curvature),
  };
}

function logColours(curvature: Float64Array, low: number, high: number): CurvatureColours {
  let [from, to] = [Math.log10(low), Math.log10(high)];
  if (to - from < 0.5) [from, to] = [from - 0.25, to + 0.25];
  const concave = curvature.some((value) => value <= 0);
  const segment = concave ? ((to - from) * concaveShare) / (1 - concaveShare) : 0;
  const color = (value: number): number => {
    if (!Number.isFinite(value)) return Number.NaN;
    if (value <= 0) return from - segment / 2;
    return Math.max(from, Math.log10(value));
  };
  const share = concave ? concaveShare : 0;
  const stretched = sequential.map(
    ([position, name]) => [share + (1 - share) * position, name] as const,
  );
  const band = concave
    ? ([
        [0, concaveColour],
        [share, concaveColour],
      ] as const)
    : [];
  const clipped = curvature.some((value) => value > 0 && value < low);
  return {
    logarithmic: true,
    values: Float32Array.from(curvature, color),
    range: [from - segment, to],
    scale: [...band, ...stretched],
    ticks: logTicks(from, to, concave ? from - segment / 2 : undefined),
    note: paragraph([
      concave ? "Where κ ≤ 0, as around a maximum, the surface is pink." : "",
      clipped ? "The smallest 2 % of the positive κ share the palest colour." : "",
      holes(curvature),
    ]),
  };
}

function holes(curvature: Float64Array): string {
  return curvature.every(Number.isFinite) ? "" : "It has holes where κ is not finite.";
}

/** Whole decades; with 2 and 5 between them where there are fewer than three. */
function logTicks(
  from: number,
  to: number,
  concave: number | undefined,
): { readonly tickvals: number[]; readonly ticktext: string[] } {
  const few = Math.floor(to) - Math.ceil(from) < 2;
  const every = Math.max(1, Math.ceil((to - from) / 7));
  const tickvals: number[] = [];
  const ticktext: string[] = [];
  for (let decade = Math.floor(from); decade <= to; decade++)
    for (const factor of few ? [1, 2, 5] : [1]) {
      const position = decade + Math.log10(factor);
      if (position < from || position > to || decade % every !== 0) continue;
      tickvals.push(position);
      ticktext.push(tickText(factor, decade));
    }
  return concave === undefined
    ? { tickvals, ticktext }
    : { tickvals: [concave, ...tickvals], ticktext: ["≤ 0", ...ticktext] };
}

function tickText(factor: number, decade: number): string {
  if (Math.abs(decade) < 3) return String(Number(`${factor}e${decade}`));
  const power = `10<sup>${String(decade).replace("-", "−")}</sup>`;
  return factor === 1 ? power : `${factor}·${power}`;
}

/**
 * A horizontal colour bar of κ, with its unit.
 *
 * @param colours - the scale
 * @param more - where it is, as Plotly takes it
 */
export function curvatureBar(
  { ticks }: CurvatureColours,
  more: Record<string, unknown>,
): Record<string, unknown> {
  return {
    title: {
      text: "curvature κ = λ<sub>max</sub>(∇²L) (loss units per unit of θ²)",
      side: "top",
      font: { size: 13 },
    },
    orientation: "h",
    x: 0.5,
    xanchor: "center",
    thickness: 14,
    tickfont: { size: 12 },
    ...(ticks ? { tickmode: "array", ...ticks } : {}),
    ...more,
  };
}
