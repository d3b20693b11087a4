/** How the values of a grid make a space that grows; see `gridPersistence`. */
export type GridConstruction = "vertices" | "cells";

/**
 * A copy of the values on a grid, examined: as many as the shape says, no NaN left, −0 written 0.
 *
 * @param values - row-major, the last axis running fastest; ±∞ allowed
 * @param shape - points along each of 1, 2 or 3 axes
 * @param undefinedAs - stands in for NaN; undefined refuses NaN
 * @param caller - the function to name in an error
 * @throws TypeError naming the first value that is no number: null, text, a row of a matrix
 * @throws RangeError if the shape is not 1 to 3 integers ≥ 1 or not that of the values, if
 *   undefinedAs is NaN, or naming the first value that is NaN
 *
 * @example
 * gridFunction([3, NaN], [2], Infinity, "example"); // 3, ∞
 */
export function gridFunction(
  values: ArrayLike<number>,
  shape: readonly number[],
  undefinedAs: number | undefined,
  caller: string,
): Float64Array {
  const written = Array.isArray(shape) ? `[${shape.join(", ")}]` : String(shape);
  if (!Array.isArray(shape) || shape.length < 1 || shape.length > 3)
    throw new RangeError(`${caller}: expected a shape of 1 to 3 axes, got ${written}`);
  if (!shape.every((count) => Number.isInteger(count) && count >= 1))
    throw new RangeError(`${caller}: expected integers >= 1 as the shape, got ${written}`);
  const count = shape.reduce((product, length) => product * length, 1);
  if (values.length !== count)
    throw new RangeError(
      `${caller}: expected ${count} values for the shape ${written}, got ${values.length}`,
    );
  if (undefinedAs !== undefined && !(Math.abs(undefinedAs) >= 0))
    throw new RangeError(`${caller}: undefinedAs must be a number, got ${undefinedAs}`);
  const copy = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const value = values[i];
    if (typeof value !== "number")
      throw new TypeError(
        `${caller}: expected numbers in one flat list, got ${value === null ? "null" : typeof value} at (${place(i, shape)})`,
      );
    if (value >= 0 || value < 0) copy[i] = value + 0;
    else if (undefinedAs !== undefined) copy[i] = undefinedAs + 0;
    else
      throw new RangeError(
        `${caller}: the value at (${place(i, shape)}) is ${values[i]}; undefinedAs says what to take instead`,
      );
  }
  return copy;
}

/** Position of an index along each axis. */
function place(index: number, shape: readonly number[]): string {
  const along: number[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    along.unshift(index % shape[axis]);
    index = Math.floor(index / shape[axis]);
  }
  return along.join(", ");
}

/** @throws RangeError unless it is one of the two constructions */
export function requireConstruction(construction: unknown, caller: string): void {
  if (construction !== "vertices" && construction !== "cells")
    throw new RangeError(
      `${caller}: construction must be "vertices" or "cells", got ${String(construction)}`,
    );
}
