/**
 * Room above a plot for the title and a horizontal legend of so many short entries, two to a row
 * as on a telephone, in pixels.
 *
 * @param entries - in the legend
 * @param row - height of a row; more than 20 where marks are large
 *
 * @example
 * legendMargin(5); // 126
 */
export function legendMargin(entries: number, row = 20): number {
  return Math.max(84, 66 + row * Math.ceil(entries / 2));
}
