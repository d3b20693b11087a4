import fc from "fast-check";
import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import { type FloatFormat, floatFormat } from "../../lib/precision/formats/format.js";
import { formats, significandBits } from "../../lib/precision/formats/formats.js";
import type { RoundingMode } from "../../lib/precision/rounding/rounding.js";

export const deterministic: readonly RoundingMode[] = [
  "nearest-even",
  "nearest-away",
  "nearest-to-zero",
  "toward-zero",
  "up",
  "down",
  "to-odd",
];
export const anyMode = fc.constantFrom(...deterministic);

/** A format nobody has named: its range free at both ends, its last binade cut anywhere. */
const custom: fc.Arbitrary<FloatFormat> = fc
  .record({
    p: fc.integer({ min: 1, max: 53 }),
    ends: fc.tuple(
      fc.integer({ min: -1022, max: 1023 }),
      fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2045 })),
    ),
    place: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    subnormals: fc.constantFrom("kept", "flushed", "rounded"),
    zero: fc.constantFrom("signed", "unsigned"),
    infinities: fc.boolean(),
    nan: fc.boolean(),
  })
  .map(({ p, ends: [minExponent, binades], place, ...rest }) => {
    const maxExponent = Math.min(1023, minExponent + binades);
    const significand = 2 ** (p - 1) + Math.round(place * (2 ** (p - 1) - 1));
    const maxFinite = significand * 2 ** (1 - p) * 2 ** maxExponent;
    const range = { significandBits: p, minExponent, maxExponent, maxFinite };
    return floatFormat({ name: "custom", ...range, ...(rest as Partial<FloatFormat>) });
  });

const fixed: fc.Arbitrary<FloatFormat> = fc
  .tuple(
    fc.integer({ min: 2, max: 53 }),
    fc.oneof(fc.integer({ min: -8, max: 60 }), fc.integer({ min: -900, max: 900 })),
    fc.boolean(),
    fc.constantFrom("saturate", "wrap"),
  )
  .map(([bits, fraction, signed, overflow]) => fixedPoint(bits, fraction, { signed, overflow }));

/** Any format: named, p bits over float64's range, fixed point, or none of these. */
export const anyFormat: fc.Arbitrary<FloatFormat> = fc.oneof(
  fc.constantFrom(...formats),
  fc.integer({ min: 1, max: 53 }).map(significandBits),
  fixed,
  { arbitrary: custom, weight: 2 },
);

/** A double at a place where this format has something to decide. */
export const near = (format: FloatFormat): fc.Arbitrary<number> => {
  const { significandBits: p, minExponent, maxExponent } = format;
  const anywhere = fc
    .tuple(
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.integer({ min: Math.max(minExponent - p - 2, -1074), max: maxExponent }),
    )
    .map(([m, e]) => m * 2 ** e);
  // (k/4)·2^(e − p + 1): exact numbers, ties and quarters between them
  const quarters = fc
    .tuple(
      fc.integer({ min: -(2 ** Math.min(p + 2, 52)), max: 2 ** Math.min(p + 2, 52) }),
      fc.integer({ min: minExponent, max: maxExponent }),
    )
    .map(([k, e]) => (k * 2 ** (e - Math.min(p, 50))) / 2);
  return fc.oneof(anywhere, quarters).filter(Number.isFinite);
};

/** A format with a number: near its own numbers mostly, or any double, NaN and ±∞ included. */
export const formatAndNumber = anyFormat.chain((format) =>
  fc.tuple(
    fc.constant(format),
    fc.oneof({ arbitrary: near(format), weight: 4 }, { arbitrary: fc.double(), weight: 1 }),
  ),
);
