import type { Figure } from "../../lib/figures/figure.js";
import { figureMimeBundle } from "../../lib/notebook/figureHtml.js";
import type {
  CodeCell,
  MarkdownCell,
  Notebook,
  NotebookCell,
  Output,
} from "../../lib/notebook/nbformat.js";

/** Small notebooks for the tests of pages. */

/** A notebook of these cells. */
export const notebookOf = (...cells: NotebookCell[]): Notebook => ({
  cells,
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});

/** A cell of prose. */
export const prose = (source: string, id = "prose"): MarkdownCell => ({
  cell_type: "markdown",
  id,
  metadata: {},
  source,
});

/** A cell of code with its outputs. */
export const code = (
  source: string,
  outputs: Output[] = [],
  count: number | null = 1,
): CodeCell => ({
  cell_type: "code",
  id: `code-${count ?? "idle"}-${source.length}`,
  metadata: {},
  source,
  execution_count: count,
  outputs,
});

/** Something shown. */
export const shown = (data: Record<string, unknown>): Output => ({
  output_type: "display_data",
  data,
  metadata: {},
});

/** A figure shown, without a picture. */
export const shownFigure = (figure: Figure, id = "figure"): Output =>
  shown(figureMimeBundle(figure, null, id));

/** A line in the plane. */
export const line: Figure = {
  data: [
    { type: "scatter", name: "path", x: Float64Array.of(0, 1, 2), y: Float64Array.of(1, NaN, 3) },
  ],
  layout: { title: { text: "A line" }, height: 300 },
  caption: "The loss falls.",
  alt: "A falling line.",
};

/** A small surface; with `frames`, a slider that changes it. */
export function surface(frequency = 1, frames?: readonly number[]): Figure {
  const z = (a: number) => ({
    values: Float64Array.from({ length: 36 }, (_, i) => Math.sin(a * (i % 6)) * Math.cos(i / 6)),
    shape: [6, 6] as const,
  });
  const steps = (frames ?? []).map((a) => ({
    label: String(a),
    method: "animate",
    args: [[String(a)], { mode: "immediate", frame: { duration: 0, redraw: true } }],
  }));
  return {
    data: [{ type: "surface", z: z(frequency), showscale: false }],
    layout: { height: 300, ...(frames && { sliders: [{ steps }] }) },
    ...(frames && { frames: frames.map((a) => ({ name: String(a), data: [{ z: z(a) }] })) }),
    caption: "A rippled surface.",
    alt: "A surface.",
  };
}
