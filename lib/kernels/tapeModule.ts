import {
  listBytes,
  moduleBytes,
  nameBytes,
  signedBytes,
  sizedBytes,
  unsignedBytes,
} from "./moduleBytes.js";
import { INSTRUCTION, type TapeOpcode, type TapeProgram, tapeOpcodes } from "./tapeProgram.js";

/** Functions of the kernels, of many numbers in place, and those called lane by lane. */
const imported = [
  ...(["exp64", "log64", "tanh64"] as const).map((name) => ["kernels", name, 0] as const),
  ...(["sin", "cos"] as const).map((name) => ["functions", name, 1] as const),
];
const batched = ["exp", "log", "tanh"] as const;
const EVALUATE = imported.length;

// Codes of the instructions of WebAssembly; those of SIMD follow a prefix.
const [I32, F64, V128, NOTHING] = [0x7f, 0x7c, 0x7b, 0x40];
const GET = (local: number): number[] => [0x20, ...unsignedBytes(local)];
const SET = (local: number): number[] => [0x21, ...unsignedBytes(local)];
const CALL = (which: number): number[] => [0x10, ...unsignedBytes(which)];
const simd = (code: number): number[] => [0xfd, ...unsignedBytes(code)];
const [I32_CONST, I32_ADD, I32_LESS, LOOP, BRANCH_IF, END] = [0x41, 0x6a, 0x49, 0x03, 0x0d, 0x0b];
const LOAD = [...simd(0x00), 3, 0]; // aligned to 8 bytes
const STORE = [...simd(0x0b), 3, 0];
const [CONSTANT, LANE, REPLACE] = [simd(0x0c), simd(0x21), simd(0x22)];
const [LESS, CHOOSE] = [simd(0x49), simd(0x52)];
const direct: Readonly<Record<string, number[]>> = {
  ...{ add: simd(0xf0), subtract: simd(0xf1), multiply: simd(0xf2), divide: simd(0xf3) },
  ...{ minimum: simd(0xf4), maximum: simd(0xf5) },
  ...{ absolute: simd(0xec), negate: simd(0xed), squareRoot: simd(0xef) },
};

const binary = ["add", "subtract", "multiply", "divide", "minimum", "maximum"];

/** Parameters, addresses and distances in bytes; then a running address; then the values. */
const [FROM, TO, STRIDE, STOP, AT] = [0, 1, 2, 3, 4];
const FIRST_VALUE = 5;

/** More instructions than this are more variables than every engine allows. */
export const MOST_INSTRUCTIONS = 40_000;

/** Most values that exp, log or tanh are taken of at a time. */
export const BATCH = 16;

/**
 * A program as a module of WebAssembly with one function,
 *
 *     evaluate(from, to, stride, stop)
 *
 * two lanes a round: the inputs at `from`, `from` + `stride` …, the outputs at `to` …, until
 * `from` is `stop`. Every value is a local variable, so that the engine keeps in registers what
 * it can. Constants are set before the loop. What exp, log and tanh are taken of is gathered
 * while it does not depend on such a result: many at a time are faster than one by one.
 *
 * @param scratch - address of 16·BATCH bytes
 */
export function tapeModule(program: TapeProgram, scratch: number): Uint8Array {
  const count = program.instructions.length / INSTRUCTION;
  const type = (from: number[], to: number[]): number[] => [
    0x60,
    ...listBytes(from.map((t) => [t])),
    ...listBytes(to.map((t) => [t])),
  ];
  const next = (local: number): number[] => [...GET(local), I32_CONST, 16, I32_ADD, ...SET(local)];
  const code: number[] = [];
  push(
    code,
    listBytes([
      [1, I32],
      [...unsignedBytes(count), V128],
    ]),
  );
  push(code, constantBytes(program), [LOOP, NOTHING], inputBytes(program));
  push(code, valueBytes(program, scratch), outputBytes(program), next(TO), next(FROM));
  push(code, GET(FROM), GET(STOP), [I32_LESS, BRANCH_IF, 0, END, END]);
  const types = [type([I32, I32], []), type([F64], [F64]), type([I32, I32, I32, I32], [])];
  return moduleBytes([
    [1, listBytes(types)],
    [
      2,
      listBytes([
        [...nameBytes("env"), ...nameBytes("memory"), 2, 0, 0],
        ...imported.map(([from, name, t]) => [...nameBytes(from), ...nameBytes(name), 0, t]),
      ]),
    ],
    [3, listBytes([[2]])],
    [7, listBytes([[...nameBytes("evaluate"), 0, EVALUATE]])],
    [10, listBytes([sizedBytes(code)])],
  ]);
}

/** Sets the constants. */
function constantBytes({ instructions, constants }: TapeProgram): number[] {
  const bytes: number[] = [];
  for (let at = 0, k = 0; at < instructions.length; at += INSTRUCTION, k++)
    if (tapeOpcodes[instructions[at]] === "constant")
      push(bytes, CONSTANT, twice(constants[instructions[at + 1]]), SET(FIRST_VALUE + k));
  return bytes;
}

/** Computes the values: each as soon as its operands are there, but those that are gathered. */
function valueBytes({ instructions }: TapeProgram, scratch: number): number[] {
  const bytes: number[] = [];
  const count = instructions.length / INSTRUCTION;
  const nameOf = (k: number): TapeOpcode => tapeOpcodes[instructions[INSTRUCTION * k]];
  const placesOf = (k: number): number[] => [
    ...instructions.subarray(INSTRUCTION * k + 1, INSTRUCTION * (k + 1)),
  ];
  // How many gathered results stand behind one another up to each value, its own included.
  const depth = new Int32Array(count);
  const layers: number[][] = [];
  for (let k = 0; k < count; k++) {
    const name = nameOf(k);
    if (name === "input" || name === "constant") continue;
    for (const operand of placesOf(k).slice(0, operandCount(name)))
      depth[k] = Math.max(depth[k], depth[operand]);
    layers[depth[k]] ??= [];
    layers[depth[k]].push(k);
    if (isBatched(name)) depth[k]++;
  }
  for (const layer of layers) {
    for (const k of layer)
      if (!isBatched(nameOf(k)))
        push(bytes, operationBytes(nameOf(k), placesOf(k)), SET(FIRST_VALUE + k));
    batched.forEach((name, which) => {
      const all = layer.filter((k) => nameOf(k) === name);
      for (let i = 0; i < all.length; i += BATCH) {
        const values = all.slice(i, i + BATCH);
        push(
          bytes,
          batchBytes(values, (k) => placesOf(k)[0], which, scratch),
        );
      }
    });
  }
  return bytes;
}

/** Stores the operands, has a function taken of them, and loads the results. */
function batchBytes(
  values: readonly number[],
  operandOf: (k: number) => number,
  which: number,
  scratch: number,
): number[] {
  const bytes: number[] = [];
  const address = [I32_CONST, ...signedBytes(scratch)];
  const memory = (code: number, i: number): number[] => [
    ...simd(code),
    3,
    ...unsignedBytes(16 * i),
  ];
  values.forEach((k, i) => {
    push(bytes, address, GET(FIRST_VALUE + operandOf(k)), memory(0x0b, i));
  });
  push(bytes, address, [I32_CONST, ...signedBytes(2 * values.length)], CALL(which));
  values.forEach((k, i) => {
    push(bytes, address, memory(0x00, i), SET(FIRST_VALUE + k));
  });
  return bytes;
}

const isBatched = (name: TapeOpcode): boolean => (batched as readonly string[]).includes(name);

const operandCount = (name: TapeOpcode): number =>
  name === "whereLess" ? 4 : binary.includes(name) ? 2 : 1;

/** Appends, also what is too long for an argument list. */
function push(to: number[], ...parts: readonly (readonly number[])[]): void {
  for (const part of parts) for (const byte of part) to.push(byte);
}

/** Loads the inputs, each `stride` after the one before. */
function inputBytes({ inputCount, instructions }: TapeProgram): number[] {
  const bytes = [...GET(FROM), ...SET(AT)];
  const values: number[][] = Array.from({ length: inputCount }, () => []);
  for (let at = 0, k = 0; at < instructions.length; at += INSTRUCTION, k++)
    if (tapeOpcodes[instructions[at]] === "input") values[instructions[at + 1]].push(k);
  for (const same of values) {
    for (const k of same) push(bytes, GET(AT), LOAD, SET(FIRST_VALUE + k));
    push(bytes, GET(AT), GET(STRIDE), [I32_ADD], SET(AT));
  }
  return bytes;
}

function outputBytes({ outputs }: TapeProgram): number[] {
  const bytes = [...GET(TO), ...SET(AT)];
  for (const output of outputs)
    push(
      bytes,
      GET(AT),
      GET(FIRST_VALUE + output),
      STORE,
      GET(AT),
      GET(STRIDE),
      [I32_ADD],
      SET(AT),
    );
  return bytes;
}

/** Computes one value. */
function operationBytes(name: TapeOpcode, at: readonly number[]): number[] {
  const [a, b, c, d] = at.map((operand) => GET(FIRST_VALUE + operand));
  if (name === "whereLess") return [...c, ...d, ...a, ...b, ...LESS, ...CHOOSE];
  if (name === "sin" || name === "cos") {
    const call = CALL(name === "sin" ? 3 : 4);
    const lane = (which: number): number[] => [...a, ...LANE, which, ...call];
    return [...a, ...lane(0), ...REPLACE, 0, ...lane(1), ...REPLACE, 1];
  }
  return [...a, ...(operandCount(name) === 2 ? b : []), ...direct[name]];
}

/** The bytes of a double, for both lanes. */
function twice(x: number): number[] {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, x, true);
  return [...bytes, ...bytes];
}
