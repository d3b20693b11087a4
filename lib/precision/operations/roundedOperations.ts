import type { Rounder } from "../rounding/roundTo.js";

/**
 * The operations that round. `index` names the random bits of the stochastic modes; the
 * others ignore it.
 */
export interface RoundedOperations {
  readonly from: Rounder;
  add(a: number, b: number, index?: number): number;
  multiply(a: number, b: number, index?: number): number;
  divide(a: number, b: number, index?: number): number;
  squareRoot(a: number, index?: number): number;
  fusedMultiplyAdd(a: number, b: number, c: number, index?: number): number;
}
