import { requireKnown } from "../../numerics/requireKnown.js";
import type { RipsMonitor } from "./ripsBars.js";

/** What {@link ripsPersistence} may be told. */
export interface RipsOptions {
  /** Highest dimension of homology, a whole number from 0 to 255; 1 unless told. */
  readonly maxDimension?: number;
  /**
   * Longest edge, ≥ 0, in the units of the distances. Unless told, the enclosing radius; more
   * than that adds no bar, so it is never exceeded.
   */
  readonly threshold?: number;
  /** p of the coefficients ℤ/p, a prime below 2¹⁵; 2 unless told. */
  readonly modulus?: number;
  /** Whether to give a representative cocycle of each bar; false unless told. */
  readonly cocycles?: boolean;
  /** Whether to give a representative cycle of each bar; false unless told. */
  readonly cycles?: boolean;
  /** Bytes above which the work is refused; 4 GiB unless told. */
  readonly memoryLimit?: number;
  /** Is told how far the work has got. */
  readonly monitor?: RipsMonitor;
}

/** All options with their values. */
export interface RipsSettings extends Required<Omit<RipsOptions, "threshold" | "monitor">> {
  /** +∞ if none is asked for. */
  readonly threshold: number;
  readonly monitor?: RipsMonitor;
}

const names = ["maxDimension", "threshold", "modulus", "cocycles", "cycles", "memoryLimit"];

/**
 * The options with their defaults.
 *
 * @param options - what the caller gave
 * @param caller - the function to name in errors
 * @throws TypeError if there is an unknown option, or one is of the wrong type
 * @throws RangeError if a number is out of range
 */
export function checkRipsOptions(options: RipsOptions, caller: string): RipsSettings {
  requireKnown(options, [...names, "monitor"], "option", caller);
  const { maxDimension = 1, threshold = Infinity, modulus = 2, cocycles = false } = options;
  const { cycles = false, memoryLimit = 2 ** 32, monitor } = options;
  for (const [name, value] of Object.entries({ maxDimension, threshold, modulus, memoryLimit }))
    if (typeof value !== "number")
      throw new TypeError(
        `${caller}: expected ${name} to be a number, got ${value === null ? "null" : typeof value}`,
      );
  if (!(Number.isInteger(maxDimension) && maxDimension >= 0 && maxDimension <= 255))
    throw new RangeError(
      `${caller}: expected a whole maxDimension from 0 to 255, got ${maxDimension}`,
    );
  if (!(threshold >= 0))
    throw new RangeError(`${caller}: expected a threshold >= 0, got ${threshold}`);
  if (!(modulus < 2 ** 15 && isPrime(modulus)))
    throw new RangeError(`${caller}: expected a prime modulus below 32768, got ${modulus}`);
  if (!(memoryLimit > 0))
    throw new RangeError(`${caller}: expected a memoryLimit > 0, got ${memoryLimit}`);
  for (const [name, value] of Object.entries({ cocycles, cycles }))
    if (typeof value !== "boolean")
      throw new TypeError(`${caller}: expected ${name} to be true or false, got ${String(value)}`);
  if (monitor !== undefined && typeof monitor?.progress !== "function")
    throw new TypeError(`${caller}: expected a monitor with a function "progress"`);
  return { maxDimension, threshold, modulus, cocycles, cycles, memoryLimit, monitor };
}

function isPrime(n: number): boolean {
  if (!(Number.isInteger(n) && n >= 2)) return false;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return true;
}
