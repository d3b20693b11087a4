/** A part of a formula: its characters from `start` to before `end`, counted from 0. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How many characters of a formula an error shows, before and after the part it is about. */
const SHOWN = 40;

/**
 * The error that points at a part of a formula: the position (from 1), the formula, and below
 * it a caret under each character of the part. Of a long formula an excerpt is shown.
 *
 * @param what - what is wrong
 * @param hint - what there is instead, below the carets
 *
 * @example
 * throw formulaError("x + foo", { start: 4, end: 7 }, 'unknown name "foo"');
 * // landscape: unknown name "foo" at character 5 of "x + foo"
 * //   x + foo
 * //       ^^^
 */
export function formulaError(formula: string, span: Span, what: string, hint = ""): RangeError {
  const from = span.start > SHOWN + 10 ? span.start - SHOWN : 0;
  const until = Math.min(formula.length, span.start + 2 * SHOWN);
  const before = from > 0 ? "…" : "";
  const shown = `${before}${oneLine(formula.slice(from, until))}${until < formula.length ? "…" : ""}`;
  const marked = Math.max(1, Math.min(span.end, until) - span.start);
  const carets = " ".repeat(before.length + span.start - from) + "^".repeat(marked);
  return new RangeError(
    `landscape: ${what} at character ${span.start + 1} of "${shown}"\n  ${shown}\n  ${carets}${hint && `\n${hint}`}`,
  );
}

/** The text of a part, as it is quoted in messages. */
export function partOf(formula: string, { start, end }: Span): string {
  const text = oneLine(formula.slice(start, Math.min(end, start + 2 * SHOWN)));
  return end - start > 2 * SHOWN ? `${text}…` : text;
}

/** Line breaks and other characters that take no or several columns, as one column each. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Mn}]/gu, " ");
