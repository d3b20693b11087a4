import fc from "fast-check";
import { expect, it } from "vitest";
import { kernelOf, residentArray } from "../../lib/kernels/residentArray.js";
import { plainTapeLanes, tapeLanes } from "../../lib/kernels/tapeLanes.js";
import { INSTRUCTION, type TapeProgram, tapeOpcodes } from "../../lib/kernels/tapeProgram.js";
import { cos, exp, log, sin, tanh } from "../../lib/numerics/elementary/elementary.js";

type Operation = (typeof tapeOpcodes)[number];

/** What each operation is, by the definition. */
const meaning: Readonly<Record<string, (...x: number[]) => number>> = {
  ...{ add: (a, b) => a + b, subtract: (a, b) => a - b, multiply: (a, b) => a * b },
  ...{ divide: (a, b) => a / b, negate: (a) => -a, squareRoot: Math.sqrt, absolute: Math.abs },
  ...{ minimum: Math.min, maximum: Math.max, exp, log, sin, cos, tanh },
  whereLess: (a, b, c, d) => (a < b ? c : d),
};
const arity = (name: Operation): number => meaning[name]?.length || 1;

const number = fc.oneof(
  fc.double(),
  fc.double({ min: -4, max: 4, noNaN: true }),
  fc.constantFrom(0, -0, 1, -1, Infinity, -Infinity, NaN, 2 ** -1074, 0.125, 19.07),
);
const INPUTS = 3;

/** A program of three inputs, two constants and any operations; every value is an output. */
const programs: fc.Arbitrary<TapeProgram> = fc
  .record({
    constants: fc.tuple(number, number),
    chosen: fc.array(
      fc.record({
        name: fc.constantFrom(...tapeOpcodes.filter((n) => n !== "input" && n !== "constant")),
        at: fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
      }),
      { minLength: 1, maxLength: 40 },
    ),
  })
  .map(({ constants, chosen }) => {
    const lines: number[][] = [];
    const line = (name: Operation, ...places: number[]): void => {
      lines.push([tapeOpcodes.indexOf(name), ...places, ...Array(4 - places.length).fill(0)]);
    };
    for (let i = 0; i < INPUTS; i++) line("input", i);
    for (let i = 0; i < 2; i++) line("constant", i);
    for (const { name, at } of chosen)
      line(name, ...at.slice(0, arity(name)).map((k) => k % lines.length));
    return {
      inputCount: INPUTS,
      instructions: Int32Array.from(lines.flat()),
      constants: Float64Array.from(constants),
      outputs: Int32Array.from(lines, (_, k) => k),
    };
  });

/** The outputs of one lane, operation by operation. */
function evaluated({ instructions, constants }: TapeProgram, inputs: readonly number[]): number[] {
  const values: number[] = [];
  for (let at = 0; at < instructions.length; at += INSTRUCTION) {
    const name = tapeOpcodes[instructions[at]];
    const places = [...instructions.subarray(at + 1, at + INSTRUCTION)];
    if (name === "input") values.push(inputs[places[0]]);
    else if (name === "constant") values.push(constants[places[0]]);
    else values.push(meaning[name](...places.slice(0, arity(name)).map((k) => values[k])));
  }
  return values;
}

it("computes in every lane what the operations say, with SIMD and without", () => {
  fc.assert(
    fc.property(
      programs,
      fc.array(fc.tuple(number, number, number), { maxLength: 6 }),
      (program, lanes) => {
        const stride = 8;
        const outputsAt = INPUTS * stride;
        const numbers = residentArray(outputsAt + program.outputs.length * stride);
        lanes.forEach((inputs, lane) => {
          inputs.forEach((x, i) => {
            numbers[i * stride + lane] = x;
          });
        });
        const plain = numbers.slice();
        tapeLanes(program, numbers)(0, outputsAt, stride, lanes.length);
        plainTapeLanes(program, plain)(0, outputsAt, stride, lanes.length);
        expect(kernelOf(numbers)).toBeDefined();
        expect(plain).toEqual(numbers);
        lanes.forEach((inputs, lane) => {
          const found = [...program.outputs].map((_, j) => numbers[outputsAt + j * stride + lane]);
          expect(found).toEqual(evaluated(program, inputs));
        });
      },
    ),
    { numRuns: 300 },
  );
});

it("takes long programs", () => {
  // x ↦ x + 1 + 1 + …, three thousand times
  const count = 3000;
  const lines = [
    [0, 0, 0, 0, 0],
    [1, 0, 0, 0, 0],
  ];
  for (let k = 0; k < count; k++) lines.push([2, k === 0 ? 0 : k + 1, 1, 0, 0]);
  const program = {
    inputCount: 1,
    instructions: Int32Array.from(lines.flat()),
    constants: Float64Array.of(1),
    outputs: Int32Array.of(count + 1),
  };
  const numbers = residentArray(8);
  numbers.set([5, -7]);
  tapeLanes(program, numbers)(0, 4, 4, 2);
  expect([...numbers.subarray(4, 6)]).toEqual([3005, 2993]);
});

it("takes an input that is read twice, and one that is not read", () => {
  const numbers = residentArray(16);
  numbers.set([7, 8], 0);
  numbers.set([1, 2], 2);
  const program = {
    inputCount: 2,
    instructions: Int32Array.from([0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1, 0, 0]),
    constants: new Float64Array(0),
    outputs: Int32Array.of(2, 2),
  };
  tapeLanes(program, numbers)(0, 4, 2, 2);
  expect([...numbers.subarray(4, 8)]).toEqual([2, 4, 2, 4]);
});

it("refuses what is no program", () => {
  const ok = {
    inputCount: 1,
    instructions: Int32Array.of(0, 0, 0, 0, 0),
    constants: new Float64Array(0),
    outputs: Int32Array.of(0),
  };
  const numbers = residentArray(8);
  const refused = (wrong: Partial<TapeProgram>): void =>
    void expect(() => tapeLanes({ ...ok, ...wrong }, numbers)).toThrow(RangeError);
  tapeLanes(ok, numbers);
  refused({ instructions: Int32Array.of(0, 0, 0) });
  refused({ instructions: Int32Array.of(17, 0, 0, 0, 0) });
  refused({ instructions: Int32Array.of(0, 1, 0, 0, 0) });
  refused({ instructions: Int32Array.of(1, 0, 0, 0, 0) });
  refused({ instructions: Int32Array.of(2, 0, 0, 0, 0) });
  refused({ instructions: Int32Array.of(0, -1, 0, 0, 0) });
  refused({ outputs: Int32Array.of(1) });
});
