import { ansiHtml } from "./ansi.js";
import { escapeHtml } from "./escapeHtml.js";
import { highlight } from "./highlight.js";
import { type Heading, renderMarkdown } from "./markdown.js";
import {
  type CodeCell,
  cellTags,
  type ErrorOutput,
  type Notebook,
  type NotebookCell,
} from "./nbformat.js";
import { type OutputContext, outputsHtml } from "./outputHtml.js";
import { pageFrame } from "./pageFrame.js";
import { type Provenance, provenanceHtml } from "./provenance.js";

/** A notebook that gets a page of the appendix. */
export interface AppendixPage {
  /** Its file's name without folder and ending; the page's file is named so too. */
  readonly name: string;
  /** As executed; missing if it could not even be read. */
  readonly notebook?: Notebook;
  readonly status: "ok" | "failed";
  /** Why it failed, if no cell says so: a file that is not a notebook, a process that died. */
  readonly problem?: string;
  readonly provenance: Provenance;
}

/** A page among the others. */
export interface PageSurroundings {
  /** Title of the whole appendix. */
  readonly title: string;
  readonly previous?: PageLink;
  readonly next?: PageLink;
  /** Where a relative link of the notebook leads from the page. */
  readonly link: (href: string) => string;
  /** Address of the executed notebook, relative to the page. */
  readonly notebookHref: string;
}

/** Another page. */
export interface PageLink {
  readonly href: string;
  /** HTML. */
  readonly title: string;
}

/**
 * A notebook as a page that needs no other file.
 *
 * @returns a complete HTML document
 */
export function notebookPage(page: AppendixPage, around: PageSurroundings): string {
  const context: OutputContext = { headings: [], link: around.link, figures: 0, compiles: false };
  const cells = page.notebook?.cells ?? [];
  const failure = cells.find(isFailed);
  const body = cells.map((cell) => cellHtml(cell, page.status, context)).join("");
  const [first] = context.headings;
  const heading =
    first?.level === 1 ? "" : `<div class="prose"><h1>${escapeHtml(page.name)}</h1></div>`;
  const download = page.notebook
    ? `<p><a href="${escapeHtml(around.notebookHref)}">The executed notebook</a> (${escapeHtml(page.name)}.ipynb)</p>`
    : "";
  const content = `<div class="page">
<aside class="side">${sectionList(context.headings)}</aside>
<main id="content"><article>
${heading}${page.status === "failed" ? notice(page, failure) : ""}${body}</article></main>
<footer>
<nav class="turn" aria-label="Notebooks">${turn(around.previous, "previous")}${turn(around.next, "next")}</nav>
<section class="provenance" aria-label="Provenance"><h2>Provenance</h2>
${provenanceHtml(page.provenance)}
${download}</section>
</footer>
</div>`;
  const step = (to: PageLink | undefined, words: string): string =>
    to ? `<a class="optional" href="${escapeHtml(to.href)}">${words}</a>` : "";
  return pageFrame({
    title: `${first?.text ?? page.name} · ${around.title}`,
    home: `<a class="home" href="index.html">${escapeHtml(around.title)}</a>`,
    bar: `${step(around.previous, "← Previous")}${step(around.next, "Next →")}<a href="index.html">Contents</a>`,
    content,
    figures: context.figures > 0,
    compiles: context.compiles,
  });
}

function cellHtml(
  cell: NotebookCell,
  status: AppendixPage["status"],
  context: OutputContext,
): string {
  if (cell.cell_type === "markdown")
    return `<div class="prose">${renderMarkdown(cell.source, context, cell.attachments as never)}</div>\n`;
  if (cell.cell_type === "raw")
    return `<pre class="code" tabindex="0">${escapeHtml(cell.source)}</pre>\n`;
  if (cell.source.trim() === "") return "";
  const idle = status === "failed" && cell.execution_count === null;
  const count = cell.execution_count ?? "\u00a0";
  const name = `cell-${escapeHtml(cell.id)}`;
  const label = idle
    ? '<span class="count"><span class="badge idle">not run</span></span>'
    : `<span class="count"><a href="#${name}" aria-label="Cell ${count}">[${count}]</a></span>`;
  const code = `<pre class="code" tabindex="0"><code>${highlight(cell.source, "typescript")}</code></pre>`;
  const outputs = outputsHtml(cell.outputs, context);
  return `<div class="cell${idle ? " idle" : ""}" id="${name}">${code}${label}\n${outputs}</div>\n`;
}

/** A cell that failed although it was not meant to. */
function isFailed(cell: NotebookCell): cell is CodeCell {
  if (cell.cell_type !== "code" || cellTags(cell).includes("raises-exception")) return false;
  return cell.outputs.some((output) => output.output_type === "error");
}

function notice(page: AppendixPage, failure: CodeCell | undefined): string {
  const idle = (page.notebook?.cells ?? []).filter(
    (cell) =>
      cell.cell_type === "code" && cell.execution_count === null && cell.source.trim() !== "",
  ).length;
  const error = failure?.outputs.find(
    (output): output is ErrorOutput => output.output_type === "error",
  );
  const where = failure
    ? `This notebook stopped in <a href="#cell-${escapeHtml(failure.id)}">cell [${failure.execution_count ?? "?"}]</a>:`
    : "This notebook did not run through.";
  const what = error ? `${error.ename}: ${error.evalue}` : (page.problem ?? "");
  const cells = idle === 1 ? "1 cell was" : `${idle} cells were`;
  return `<div class="notice" role="note"><p><span class="badge failed">failed</span> ${where}</p>
<p>${ansiHtml(what)}</p>${idle > 0 ? `\n<p>${cells} not run.</p>` : ""}</div>\n`;
}

function sectionList(headings: readonly Heading[]): string {
  const items = headings.filter((heading) => heading.level === 2 || heading.level === 3);
  if (items.length < 2) return "";
  const entry = ({ id, html }: Heading): string => `<a href="#${escapeHtml(id)}">${html}</a>`;
  let list = "";
  for (const [i, heading] of items.entries()) {
    const [before, after] = [items[i - 1]?.level ?? 2, items[i + 1]?.level ?? 2];
    if (heading.level === 2) list += `<li>${entry(heading)}${after === 3 ? "<ol>" : "</li>"}`;
    else {
      if (before === 2 && i === 0) list += "<li><ol>";
      list += `<li>${entry(heading)}</li>${after === 2 ? "</ol></li>" : ""}`;
    }
  }
  return `<nav aria-label="Sections"><details class="sections" open><summary>On this page</summary><ol>${list}</ol></details></nav>`;
}

function turn(to: PageLink | undefined, direction: "previous" | "next"): string {
  if (to === undefined) return "";
  const word = direction === "next" ? "Next" : "Previous";
  return `<a class="${direction}" rel="${direction === "next" ? "next" : "prev"}" href="${escapeHtml(to.href)}"><small>${word}</small>${to.title}</a>`;
}
