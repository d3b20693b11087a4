import fc from "fast-check";
import type { Tape, TapeOperation } from "../../lib/landscapes/expression/tape.js";
import { makeTapeBuilder } from "../../lib/landscapes/expression/tapeBuilder.js";
import { float64Operations } from "../../lib/numerics/arithmetic.js";

const all = [
  "add",
  "subtract",
  "multiply",
  "divide",
  "negate",
  "squareRoot",
  "absolute",
  "minimum",
  "maximum",
  "exp",
  "log",
  "sin",
  "cos",
  "tanh",
  "whereLess",
] as const;

type TapeAndPoint = fc.Arbitrary<{ tape: Tape; theta: Float64Array }>;

const tapesOf = (
  operations: readonly (typeof all)[number][],
  coordinate: fc.Arbitrary<number>,
): TapeAndPoint =>
  fc
    .record({
      n: fc.integer({ min: 1, max: 5 }),
      constants: fc.array(fc.constantFrom(0, 1, -1, 0.5, 2, -0.3, 1.7), { maxLength: 3 }),
      steps: fc.array(
        fc.tuple(
          fc.constantFrom(...operations),
          fc.array(fc.nat(11), { minLength: 4, maxLength: 4 }),
        ),
        { minLength: 1, maxLength: 30 },
      ),
      point: fc.array(coordinate, { minLength: 5, maxLength: 5 }),
    })
    .map(({ n, constants, steps, point }) => {
      const builder = makeTapeBuilder();
      const known = Array.from({ length: n }, (_, i) => builder.input(i));
      known.push(...constants.map(builder.from));
      for (const [operation, places] of steps) {
        // mostly of late results, so that the last one contains much
        const [a, b, c, d] = places.map(
          (p) => known[p < 7 ? Math.max(0, known.length - 1 - p) : p % known.length],
        );
        known.push((builder[operation] as (...operands: number[]) => number)(a, b, c, d));
      }
      return {
        tape: builder.finish(n, [known[known.length - 1]]),
        theta: Float64Array.from(point.slice(0, n)),
      };
    });

/** Tapes over all operations in 1 to 5 variables, their parts shared, and a point. */
export const tapeAndPoint: TapeAndPoint = tapesOf(all, fc.double({ min: -2, max: 2, noNaN: true }));

/** Tapes of choices between parts many of which are NaN or infinite, shared by several branches. */
export const trappedTape: TapeAndPoint = tapesOf(
  ["log", "divide", "multiply", "add", "whereLess", "whereLess", "whereLess", "maximum", "minimum"],
  fc.constantFrom(-1, 0, 0.25, 1, 2),
);

/** Values of all nodes of a tape in doubles, by the definition. */
export function valuesOf({ nodes }: Tape, theta: Float64Array): number[] {
  const values: number[] = [];
  for (const { operation, operands, value = NaN } of nodes) {
    const at = operands.map((k) => values[k]);
    const compute = float64Operations[operation as keyof typeof float64Operations];
    values.push(
      operation === "input"
        ? theta[value]
        : operation === "constant"
          ? value
          : (compute as (...x: number[]) => number)(...at),
    );
  }
  return values;
}

/** Which of its operands an operation follows at these values, undefined if it is smooth. */
function taken(operation: TapeOperation, at: readonly number[]): number | undefined {
  if (operation === "minimum") return at[1] < at[0] ? 1 : 0;
  if (operation === "maximum") return at[0] < at[1] ? 1 : 0;
  if (operation === "whereLess") return at[0] < at[1] ? 2 : 3;
  return undefined;
}

/** a, ∂a/∂u, ∂a/∂v, ∂²a/∂u∂v. */
type HyperDual = readonly [number, number, number, number];

/**
 * The derivatives of a tape along u and v and the second one along both, by hyper-dual numbers
 * that only look at branches that are taken; shares nothing with the derivatives of lib.
 */
export function hyperDual(tape: Tape, theta: Float64Array, i: number, j: number): HyperDual {
  const values = valuesOf(tape, theta);
  const known = new Map<number, HyperDual>();
  const chain = (
    result: number,
    [, u, v, uv]: HyperDual,
    first: number,
    second: number,
  ): HyperDual => [result, first * u, first * v, first * uv + second * u * v];
  const product = (a: HyperDual, b: HyperDual): HyperDual => [
    a[0] * b[0],
    a[1] * b[0] + a[0] * b[1],
    a[2] * b[0] + a[0] * b[2],
    a[3] * b[0] + a[1] * b[2] + a[2] * b[1] + a[0] * b[3],
  ];
  const at = (k: number): HyperDual => {
    const before = known.get(k);
    if (before) return before;
    const made = compute(k);
    known.set(k, made);
    return made;
  };
  const compute = (k: number): HyperDual => {
    const { operation, operands, value = NaN } = tape.nodes[k];
    const y = values[k];
    if (operation === "constant") return [y, 0, 0, 0];
    if (operation === "input") return [y, +(value === i), +(value === j), 0];
    const branch = taken(
      operation,
      operands.map((o) => values[o]),
    );
    if (branch !== undefined) return at(operands[branch]);
    const a = at(operands[0]);
    const x = a[0];
    switch (operation) {
      case "add":
      case "subtract": {
        const sign = operation === "add" ? 1 : -1;
        const b = at(operands[1]);
        return [y, a[1] + sign * b[1], a[2] + sign * b[2], a[3] + sign * b[3]];
      }
      case "multiply":
        return product(a, at(operands[1]));
      case "divide": {
        const b = at(operands[1]);
        return product(a, chain(1 / b[0], b, -1 / b[0] ** 2, 2 / b[0] ** 3));
      }
      case "negate":
        return chain(y, a, -1, 0);
      case "absolute":
        return chain(y, a, x < 0 ? -1 : 1, 0);
      case "squareRoot":
        return chain(y, a, 0.5 / y, -0.25 / y ** 3);
      case "exp":
        return chain(y, a, y, y);
      case "log":
        return chain(y, a, 1 / x, -1 / x ** 2);
      case "sin":
        return chain(y, a, Math.cos(x), -y);
      case "cos":
        return chain(y, a, -Math.sin(x), -y);
      case "tanh":
        return chain(y, a, 1 - y * y, -2 * y * (1 - y * y));
      default:
        throw new TypeError(operation);
    }
  };
  return at(tape.outputs[0]);
}
