import type { ScalarOperations } from "./arithmetic.js";
import {
  above,
  below,
  productAbove,
  productBelow,
  quotientAbove,
  quotientBelow,
  rootAbove,
  rootBelow,
  sumAbove,
  sumBelow,
} from "./directedRounding.js";
import { cos, exp, log, sin, tanh } from "./elementary/elementary.js";

/** The operations whose result is a number, computed from one or two others. */
export type IntervalOperation = Exclude<
  keyof ScalarOperations<unknown>,
  "from" | "less" | "toNumber" | "whereLess"
>;

/**
 * The operations of `intervalOperations` on bare bounds: [a, A] and [b, B], the result written
 * to out[at] and out[at + 1]. No objects are made: what long computations are run with.
 */
export type IntervalInto = (
  out: Float64Array,
  at: number,
  a: number,
  A: number,
  b: number,
  B: number,
) => void;

function put(out: Float64Array, at: number, lower: number, upper: number): void {
  if (lower <= upper) {
    out[at] = lower;
    out[at + 1] = upper;
  } else out[at] = out[at + 1] = NaN;
}

/** a + b. */
const addInto: IntervalInto = (out, at, a, A, b, B) => {
  put(out, at, sumBelow(a, b), sumAbove(A, B));
};

/** a − b. */
const subtractInto: IntervalInto = (out, at, a, A, b, B) => {
  put(out, at, sumBelow(a, -B), sumAbove(A, -b));
};

/** a·b of two that vary independently. */
export const multiplyInto: IntervalInto = (out, at, a, A, b, B) => {
  if (a >= 0) {
    if (b >= 0) put(out, at, productBelow(a, b), productAbove(A, B));
    else if (B <= 0) put(out, at, productBelow(A, b), productAbove(a, B));
    else put(out, at, productBelow(A, b), productAbove(A, B));
  } else if (A <= 0) {
    if (b >= 0) put(out, at, productBelow(a, B), productAbove(A, b));
    else if (B <= 0) put(out, at, productBelow(A, B), productAbove(a, b));
    else put(out, at, productBelow(a, B), productAbove(a, b));
  } else if (b >= 0) put(out, at, productBelow(a, B), productAbove(A, B));
  else if (B <= 0) put(out, at, productBelow(A, b), productAbove(a, b));
  else
    put(
      out,
      at,
      Math.min(productBelow(a, B), productBelow(A, b)),
      Math.max(productAbove(a, b), productAbove(A, B)),
    );
};

/** x·x for x in [a, A], never negative: less than the product of two that may differ. */
export const squareInto: IntervalInto = (out, at, a, A) => {
  if (a >= 0) put(out, at, productBelow(a, a), productAbove(A, A));
  else if (A <= 0) put(out, at, productBelow(A, A), productAbove(a, a));
  else put(out, at, 0, Math.max(productAbove(a, a), productAbove(A, A)));
};

/** a / b; unbounded where 0 is in [b, B], NaN for b = B = 0. */
const divideInto: IntervalInto = (out, at, a, A, b, B) => {
  if (B < 0 || (B === 0 && b < 0)) {
    divideInto(out, at, -A, -a, -B, -b);
    return;
  }
  if (b > 0)
    put(
      out,
      at,
      quotientBelow(a, a >= 0 ? B : b), // of smallest size if positive, of largest if negative
      quotientAbove(A, A >= 0 ? b : B),
    );
  else if (b === 0 && B > 0 && a >= 0) put(out, at, quotientBelow(a, B), Infinity);
  else if (b === 0 && B > 0 && A <= 0) put(out, at, -Infinity, quotientAbove(A, B));
  else if (b < B && a <= A) put(out, at, -Infinity, Infinity);
  else put(out, at, NaN, NaN); // by 0 alone
};

/** −a. */
const negateInto: IntervalInto = (out, at, a, A) => {
  put(out, at, -A, -a);
};

/** √a; NaN if a may be negative. */
const squareRootInto: IntervalInto = (out, at, a, A) => {
  put(out, at, a >= 0 ? rootBelow(a) : NaN, rootAbove(A));
};

/** |a|. */
const absoluteInto: IntervalInto = (out, at, a, A) => {
  if (a >= 0) put(out, at, a, A);
  else if (A <= 0) put(out, at, -A, -a);
  else put(out, at, 0, Math.max(-a, A));
};

/** The smaller of both. */
const minimumInto: IntervalInto = (out, at, a, A, b, B) => {
  put(out, at, Math.min(a, b), Math.min(A, B));
};

/** The larger of both. */
const maximumInto: IntervalInto = (out, at, a, A, b, B) => {
  put(out, at, Math.max(a, b), Math.max(A, B));
};

// An elementary function of error below 0.55 ulp lies within two doubles of its computed value
// (one would not do just above a power of two).
const twoBelow = (x: number): number => below(below(x));
const twoAbove = (x: number): number => above(above(x));

/** e^a. */
const expInto: IntervalInto = (out, at, a, A) => {
  const [lower, upper] = [exp(a), exp(A)];
  put(
    out,
    at,
    a === 0 ? 1 : Math.max(0, lower === Infinity ? Number.MAX_VALUE : twoBelow(lower)),
    A === 0 ? 1 : A === -Infinity ? 0 : twoAbove(upper),
  );
};

/** ln a; NaN if a may be negative. */
const logInto: IntervalInto = (out, at, a, A) => {
  put(
    out,
    at,
    a === 1 ? 0 : a >= 0 ? twoBelow(log(a)) : NaN,
    A === 1 ? 0 : A > 0 ? twoAbove(log(A)) : NaN,
  );
};

/** The hyperbolic tangent of a. */
const tanhInto: IntervalInto = (out, at, a, A) => {
  put(
    out,
    at,
    a === 0 ? 0 : Math.max(-1, twoBelow(tanh(a))),
    A === 0 ? 0 : Math.min(1, twoAbove(tanh(A))),
  );
};

/**
 * A function of period 4 quarter turns with maxima 1 at `top` + 4k and minima −1 at
 * `top` + 2 + 4k, monotonic between.
 *
 * The places of the two ends, in quarter turns, are known to 2⁻⁴⁸ of their size: an extremum
 * so near to an end counts as inside.
 */
function wave(
  out: Float64Array,
  at: number,
  a: number,
  A: number,
  top: number,
  of: (x: number) => number,
): void {
  if (!(a <= A)) {
    put(out, at, NaN, NaN);
    return;
  }
  if (!(a > -1e9 && A < 1e9 && A - a < 6.5)) {
    put(out, at, -1, 1);
    return;
  }
  const quarters = 0.6366197723675814; // 2/π
  const from = a * quarters - (Math.abs(a) + 1) * 3.6e-15;
  const to = A * quarters + (Math.abs(A) + 1) * 3.6e-15;
  const holds = (place: number): boolean =>
    Math.floor((to - place) / 4) >= Math.ceil((from - place) / 4);
  const [first, last] = [of(a), of(A)];
  put(
    out,
    at,
    holds(top + 2) ? -1 : Math.max(-1, twoBelow(Math.min(first, last))),
    holds(top) ? 1 : Math.min(1, twoAbove(Math.max(first, last))),
  );
}

/** The sine of a. */
const sinInto: IntervalInto = (out, at, a, A) => {
  if (a === 0 && A === 0) put(out, at, 0, 0);
  else wave(out, at, a, A, 1, sin);
};

/** The cosine of a. */
const cosInto: IntervalInto = (out, at, a, A) => wave(out, at, a, A, 0, cos);

/** The smallest interval that holds [a, A] and [b, B]. */
export const hullInto: IntervalInto = (out, at, a, A, b, B) => {
  put(out, at, Math.min(a, b), Math.max(A, B));
};

/** These operations by their names in `ScalarOperations`. */
export const intervalInto: Readonly<Record<IntervalOperation, IntervalInto>> = {
  add: addInto,
  subtract: subtractInto,
  multiply: multiplyInto,
  divide: divideInto,
  negate: negateInto,
  squareRoot: squareRootInto,
  absolute: absoluteInto,
  minimum: minimumInto,
  maximum: maximumInto,
  exp: expInto,
  log: logInto,
  sin: sinInto,
  cos: cosInto,
  tanh: tanhInto,
};
