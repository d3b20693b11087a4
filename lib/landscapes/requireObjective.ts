import type { Objective } from "./objective.js";

/**
 * Refuses what is no objective.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if it has no loss or gradient
 * @throws RangeError if its dimension is no integer ≥ 1
 *
 * @example
 * requireObjective(twoValleys, "here"); // nothing happens
 */
export function requireObjective(objective: Objective, caller: string): void {
  if (typeof objective?.loss !== "function" || typeof objective.gradient !== "function")
    throw new TypeError(
      `${caller}: expected an objective with loss and gradient, got ${kindOf(objective)}`,
    );
  const { dimension } = objective;
  if (!Number.isInteger(dimension) || dimension < 1)
    throw new RangeError(
      `${caller}: expected an objective of dimension >= 1, got ${String(dimension)}`,
    );
}

/**
 * Refuses what is no list of numbers; its length is the caller's to check.
 *
 * @param what - what it should be, for the error
 * @param caller - the function to name in the error
 * @throws TypeError if it has no length
 *
 * @example
 * requireList(Float64Array.of(1, 2), "parameters", "here"); // nothing happens
 */
export function requireList(values: ArrayLike<unknown>, what: string, caller: string): void {
  if (typeof values !== "object" || typeof values?.length !== "number")
    throw new TypeError(`${caller}: expected ${what} as an array, got ${kindOf(values)}`);
}

const kindOf = (value: unknown): string =>
  value === null || typeof value !== "object" ? String(value) : "an object without them";
