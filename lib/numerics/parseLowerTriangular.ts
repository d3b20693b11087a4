import type { Distances } from "./distances.js";

/**
 * Distances from the text of a lower-triangular file, as Ripser reads it: d(1,0), d(2,0),
 * d(2,1), d(3,0), …, separated by commas, blanks or line ends, usually one row a line. The
 * diagonal is not in the file. "inf" or "Infinity" is +∞.
 *
 * Nothing is read as 0 or left out in silence: a missing number between two commas, lines that
 * make a square or an upper triangle, or numbers that fill no triangle are refused.
 *
 * A million numbers take about 0.3 s.
 *
 * @param text - an empty text is one point without distances
 * @throws RangeError naming row and column of what is not a number ≥ 0, or the count that does
 *   not fit
 *
 * @example
 * parseLowerTriangular("1\n2,3\n"); // { size: 3, values: [1, 2, 3] }
 */
export function parseLowerTriangular(text: string): Distances {
  const token = /[^\s,]+|,|\n/g;
  const values: number[] = [];
  const lineLengths: number[] = [];
  let [lineStart, row, column] = [0, 1, 0];
  let afterNumber = false; // else a comma stands for a missing number; one may end a line
  const endLine = (): void => {
    if (values.length > lineStart) lineLengths.push(values.length - lineStart);
    lineStart = values.length;
  };
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [word] = found;
    if (word === "\n") {
      endLine();
      afterNumber = false;
    } else if (word === ",") {
      if (!afterNumber)
        throw new RangeError(
          `parseLowerTriangular: expected a number, got "," in row ${row}, column ${column}`,
        );
      afterNumber = false;
    } else {
      const value = NUMBER.test(word) ? Number(word) : INFINITE.test(word) ? Infinity : NaN;
      if (!(value >= 0))
        throw new RangeError(
          `parseLowerTriangular: expected a number >= 0, got "${word.slice(0, 40)}" in row ${row}, column ${column}`,
        );
      values.push(value);
      afterNumber = true;
      if (++column === row) [row, column] = [row + 1, 0];
    }
  }
  endLine();
  const shape = otherShape(values, lineLengths);
  if (shape)
    throw new RangeError(
      `parseLowerTriangular: expected a lower triangle without the diagonal, got ${shape}`,
    );
  if (column !== 0)
    throw new RangeError(
      `parseLowerTriangular: expected 1 + 2 + 3 + … numbers, got ${values.length}: row ${row} has ${column} of ${row}`,
    );
  return { size: row, values: Float64Array.from(values) };
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const INFINITE = /^\+?inf(inity)?$/i;

/** What else the lines look like, with a count of numbers that happens to fill a triangle. */
function otherShape(values: readonly number[], lineLengths: readonly number[]): string {
  const lines = lineLengths.length;
  if (lines < 2) return "";
  const fits = (length: (i: number) => number): boolean =>
    lineLengths.every((n, i) => n === length(i));
  if (fits(() => lines) && lineLengths.every((_, i) => values[i * lines + i] === 0))
    return `${lines} lines of ${lines} numbers, a square matrix`;
  if (fits((i) => lines - i)) return `lines of ${lines}, ${lines - 1}, … numbers, an upper one`;
  const ends = lineLengths.every((_, i) => values[(i * (i + 3)) / 2] === 0);
  if (fits((i) => i + 1) && ends && values.some((value) => value !== 0))
    return "0 at the end of every line, the diagonal";
  return "";
}
