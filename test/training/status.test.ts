import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Objective } from "../../lib/landscapes/objective.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import {
  float8_e4m3fn,
  float16,
  float64,
  formats,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { ulp } from "../../lib/precision/formats/ulp.js";
import { type DescentOptions, descend } from "../../lib/training/descent.js";

const options: DescentOptions = { format: float64, learningRate: 0.05, maxSteps: 1000 };
const start = Float64Array.of(-1.7, 1.3);

/** One parameter, loss given by its derivative. */
const line = (derivative: (x: number) => number, loss = (x: number) => x): Objective => ({
  name: "line",
  dimension: 1,
  loss: ([x]) => loss(x),
  gradient: ([x], out = new Float64Array(1)) => {
    out[0] = derivative(x);
    return out;
  },
});
const at = (x: number): Float64Array => Float64Array.of(x);

describe("status", () => {
  it("converged: a start at the minimum needs no step", () => {
    const run = descend(twoValleys, Float64Array.of(1, 0), options);
    expect(run).toEqual({
      points: Float64Array.of(1, 0),
      dim: 2,
      steps: Float64Array.of(0),
      status: "converged",
      stepCount: 0,
      loss: 0,
      gradientNorm: 0,
      end: Float64Array.of(1, 0),
      intrinsicError: 0,
    });
  });
  it("stalled: every step is shorter than half an ulp, so nothing moves", () => {
    const format = significandBits(4);
    const run = descend(twoValleys, Float64Array.of(0.5, 0.5), {
      ...options,
      format,
      learningRate: 0.005,
    });
    expect([run.status, run.stepCount]).toEqual(["stalled", 1]);
    const g = twoValleys.gradient(run.end);
    for (const i of [0, 1])
      expect(0.005 * Math.abs(g[i])).toBeLessThanOrEqual(ulp(run.end[i], format) / 2);
  });
  it("stalled: a cycle of period two is recognised", () => {
    const flip = line((x) => 2 * x); // η = 1: x ← −x
    const run = descend(flip, at(1), { ...options, learningRate: 1, gradientTolerance: 0 });
    expect(run.status).toBe("stalled");
    expect(run.stepCount).toBeLessThanOrEqual(3 * 2 + 3);
  });
  it("stalled: any cycle is recognised within 3·max(λ, μ) + 3 steps", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 2, max: 60 }),
        (mu, lambda) => {
          // 0 → 1 → … → μ + λ − 1 → μ: a tail of μ steps into a cycle of λ
          const next = (x: number): number => (x === mu + lambda - 1 ? mu : x + 1);
          const rho = line((x) => x - next(x));
          const run = descend(rho, at(0), {
            format: significandBits(8),
            learningRate: 1,
            maxSteps: 10000,
          });
          expect(run.status).toBe("stalled");
          expect(run.stepCount).toBeLessThanOrEqual(3 * Math.max(mu, lambda) + 3);
          expect(run.stepCount).toBeGreaterThanOrEqual(mu + lambda);
        },
      ),
    );
  });
  it("stalled is for ever: the rest of a stalled run visits no new point", () => {
    const run = descend(twoValleys, start, { ...options, format: float16 });
    expect(run.status).toBe("stalled");
    const seen = new Set<string>();
    for (let t = 0; t < run.steps.length; t++) seen.add(run.points.slice(2 * t, 2 * t + 2).join());
    const after = descend(twoValleys, run.end, { ...options, format: float16, maxSteps: 50 });
    for (let t = 0; t < after.steps.length; t++)
      expect(seen.has(after.points.slice(2 * t, 2 * t + 2).join())).toBe(true);
  });
  it("stalled in float16, the same run promoted to float64 converges", () => {
    const stuck = descend(twoValleys, start, { ...options, format: float16 });
    expect(descend(twoValleys, stuck.end, options).status).toBe("converged");
  });
  it("diverged: too large a learning rate leaves every bound, in every format that can overflow", () => {
    // a saturating format keeps θ on its largest number, where the run stalls
    const overflowing = formats.filter(({ overflow }) => overflow !== "saturate");
    expect(overflowing.length).toBeGreaterThan(10);
    for (const format of [...overflowing, significandBits(8)]) {
      const run = descend(twoValleys, start, { ...options, format, learningRate: 1e3 });
      expect(run.status).toBe("diverged");
      expect(run.end.length).toBe(2);
    }
  });
  it("diverged: an overflow to NaN is recorded, not thrown", () => {
    const run = descend(
      line((x) => 500 * x),
      at(1),
      { ...options, format: float8_e4m3fn },
    );
    expect(run.status).toBe("diverged");
    expect([...run.end, run.loss, run.gradientNorm]).toEqual([NaN, NaN, NaN]);
    expect(run.stepCount).toBe(1);
  });
  it("diverged: a gradient that is not finite, a loss that is not finite, a start too far", () => {
    expect(
      descend(
        line(() => NaN),
        at(1),
        options,
      ).status,
    ).toBe("diverged");
    expect(
      descend(
        line(() => Infinity),
        at(1),
        options,
      ).status,
    ).toBe("diverged");
    expect(
      descend(
        line(
          () => 0,
          () => NaN,
        ),
        at(1),
        options,
      ).status,
    ).toBe("diverged");
    expect(
      descend(
        line(() => 1),
        at(1e101),
        options,
      ).status,
    ).toBe("diverged");
    expect(
      descend(
        line(() => 1),
        at(1e99),
        { ...options, maxSteps: 0 },
      ).status,
    ).toBe("budget");
  });
  it("budget: a run that passes through the origin has not come back to anything", () => {
    const run = descend(
      line(() => 1),
      at(1),
      { ...options, learningRate: 1, maxSteps: 5 },
    );
    expect([run.status, run.end[0]]).toEqual(["budget", -4]);
  });
  it("budget: no more steps than asked for", () => {
    for (const maxSteps of [0, 1, 7]) {
      const run = descend(twoValleys, start, { ...options, maxSteps });
      expect([run.status, run.stepCount]).toEqual(["budget", maxSteps]);
      expect(run.steps.length).toBe(maxSteps + 1);
    }
  });
  it("tells −0 from +0: a map may send them to different places", () => {
    // (−0, 1) → (+0, 1) → (1, 1): the second gradient is too small to move 1
    const signed: Objective = {
      ...twoValleys,
      gradient: ([x], out = new Float64Array(2)) => {
        out.set([Object.is(x, -0) ? -0 : x === 0 ? -1 : 0, 1e-30]);
        return out;
      },
    };
    const run = descend(signed, Float64Array.of(-0, 1), {
      ...options,
      learningRate: 1,
      gradientTolerance: 0,
    });
    expect([...run.points.subarray(0, 6)]).toEqual([-0, 1, 0, 1, 1, 1]);
    expect([run.status, run.stepCount]).toEqual(["stalled", 3]);
  });
});
