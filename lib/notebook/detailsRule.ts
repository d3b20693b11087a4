import type { MarkdownIt, StateBlock } from "markdown-it";

/**
 * Teaches markdown-it a folded answer, written in either of two ways:
 *
 *     :::details Answer                     <details><summary>Answer</summary>
 *     The text, in *Markdown*.              The text, in *Markdown*.
 *     :::                                   </details>
 *
 * The first reads well where it is not known, the second folds in Jupyter too. Only these
 * exact lines count as HTML; any other tag stays text. They do not nest.
 */
export function detailsRule(markdown: MarkdownIt): void {
  markdown.block.ruler.before("fence", "details", details, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
}

const openings: readonly (readonly [RegExp, string])[] = [
  [/^:::\s*details\b\s*(.*)$/, ":::"],
  [/^<details>\s*<summary>(.*)<\/summary>$/, "</details>"],
];

function details(state: StateBlock, first: number, last: number, silent: boolean): boolean {
  if (state.sCount[first] - state.blkIndent >= 4) return false;
  const line = (n: number): string =>
    state.src.slice(state.bMarks[n] + state.tShift[n], state.eMarks[n]).trim();
  for (const [opening, closing] of openings) {
    const title = opening.exec(line(first))?.[1];
    if (title === undefined) continue;
    let end = first + 1;
    while (end < last && line(end) !== closing) end++;
    // Never closed: the text stays in sight.
    if (end === last) return false;
    if (silent) return true;

    state.push("details_open", "details", 1).block = true;
    state.push("summary_open", "summary", 1);
    const summary = state.push("inline", "", 0);
    summary.content = title || "Answer";
    summary.children = [];
    summary.map = [first, first + 1];
    state.push("summary_close", "summary", -1);
    state.md.block.tokenize(state, first + 1, end);
    state.push("details_close", "details", -1).block = true;
    state.line = end + 1;
    return true;
  }
  return false;
}
