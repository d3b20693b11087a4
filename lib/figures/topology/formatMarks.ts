import type { FloatFormat } from "../../precision/formats/format.js";
import { formatStyle } from "../theme.js";

/** What a mark needs to know of a format. */
export type MarkedFormat = Pick<FloatFormat, "name" | "significandBits">;

/** A vertical line of a format at a place of the horizontal axis. */
export interface FormatMark {
  /** Name of the format. */
  readonly format: string;
  /** Where the line stands. */
  readonly at: number;
  /** In the legend; the format's label unless told. */
  readonly name?: string;
}

/**
 * Vertical lines in the colours and dashes of formats. They are named in the legend: beside the
 * lines, the names of 3 and 4 bits would lie on each other.
 *
 * @param marks - any number
 * @param from - lower end of the lines
 * @param to - upper end
 *
 * @example
 * formatMarks([{ format: "float16", at: 11 }], 0, 5).length; // 1
 */
export function formatMarks(
  marks: readonly FormatMark[],
  from: number,
  to: number,
): Record<string, unknown>[] {
  return marks.map(({ format, at, name }) => {
    const { label, color, dash } = formatStyle(format);
    return {
      type: "scatter",
      mode: "lines",
      name: name ?? label,
      x: [at, at],
      y: [from, to],
      line: { color, dash, width: 2 },
      hovertemplate: "%{x:.4g}<extra>%{fullData.name}</extra>",
    };
  });
}
