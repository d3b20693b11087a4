import { describe, expect, it } from "vitest";
import type { TheoremConfig } from "../../lib/experiments/theoremConfig.js";
import { theoremConfigs } from "../../lib/experiments/theoremConfig.js";
import {
  type TheoremEvidence,
  theoremMargins,
  theoremVerdicts,
  within,
} from "../../lib/experiments/theoremVerdicts.js";
import type { Row, Table } from "../../lib/results/table.js";

const config: TheoremConfig = { ...theoremConfigs.quick, replicates: 200 };
const tableOf = (rows: Row[]): Table => ({ columns: Object.keys(rows[0] ?? {}), rows });

/** 120 starts that need `measured(b)` bits where the two predictors say b and s. */
function evidence(
  measured: (b: number, s: number) => number,
  slopes: { rate: number; moved: number; sharper?: number },
  share = 0,
): TheoremEvidence {
  const thresholds = Array.from({ length: 120 }, (_, i) => {
    const [b, s] = [6 + (i % 7), 5 + ((i * 5) % 11)];
    const bits = measured(b, s);
    return {
      family: "quadratic",
      nearest: bits,
      stochastic: bits - 3,
      conditionBits: b,
      allStuckBits: s,
    };
  });
  const sweep = (slope: number): Table =>
    tableOf(
      Array.from({ length: 8 }, (_, i) =>
        Array.from({ length: 5 }, (_, k) => ({
          problem: `q${i}`,
          run: i,
          doublings: k,
          curvatureBits: 5 + k,
          nearest: Math.round(8 + (i % 3) + slope * k),
        })),
      ).flat(),
    );
  return {
    errors: tableOf([
      { level: "operation", points: 1000, atLeastOne: 1000 * share },
      { level: "theta-only", points: 1000, atLeastOne: 1000 },
    ]),
    thresholds: tableOf(thresholds),
    learningRates: sweep(slopes.rate),
    translations: sweep(slopes.moved),
    commonRate: sweep(slopes.sharper ?? 0),
  };
}

const verdictsOf = (e: TheoremEvidence): Record<string, string> =>
  Object.fromEntries(theoremVerdicts(e, config).map(({ id, verdict }) => [id, verdict]));

describe("theoremVerdicts", () => {
  it("supports the proposal in a world where its theorem holds", () => {
    expect(verdictsOf(evidence((b) => b + 4, { rate: 0, moved: 0, sharper: 1 }, 1))).toEqual({
      lowerBound: "supported",
      impassable: "supported",
      impassableStochastic: "supported",
      learningRate: "supported",
      oneBitPerHalving: "not supported",
      curvature: "supported",
      translation: "supported",
      betterPredictor: "supported",
    });
  });

  it("refuses it in a world of stagnation", () => {
    expect(verdictsOf(evidence((_, s) => s, { rate: 1, moved: 1 }))).toEqual({
      lowerBound: "not supported",
      impassable: "not supported",
      impassableStochastic: "not supported",
      learningRate: "not supported",
      oneBitPerHalving: "supported",
      curvature: "not supported",
      translation: "not supported",
      betterPredictor: "not supported",
    });
  });

  it("counts only points at which every operation is rounded", () => {
    const [lowerBound] = theoremVerdicts(
      evidence((b) => b, { rate: 0, moved: 0 }, 0.5),
      config,
    );
    expect(lowerBound.numbers).toEqual({ attained: 500, points: 1000 });
    expect(lowerBound.effect).toBe(0.5);
  });

  it("leaves problems out whose failure precision is at an end of the sweep", () => {
    const e = evidence((b) => b, { rate: 1, moved: 0 });
    const censored = e.learningRates.rows.map((row) =>
      row.problem === "q0" ? { ...row, nearest: 33 } : row,
    );
    const verdicts = theoremVerdicts({ ...e, learningRates: tableOf(censored) }, config);
    expect(verdicts.find(({ id }) => id === "learningRate")?.numbers).toEqual({
      problems: 7,
      leftOut: 1,
    });
  });

  it("compares the predictors on quadratics, however many funnels there are", () => {
    const e = evidence((b) => b, { rate: 0, moved: 0 });
    const funnels = Array.from({ length: 500 }, (_, i) => ({
      ...{ family: "funnel", nearest: 13 + (i % 5), stochastic: 10 },
      ...{ conditionBits: 11.5 - (i % 5) / 100, allStuckBits: 10 + (i % 5) },
    }));
    const more = { ...e, thresholds: tableOf([...e.thresholds.rows, ...funnels]) };
    const of = (world: TheoremEvidence) =>
      theoremVerdicts(world, config).find(({ id }) => id === "betterPredictor");
    expect(of(more)?.effect).toBe(of(e)?.effect);
    expect(of(more)?.verdict).toBe("supported");
    expect(of(more)?.numbers["on funnels"]).toBe("-1 and 1");
  });

  it("is inconclusive without data", () => {
    const e = evidence((b) => b, { rate: 1, moved: 0 });
    const empty = theoremVerdicts({ ...e, learningRates: tableOf([]) }, config);
    expect(empty.find(({ id }) => id === "learningRate")?.verdict).toBe("inconclusive");
  });
});

describe("within", () => {
  it("is three-valued", () => {
    const [low, high] = theoremMargins.near;
    expect(within({ low: 0.9, high: 1.1 }, low, high)).toBe("supported");
    expect(within({ low: 0.7, high: 1.1 }, low, high)).toBe("inconclusive");
    expect(within({ low: 0, high: 0.7 }, low, high)).toBe("not supported");
    expect(within({ low: NaN, high: NaN }, low, high)).toBe("inconclusive");
  });
});
