import { gradientErrorSample } from "../curvature/gradientErrorSample.js";
import { curvedFunnel } from "../landscapes/curvedFunnel.js";
import type { Box, Objective } from "../landscapes/objective.js";
import { quadratic } from "../landscapes/quadratic.js";
import { saddleGauntlet } from "../landscapes/saddleGauntlet.js";
import { twoValleys } from "../landscapes/twoValleys.js";
import type { FloatFormat } from "../precision/formats/format.js";
import { bfloat16, float16 } from "../precision/formats/formats.js";
import { type Row, type Table, tableOf } from "../results/table.js";
import type { TheoremConfig } from "./theoremConfig.js";

/** A landscape and where on it the error of gradients is measured. */
export interface ErrorSite {
  /** Name in tables and figures. */
  readonly site: string;
  /** The landscape. */
  readonly objective: Objective;
  /** Where points are drawn, uniformly. */
  readonly region: Box;
}

/**
 * Six sites: Two Valleys, the Saddle Gauntlet and the Curved Funnel on their domains, the
 * funnel's neck (the region of high curvature that the theorem is about), a quadratic that is
 * equally curved in all of ten directions (by 3/4, for with 1 its arithmetic would be exact), and
 * one that is sharp in one of them.
 */
export function errorSites(): ErrorSite[] {
  const funnel = curvedFunnel(60);
  const ten = (value: number): number[] => new Array(10).fill(value);
  const cube: Box = { lower: ten(-2), upper: ten(2) };
  const onDomain = (site: string, objective: Objective): ErrorSite[] =>
    objective.domain ? [{ site, objective, region: objective.domain }] : [];
  return [
    ...onDomain("Two Valleys", twoValleys),
    ...onDomain("Saddle Gauntlet", saddleGauntlet),
    ...onDomain("Curved Funnel, K = 60", funnel),
    {
      site: "its neck",
      objective: funnel,
      region: { lower: [0.4, 0.5], upper: [0.6, 1.2] },
    },
    { site: "isotropic, n = 10", objective: quadratic(ten(0.75)), region: cube },
    {
      site: "one sharp direction, n = 10",
      objective: quadratic([1000, ...ten(1).slice(1)], { rotation: 1 }),
      region: cube,
    },
  ];
}

/**
 * Measured errors of gradients in units of κ‖θ‖u, ρ: one row per site, format, kind of points and
 * level, with the number of points, how many have ρ ≥ 1, and quantiles of ρ.
 *
 * Points at which the format overflows have no ρ and are not counted. Formats: float16 and
 * bfloat16. errorPoints points a row, 24 rows.
 *
 * @param config - seed and number of points
 */
export function gradientErrorTable({ seed, errorPoints: count }: TheoremConfig): Table {
  const kinds = ["free", "representable"] as const;
  const levels = ["theta-only", "operation"] as const;
  const row = (
    { site, objective, region }: ErrorSite,
    format: FloatFormat,
    kind: (typeof kinds)[number],
    level: (typeof levels)[number],
  ): Row => {
    const options = { format, count, seed, region, points: kind, level } as const;
    const { ratios, quantiles } = gradientErrorSample(objective, options);
    const finite = ratios.filter((ratio) => Number.isFinite(ratio));
    const atLeastOne = finite.filter((ratio) => ratio >= 1).length;
    const { median, upper, largest } = quantiles;
    const counts = { points: finite.length, atLeastOne };
    return { site, format: format.name, kind, level, ...counts, median, upper, largest };
  };
  const rows = errorSites().flatMap((site) =>
    [float16, bfloat16].flatMap((format) =>
      kinds.flatMap((kind) => levels.map((level) => row(site, format, kind, level))),
    ),
  );
  return tableOf(rows);
}
