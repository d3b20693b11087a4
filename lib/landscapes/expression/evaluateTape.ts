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
  const names = nodes.map(({ operation }) => operation);
  const places = new Int32Array(4 * nodes.length);
  nodes.forEach(({ operands, value }, k) => {
    places.set(operands, 4 * k);
    if (names[k] === "input") places[4 * k] = value as number;
  });
  const values: T[] = new Array(nodes.length);
  return (inputs) => {
    for (let k = 0; k < names.length; k++) {
      const a = places[4 * k];
      const b = places[4 * k + 1];
      const name = names[k];
      switch (name) {
        case "input":
          values[k] = inputs[a];
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
          values[k] = operations[name](values[a], values[b]);
          break;
        case "whereLess": {
          const [below, otherwise] = [values[places[4 * k + 2]], values[places[4 * k + 3]]];
          values[k] = operations.whereLess(values[a], values[b], below, otherwise);
          break;
        }
        default:
          values[k] = operations[name](values[a]);
      }
    }
    return outputs.map((output) => values[output]);
  };
}
