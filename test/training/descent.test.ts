import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import type { Path } from "../../lib/paths/path.js";
import { float64, formats, significandBits } from "../../lib/precision/formats/formats.js";
import { ulp } from "../../lib/precision/formats/ulp.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";
import { type DescentOptions, descend } from "../../lib/training/descent.js";
import { uniformStarts } from "../../lib/training/uniformStarts.js";

const options: DescentOptions = { format: float64, learningRate: 0.05, maxSteps: 1000 };
const start = Float64Array.of(-1.7, 1.3);
const startPoint = fc
  .tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }))
  .map((xy) => Float64Array.from(xy));
const anyFormat = fc.oneof(
  fc.constantFrom(...formats),
  fc.integer({ min: 1, max: 53 }).map(significandBits),
);

describe("descend", () => {
  it("is θ ← fl(θ − η·fl(∇L(θ))), step by step", () => {
    fc.assert(
      fc.property(anyFormat, startPoint, (format, from) => {
        const fl = (x: number): number => roundTo(x, format);
        const { points, steps } = descend(twoValleys, from, { ...options, format, maxSteps: 40 });
        let theta = [...from].map(fl);
        for (let t = 0; t < steps.length; t++) {
          expect([...points.subarray(2 * t, 2 * t + 2)]).toEqual(theta);
          const g = twoValleys.gradient(Float64Array.from(theta));
          theta = theta.map((x, i) => fl(x - 0.05 * fl(g[i])));
        }
      }),
    );
  });
  it("rounds only what it is told to", () => {
    const format = significandBits(5);
    const fl = (x: number): number => roundTo(x, format);
    const first = [...start].map(fl);
    const g = twoValleys.gradient(Float64Array.from(first));
    const oneStep = (rounded: DescentOptions["rounded"]): number[] => [
      ...descend(twoValleys, start, { ...options, format, rounded, maxSteps: 1 }).end,
    ];
    expect(oneStep("both")).toEqual(first.map((x, i) => fl(x - 0.05 * fl(g[i]))));
    expect(oneStep("gradient")).toEqual(first.map((x, i) => x - 0.05 * fl(g[i])));
    expect(oneStep("update")).toEqual(first.map((x, i) => fl(x - 0.05 * g[i])));
    expect(oneStep(undefined)).toEqual(oneStep("both"));
  });
  it("stays within the numbers of its format when the update is rounded", () => {
    fc.assert(
      fc.property(anyFormat, startPoint, (format, from) => {
        const { points } = descend(twoValleys, from, { ...options, format, maxSteps: 100 });
        for (const x of points) expect(roundTo(x, format)).toBe(x);
      }),
    );
  });
  it("reaches the minimum of its start's side in float64", () => {
    fc.assert(
      fc.property(startPoint, (from) => {
        fc.pre(Math.abs(from[0]) > 1e-15); // nearer to the ridge rounding decides
        const { status, end, gradientNorm, loss } = descend(twoValleys, from, options);
        expect(status).toBe("converged");
        expect(gradientNorm).toBeLessThanOrEqual(1e-6);
        expect(end[0]).toBeCloseTo(from[0] < 0 ? -1 : 1, 6);
        expect(end[1]).toBeCloseTo(0, 6);
        expect(loss).toBeLessThan(1e-12);
      }),
    );
  });
  it("makes a path, whose arrays belong to the caller", () => {
    const run: Path = descend(twoValleys, start, options);
    const again = descend(twoValleys, start, options);
    run.points.fill(0);
    expect(again.points[0]).toBe(-1.7);
    expect([...start]).toEqual([-1.7, 1.3]);
  });
});

describe("bad input", () => {
  it("is refused by name, with what was got", () => {
    const cases: [Partial<DescentOptions>, string][] = [
      [{ learningRate: 0 }, "learningRate must be finite and > 0, got 0"],
      [{ learningRate: -1 }, "got -1"],
      [{ learningRate: NaN }, "got NaN"],
      [{ learningRate: Infinity }, "got Infinity"],
      [{ maxSteps: -1 }, "maxSteps must be an integer >= 0, got -1"],
      [{ maxSteps: 1.5 }, "got 1.5"],
      [{ maxSteps: Infinity }, "got Infinity"],
      [{ gradientTolerance: -1 }, "gradientTolerance must be >= 0, got -1"],
      [{ gradientTolerance: NaN }, "got NaN"],
      [{ record: 1 }, "record must be an integer >= 2, got 1"],
      [{ record: 2.5 }, "got 2.5"],
    ];
    for (const [bad, message] of cases) {
      expect(() => descend(twoValleys, start, { ...options, ...bad })).toThrow(RangeError);
      expect(() => descend(twoValleys, start, { ...options, ...bad })).toThrow(message);
      expect(() => descend(twoValleys, start, { ...options, ...bad })).toThrow(/^descend: /);
    }
    const words = {
      ...{ rounding: "none", rounded: "none", level: "layer", record: "some" },
      ...{ intrinsicError: 0, learningrate: 1, key: "seed" },
    };
    for (const [key, word] of Object.entries(words))
      expect(() => descend(twoValleys, start, { ...options, [key]: word })).toThrow(TypeError);
  });
  it("start: its length and its numbers", () => {
    expect(() => descend(twoValleys, Float64Array.of(1), options)).toThrow(
      "descend: start must have 2 coordinates, got 1",
    );
    expect(() => descend(twoValleys, Float64Array.of(NaN, 0), options)).toThrow(
      "descend: start must be finite, got NaN at 0",
    );
    expect(() => descend(twoValleys, Float64Array.of(0, Infinity), options)).toThrow(RangeError);
  });
});

describe("known from before: Two Valleys, 100 starts, 8 bits", () => {
  const starts = uniformStarts(twoValleys, 100, 1);
  const losses = (learningRate: number): number[] =>
    Array.from({ length: 100 }, (_, i) => {
      const from = starts.slice(2 * i, 2 * i + 2);
      const format = significandBits(8);
      const record = "ends";
      return descend(twoValleys, from, { format, learningRate, maxSteps: 3000, record }).loss;
    });
  it("η = 0.05 brings all of them to a loss below 0.001, η = 0.005 four", () => {
    const [fast, slow] = [losses(0.05), losses(0.005)];
    expect(fast.filter((loss) => loss < 1e-3).length).toBe(100);
    expect(slow.filter((loss) => loss < 1e-3).length).toBe(4);
    expect(slow.filter((loss) => loss < 1e-2).length).toBe(16);
    expect(Math.max(...fast)).toBe(2 ** -10);
  });
  it("because θ₁ stops where its step is half an ulp, while θ₂ shrinks for a long time yet", () => {
    const format = significandBits(8);
    for (const learningRate of [0.05, 0.005]) {
      const soon = { format, learningRate, maxSteps: 100 / learningRate };
      const run = descend(twoValleys, start, soon);
      const g = twoValleys.gradient(run.end);
      expect(run.status).toBe("budget");
      expect(learningRate * Math.abs(g[0])).toBeLessThanOrEqual(ulp(run.end[0], format) / 2);
      expect(Math.abs(run.end[1])).toBeLessThan(1e-60);
      const late = descend(twoValleys, start, { ...soon, maxSteps: 372 / learningRate });
      expect(late.status).toBe("stalled");
      expect(late.end[0]).toBe(run.end[0]);
    }
  });
});
