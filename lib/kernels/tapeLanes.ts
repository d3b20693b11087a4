import { cos, exp, log, sin, tanh } from "../numerics/elementary/elementary.js";
import { GATHERED_AT } from "./elementaryTables.js";
import { kernelOf } from "./residentArray.js";
import { MOST_INSTRUCTIONS, tapeModule } from "./tapeModule.js";
import { INSTRUCTION, requireProgram, type TapeProgram, tapeOpcodes } from "./tapeProgram.js";

/**
 * Evaluates a program for many lanes: input i of lane n is `numbers[from + i·stride + n]`,
 * output j goes to `numbers[to + j·stride + n]`, n = 0 … count − 1.
 *
 * `from`, `to` and `stride` are even and count ≥ 0; of an odd count, one lane more is computed.
 * No output may lie where an input of a later pair of lanes is.
 */
export type TapeLanes = (from: number, to: number, stride: number, count: number) => void;

/**
 * A straight-line program for many runs at once, each a lane: with SIMD, two lanes a round, if
 * the numbers are a `residentArray`, else in plain TypeScript; the bits are the same, and those
 * of evaluating lane after lane.
 *
 * With SIMD a program of up to 40,000 instructions is made into WebAssembly, one instruction an
 * operation: a fraction of a nanosecond a lane and operation, some 3 for exp, 6 for tanh, 10 for
 * log, and 20 for sin and cos, which are called lane by lane; and milliseconds to compile. A NaN
 * may have other bits than elsewhere.
 *
 * @param program - see {@link TapeProgram}
 * @param numbers - where inputs and outputs lie
 * @throws RangeError if it is no program
 *
 * @example
 * const numbers = residentArray(4 * 64);
 * const evaluate = tapeLanes(program, numbers); // two inputs, two outputs
 * evaluate(0, 128, 64, 64);
 */
export function tapeLanes(program: TapeProgram, numbers: Float64Array): TapeLanes {
  requireProgram(program, "tapeLanes");
  const kernel = kernelOf(numbers);
  const short = program.instructions.length <= INSTRUCTION * MOST_INSTRUCTIONS;
  if (!kernel || !short) return plainTapeLanes(program, numbers);
  const bytes = tapeModule(program, GATHERED_AT);
  const { evaluate } = kernel.extend(bytes, { sin, cos }) as {
    evaluate: (from: number, to: number, stride: number, stop: number) => void;
  };
  const start = numbers.byteOffset;
  return (from, to, stride, count) => {
    const first = start + 8 * from;
    if (count > 0) evaluate(first, start + 8 * to, 8 * stride, first + 8 * (count + (count % 2)));
  };
}

/** {@link tapeLanes} in plain TypeScript: what there is without WebAssembly, and the twin. */
export function plainTapeLanes(program: TapeProgram, numbers: Float64Array): TapeLanes {
  const { instructions, constants, outputs } = program;
  const values = new Float64Array(instructions.length / INSTRUCTION);
  return (from, to, stride, count) => {
    for (let lane = 0; lane < count + (count % 2); lane++) {
      for (let k = 0, at = 0; k < values.length; k++, at += INSTRUCTION) {
        const first = instructions[at + 1];
        const a = values[first];
        const b = values[instructions[at + 2]];
        switch (tapeOpcodes[instructions[at]]) {
          case "input":
            values[k] = numbers[from + first * stride + lane];
            break;
          case "constant":
            values[k] = constants[first];
            break;
          case "add":
            values[k] = a + b;
            break;
          case "subtract":
            values[k] = a - b;
            break;
          case "multiply":
            values[k] = a * b;
            break;
          case "divide":
            values[k] = a / b;
            break;
          case "negate":
            values[k] = -a;
            break;
          case "squareRoot":
            values[k] = Math.sqrt(a);
            break;
          case "absolute":
            values[k] = Math.abs(a);
            break;
          case "minimum":
            values[k] = Math.min(a, b);
            break;
          case "maximum":
            values[k] = Math.max(a, b);
            break;
          case "exp":
            values[k] = exp(a);
            break;
          case "log":
            values[k] = log(a);
            break;
          case "sin":
            values[k] = sin(a);
            break;
          case "cos":
            values[k] = cos(a);
            break;
          case "tanh":
            values[k] = tanh(a);
            break;
          case "whereLess":
            values[k] = values[instructions[at + (a < b ? 3 : 4)]];
            break;
        }
      }
      outputs.forEach((output, j) => {
        numbers[to + j * stride + lane] = values[output];
      });
    }
  };
}
