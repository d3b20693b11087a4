import { INSTRUCTION, type TapeProgram, tapeOpcodes } from "../kernels/tapeProgram.js";
import { requireTape, type Tape } from "../landscapes/expression/tape.js";

const opcodes: ReadonlyMap<string, number> = new Map(tapeOpcodes.map((name, i) => [name, i]));

/**
 * A tape as the flat numbers that the kernels take.
 *
 * @throws TypeError if it is no tape
 *
 * @example
 * programOf(tape).instructions.length / 5; // as many as the tape has nodes
 */
export function programOf(tape: Tape): TapeProgram {
  requireTape(tape, "programOf");
  const { inputCount, nodes, outputs } = tape;
  const instructions = new Int32Array(INSTRUCTION * nodes.length);
  const constants: number[] = [];
  nodes.forEach(({ operation, operands, value = NaN }, k) => {
    instructions[INSTRUCTION * k] = opcodes.get(operation) as number;
    let places = operands;
    if (operation === "input") places = [value];
    if (operation === "constant") places = [constants.push(value) - 1];
    instructions.set(places, INSTRUCTION * k + 1);
  });
  return {
    inputCount,
    instructions,
    constants: Float64Array.from(constants),
    outputs: Int32Array.from(outputs),
  };
}
