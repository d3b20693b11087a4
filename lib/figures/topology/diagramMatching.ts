import { requireList } from "../../landscapes/requireObjective.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { Diagram } from "../../topology/diagrams/diagram.js";
import type { Figure } from "../figure.js";
import { legendBelowTitle } from "../legendMargin.js";
import { briefNumber } from "../powerText.js";
import { ink, layout, seriesStyle } from "../theme.js";
import {
  type DiagramScale,
  diagramScale,
  placed,
  requireDiagrams,
  scaleLines,
} from "./diagramScale.js";
import { squareAxes } from "./persistenceDiagram.js";

/** A matching of two diagrams, as `bottleneckDistance` returns it. */
export interface DrawnMatching {
  /** 2·k indices: a bar of the first diagram, one of the second; −1 is the diagonal. */
  readonly pairs: ArrayLike<number>;
  /** Index of the pair whose distance is the bottleneck; found here unless told. */
  readonly bottleneckPair?: number;
}

/** What {@link diagramMatching} is told beside the diagrams. */
export interface DiagramMatchingOptions {
  /** Names of the diagrams; "first" and "second" unless told. */
  readonly names?: readonly [string, string];
  /** Units of births and deaths; "units of θ" unless told. */
  readonly units?: string;
  /** The distance, for the caption; that of the bottleneck pair unless told. */
  readonly distance?: number;
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * Two persistence diagrams and an optimal matching: a line from each bar to its partner, or to
 * the nearest point of the diagonal, the longest line (in the maximum norm) emphasised.
 *
 * @param a - the first diagram
 * @param b - the second, of the same dimension and direction
 * @param matching - pairs of bars
 * @param options - names, units, the distance
 * @throws RangeError if the diagrams have other dimensions, a pair names a bar that is not there,
 *   or both of it are the diagonal
 * @throws TypeError if an option is misspelt
 *
 * @example
 * const bar = (death: number): Diagram =>
 *   ({ dimension: 0, births: Float64Array.of(0), deaths: Float64Array.of(death) });
 * diagramMatching(bar(1), bar(2), { pairs: Int32Array.of(0, 0) }).caption; // "… distance 1 …"
 */
export function diagramMatching(
  a: Diagram,
  b: Diagram,
  matching: DrawnMatching,
  options: DiagramMatchingOptions = {},
): Figure {
  requireDiagrams([a, b], "diagramMatching");
  requireKnown(options, ["names", "units", "distance", "title"], "option", "diagramMatching");
  if (a.dimension !== b.dimension)
    throw new RangeError(
      `diagramMatching: expected diagrams of one dimension, got ${a.dimension} and ${b.dimension}`,
    );
  const { names = ["first", "second"], units = "units of θ", title = "Optimal matching" } = options;
  const scale = diagramScale([a, b]);
  const pairs = pairsOf(a, b, matching, scale);
  const longest = matching.bottleneckPair ?? indexOfLongest(pairs);
  const bottleneck = pairs[longest];
  const distance = options.distance ?? bottleneck?.distance ?? 0;
  const plain = pairs.filter((_, k) => k !== longest);
  return {
    data: [
      lines(
        "matched",
        plain.filter(({ single }) => !single),
        { color: "#9a9a9a", width: 1.2 },
      ),
      lines(
        "to the diagonal",
        plain.filter(({ single }) => single),
        {
          ...{ color: "#9a9a9a", width: 1.2, dash: "dot" },
        },
      ),
      ...(bottleneck && bottleneck.distance > 0
        ? [lines("longest pair", [bottleneck], { color: ink, width: 3.5 })]
        : []),
      ...[a, b].map((diagram, k) => points(diagram, names[k], k, scale)),
    ],
    layout: layout(title, 610, {
      ...squareAxes(scale, units),
      shapes: scaleLines(scale),
      margin: { l: 64, r: 24, t: 64, b: 60 },
      legend: legendBelowTitle(),
    }),
    caption:
      `Grey lines join the bars of “${names[0]}” (${a.births.length}) with their partners in “${names[1]}” (${b.births.length}), ` +
      "dotted ones lead to the diagonal: those bars have no partner. The thick line is the longest, measured by the larger " +
      `of its two coordinates: the bottleneck distance ${briefNumber(distance)} (${units}).`,
    alt: `Two persistence diagrams of ${a.births.length} and ${b.births.length} bars with ${pairs.length} matching lines, the longest of length ${briefNumber(distance)}.`,
  };
}

/** Two ends of a line, and how far they are apart in the maximum norm. */
interface Pair {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly distance: number;
  /** Whether one end is on the diagonal. */
  readonly single: boolean;
}

function pairsOf(
  a: Diagram,
  b: Diagram,
  { pairs, bottleneckPair }: DrawnMatching,
  scale: DiagramScale,
): Pair[] {
  requireList(pairs, "pairs", "diagramMatching");
  const count = pairs.length / 2;
  const bad = (k: number): boolean =>
    !Number.isInteger(pairs[k]) || pairs[k] < -1 || pairs[k] >= (k % 2 ? b : a).births.length;
  const odd = Array.from({ length: pairs.length }, (_, k) => k).find(
    (k) => bad(k) || (pairs[k] === -1 && pairs[k % 2 ? k - 1 : k + 1] === -1),
  );
  if (odd !== undefined || !Number.isInteger(count))
    throw new RangeError(
      `diagramMatching: expected pairs of a bar and a bar or −1, got ${odd === undefined ? `${pairs.length} indices` : `${pairs[odd]} at ${odd}`}`,
    );
  if (
    bottleneckPair !== undefined &&
    (!Number.isInteger(bottleneckPair) || bottleneckPair < -1 || bottleneckPair >= count)
  )
    throw new RangeError(
      `diagramMatching: expected bottleneckPair from 0 to ${count - 1}, got ${bottleneckPair}`,
    );
  const at = ({ births, deaths }: Diagram, k: number): [number, number] => [births[k], deaths[k]];
  const drawn = ([birth, death]: readonly [number, number]): [number, number] => [
    placed(scale, birth),
    placed(scale, death),
  ];
  return Array.from({ length: count }, (_, k) => {
    const [i, j] = [pairs[2 * k], pairs[2 * k + 1]];
    const single = i < 0 || j < 0;
    const first = i < 0 ? nearestDiagonal(at(b, j)) : at(a, i);
    const second = j < 0 ? nearestDiagonal(at(a, i)) : at(b, j);
    const distance = Math.max(gap(first[0], second[0]), gap(first[1], second[1]));
    return { from: drawn(first), to: drawn(second), distance, single };
  });
}

const nearestDiagonal = ([birth, death]: readonly [number, number]): [number, number] => {
  const middle = birth / 2 + death / 2;
  return [middle, middle];
};

/** |x − y|; equal infinities are no distance apart. */
const gap = (x: number, y: number): number => (x === y ? 0 : Math.abs(x - y));

const indexOfLongest = (pairs: readonly Pair[]): number =>
  pairs.reduce(
    (best, { distance }, k) => (distance > (pairs[best]?.distance ?? -1) ? k : best),
    -1,
  );

function lines(
  name: string,
  pairs: readonly Pair[],
  line: Record<string, unknown>,
): Record<string, unknown> {
  const column = (c: 0 | 1): Float64Array =>
    Float64Array.from(pairs.flatMap(({ from, to }) => [from[c], to[c], Number.NaN]));
  return {
    ...{ type: "scatter", mode: "lines", name, x: column(0), y: column(1), line },
    ...{ hoverinfo: "skip", showlegend: pairs.length > 0 },
  };
}

/** The second diagram's marks are open, so that equal bars both show. */
function points(
  { births, deaths }: Diagram,
  name: string,
  k: number,
  scale: DiagramScale,
): Record<string, unknown> {
  const { color } = seriesStyle(k, name);
  return {
    type: "scatter",
    mode: "markers",
    name,
    x: births.map((birth) => placed(scale, birth)),
    y: deaths.map((death) => placed(scale, death)),
    marker: {
      color,
      symbol: k === 0 ? "circle" : "square-open",
      size: k === 0 ? 8 : 11,
      line: { color: k === 0 ? "#ffffff" : color, width: k === 0 ? 1 : 2 },
    },
    customdata: Array.from(
      births,
      (birth, i) => `birth ${briefNumber(birth)}, death ${briefNumber(deaths[i])}`,
    ),
    hovertemplate: "%{customdata}<extra>%{fullData.name}</extra>",
    cliponaxis: false,
  };
}
