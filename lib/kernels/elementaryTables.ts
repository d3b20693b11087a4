import { ROOTS } from "../numerics/elementary/exp.js";
import { TABLE } from "../numerics/elementary/log.js";
import { PARAMETER_BYTES } from "./kernelParameters.js";

/** Where the tables are: ROOTS and LOGARITHMS of assembly/slots.ts. */
const ROOTS_AT = PARAMETER_BYTES;
const LOGARITHMS_AT: number = ROOTS_AT + 8 * 256;

/** Where programs gather up to 16 vectors; what tanh keeps (SINGLE of assembly/slots.ts) is before it. */
export const GATHERED_AT = 6464;
/** Constants of exp and tanh, in the order of assembly/slots.ts; of the reduction those of exp.ts. */
const CONSTANTS_AT: number = GATHERED_AT + 256;
const constants = [
  ...[184.6649652337873, 0.00541521234663378, 1.4907929134926466e-12, 1.5 * 2 ** 52],
  ...[0.5, 1, 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 2 ** 27 + 1, 707],
];
/** Bytes that the parameters, the tables and these fill; whole cache lines. */
export const TABLES_END: number = CONSTANTS_AT + 128;

/**
 * Writes the tables and constants of the elementary functions, the very numbers that
 * numerics/elementary computes with, behind the parameters in a kernel's memory.
 */
export function writeTables(memory: ArrayBuffer): void {
  new Float64Array(memory, ROOTS_AT, 256).set(ROOTS);
  new Float64Array(memory, CONSTANTS_AT, constants.length).set(constants);
  const rows = new Float64Array(memory, LOGARITHMS_AT, (4 * TABLE.length) / 3);
  // Rows of four, so that two loads take a row.
  TABLE.forEach((x, i) => {
    rows[4 * Math.floor(i / 3) + (i % 3)] = x;
  });
}
