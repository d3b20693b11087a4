/**
 * Room above a plot for the title and a horizontal legend of so many short entries, two to a row
 * as on a telephone, in pixels.
 *
 * @example
 * legendMargin(5); // 126
 */
export function legendMargin(entries: number): number {
  return Math.max(84, 66 + 20 * Math.ceil(entries / 2));
}
