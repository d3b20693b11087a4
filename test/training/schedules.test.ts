import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  constantRate,
  cosine,
  cyclical,
  isConstantFrom,
  learningRateAt,
  ramp,
  requireSchedule,
  type Schedule,
  stepDecay,
  warmUp,
} from "../../lib/training/schedules.js";

const length = { stepsPerEpoch: 10, totalSteps: 100 };
const at = (schedule: Schedule, ...steps: number[]): number[] =>
  steps.map((step) => learningRateAt(schedule, step, length));

describe("learningRate", () => {
  it("is constant, or falls by a factor every so many steps", () => {
    expect(at(constantRate(0.3), 0, 99)).toEqual([0.3, 0.3]);
    expect(at(stepDecay(1, 0.5, 30), 0, 29, 30, 60, 99)).toEqual([1, 1, 0.5, 0.25, 0.125]);
  });
  it("falls along half a cosine", () => {
    expect(at(cosine(0.1), 0, 50)).toEqual([0.1, 0.05]);
    expect(at(cosine(3, 1), 0, 50, 100)).toEqual([3, 2, 1]);
    expect(at(cosine(1), 25)[0]).toBeCloseTo((1 + Math.SQRT1_2) / 2, 15);
  });
  it("warms up linearly to the first rate of what follows, which begins after it", () => {
    expect(at(warmUp(4, constantRate(1)), 0, 1, 2, 3, 4, 99)).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
    const { totalSteps, ...rest } = length;
    const after = warmUp(20, cosine(1));
    for (const step of [20, 50, 99])
      expect(learningRateAt(after, step, length)).toBe(
        learningRateAt(cosine(1), step - 20, { ...rest, totalSteps: totalSteps - 20 }),
      );
  });
  it("goes up and down in a cycle", () => {
    expect(at(cyclical(1, 3, 4), 0, 1, 2, 4, 6, 8, 9)).toEqual([1, 1.5, 2, 3, 2, 1, 1.5]);
  });
  it("is S(m₁, m₂, largest, least), changing with every batch", () => {
    const schedule = ramp(1, 3, 9, 1);
    expect(at(schedule, 0, 10, 11, 15, 20, 30, 31)).toEqual([9, 9, 8.6, 7, 5, 1, 1]);
    expect(at(ramp(0.5, 0.5, 9, 1), 5, 6)).toEqual([9, 1]);
    expect(at(ramp(0, 0, 9, 1), 0, 1)).toEqual([9, 1]);
    expect(at(ramp(0, 0, 2, 2), 0, 1, 50)).toEqual([2, 2, 2]);
  });
  it("is constant from a step on where it says so", () => {
    const rate = fc.constantFrom(0, 0.3, 1);
    const count = fc.integer({ min: 1, max: 40 });
    const epochs = fc.tuple(count, count).map(([a, b]) => [Math.min(a, b) / 8, Math.max(a, b) / 8]);
    const simple = fc.oneof(
      rate.map(constantRate),
      fc.tuple(rate, fc.constantFrom(0, 0.5, 1, 2), count).map((x) => stepDecay(...x)),
      fc.tuple(rate, rate).map((x) => cosine(...x)),
      fc.tuple(rate, rate, count).map((x) => cyclical(...x)),
      fc.tuple(epochs, rate, rate).map(([[from, to], a, b]) => ramp(from, to, a, b)),
    );
    const any = fc.oneof(
      simple,
      fc.tuple(count, simple).map((x) => warmUp(...x)),
    );
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 99 }), (schedule, step) => {
        fc.pre(isConstantFrom(schedule, step, length));
        const rates = at(schedule, ...Array.from({ length: 100 - step }, (_, k) => step + k));
        for (const each of rates) expect(each).toBe(rates[0]);
      }),
    );
    expect(isConstantFrom(ramp(1, 3, 9, 1), 29, length)).toBe(false);
    expect(isConstantFrom(ramp(1, 3, 9, 1), 30, length)).toBe(true);
    expect(isConstantFrom(ramp(0, 0, 9, 1), 0, length)).toBe(false);
    expect(isConstantFrom(stepDecay(1, 0, 5), 4, length)).toBe(false);
    expect(isConstantFrom(stepDecay(1, 0, 5), 5, length)).toBe(true);
    expect(isConstantFrom(stepDecay(1, 0.5, 1), 1074, length)).toBe(false);
    expect(isConstantFrom(stepDecay(1, 0.5, 1), 1075, length)).toBe(true);
    expect(isConstantFrom(warmUp(4, constantRate(1)), 3, length)).toBe(false);
    expect(isConstantFrom(warmUp(4, constantRate(1)), 4, length)).toBe(true);
  });
  it("has a rate in a run of no steps", () => {
    expect(learningRateAt(cosine(0.1), 0, { stepsPerEpoch: 1, totalSteps: 0 })).toBe(0.1);
  });
  it("refuses what is no schedule, with what was got", () => {
    expect(() => constantRate(-1)).toThrow("constantRate: rate must be finite and >= 0, got -1");
    expect(() => stepDecay(1, 0.5, 0)).toThrow("stepDecay: every must be an integer >= 1, got 0");
    expect(() => cosine(NaN)).toThrow("cosine: rate must be finite and >= 0, got NaN");
    expect(() => warmUp(1.5, constantRate(1))).toThrow("steps must be an integer >= 1, got 1.5");
    expect(() => warmUp(1, { kind: "constant" } as never)).toThrow("rate must be finite");
    expect(() => ramp(3, 1, 1, 1)).toThrow("ramp: from must be at most to, got 3 and 1");
    expect(() => requireSchedule({ kind: "exponential" } as never, "here")).toThrow(
      "here: expected a schedule such as constantRate(0.1), got exponential",
    );
    expect(() => requireSchedule({ kind: "constant", rate: 1, rat: 2 } as never, "here")).toThrow(
      'here: there is no option "rat"',
    );
    expect(() => requireSchedule(null as never, "here")).toThrow(TypeError);
  });
});
