/** The name of an operation; those of `ScalarOperations`. */
export type TapeOpcode =
  | "input"
  | "constant"
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "negate"
  | "squareRoot"
  | "absolute"
  | "minimum"
  | "maximum"
  | "exp"
  | "log"
  | "sin"
  | "cos"
  | "tanh"
  | "whereLess";

/** What an instruction of a {@link TapeProgram} may do, in the order of the opcodes. */
export const tapeOpcodes: readonly TapeOpcode[] = [
  ...(["input", "constant", "add", "subtract", "multiply", "divide", "negate"] as const),
  ...(["squareRoot", "absolute", "minimum", "maximum", "exp", "log", "sin", "cos"] as const),
  ...(["tanh", "whereLess"] as const),
];

/** Numbers that describe an instruction: its opcode and four places. */
export const INSTRUCTION = 5;

/** A straight-line program of doubles as flat numbers: instruction k computes value k. */
export interface TapeProgram {
  readonly inputCount: number;
  /**
   * Five numbers an instruction: the opcode, its place in {@link tapeOpcodes}; then, of an
   * `input`, which one; of a `constant`, its place in `constants`; else the operands, earlier
   * values. What is left over is 0.
   */
  readonly instructions: Int32Array;
  readonly constants: Float64Array;
  /** The values that are results. */
  readonly outputs: Int32Array;
}

/**
 * Refuses what is no program: one that reads later values, say, would read what was there before.
 *
 * @param caller - the function to name in the error
 * @throws RangeError naming the first instruction that is wrong
 */
export function requireProgram(program: TapeProgram, caller: string): void {
  const { inputCount, instructions, constants, outputs } = program;
  const count = instructions.length / INSTRUCTION;
  if (!Number.isInteger(count))
    throw new RangeError(
      `${caller}: expected ${INSTRUCTION} numbers an instruction, got ${instructions.length} in all`,
    );
  for (let k = 0; k < count; k++) {
    const [opcode, ...places] = instructions.subarray(k * INSTRUCTION, (k + 1) * INSTRUCTION);
    const name = tapeOpcodes[opcode];
    const end = name === "input" ? inputCount : name === "constant" ? constants.length : k;
    if (
      name === undefined ||
      !places.every((at, i) => (at === 0 ? i > 0 || end > 0 : at > 0 && at < end))
    )
      throw new RangeError(
        `${caller}: expected an opcode and earlier values, got ${opcode}, ${places} at instruction ${k}`,
      );
  }
  outputs.forEach((output) => {
    if (!(output >= 0 && output < count))
      throw new RangeError(`${caller}: expected outputs below ${count}, got ${output}`);
  });
}
