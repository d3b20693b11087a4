import { describe, expect, it } from "vitest";
import { curvatureTheorem } from "../../lib/experiments/curvatureTheorem.js";
import { failurePrecision, type SweepRequest } from "../../lib/experiments/failurePrecision.js";
import { gradientErrorTable } from "../../lib/experiments/gradientErrorTable.js";
import { predictedBits } from "../../lib/experiments/predictedBits.js";
import { type TheoremConfig, theoremConfigs } from "../../lib/experiments/theoremConfig.js";
import {
  learningRateProblems,
  quadraticProblems,
  translationProblems,
} from "../../lib/experiments/theoremProblems.js";
import { objectiveFrom, sourceOf } from "../../lib/landscapes/objectiveFrom.js";
import { quadratic } from "../../lib/landscapes/quadratic.js";
import { inThisThread } from "../../lib/numerics/jobs.js";
import { significandBits } from "../../lib/precision/formats/formats.js";
import { descend } from "../../lib/training/descent.js";
import { clonedWorkers } from "../clonedWorkers.js";

/** (θ − 1)²/2 from 1.5 at η = ¼ until |θ − 1| ≤ 2⁻⁶. */
const parabola = quadratic([1], { centre: [1], name: "parabola" });
const request: SweepRequest = {
  landscape: sourceOf(parabola),
  start: [1.5],
  learningRate: 0.25,
  maxSteps: 100,
  gradientTolerance: 2 ** -6,
  seed: 1,
};

const small: TheoremConfig = {
  ...theoremConfigs.quick,
  quadratics: 6,
  funnels: [10],
  funnelStarts: 1,
  sweeps: 2,
  doublings: 2,
  errorPoints: 20,
  replicates: 50,
};

describe("failurePrecision", () => {
  it("is the least precision at which a step from anywhere outside the goal is taken", () => {
    // A step of d/4 downwards from 1 + d is lost if d/4 < 2^−p: the run stops near d = 2^(2 − p),
    // and is inside the goal, 2^−6, from p = 8 or 9 on. Counted out by hand:
    const reached = (p: number): boolean => {
      const gap = 2 ** (1 - p);
      let n = Math.round(0.5 / gap); // θ = 1 + n·gap; ties to even
      for (let t = 0; t < 100 && n * gap > 2 ** -6; t++) {
        const exact = n - n / 4;
        const below = Math.floor(exact);
        const rest = exact - below;
        n = rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
      }
      return n * gap <= 2 ** -6;
    };
    const expected = Array.from({ length: 31 }, (_, k) => 32 - k).find((p) => !reached(p)) ?? 1;
    expect(failurePrecision(parabola, request, "nearest")).toBe(expected + 1);
    expect(expected + 1).toBeGreaterThan(6);
  });

  it("has successes at and above it and a failure below it", () => {
    for (const problem of quadraticProblems(5, 5)) {
      const objective = objectiveFrom(problem.landscape);
      const bits = failurePrecision(objective, problem, "nearest");
      const status = (p: number): string =>
        descend(objective, Float64Array.from(problem.start), {
          ...{ learningRate: problem.learningRate, maxSteps: problem.maxSteps },
          gradientTolerance: problem.gradientTolerance,
          format: significandBits(p),
        }).status;
      for (let p = bits; p <= 32; p += 5) expect(status(p)).toBe("converged");
      expect(status(bits - 1)).not.toBe("converged");
    }
  });

  it("does not fail with master weights", () => {
    expect(failurePrecision(parabola, request, "masterWeights")).toBe(2);
  });
});

describe("predictedBits", () => {
  it("has the maxima over the path up to the goal", () => {
    const predicted = predictedBits(parabola, request);
    // d falls by ¾ a step from ½; the last vertex before the goal decides.
    let [d, steps] = [0.5, 0];
    let last = d;
    for (; d > 2 ** -6; steps++) [last, d] = [d, d * 0.75];
    expect(predicted.steps).toBe(steps);
    expect(predicted.succeeds).toBe(true);
    expect(predicted.conditionBits).toBeCloseTo(Math.log2((1 + last) / last), 10);
    expect(predicted.allStuckBits).toBeCloseTo(-Math.log2(last / 4), 10);
    expect(predicted.curvatureBits).toBe(0);
  });
});

describe("The problems", () => {
  it("halve the learning rate, or double the distance, and change nothing else", () => {
    const rates = learningRateProblems(small);
    expect(rates).toHaveLength(6);
    expect(rates[1].learningRate).toBe(rates[0].learningRate / 2);
    expect(rates[1].landscape).toEqual(rates[0].landscape);
    const [near, far] = translationProblems(small).map(({ landscape, start }) => {
      const objective = objectiveFrom(landscape);
      return { centre: objective.criticalPoints?.[0].point ?? [], objective, start };
    });
    expect(far.centre).toEqual(near.centre.map((c) => 2 * c));
    const hessian = (of: typeof near): Float64Array | undefined =>
      of.objective.hessian?.(Float64Array.from(of.centre));
    expect(hessian(far)).toEqual(hessian(near));
    const offset = ({ start, centre }: typeof near): number[] => start.map((x, i) => x - centre[i]);
    offset(far).forEach((x, i) => {
      expect(x).toBeCloseTo(offset(near)[i], 12);
    });
  });
});

describe("gradientErrorTable", () => {
  it("finds no error from rounding points that are on the grid", () => {
    const { rows } = gradientErrorTable(small);
    expect(rows).toHaveLength(48);
    for (const row of rows) {
      if (row.kind === "representable" && row.level === "theta-only") expect(row.largest).toBe(0);
      if (row.level === "theta-only") expect(row.atLeastOne).toBe(0);
      expect(Number(row.points)).toBeGreaterThan(15);
    }
  });
});

describe("curvatureTheorem", () => {
  it("gives the same rows whoever computes them, in whatever order", async () => {
    const result = await curvatureTheorem(small, inThisThread);
    expect(await curvatureTheorem(small, clonedWorkers(2))).toEqual(result);
    expect(result.thresholds.rows).toHaveLength(7);
    expect(result.commonRate.rows).toHaveLength(1);
    expect(result.verdicts.map(({ id }) => id)).toEqual([
      "lowerBound",
      "impassable",
      "impassableStochastic",
      "learningRate",
      "oneBitPerHalving",
      "curvature",
      "translation",
      "betterPredictor",
    ]);
  });
});
