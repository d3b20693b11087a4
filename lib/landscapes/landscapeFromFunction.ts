import type { ScalarOperations } from "../numerics/arithmetic.js";
import { requireKnown } from "../numerics/requireKnown.js";
import {
  landscapeOptions,
  requireFiniteLoss,
  requireRegions,
} from "./expression/requireRegions.js";
import { makeTapeBuilder } from "./expression/tapeBuilder.js";
import { tapeObjective } from "./expression/tapeObjective.js";
import type { Box, CriticalPoint, Objective } from "./objective.js";

/** A loss written once for every arithmetic. */
export type LossFunction = <T>(operations: ScalarOperations<T>, theta: readonly T[]) => T;

/** What may be said of a landscape beside its loss. */
export interface LandscapeOptions {
  /** Identifier in tables and figures; "landscape", or the formula, unless told. */
  readonly name?: string;
  /** Where it is looked at; see {@link Objective}. */
  readonly domain?: Box;
  /** Where training starts; see {@link Objective}. */
  readonly startRegion?: Box;
  /** The smooth critical points in the domain, if all are known. */
  readonly criticalPoints?: readonly CriticalPoint[];
}

/**
 * A landscape from a TypeScript function over an operations object.
 *
 * The function is called once, with operations that record instead of computing; gradient,
 * Hessian and Hessian-vector product are derived from the record, and everything can be
 * executed in any format. It may use loops and its own helpers, but must not look at values
 * (`less`, `toNumber`): which operations are done cannot depend on θ, only `minimum`, `maximum`,
 * `absolute` and `whereLess` choose. JavaScript's own operators (x * y) and Math functions
 * are not seen.
 *
 * @param dimension - number of variables, ≥ 1
 * @param loss - the loss
 * @param options - name, domain, start region
 * @throws TypeError if the function looks at values or returns something that is no result of
 *   the operations, or if an option is misspelt
 * @throws RangeError if the dimension is no integer ≥ 1, if a box is empty or has another
 *   dimension, if the start region or a critical point is not in the domain, or if the loss is
 *   not finite at a point of the domain (centre, corners and 64 others are tried)
 *
 * @example
 * const bowl = landscapeFromFunction(2, (a, [x, y]) => a.add(a.multiply(x, x), a.multiply(y, y)));
 * bowl.gradient(Float64Array.of(1, 2)); // [2, 4]
 */
export function landscapeFromFunction(
  dimension: number,
  loss: LossFunction,
  options: LandscapeOptions = {},
): Objective {
  if (!Number.isInteger(dimension) || dimension < 1)
    throw new RangeError(
      `landscapeFromFunction: dimension must be an integer >= 1, got ${dimension}`,
    );
  if (typeof loss !== "function")
    throw new TypeError(`landscapeFromFunction: expected a function, got ${String(loss)}`);
  requireKnown(options, landscapeOptions, "option", "landscapeFromFunction");
  requireRegions(options, dimension, "landscapeFromFunction");
  const builder = makeTapeBuilder();
  const inputs = Array.from({ length: dimension }, (_, i) => builder.input(i));
  const result = loss(builder, inputs);
  if (!Number.isInteger(result) || result < 0 || result >= builder.nodes.length)
    throw new TypeError(
      `landscapeFromFunction: expected a result of the operations, got ${String(result)}`,
    );
  const tape = builder.finish(dimension, [result]);
  const objective = tapeObjective({ name: "landscape", ...options, loss: tape });
  requireFiniteLoss(
    objective.loss,
    options.domain,
    (theta, value) =>
      new RangeError(
        `landscapeFromFunction: the loss is ${value} at (${theta.join(", ")}) in the domain`,
      ),
  );
  return objective;
}
