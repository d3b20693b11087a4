import { doubleDoubleArithmetic, type ScalarOperations } from "./arithmetic.js";
import type { DoubleDouble } from "./doubleDouble.js";

const missing = (): never => {
  throw new TypeError("doubleDoubleOperations: not available");
};

/** Operations on double-doubles. */
export const doubleDoubleOperations: ScalarOperations<DoubleDouble> = {
  ...doubleDoubleArithmetic,
  squareRoot: missing,
  absolute: (a) => (a.hi < 0 ? { hi: -a.hi, lo: -a.lo } : a),
  minimum: (a, b) => (doubleDoubleArithmetic.less(b, a) ? b : a),
  maximum: (a, b) => (doubleDoubleArithmetic.less(a, b) ? b : a),
  exp: missing,
  log: missing,
  sin: missing,
  cos: missing,
  tanh: missing,
  whereLess: (a, b, below, otherwise) =>
    doubleDoubleArithmetic.less(a, b) ? below : otherwise,
};
