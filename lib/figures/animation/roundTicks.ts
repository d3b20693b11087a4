/**
 * Round numbers of an axis: multiples of 1, 2 or 5 times a power of ten.
 *
 * @param low - start of the axis
 * @param high - its end, above `low`
 * @param most - at most so many ticks
 *
 * @example
 * roundTicks(-2, 2, 6); // [-2, -1, 0, 1, 2]
 */
export function roundTicks(low: number, high: number, most: number): number[] {
  if (!(high > low) || !Number.isFinite(high - low)) return [];
  const power = 10 ** Math.floor(Math.log10((high - low) / most));
  const factor = [1, 2, 5, 10, 20].find((f) => (high - low) / (f * power) <= most - 1) ?? 50;
  const step = factor * power;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  // Through a decimal, so that 3·0.1 is written 0.3.
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
