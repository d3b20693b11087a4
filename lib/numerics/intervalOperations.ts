import type { ScalarOperations } from "./arithmetic.js";
import { midpoint, type RealInterval } from "./interval.js";
import { hullInto, type IntervalInto, intervalInto } from "./intervalInto.js";

const bounds = new Float64Array(2);

const binary =
  (into: IntervalInto) =>
  (a: RealInterval, b: RealInterval): RealInterval => {
    into(bounds, 0, a.lower, a.upper, b.lower, b.upper);
    return { lower: bounds[0], upper: bounds[1] };
  };

const unary =
  (into: IntervalInto) =>
  (a: RealInterval): RealInterval =>
    binary(into)(a, a);

/**
 * Interval arithmetic on doubles: what a formula gives here holds its exact value for all reals
 * in the operands. A loss evaluated over a box encloses all its values there.
 *
 * Bounds of + − × / √ are exact where the result is a double, else rounded outward to the next
 * one; those of exp, log, sin, cos and tanh, whose error is below 0.55 ulp, by two doubles.
 *
 * - Unbounded results have infinite bounds: what overflows, 1/[0, 1] = [1, ∞],
 *   1/[−1, 1] = [−∞, ∞], log [0, 1] = [−∞, 0]. The result holds the values at those operands
 *   where there are any.
 * - NaN, both bounds, for what is undefined for some operands in another way: √ and log of
 *   intervals with negative numbers, division by [0, 0], constants that are infinite or NaN,
 *   and every operation on NaN. It says nothing about anything.
 * - `less` is: certainly less. `whereLess` gives the branch that is certain, else the smallest
 *   interval that holds both; at a kink so the derivatives of both sides.
 * - Operands are taken as independent, even if they are the same: x·x over [−1, 1] is [−1, 1].
 * - `toNumber` is the midpoint.
 *
 * @see Moore, Kearfott & Cloud (2009), Introduction to Interval Analysis
 *
 * @example
 * intervalOperations.exp({ lower: -1, upper: 0 }); // { lower: 0.36787944117144…, upper: 1 }
 */
export const intervalOperations: ScalarOperations<RealInterval> = {
  from: (x) => (Number.isFinite(x) ? { lower: x, upper: x } : { lower: NaN, upper: NaN }),
  add: binary(intervalInto.add),
  subtract: binary(intervalInto.subtract),
  multiply: binary(intervalInto.multiply),
  divide: binary(intervalInto.divide),
  negate: unary(intervalInto.negate),
  squareRoot: unary(intervalInto.squareRoot),
  absolute: unary(intervalInto.absolute),
  minimum: binary(intervalInto.minimum),
  maximum: binary(intervalInto.maximum),
  exp: unary(intervalInto.exp),
  log: unary(intervalInto.log),
  sin: unary(intervalInto.sin),
  cos: unary(intervalInto.cos),
  tanh: unary(intervalInto.tanh),
  less: (a, b) => a.upper < b.lower,
  toNumber: midpoint,
  whereLess: (a, b, below, otherwise) => {
    if (a.upper < b.lower) return below;
    if (a.lower >= b.upper) return otherwise;
    hullInto(bounds, 0, below.lower, below.upper, otherwise.lower, otherwise.upper);
    return { lower: bounds[0], upper: bounds[1] };
  },
};
