import katex from "katex";
import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";
import { escapeHtml } from "./escapeHtml.js";

/**
 * A TeX formula as HTML with MathML for screen readers. A formula KaTeX cannot read is shown
 * as its source with KaTeX's message.
 *
 * @param tex - the formula without its dollars
 * @param display - on a line of its own
 *
 * @example
 * formulaHtml("2^{-p}", false);
 */
export function formulaHtml(tex: string, display: boolean): string {
  try {
    const html = katex.renderToString(tex, { displayMode: display, strict: false, maxSize: 50 });
    return display ? `<div class="formula" tabindex="0">${html}</div>` : html;
  } catch (error) {
    const message = (error as Error).message.replace(/^KaTeX parse error: /, "");
    return `<code class="formula-error">${escapeHtml(tex)}</code> <span class="formula-error">(${escapeHtml(message)})</span>`;
  }
}

/**
 * Teaches markdown-it `$…$` and `$$…$$`, and LaTeX environments on lines of their own.
 *
 * A dollar opens a formula if no blank follows it, and closes one if no blank precedes it and no
 * digit follows: *$5 and $6* is money. `\$` is a dollar. Code spans keep theirs.
 */
export function mathRule(markdown: MarkdownIt): void {
  markdown.inline.ruler.before("escape", "formula", inlineFormula);
  markdown.block.ruler.before("fence", "formulas", blockFormula, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
  markdown.renderer.rules.formula = (tokens, i) => formulaHtml(tokens[i].content, false);
  markdown.renderer.rules.formulas = (tokens, i) => `${formulaHtml(tokens[i].content, true)}\n`;
}

function inlineFormula(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax } = state;
  if (src[pos] !== "$") return false;
  const dollars = src[pos + 1] === "$" ? "$$" : "$";
  const start = pos + dollars.length;
  let end = src.indexOf(dollars, start);
  while (end !== -1 && isEscaped(src, end)) end = src.indexOf(dollars, end + 1);
  const tex = end === -1 || end >= posMax ? "" : src.slice(start, end);
  const after = src[end + dollars.length] ?? "";
  const money = dollars === "$" && (/^\s|\s$/.test(tex) || /\d/.test(after));
  // An odd number of backticks: the closing dollar stands in a code span.
  const code = tex.split("`").length % 2 === 0;
  if (tex.trim() === "" || money || code) {
    // The dollars are text; both are taken, or the second would open a formula.
    if (!silent) state.pending += dollars;
    state.pos += dollars.length;
    return true;
  }
  if (!silent) {
    const token = state.push(dollars === "$" ? "formula" : "formulas", "", 0);
    token.content = tex;
  }
  state.pos = end + dollars.length;
  return true;
}

function blockFormula(state: StateBlock, first: number, last: number, silent: boolean): boolean {
  if (state.sCount[first] - state.blkIndent >= 4) return false;
  const line = (n: number): string =>
    state.src.slice(state.bMarks[n] + state.tShift[n], state.eMarks[n]).trimEnd();
  const opening = line(first);
  const environment = /^\\begin\{([a-z]+\*?)\}/.exec(opening)?.[1];
  if (environment === undefined && !opening.startsWith("$$")) return false;
  const close = environment === undefined ? "$$" : `\\end{${environment}}`;
  const lines: string[] = [];
  for (let n = first; n < last; n++) {
    const text = n === first && environment === undefined ? opening.slice(2) : line(n);
    lines.push(text);
    if (n > first && text === "") return false;
    if (!text.endsWith(close)) {
      // Something after the closing dollars: an inline formula that begins its paragraph.
      if (text.includes(close)) return false;
      continue;
    }
    if (silent) return true;
    const tex = lines.join("\n");
    const token = state.push("formulas", "", 0);
    token.block = true;
    token.content = environment === undefined ? tex.slice(0, -2) : tex;
    token.map = [first, n + 1];
    state.line = n + 1;
    return true;
  }
  return false;
}

/** Whether an odd number of backslashes stands before `pos`. */
function isEscaped(text: string, pos: number): boolean {
  let from = pos;
  while (text[from - 1] === "\\") from--;
  return (pos - from) % 2 === 1;
}
