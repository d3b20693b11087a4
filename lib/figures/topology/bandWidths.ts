/**
 * Half-widths of a confidence band, one per diagram, from what a figure was told.
 *
 * @param band - one for all, one per diagram, or none
 * @param count - number of diagrams
 * @param caller - the function to name in the error
 * @returns `count` widths ≥ 0; NaN becomes 0, no band
 * @throws RangeError if a width is negative or infinite, or there are other than `count`
 *
 * @example
 * widthsOf(0.1, 2, "here"); // [0.1, 0.1]
 */
export function widthsOf(
  band: number | ArrayLike<number> | undefined,
  count: number,
  caller: string,
): number[] {
  const widths =
    typeof band === "object" ? Array.from(band) : Array.from({ length: count }, () => band ?? 0);
  if (widths.length !== count)
    throw new RangeError(
      `${caller}: expected a band for each of ${count} diagrams, got ${widths.length}`,
    );
  const odd = widths.find((width) => width < 0 || width === Infinity);
  if (odd !== undefined) throw new RangeError(`${caller}: expected finite bands >= 0, got ${odd}`);
  return widths.map((width) => width || 0);
}
