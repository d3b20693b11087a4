const LEAST = -1074;

/** What the table ends with: a look-up of a power that is no double yields NaN. */
const BEYOND = 64;

/** Every power of two that is a double, 2^−1074 … 2^1023; made once. */
let powers: Float64Array | undefined;

/**
 * The table of 2^k at index k + 1074: a look-up is the fastest way to a scale in plain JavaScript.
 * 64 entries of NaN follow.
 *
 * @example
 * powersOfTwo()[1074 - 3]; // 0.125
 */
export function powersOfTwo(): Float64Array {
  powers ??= Float64Array.from({ length: 1024 - LEAST + BEYOND }, (_, i) =>
    i + LEAST < 1024 ? 2 ** (i + LEAST) : NaN,
  );
  return powers;
}
