import { requireList } from "../../landscapes/requireObjective.js";
import { binaryExponent } from "../../numerics/binaryExponent.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import { type FloatFormat, requireFormat } from "../../precision/formats/format.js";
import type { Figure } from "../figure.js";
import { paragraph } from "../paragraph.js";
import { powerText } from "../powerText.js";
import { axis, layout, seriesStyle } from "../theme.js";

/** Numbers whose sizes are counted. */
export interface ExponentSample {
  /** Name in the legend: "gradients", "gradients · 1024". */
  readonly name: string;
  /** Any numbers; zeros are counted apart, what is not finite too. */
  readonly values: ArrayLike<number>;
}

/** What {@link gradientExponents} can be told. */
export interface GradientExponentsOptions {
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * Histogram of binary exponents beside the range of a format: which numbers it would flush to zero,
 * keep as subnormals, hold, or lose to overflow.
 *
 * @param samples - one or more
 * @param format - whose range is drawn
 * @param options - title
 * @throws RangeError if there is no sample, or no finite number but 0 in all of them
 * @throws TypeError if an option is misspelt or the format is none
 *
 * @example
 * gradientExponents([{ name: "g", values: [1, 0.5, 1e-9] }], float16).data.length; // 1
 */
export function gradientExponents(
  samples: readonly ExponentSample[],
  format: FloatFormat,
  options: GradientExponentsOptions = {},
): Figure {
  requireList(samples, "samples", "gradientExponents");
  requireKnown(options, ["title"], "option", "gradientExponents");
  requireFormat(format, "gradientExponents");
  const { title = `Sizes of gradients and the range of ${format.name}` } = options;
  const counted = samples.map(({ values }) => exponentCounts(values));
  const all = counted.flatMap(({ counts }) => [...counts.keys()]);
  if (all.length < 1)
    throw new RangeError("gradientExponents: expected a finite number other than 0, got none");
  const least = format.minExponent - format.significandBits + 1;
  const lastExponent = binaryExponent(format.maxFinite);
  const first = Math.min(
    ...counted.map(({ counts, total }) => rareBelow(counts, total)),
    least - 4,
  );
  const [low, high] = [
    Math.max(first, Math.min(...all, least)) - 1,
    Math.max(...all, format.minExponent + 4) + 1,
  ];
  const region = (from: number, to: number, color: string): Record<string, unknown>[] =>
    to > low && from < high
      ? [
          {
            ...{ type: "rect", layer: "below", xref: "x", yref: "paper", y0: 0, y1: 1 },
            ...{ x0: Math.max(from, low) - 0.5, x1: Math.min(to, high + 1) - 0.5 },
            ...{ fillcolor: color, line: { width: 0 } },
          },
        ]
      : [];
  const top = Math.max(
    ...counted.flatMap(({ counts, total }) => [...counts.values()].map((n) => n / total)),
  );
  const kept = format.subnormals === "kept";
  const smallest = kept ? least - 1 : format.minExponent; // half of the least subnormal rounds up
  const label = (from: number, to: number, text: string): Record<string, unknown>[] =>
    Math.min(to, high) - Math.max(from, low) > 2
      ? [
          {
            ...{ x: (Math.max(from, low) + Math.min(to, high)) / 2 - 0.5, y: 0.98, yref: "paper" },
            ...{ text, showarrow: false, yanchor: "top", font: { size: 11 } },
          },
        ]
      : [];
  return {
    data: counted.map(({ counts, total }, k) => {
      const { label: name, color, dash, width } = seriesStyle(k, samples[k].name);
      const xs = Array.from({ length: high - low + 1 }, (_, i) => low + i);
      return {
        ...{ type: "scatter", mode: "lines", name, x: xs },
        y: xs.map((e) => (counts.get(e) ?? 0) / total),
        line: { color, dash, width: Math.min(width, 2.5), shape: "hvh" },
        ...(k === 0 ? { fill: "tozeroy", fillcolor: `${color}22` } : {}),
        hovertemplate: "2<sup>%{x}</sup>: share %{y:.4f}<extra>%{fullData.name}</extra>",
      };
    }),
    layout: layout(title, 400, {
      xaxis: axis("binary exponent ⌊log<sub>2</sub>|g|⌋", { range: [low - 0.5, high + 0.5] }),
      yaxis: axis("share of the numbers per exponent", { range: [0, 1.25 * top] }),
      shapes: [
        ...region(low, kept ? least : format.minExponent, "#f3d6d2"),
        ...(kept ? region(least, format.minExponent, "#faf0d2") : []),
        ...region(lastExponent + 1, high + 1, "#f3d6d2"),
      ],
      annotations: [
        ...label(low, kept ? least : format.minExponent, "flushed<br>to 0"),
        ...(kept ? label(least, format.minExponent, "sub-<br>normal") : []),
        ...label(format.minExponent, lastExponent + 1, "full<br>precision"),
      ],
    }),
    caption: paragraph([
      `Pale red: below the smallest ${kept ? "subnormal" : "normal"} number of ${format.name}, ${powerText(2, kept ? least : format.minExponent)}, where numbers become 0${kept ? " (those above half of it round up to it)" : ""}.`,
      kept ? "Pale yellow: subnormal, with fewer bits the smaller they are." : "",
      counted
        .map(({ total, zeros, counts }, k) => {
          const lost = [...counts].reduce((sum, [e, n]) => sum + (e < smallest ? n : 0), 0);
          return `${samples[k].name}: ${share(lost, total)} become 0 in ${format.name}, ${share(zeros, total)} are 0 before.`;
        })
        .join(" "),
      Math.min(...all) < low ? "Of each, less than 1 % is smaller than the axis shows." : "",
    ]),
    alt: `Histogram of binary exponents of ${samples.map(({ name }) => name).join(", ")} with the range of ${format.name}.`,
  };
}

/** The exponent below which there is less than one in a hundred. */
function rareBelow(counts: Map<number, number>, total: number): number {
  let sum = 0;
  for (const [e, n] of [...counts].sort(([a], [b]) => a - b)) {
    sum += n;
    if (sum >= total / 100) return e;
  }
  return Infinity;
}

const share = (count: number, total: number): string =>
  `${((100 * count) / total).toPrecision(2)} %`;

function exponentCounts(values: ArrayLike<number>): {
  counts: Map<number, number>;
  zeros: number;
  total: number;
} {
  const counts = new Map<number, number>();
  let zeros = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (x === 0) zeros++;
    else if (Number.isFinite(x)) {
      const e = binaryExponent(x);
      counts.set(e, (counts.get(e) ?? 0) + 1);
    }
  }
  return { counts, zeros, total: values.length };
}
