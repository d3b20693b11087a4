import { makeTapeBuilder } from "./expression/tapeBuilder.js";
import { tapeObjective, tapesOf } from "./expression/tapeObjective.js";
import type { Box, Objective } from "./objective.js";
import { requireList, requireObjective } from "./requireObjective.js";

/**
 * The same landscape elsewhere: θ ↦ L(θ − shift), with domain, start region and critical points
 * moved along.
 *
 * Nothing about the landscape changes, neither slopes nor curvatures; what changes is how
 * fine the numbers of a format are where it lies. The subtraction θ − shift is part of the
 * loss, so at the level `operation` it is rounded too. Coordinates of the boxes and critical
 * points are rounded sums.
 *
 * @param objective - made of a formula or a recorded function
 * @param shift - one finite number per parameter
 * @throws TypeError if the objective is made of something else
 * @throws RangeError if the shift has another length or is not finite
 *
 * @example
 * translated(twoValleys, [100, 0]).criticalPoints?.[0].point; // [99, 0]
 */
export function translated(objective: Objective, shift: readonly number[]): Objective {
  requireObjective(objective, "translated");
  requireList(shift, "a shift", "translated");
  const { name, dimension, domain, startRegion, criticalPoints, kinks } = objective;
  const tapes = tapesOf(objective);
  if (!tapes)
    throw new TypeError(`translated: expected a formula or a recorded function, got ${name}`);
  if (shift.length !== dimension || !shift.every(Number.isFinite))
    throw new RangeError(`translated: expected ${dimension} finite numbers, got (${shift})`);
  const builder = makeTapeBuilder();
  const inputs = shift.map((s, i) => builder.subtract(builder.input(i), builder.from(s)));
  const places = builder.append(tapes.loss, inputs);
  const moved = (x: readonly number[]): number[] => x.map((value, i) => value + shift[i]);
  const box = (b: Box): Box => ({ lower: moved(b.lower), upper: moved(b.upper) });
  return tapeObjective({
    name: `${name} + (${shift.join(", ")})`,
    loss: builder.finish(dimension, [places[tapes.loss.outputs[0]]]),
    ...(domain && { domain: box(domain) }),
    ...(startRegion && { startRegion: box(startRegion) }),
    ...(criticalPoints && {
      criticalPoints: criticalPoints.map((c) => ({ ...c, point: moved(c.point) })),
    }),
    ...(kinks && { kinks }),
  });
}
