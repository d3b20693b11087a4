import { curvedFunnel } from "./curvedFunnel.js";
import { himmelblau } from "./himmelblau.js";
import { mullerBrown } from "./mullerBrown.js";
import type { Objective } from "./objective.js";
import { quadratic } from "./quadratic.js";
import { rosenbrock } from "./rosenbrock.js";
import { saddleGauntlet } from "./saddleGauntlet.js";
import { threeHumpCamel } from "./threeHumpCamel.js";
import { twoValleys } from "./twoValleys.js";

/** The built-in landscapes; of those with parameters, one each. */
export const landscapes: readonly Objective[] = [
  twoValleys,
  saddleGauntlet,
  curvedFunnel(),
  quadratic([1, 10]),
  mullerBrown,
  himmelblau,
  rosenbrock(),
  threeHumpCamel,
];

/** How the names with parameters are read. */
const families: readonly [RegExp, (parameters: string) => Objective][] = [
  [/^curvedFunnel\(K=([^()]+)\)$/, (K) => curvedFunnel(Number(K))],
  [/^rosenbrock\(n=([^()]+)\)$/, (n) => rosenbrock(Number(n))],
  [/^quadratic\(([^()=,]+(?:,[^()=,]+)*)\)$/, (list) => quadratic(list.split(",").map(Number))],
];

/**
 * The built-in landscape of a given name: functions cannot be sent to a worker, names can.
 * Parameters may be changed: "curvedFunnel(K=200)", "rosenbrock(n=3)", "quadratic(1,100)".
 *
 * @throws RangeError if there is none, with the names that exist, or for parameters out of range
 *
 * @example
 * landscapeNamed("twoValleys").dimension; // 2
 */
export function landscapeNamed(name: string): Objective {
  const landscape = landscapes.find((l) => l.name === name);
  if (landscape) return landscape;
  for (const [pattern, make] of families) {
    const parameters = pattern.exec(name)?.[1];
    if (parameters) return make(parameters);
  }
  const known = landscapes.map((l) => l.name).join(", ");
  throw new RangeError(`landscapeNamed: no landscape "${name}"; there is ${known}`);
}
