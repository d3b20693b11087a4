import {
  hullInto,
  type IntervalInto,
  intervalInto,
  squareInto,
} from "../../numerics/intervalInto.js";
import type { Tape, TapeOperation } from "../expression/tape.js";

/**
 * A function over boxes [l₀, u₀, l₁, u₁ …], whose results are enclosures in the same form.
 *
 * Returns whether it is smooth on the box for certain: no choice is undecided there (or a tie),
 * no divisor, root or logarithm of a number that may be 0.
 */
export type BoxFunction = (box: Float64Array, out: Float64Array) => boolean;

const into: Readonly<Partial<Record<TapeOperation, IntervalInto>>> = intervalInto;

/**
 * A tape in interval arithmetic without an object per number: some 50 ns an operation. The
 * bounds are those of `intervalOperations`, but for squares, which are never negative here.
 */
export function intervalTape({ nodes, outputs }: Tape): BoxFunction {
  const bounds = new Float64Array(2 * nodes.length);
  nodes.forEach(({ operation, value }, k) => {
    if (operation === "constant") bounds.fill(value as number, 2 * k, 2 * k + 2);
  });
  const steps = nodes.flatMap(({ operation, operands, value = 0 }, k) => {
    if (operation === "constant") return [];
    // An input stands in the box like an operand in the bounds.
    const [a = value, b = 0, c = 0, d = 0] = operands;
    const square = operation === "multiply" && a === b;
    const compute = square ? squareInto : into[operation];
    const isRisky = isSmooth(operation, 0, 0, 0, 0) === false;
    return [{ operation, compute, isRisky, at: 2 * k, a: 2 * a, b: 2 * b, c: 2 * c, d: 2 * d }];
  });

  return (box, out) => {
    let smooth = true;
    for (let k = 0; k < steps.length; k++) {
      const { operation, compute, isRisky, at, a, b, c, d } = steps[k];
      if (compute) {
        if (isRisky && smooth)
          smooth = isSmooth(operation, bounds[a], bounds[a + 1], bounds[b], bounds[b + 1]);
        compute(bounds, at, bounds[a], bounds[a + 1], bounds[b], bounds[b + 1]);
      } else if (operation === "input") {
        bounds[at] = box[a];
        bounds[at + 1] = box[a + 1];
      } else {
        smooth &&= isSmooth(operation, bounds[a], bounds[a + 1], bounds[b], bounds[b + 1]);
        const first = bounds[a] >= bounds[b + 1] ? d : c;
        const second = bounds[a + 1] < bounds[b] ? c : d;
        hullInto(bounds, at, bounds[first], bounds[first + 1], bounds[second], bounds[second + 1]);
      }
    }
    for (let i = 0; i < outputs.length; i++) {
      out[2 * i] = bounds[2 * outputs[i]];
      out[2 * i + 1] = bounds[2 * outputs[i] + 1];
    }
    return smooth;
  };
}

/** Whether an operation is smooth at all operands in [a, A] and [b, B]; false if one is NaN. */
export function isSmooth(
  operation: TapeOperation,
  a: number,
  A: number,
  b: number,
  B: number,
): boolean {
  switch (operation) {
    case "minimum":
    case "maximum":
    case "whereLess":
      return A < b || B < a;
    case "absolute":
      return a > 0 || A < 0;
    case "divide":
      return b > 0 || B < 0;
    case "squareRoot":
    case "log":
      return a > 0;
    default:
      return true;
  }
}
