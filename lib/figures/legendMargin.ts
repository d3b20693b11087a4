import { legendAbove } from "./theme.js";

/**
 * Height of the title and of a horizontal legend of so many short entries, two to a row as on a
 * telephone, in pixels: what a figure is made taller by for them.
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

/**
 * A horizontal legend between title and plot that makes its own room, whatever the width of the
 * page: Plotly widens the margin above the plot by the height of the legend, in which two empty
 * lines stand for the figure's title.
 *
 * @param more - merged over the legend
 *
 * @example
 * legendBelowTitle().yanchor; // "bottom"
 */
export function legendBelowTitle(more: Record<string, unknown> = {}): Record<string, unknown> {
  const title = { text: "<br> ", side: "top", font: { size: 13 } };
  return legendAbove({ title, bgcolor: "rgba(0,0,0,0)", ...more });
}
