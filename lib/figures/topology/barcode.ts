import { requireKnown } from "../../numerics/requireKnown.js";
import type { Diagram } from "../../topology/diagrams/diagram.js";
import type { Figure } from "../figure.js";
import { paragraph } from "../paragraph.js";
import { axis, type FormatStyle, layout, panelTitle } from "../theme.js";
import { widthsOf } from "./bandWidths.js";
import {
  type DiagramScale,
  diagramScale,
  dimensionStyle,
  type Infinities,
  placed,
  requireDiagrams,
  scaleAxis,
} from "./diagramScale.js";
import { barCount } from "./persistenceDiagram.js";

/** How {@link barcode} is drawn. */
export interface BarcodeOptions {
  /** Units of births and deaths; "units of θ" unless told. */
  readonly units?: string;
  /** Names of the panels, one per diagram; "H₀ components", "H₁ loops", "H₂ cavities" unless told. */
  readonly names?: readonly string[];
  /**
   * Half-width w ≥ 0 of a confidence band: one for all, or one per diagram. Bars no longer than
   * 2w are drawn pale. None unless told.
   */
  readonly band?: number | ArrayLike<number>;
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * Barcodes: one panel per diagram, a horizontal line from birth to death per bar, from the top
 * in the order of their births, the longer first; an essential bar ends in an arrow head.
 *
 * For superlevel sets the axis runs from large to small, so that bars still start on the left.
 *
 * @param diagrams - at least 1, usually one per dimension, all of one direction; each may be empty
 * @param options - units, names, confidence band
 * @throws RangeError if there is no diagram, births and deaths differ in number or one is NaN,
 *   directions are mixed, or a width is negative or there is none for a diagram
 * @throws TypeError if an option is misspelt
 *
 * @example
 * const points = { dimension: 0, births: Float64Array.of(0, 0), deaths: Float64Array.of(1, Infinity) };
 * barcode([points]).data.length; // 2: the bars, the arrow head
 */
export function barcode(diagrams: readonly Diagram[], options: BarcodeOptions = {}): Figure {
  requireDiagrams(diagrams, "barcode");
  requireKnown(options, ["units", "names", "band", "title"], "option", "barcode");
  const { band, units = "units of θ", names = [], title = "Barcode" } = options;
  if (diagrams.length < 1) throw new RangeError("barcode: expected at least 1 diagram, got 0");
  const widths = widthsOf(band, diagrams.length, "barcode");
  const scale = diagramScale(diagrams);
  const styles = diagrams.map(({ dimension }, k) => dimensionStyle(dimension, names[k]));
  const total = diagrams.reduce((sum, { births }) => sum + births.length, 0);
  const height = 190 + 60 * diagrams.length + Math.min(420, 9 * total);
  const domains = domainsOf(diagrams, height);
  const direction = scale.falling ? [...scale.range].reverse() : [...scale.range];
  return {
    data: diagrams.flatMap((diagram, k) => {
      const pixels = (domains[k][1] - domains[k][0]) * (height - 132);
      return panel(sorted(diagram), { k, style: styles[k], noise: 2 * widths[k], pixels, scale });
    }),
    layout: layout(title, height, {
      xaxis: scaleAxis(`filtration value (${units})`, scale, either(scale), {
        ...{ range: direction, anchor: axisName(diagrams.length - 1), showgrid: true },
      }),
      ...Object.fromEntries(
        diagrams.map(({ births }, k) => [
          `yaxis${k === 0 ? "" : k + 1}`,
          axis("", {
            ...{ domain: [...domains[k]], anchor: "x", showgrid: false, showticklabels: false },
            ...{ ticks: "", range: [Math.max(births.length, 1) - 0.3, -0.7] },
          }),
        ]),
      ),
      annotations: diagrams.map(({ births }, k) =>
        panelTitle(`${styles[k].label}: ${barCount(births.length)}`, [0, 1], domains[k][1]),
      ),
      margin: { l: 24, r: 24, t: 72, b: 60 },
      showlegend: false,
    }),
    caption: paragraph([
      "Every line is a bar, from its birth to its death; within a panel by birth, the longer ones first.",
      `Here: ${diagrams.map(({ births }, k) => `${styles[k].label} ${barCount(births.length)}`).join(", ")}.`,
      diagrams.some(({ deaths }) => deaths.some((death) => !Number.isFinite(death)))
        ? "An arrow head is a bar that never dies."
        : "",
      scale.falling ? "Superlevel sets: the axis runs from large to small values." : "",
      widths.some((width) => width > 0)
        ? "Pale: bars that the confidence band does not tell from noise."
        : "",
    ]),
    alt: `Barcode with ${diagrams.map(({ births }, k) => `${barCount(births.length)} in ${styles[k].label}`).join(", ")}.`,
  };
}

const either = ({ birthInfinite, deathInfinite }: DiagramScale): Infinities => ({
  above: birthInfinite.above || deathInfinite.above,
  below: birthInfinite.below || deathInfinite.below,
});

const axisName = (k: number): string => `y${k === 0 ? "" : k + 1}`;

/** From the top down, each with a share that grows with the root of its bars: few stay readable. */
function domainsOf(diagrams: readonly Diagram[], height: number): [number, number][] {
  const shares = diagrams.map(({ births }) => Math.sqrt(births.length + 1));
  const sum = shares.reduce((a, b) => a + b, 0);
  const gap = 34 / (height - 132);
  const room = 1 - gap * (diagrams.length - 1);
  let top = 1;
  return shares.map((share) => {
    const domain: [number, number] = [Math.max(0, top - (room * share) / sum), top];
    top = domain[0] - gap;
    return domain;
  });
}

function sorted({ births, deaths }: Diagram): { birth: number; death: number }[] {
  return Array.from(births, (birth, k) => ({ birth, death: deaths[k] })).sort((a, b) => {
    const [start, other] = [Math.abs(a.death - a.birth), Math.abs(b.death - b.birth)];
    // Birth by birth in the direction of the filtration; equal infinities are not subtracted.
    const order = a.birth === b.birth ? 0 : a.birth < b.birth ? -1 : 1;
    const falling = a.death < a.birth || b.death < b.birth;
    return order !== 0 ? (falling ? -order : order) : start === other ? 0 : other > start ? 1 : -1;
  });
}

interface Panel {
  readonly k: number;
  readonly style: FormatStyle;
  /** Bars no longer than this are pale. */
  readonly noise: number;
  /** Height of the panel. */
  readonly pixels: number;
  readonly scale: DiagramScale;
}

/** One trace of bars, one of pale ones, one of arrow heads; empty ones left out. */
function panel(
  all: readonly { readonly birth: number; readonly death: number }[],
  { k, style, noise, pixels, scale }: Panel,
): Record<string, unknown>[] {
  const { color, label } = style;
  const rows = all.map((bar, row) => ({ ...bar, row, length: Math.abs(bar.death - bar.birth) }));
  const width = Math.min(6, Math.max(0.6, (0.6 * pixels) / Math.max(1, all.length)));
  const shared = { type: "scatter", name: label, xaxis: "x", yaxis: axisName(k) };
  const lines = (own: typeof rows, opacity: number): Record<string, unknown> => ({
    ...shared,
    mode: "lines",
    x: Float64Array.from(
      own.flatMap(({ birth, death }) => [placed(scale, birth), placed(scale, death), Number.NaN]),
    ),
    y: Float64Array.from(own.flatMap(({ row }) => [row, row, Number.NaN])),
    line: { color, width },
    opacity,
    hovertemplate: "%{x:.4g}<extra>%{fullData.name}</extra>",
  });
  const essential = rows.filter(({ death }) => !Number.isFinite(death));
  const [pale, strong] = [true, false].map((short) =>
    rows.filter(({ length }) => length <= noise === short),
  );
  return [
    ...(strong.length > 0 || pale.length < 1 ? [lines(strong, 1)] : []),
    ...(pale.length > 0 ? [lines(pale, 0.35)] : []),
    ...(essential.length > 0
      ? [
          {
            ...shared,
            mode: "markers",
            x: essential.map(({ death }) => placed(scale, death)),
            y: essential.map(({ row }) => row),
            // The axis of superlevel sets is turned, so "right" is where bars run in both.
            marker: { symbol: "triangle-right", size: Math.max(7, 2.2 * width), color },
            hovertemplate: `never dies<extra>${label}</extra>`,
            cliponaxis: false,
          },
        ]
      : []),
  ];
}
