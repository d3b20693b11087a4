import type { ScalarOperations } from "../../numerics/arithmetic.js";
import type { Tape } from "./tape.js";

/**
 * A tape as a function in any arithmetic: doubles, double-doubles, intervals, an emulated
 * number format. Node after node in the tape's order, without generated code.
 *
 * The constants are taken into the arithmetic (rounded, in an emulated format) once, in their
 * order, when the function is made.
 *
 * @param tape - what is to be computed
 * @param operations - how
 * @returns inputs ↦ outputs; the outputs are a new array
 *
 * @example
 * const square = evaluateTape(tape, doubleDoubleOperations);
 */
export function evaluateTape<T>(
  tape: Tape,
  operations: ScalarOperations<T>,
): (inputs: readonly T[]) => T[] {
  const { nodes, outputs } = tape;
  const constants = nodes.map(({ operation, value }) =>
    operation === "constant" ? operations.from(value as number) : undefined,
  );
  const values: T[] = new Array(nodes.length);
  return (inputs) => {
    nodes.forEach(({ operation, operands, value }, k) => {
      const [a, b, c, d] = operands;
      switch (operation) {
        case "input":
          values[k] = inputs[value as number];
          break;
        case "constant":
          values[k] = constants[k] as T;
          break;
        case "add":
        case "subtract":
        case "multiply":
        case "divide":
        case "minimum":
        case "maximum":
          values[k] = operations[operation](values[a], values[b]);
          break;
        case "whereLess":
          values[k] = operations.whereLess(values[a], values[b], values[c], values[d]);
          break;
        default:
          values[k] = operations[operation](values[a]);
      }
    });
    return outputs.map((output) => values[output]);
  };
}
