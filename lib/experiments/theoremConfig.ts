import { pow } from "../numerics/elementary/power.js";

/** How large the experiment on the curvature theorem is, and its seed. */
export interface TheoremConfig {
  /** Key of problems, points, stochastic rounding and bootstrap. */
  readonly seed: number;
  /** Random quadratics, each with its own curvature, centre, start and learning rate. */
  readonly quadratics: number;
  /** Curvature parameters K of the funnels. */
  readonly funnels: readonly number[];
  /** Starts per funnel. */
  readonly funnelStarts: number;
  /** Quadratics whose learning rate is halved, and as many whose origin is moved. */
  readonly sweeps: number;
  /** How often the learning rate is halved, or the distance from the origin doubled. */
  readonly doublings: number;
  /** Points at which the error of a gradient is measured, per landscape and format. */
  readonly errorPoints: number;
  /** Resamples of each bootstrap interval. */
  readonly replicates: number;
  /** Confidence of each verdict's interval. */
  readonly confidence: number;
}

/** K from 10 to 1000 in `count` equal ratios, rounded to two digits. */
const overTwoDecades = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => Number((10 * pow(100, i / (count - 1))).toPrecision(2)));

/** The two sizes in use; the same code runs both. */
export const theoremConfigs: Readonly<Record<"quick" | "paper", TheoremConfig>> = {
  quick: {
    seed: 20261204,
    quadratics: 60,
    funnels: overTwoDecades(5),
    funnelStarts: 4,
    sweeps: 10,
    doublings: 5,
    errorPoints: 1000,
    replicates: 1000,
    confidence: 0.95,
  },
  paper: {
    seed: 20261204,
    quadratics: 240,
    funnels: overTwoDecades(13),
    funnelStarts: 16,
    sweeps: 40,
    doublings: 6,
    errorPoints: 10_000,
    replicates: 4000,
    confidence: 0.95,
  },
};
