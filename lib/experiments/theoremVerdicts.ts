import { median } from "simple-statistics";
import { bootstrapInterval } from "../numerics/bootstrap.js";
import { rankCorrelation } from "../numerics/rankCorrelation.js";
import { type Interval, wilsonInterval } from "../numerics/statistics.js";
import type { Row, Table } from "../results/table.js";
import { sweepBits } from "./failurePrecision.js";
import type { TheoremConfig } from "./theoremConfig.js";
import { type Decision, decide, type Verdict } from "./verdict.js";

/** The tables that the verdicts are computed from; nothing else enters them. */
export interface TheoremEvidence {
  /** Per site, format, kind of points and level: `gradientErrorTable`. */
  readonly errors: Table;
  /** Per start: `nearest`, `stochastic`, `masterWeights`, `exactGradient` (failure precisions), `conditionBits`, `allStuckBits`, `partialStuckBits`, `curvatureBits` (predictors). */
  readonly thresholds: Table;
  /** The same predictors and `nearest`, per start and learning rate, η halved `doublings` times. */
  readonly learningRates: Table;
  /** The same per start and distance from the origin, doubled `doublings` times. */
  readonly translations: Table;
  /** The same per start (`run`) and funnel, all at the learning rate of the stiffest funnel. */
  readonly commonRate: Table;
}

/**
 * The margins of the rules, fixed before any data were seen.
 *
 * attained: a lower bound holds if it does at more than this share of the points; forbidden: the
 * largest share of starts that may pass at a precision said to be impassable; flat: the largest
 * change of the failure precision, in bits per halving or doubling, that counts as none; near: the
 * smallest and largest slope that count as one bit.
 */
export const theoremMargins = {
  attained: 0.95,
  forbidden: 0.05,
  flat: 0.25,
  near: [0.75, 1.25],
} as const;

/**
 * The verdicts on the curvature theorem (§2.2), from the experiment's tables alone.
 *
 * 1. `lowerBound`: at what share of the points is the measured error of the gradient at least
 *    κ‖θ‖ε_p, as the theorem says? Supported above 95 %. Wilson's interval over all points at which
 *    every operation is rounded.
 * 2. `impassable`: the share of starts that succeed with fewer bits than max b(θ) along their
 *    float64 path, rounding to nearest; 3. `impassableStochastic`: the same, rounding
 *    stochastically. Supported below 5 %, not supported above. Wilson.
 * 4. `learningRate`: the change of the failure precision per halving of η, median over problems.
 *    The proposal's bound contains no η. That it does not depend on η is supported if the interval
 *    lies within ±0.25 bits, not supported if outside. Bootstrap over problems.
 * 5. `oneBitPerHalving`: the rival. Supported if that interval lies within [0.75, 1.25].
 * 6. `curvature`: the change per doubling of κ_max along the float64 path, on funnels that differ
 *    in curvature only, all at one learning rate. Supported above 0.25 bits, not supported below.
 *    This rule was added after a first look at the data.
 * 7. `translation`: the change per doubling of the distance from the origin, everything else
 *    (curvature, slopes, η) equal. That curvature alone decides is supported within ±0.25 bits.
 * 8. `betterPredictor`: Spearman's correlation with the failure precision, of max b(θ) minus that
 *    of the all-coordinates-stuck bits, over the random quadratics. Supported above 0, not
 *    supported below. The funnels do not decide: they all end at one place, which fixes b, and
 *    their η is a function of K, which the rival contains. Pooled with them, the effect would
 *    depend on how many there are of each family; their correlations are among the numbers.
 *
 * @param evidence - the experiment's tables
 * @param config - seed, resamples and confidence
 */
export function theoremVerdicts(evidence: TheoremEvidence, config: TheoremConfig): Verdict[] {
  const { attained, forbidden, flat, near } = theoremMargins;
  const { confidence } = config;
  const thresholds = evidence.thresholds.rows;
  const halving = slopes(evidence.learningRates.rows, config);
  const moved = slopes(evidence.translations.rows, config);
  const sharper = slopes(evidence.commonRate.rows, config, "run", "curvatureBits");
  const funnels = thresholds.filter((row) => row.family === "funnel");
  const own = slopes(funnels, config, "run", "curvatureBits").effect;
  const bits = (x: number): string => `${x} bits`;
  return [
    {
      id: "lowerBound",
      claim: "The error of a gradient in p bits is at least κ‖θ‖ε_p",
      section: "§2.2, theorem",
      rule: `Supported if the interval of the share of points at which it is lies above ${attained}, not supported below (Wilson).`,
      ...shareAtLeast(evidence.errors.rows, confidence, attained),
    },
    impassable(thresholds, "nearest", "impassable", confidence, forbidden),
    impassable(thresholds, "stochastic", "impassableStochastic", confidence, forbidden),
    {
      id: "learningRate",
      claim: "The precision that a descent needs does not depend on the learning rate",
      section: "§2.2, whose bound contains no η",
      rule: `Supported if the interval of the median change per halving of η lies within ±${bits(flat)}, not supported if outside (bootstrap over problems).`,
      ...halving,
      verdict: within(halving.interval, -flat, flat),
    },
    {
      id: "oneBitPerHalving",
      claim: "Each halving of the learning rate costs one bit, as stagnation has it",
      section: "rival of §2.2",
      rule: `Supported if the same interval lies within [${near}] bits, not supported if outside.`,
      ...halving,
      verdict: within(halving.interval, near[0], near[1]),
    },
    {
      id: "curvature",
      claim: "At a given learning rate, descents through sharper curvature need more bits",
      section: "§4.3 Experiment 2 and §4.4, expected result 2",
      rule: `Supported if the interval of the median change per doubling of κ_max along the path, on funnels that differ in curvature only, all at one η, lies above ${bits(flat)}, not supported if below (bootstrap over starts).`,
      ...sharper,
      numbers: { ...sharper.numbers, "at η of its own for each funnel": Number(own.toFixed(2)) },
      verdict: decide(sharper.interval, flat),
    },
    {
      id: "translation",
      claim: "The curvature alone decides which precision is needed",
      section: "§4.4, expected result 2",
      rule: `Supported if the interval of the median change per doubling of the distance from the origin, at equal curvature, lies within ±${bits(flat)}, not supported if outside (bootstrap over problems).`,
      ...moved,
      verdict: within(moved.interval, -flat, flat),
    },
    betterPredictor(thresholds, config),
  ];
}

type Measured = Pick<Verdict, "effect" | "interval" | "numbers">;
type Judged = Measured & { readonly verdict: Decision };

/** Supported inside, not supported outside, inconclusive across an end or with NaN. */
export function within({ low, high }: Interval, from: number, to: number): Decision {
  if (low >= from && high <= to) return "supported";
  return high < from || low > to ? "not supported" : "inconclusive";
}

function shareAtLeast(rows: readonly Row[], confidence: number, margin: number): Judged {
  const rounded = rows.filter((row) => row.level === "operation");
  const total = (column: string): number =>
    rounded.reduce((sum, row) => sum + Number(row[column]), 0);
  const [attained, points] = [total("atLeastOne"), total("points")];
  const interval = wilsonInterval(attained, points, confidence);
  return {
    effect: attained / points,
    interval,
    numbers: { attained, points },
    verdict: decide(interval, margin),
  };
}

function impassable(
  rows: readonly Row[],
  control: "nearest" | "stochastic",
  id: string,
  confidence: number,
  margin: number,
): Verdict {
  const passed = rows.filter((row) => Number(row[control]) < Number(row.conditionBits)).length;
  const interval = wilsonInterval(passed, rows.length, confidence);
  const against = decide(interval, margin);
  return {
    id,
    claim: `Where p < log₂(κ‖θ‖/‖g‖) there is no passing, rounding ${control === "nearest" ? "to nearest" : "stochastically"}`,
    section: "§2.2, consequence for homotopy",
    rule: `Not supported if the interval of the share of starts that succeed with fewer bits than the maximum along their float64 path lies above ${margin}, supported if below (Wilson).`,
    effect: passed / rows.length,
    interval,
    numbers: { passed, starts: rows.length },
    verdict:
      against === "supported"
        ? "not supported"
        : against === "not supported"
          ? "supported"
          : against,
  };
}

/**
 * Median over problems of the slope of the failure precision against a column (least squares
 * per problem). Problems that reach an end of the sweep are left out: their failure precision is
 * not known.
 *
 * @param problem - column that tells the problems apart
 * @param against - column that counts doublings
 */
function slopes(
  all: readonly Row[],
  { seed, replicates, confidence }: TheoremConfig,
  problem = "problem",
  against = "doublings",
): Measured {
  const problems = [...new Set(all.map((row) => row[problem]))];
  const found: number[] = [];
  for (const name of problems) {
    const rows = all.filter((row) => row[problem] === name);
    if (rows.every((row) => isInside(Number(row.nearest)))) found.push(slope(rows, against));
  }
  const medianOf = (drawn: Int32Array): number => median(Array.from(drawn, (i) => found[i]));
  const numbers = { problems: found.length, leftOut: problems.length - found.length };
  if (found.length === 0) return { effect: NaN, interval: { low: NaN, high: NaN }, numbers };
  return {
    effect: median(found),
    interval: bootstrapInterval(found.length, medianOf, { seed, replicates, confidence }),
    numbers,
  };
}

const isInside = (bits: number): boolean => bits > sweepBits.least && bits <= sweepBits.most;

function slope(rows: readonly Row[], against: string): number {
  const x = rows.map((row) => Number(row[against]));
  const y = rows.map((row) => Number(row.nearest));
  const mean = (v: number[]): number => v.reduce((a, b) => a + b) / v.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx] = [0, 0];
  x.forEach((value, i) => {
    xy += (value - mx) * (y[i] - my);
    xx += (value - mx) * (value - mx);
  });
  return xy / xx;
}

function betterPredictor(all: readonly Row[], config: TheoremConfig): Verdict {
  const { seed, replicates, confidence } = config;
  const rows = all.filter((row) => row.family === "quadratic");
  const column = (of: readonly Row[], name: string): number[] => of.map((row) => Number(row[name]));
  const correlation = (of: readonly Row[], name: string): number =>
    Number(rankCorrelation(column(of, name), column(of, "nearest")).toFixed(3));
  const funnels = all.filter((row) => row.family === "funnel");
  const [measured, ours, rival] = ["nearest", "conditionBits", "allStuckBits"].map((name) =>
    column(rows, name),
  );
  const difference = (drawn: Int32Array): number => {
    const of = (values: number[]): number[] => Array.from(drawn, (i) => values[i]);
    const target = of(measured);
    return rankCorrelation(of(ours), target) - rankCorrelation(of(rival), target);
  };
  const every = Int32Array.from(rows, (_, i) => i);
  const interval = bootstrapInterval(rows.length, difference, { seed, replicates, confidence });
  return {
    id: "betterPredictor",
    claim:
      "log₂(κ‖θ‖/‖g‖) foretells the precision at which a start fails better than stagnation does",
    section: "§4.4, expected result 2",
    rule: "Supported if the interval of the difference of the rank correlations over the quadratics lies above 0, not supported if below (Spearman; bootstrap over starts).",
    effect: difference(every),
    interval,
    numbers: {
      "with log₂(κ‖θ‖/‖g‖)": correlation(rows, "conditionBits"),
      "with all-stuck bits": correlation(rows, "allStuckBits"),
      "on funnels": `${correlation(funnels, "conditionBits")} and ${correlation(funnels, "allStuckBits")}`,
      starts: rows.length,
    },
    verdict: decide(interval, 0),
  };
}
