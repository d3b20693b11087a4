import { requireKnown } from "../../numerics/requireKnown.js";
import type { Diagram } from "../../topology/diagrams/diagram.js";
import type { Figure } from "../figure.js";
import { paragraph } from "../paragraph.js";
import { briefNumber } from "../powerText.js";
import { type FormatStyle, layout, legendAbove } from "../theme.js";
import { widthsOf } from "./bandWidths.js";
import {
  type DiagramScale,
  diagramScale,
  dimensionStyle,
  placed,
  requireDiagrams,
  scaleAxis,
  scaleLines,
} from "./diagramScale.js";

/** What {@link persistenceDiagram} draws beside the points. */
export interface PersistenceDiagramOptions {
  /**
   * Half-width w ≥ 0 of a confidence band, as a bottleneck distance: one for all, or one per
   * diagram. Bars no longer than 2w lie in the shaded strip. 0 and NaN draw none, as unless told.
   */
  readonly band?: number | ArrayLike<number>;
  /** Units of births and deaths; "units of θ" unless told. */
  readonly units?: string;
  /** Names in the legend, one per diagram; "H₀ components", "H₁ loops", "H₂ cavities" unless told. */
  readonly names?: readonly string[];
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * Persistence diagrams in one square: a mark per bar at (birth, death), colour and marker by
 * dimension, essential bars on a line labelled ∞ (at the top, or at the bottom for superlevel
 * sets). Equal bars are one mark, larger with their number.
 *
 * @param diagrams - usually one per dimension, all of one direction; may be empty
 * @param options - confidence band, units, names
 * @throws RangeError if births and deaths differ in number or one is NaN, directions are mixed,
 *   or a width is negative or there is none for a diagram
 * @throws TypeError if an option is misspelt
 *
 * @example
 * const loops = { dimension: 1, births: Float64Array.of(0.4), deaths: Float64Array.of(1.7) };
 * persistenceDiagram([loops], { band: 0.1 }).data.map(({ name }) => name);
 * // ["H₁ loops, noise", "H₁ loops"]
 */
export function persistenceDiagram(
  diagrams: readonly Diagram[],
  options: PersistenceDiagramOptions = {},
): Figure {
  requireDiagrams(diagrams, "persistenceDiagram");
  requireKnown(options, ["band", "units", "names", "title"], "option", "persistenceDiagram");
  const { band, units = "units of θ", names = [], title = "Persistence diagram" } = options;
  const widths = widthsOf(band, diagrams.length, "persistenceDiagram");
  const scale = diagramScale(diagrams);
  const styles = diagrams.map(({ dimension }, k) => dimensionStyle(dimension, names[k]));
  const merged = diagrams.map(withMultiplicities);
  return {
    data: [
      ...strips(widths, styles, scale),
      ...merged.map((bars, k) => marks(bars, styles[k], scale)),
    ],
    layout: layout(title, 590, {
      ...squareAxes(scale, units),
      shapes: scaleLines(scale),
      legend: legendAbove({ itemsizing: "constant" }),
    }),
    caption: captionOf(diagrams, widths, styles, scale),
    alt: `Persistence diagram, death against birth, of ${
      styles
        .map(({ label }, k) => `${label} (${barCount(diagrams[k].births.length)})`)
        .join(", ") || "nothing"
    }.`,
  };
}

/** Birth and death on axes of equal scale, the square at the top where the page is narrow. */
export function squareAxes(scale: DiagramScale, units: string): Record<string, unknown> {
  return {
    xaxis: scaleAxis(`birth (${units})`, scale, scale.birthInfinite, { constrain: "domain" }),
    yaxis: scaleAxis(`death (${units})`, scale, scale.deathInfinite, {
      ...{ scaleanchor: "x", constrain: "domain", constraintoward: "top" },
    }),
  };
}

/** A birth and death, and how many bars have them. */
interface Bars {
  readonly birth: number;
  readonly death: number;
  readonly count: number;
}

function withMultiplicities({ births, deaths }: Diagram): Bars[] {
  const counts = new Map<string, Bars>();
  for (let k = 0; k < births.length; k++) {
    const [birth, death] = [births[k], deaths[k]];
    const count = (counts.get(`${birth} ${death}`)?.count ?? 0) + 1;
    counts.set(`${birth} ${death}`, { birth, death, count });
  }
  return [...counts.values()];
}

/** More numbers than this beside marks would lie on each other; hovering still tells them. */
const numbered = 12;

function marks(
  bars: readonly Bars[],
  { label, color, symbol }: FormatStyle,
  scale: DiagramScale,
): Record<string, unknown> {
  const several = bars.filter(({ count }) => count > 1).length;
  const labels = several > 0 && several <= numbered;
  return {
    type: "scatter",
    mode: labels ? "markers+text" : "markers",
    name: label,
    x: Float64Array.from(bars, ({ birth }) => placed(scale, birth)),
    y: Float64Array.from(bars, ({ death }) => placed(scale, death)),
    ...(labels ? { text: bars.map(({ count }) => (count > 1 ? `×${count}` : "")) } : {}),
    textposition: scale.falling ? "bottom center" : "top center",
    textfont: { size: 11, color },
    marker: {
      color,
      symbol,
      // Area grows with the number, up to four times the width.
      size: bars.map(({ count }) => 8 * Math.min(4, Math.sqrt(count))),
      opacity: 0.85,
      line: { color: "#ffffff", width: 1 },
    },
    customdata: bars.map(({ birth, death, count }) => {
      const times = count > 1 ? `, ${count} bars` : "";
      return `birth ${briefNumber(birth)}, death ${briefNumber(death)}, length ${briefNumber(Math.abs(death - birth))}${times}`;
    }),
    hovertemplate: "%{customdata}<extra>%{fullData.name}</extra>",
    cliponaxis: false,
  };
}

/** "1 bar", "12 bars". */
export const barCount = (count: number): string => `${count} bar${count === 1 ? "" : "s"}`;

/** What is shaded: bars of at most twice the width. */
function strips(
  widths: readonly number[],
  styles: readonly FormatStyle[],
  scale: DiagramScale,
): Record<string, unknown>[] {
  const [from, to] = scale.range;
  // One strip for all where the widths agree, else one a dimension in its colour.
  const same = widths.every((width) => width === widths[0]);
  return widths.flatMap((width, k) => {
    if (!(width > 0) || (same && k > 0)) return [];
    const one = same && widths.length > 1;
    const color = one ? "#767676" : styles[k].color;
    const length = Math.min(2 * width, to - from);
    // Cut off at the picture's edge: (from, from) → (to, to) → the parallel line → back.
    const outline = scale.falling
      ? [
          [from, from],
          [to, to],
          [to, to - length],
          [from + length, from],
        ]
      : [
          [from, from],
          [to, to],
          [to - length, to],
          [from, from + length],
        ];
    return [
      {
        type: "scatter",
        mode: "lines",
        name: one ? "noise" : `${styles[k].label}, noise`,
        showlegend: one,
        x: outline.map(([x]) => x),
        y: outline.map(([, y]) => y),
        fill: "toself",
        fillcolor: `${color}22`,
        line: { color, width: 1, dash: one ? "solid" : styles[k].dash },
        hoverinfo: "skip",
      },
    ];
  });
}

function captionOf(
  diagrams: readonly Diagram[],
  widths: readonly number[],
  styles: readonly FormatStyle[],
  scale: DiagramScale,
): string {
  const counts = diagrams.map(({ births, deaths }, k) => {
    const essential = deaths.filter((death) => !Number.isFinite(death)).length;
    const beyond = Array.from(births, (birth, i) => Math.abs(deaths[i] - birth) > 2 * widths[k]);
    const signal =
      widths[k] > 0 ? `, ${beyond.filter(Boolean).length} of them longer than the band` : "";
    return `${styles[k].label} ${barCount(births.length)} (${essential} essential${signal})`;
  });
  const { above, below } = scale.deathInfinite;
  const end = scale.falling ? "−∞" : "∞";
  return paragraph([
    "A mark is a bar: the farther from the diagonal, the longer it lasts.",
    counts.length > 0 ? `Here: ${counts.join(", ")}.` : "There are no diagrams.",
    (scale.falling ? below : above)
      ? `Essential bars, which never die, lie on the line ${end}.`
      : "",
    widths.some((width) => width > 0)
      ? `Shaded: bars so short that the confidence band does not tell them from the diagonal${new Set(widths).size > 1 ? ", a strip in its colour for each dimension" : ""}.`
      : "",
    diagrams.some((diagram) => withMultiplicities(diagram).some(({ count }) => count > 1))
      ? "Larger marks are several equal bars."
      : "",
  ]);
}
