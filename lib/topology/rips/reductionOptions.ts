import type { RipsMonitor } from "./ripsBars.js";

/** What a reduction of coboundaries is told. */
export interface ReductionOptions {
  /** p: coefficients are in ℤ/p. */
  readonly modulus: number;
  /** Whether to give a cocycle a bar. */
  readonly cocycles: boolean;
  readonly monitor?: RipsMonitor;
}
