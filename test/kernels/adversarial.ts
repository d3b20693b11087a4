import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import type { FloatFormat } from "../../lib/precision/formats/format.js";
import { floatFormat } from "../../lib/precision/formats/format.js";
import {
  bfloat16,
  float16,
  formats,
  significandBits,
} from "../../lib/precision/formats/formats.js";

const view = new DataView(new ArrayBuffer(8));

/** The double `steps` further away from zero. */
function nextDouble(x: number, steps: 1 | -1): number {
  view.setFloat64(0, x);
  view.setBigUint64(0, view.getBigUint64(0) + BigInt(steps));
  return view.getFloat64(0);
}

/** A linear congruential generator: inputs need variety, not quality. */
export function integers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * Numbers that are hard to round to a format: its own numbers, ties and quarters between them,
 * each with the doubles next to it and both signs, in all binades, the subnormal and the first
 * too large one above all; specials; random bit patterns.
 */
export function hardNumbers(format: FloatFormat, rounds = 60): number[] {
  const { significandBits: p, minExponent, maxExponent, maxFinite } = format;
  const below = integers(p + 1000 * maxExponent + 12345);
  const found = [0, -0, Infinity, -Infinity, NaN, 1, -1, 2.5, -2.5, 0.1];
  found.push(Number.MIN_VALUE, -Number.MIN_VALUE, 2 ** -1022, Number.MAX_VALUE, -Number.MAX_VALUE);
  const add = (x: number): void => {
    const size = Math.abs(x);
    if (!(size > 0 && size < Number.MAX_VALUE)) return;
    for (const y of [size, nextDouble(size, 1), nextDouble(size, -1)]) found.push(y, -y);
  };
  for (let k = 0; k < rounds; k++) {
    const e =
      k % 3 === 0
        ? minExponent - p + below(p + 3)
        : minExponent - 2 + below(maxExponent - minExponent + 4);
    const exponent = Math.min(Math.max(e, -1074), 1023);
    const spacing = 2 ** (Math.max(exponent, minExponent) - p + 1);
    const significand = 1 + below(2 ** Math.min(p - 1, 30)) / 2 ** Math.min(p - 1, 30);
    const number = significand * 2 ** exponent;
    for (const part of [0, 0.25, 0.5, 0.75]) add(number + part * spacing);
    const multiple = below(2 ** Math.min(p, 30));
    add(multiple * spacing);
    add((multiple + 0.5) * spacing);
    view.setUint32(0, below(2 ** 32));
    view.setUint32(4, below(2 ** 32));
    found.push(view.getFloat64(0));
    found.push(
      (below(2 ** 32) / 2 ** 31 - 1) * maxFinite,
      (below(2 ** 32) / 2 ** 31 - 1) * 2 ** minExponent,
    );
  }
  add(maxFinite);
  add(maxFinite + 2 ** (maxExponent - p)); // half a spacing beyond
  add(2 ** minExponent);
  add(2 ** (minExponent - p)); // half of the smallest subnormal
  add(1.5 * 2 ** (minExponent - p));
  return found;
}

const bounded = (name: string, significandBits: number, minExponent: number, maxExponent: number) =>
  floatFormat({ name, significandBits, minExponent, maxExponent });

/** Formats of every kind: the named ones, precisions up to 53, fixed point, without subnormals, extreme ranges. */
export const manyFormats: readonly FloatFormat[] = [
  ...formats,
  ...[1, 2, 8, 20, 21, 24, 36, 37, 38, 51, 52, 53].map(significandBits),
  fixedPoint(8, 4),
  fixedPoint(8, -3),
  fixedPoint(53, 10),
  fixedPoint(53, -900),
  fixedPoint(24, 900),
  fixedPoint(8, 4, { signed: false }),
  fixedPoint(8, 4, { overflow: "wrap" }),
  { ...float16, name: "float16, flushed", subnormals: "flushed" },
  { ...float16, name: "float16, rounded", subnormals: "rounded" },
  { ...bfloat16, name: "bfloat16, flushed", subnormals: "flushed" },
  bounded("large numbers", 10, 1000, 1023),
  bounded("small numbers", 10, -1022, -1000),
  bounded("53 bits, few exponents", 53, -10, 10),
  bounded("52 bits", 52, -10, 1023),
  bounded("3 bits, below float32's normal numbers", 3, -140, 100),
  bounded("24 bits", 24, -100, 127),
  bounded("23 bits", 23, -126, 127),
  bounded("1 bit", 1, -20, 20),
];

/** Whether a Float32Array holds every number of a format. */
export function fitsFloat32(format: FloatFormat): boolean {
  const { significandBits: p, minExponent, maxFinite, lowest, subnormals } = format;
  const smallest = minExponent - (subnormals === "kept" ? p - 1 : 0);
  return p <= 24 && smallest >= -149 && Math.max(maxFinite, -lowest) < 2 ** 128;
}
