import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import { type FloatFormat, floatFormat } from "../../lib/precision/formats/format.js";
import {
  bfloat16,
  float4_e2m1fn,
  float6_e3m2fn,
  float8_e4m3fn,
  float8_e4m3fnuz,
  float8_e5m2,
  float8_e8m0fnu,
  float16,
  float32,
  float64,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { finiteValues, neighbours } from "../../lib/precision/formats/neighbours.js";
import { operations } from "../../lib/precision/operations/operations.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";
import { predictStuck } from "../../lib/training/predictStuck.js";
import { stuckSets } from "../../lib/training/stuckSets.js";

const flushed = floatFormat({
  name: "flushed",
  significandBits: 4,
  maxExponent: 3,
  subnormals: "flushed",
});
const coarse = floatFormat({
  name: "coarse",
  significandBits: 3,
  maxExponent: 3,
  subnormals: "rounded",
});
const oneBit = floatFormat({
  name: "oneBit",
  significandBits: 1,
  maxExponent: 7,
  subnormals: "flushed",
});
const short = floatFormat({ name: "short", significandBits: 53, maxExponent: 7 });
const full: FloatFormat = { ...float8_e4m3fn, name: "full", overflow: "saturate" };
const unsigned = fixedPoint(8, 4, { signed: false });
const small = [float4_e2m1fn, float6_e3m2fn, float8_e4m3fn, float8_e4m3fnuz, float8_e5m2, full];
const odd = [flushed, coarse, oneBit, fixedPoint(8, 4), unsigned, significandBits(1)];
const large = [bfloat16, float16, float32, float64, significandBits(2), significandBits(52), short];
const every = [...small, ...odd, ...large];

describe("predictStuck", () => {
  it("knows the gaps around a power of two, by hand", () => {
    const h = 2 ** -8; // bfloat16: 2⁻⁷ above 1, 2⁻⁸ below
    expect(predictStuck(1, -h, bfloat16)).toBe(true); // a tie, and 1 is even
    expect(predictStuck(1, -h * (1 + 2 ** -40), bfloat16)).toBe(false);
    expect(predictStuck(1, h, bfloat16)).toBe(false);
    expect(predictStuck(1, h / 2, bfloat16)).toBe(true);
    expect(predictStuck(1, (h / 2) * (1 + 2 ** -40), bfloat16)).toBe(false);
    const odd = 1 + 2 ** -7;
    expect(predictStuck(odd, h, bfloat16)).toBe(false); // the tie goes to 1
    expect(predictStuck(odd, h * (1 - 2 ** -40), bfloat16)).toBe(true);
  });

  it("sees what the subtraction in doubles does to a step just beyond half a gap", () => {
    // 2⁻¹² is half the gap of float16 below 1; 2⁻⁸⁰ more is lost in the double 1 − s.
    const step = 2 ** -12 * (1 + 2 ** -40) + 2 ** -80;
    expect(predictStuck(1, step, float16, "exact")).toBe(false);
    expect(predictStuck(1, step, float16)).toBe(false);
    const hair = 2 ** -12 + 2 ** -64; // a double; 1 − hair is not
    expect(1 - hair).toBe(1 - 2 ** -12);
    expect(predictStuck(1, hair, float16)).toBe(true);
    expect(predictStuck(1, hair, float16, "exact")).toBe(false);
  });

  it("agrees with rounding at every number of the small formats, at and beside every midpoint", () => {
    const wrong: unknown[] = [];
    let count = 0;
    for (const format of [...small, ...odd.slice(0, 5)]) {
      const { subtract } = operations(format);
      for (const x of finiteValues(format)) {
        const { below, above } = neighbours(x, format);
        const gaps = [x - below, above - x, 2 ** format.minExponent, 2 ** -12, 1000, Infinity];
        const halves = gaps.flatMap((g) => [g, g / 2, g / 4]).filter((g) => g > 0);
        for (const half of halves)
          for (const size of [half, half * (1 + 2 ** -30), half * (1 - 2 ** -30)])
            for (const step of [size, -size]) {
              const [double, exact] = [roundTo(x - step, format), subtract(x, step)];
              count++;
              if (predictStuck(x, step, format) !== (double === x))
                wrong.push([format.name, x, step]);
              if (predictStuck(x, step, format, "exact") !== (exact === x))
                wrong.push([format.name, x, step, "exact"]);
            }
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(count).toBeGreaterThan(50_000);
  });

  it("agrees with rounding anywhere in every format, near ties above all", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...every),
        fc.oneof(fc.double({ noNaN: true }), fc.double({ min: -8, max: 8, noNaN: true })),
        fc.integer({ min: -3, max: 3 }),
        fc.integer({ min: -4, max: 4 }),
        fc.boolean(),
        (format, value, exponent, ulps, down) => {
          const x = roundTo(value, format);
          fc.pre(Number.isFinite(x));
          const { below, above } = neighbours(x, format);
          const gap = down ? x - below : above - x;
          const size = gap * 2 ** exponent * (1 + ulps * 2 ** -52);
          const step = down ? size : -size;
          fc.pre(Number.isFinite(step));
          expect(predictStuck(x, step, format)).toBe(roundTo(x - step, format) === x);
          const exact = operations(format).subtract(x, step);
          expect(predictStuck(x, step, format, "exact")).toBe(exact === x);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("loses no step that is NaN, and every one of 0", () => {
    for (const format of every) {
      expect(predictStuck(1, NaN, format)).toBe(false);
      expect(predictStuck(1, 0, format)).toBe(true);
    }
    expect(predictStuck(448, -Infinity, full)).toBe(true);
    expect(predictStuck(448, -Infinity, float8_e4m3fn)).toBe(false);
  });

  it("refuses a format that wraps around or has no zero", () => {
    const wrapping = fixedPoint(8, 4, { overflow: "wrap" });
    expect(() => predictStuck(1, 1, wrapping)).toThrow("does not wrap around, got fixed8_4_wrap");
    expect(() => predictStuck(1, 1, float8_e8m0fnu)).toThrow("expected a format with a zero");
    expect(() => predictStuck(1, 1, "float16" as unknown as FloatFormat)).toThrow(TypeError);
  });
});

describe("stuckSets", () => {
  /** A narrow curved valley: steep across, flat along. */
  const valley = landscapeFromFunction(2, (a, [x, y]) => {
    const off = a.subtract(y, a.multiply(x, x));
    const flat = a.subtract(x, a.from(1));
    return a.add(a.multiply(a.from(10), a.multiply(off, off)), a.multiply(flat, flat));
  });
  const wave = landscapeFromFunction(3, (a, [x, y, z]) => {
    const sum = a.add(a.sin(a.multiply(x, y)), a.tanh(z));
    return a.add(sum, a.exp(a.divide(a.multiply(x, z), a.from(4))));
  });
  const landscapes = [twoValleys, valley, wave];

  it("are predicted as they are observed: 100 % over formats, levels, landscapes and rates", () => {
    const total = { pairs: 0, stuck: 0, disagreements: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(...every.filter((format) => format !== unsigned)),
        fc.constantFrom(...landscapes),
        fc.constantFrom("update", "tensor", "operation"),
        fc.constantFrom("both", "gradient", "update"),
        fc.double({ min: -20, max: 0, noNaN: true }),
        fc.array(fc.double({ min: -1.9, max: 1.9, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (format, objective, level, rounded, rate, start) => {
          const options = {
            format,
            level,
            rounded,
            learningRate: 2 ** rate,
            maxSteps: 30,
          } as const;
          const from = Float64Array.from(start.slice(0, objective.dimension));
          const sets = stuckSets(objective, from, options);
          for (const key of ["pairs", "stuck", "disagreements"] as const) total[key] += sets[key];
          expect([...sets.predicted]).toEqual([...sets.observed]);
          expect(sets.disagreements).toBe(0);
          expect(sets.pairs).toBe(sets.trajectory.stepCount * objective.dimension);
        },
      ),
      { numRuns: 400 },
    );
    expect(total.disagreements).toBe(0);
    expect(total.stuck).toBeGreaterThan(1000);
    expect(total.pairs - total.stuck).toBeGreaterThan(1000);
  });

  it("see a run come to rest coordinate by coordinate", () => {
    const options = { format: float8_e4m3fn, learningRate: 0.05, maxSteps: 100 };
    const { trajectory, observed, pairs, stuck } = stuckSets(
      twoValleys,
      Float64Array.of(0.6, 0.5),
      options,
    );
    expect(trajectory.status).toBe("stalled");
    expect([...observed.slice(-2)]).toEqual([1, 1]); // the step that found the fixed point
    expect(pairs).toBe(observed.length);
    expect(stuck).toBe(observed.reduce((a, b) => a + b, 0));
    expect(stuck).toBeLessThan(pairs);
  });

  it("would show a wrong rule: with gaps of another format predictions fail", () => {
    const options = { format: bfloat16, learningRate: 0.01, maxSteps: 200 };
    const { trajectory, observed } = stuckSets(twoValleys, Float64Array.of(0.3, 1.7), options);
    let wrong = 0;
    for (let t = 0; t < trajectory.stepCount; t++) {
      const theta = trajectory.points.slice(2 * t, 2 * t + 2);
      const gradient = twoValleys.gradient(theta);
      for (const i of [0, 1]) {
        const step = 0.01 * roundTo(gradient[i], bfloat16);
        if (predictStuck(theta[i], step, significandBits(9)) !== (observed[2 * t + i] === 1))
          wrong++;
      }
    }
    expect(wrong).toBeGreaterThan(0);
  });

  it("refuse another rounding mode, and what descend refuses", () => {
    const options = { format: float16, learningRate: 0.1, maxSteps: 5 };
    const start = Float64Array.of(1, 1);
    expect(() => stuckSets(twoValleys, start, { ...options, rounding: "up" })).toThrow(
      "stuckSets: rounding must be nearest-even, got up",
    );
    expect(() => stuckSets(twoValleys, Float64Array.of(1), options)).toThrow(RangeError);
  });
});
