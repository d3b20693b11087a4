import { escapeHtml } from "./escapeHtml.js";
import { type Heading, renderMarkdown } from "./markdown.js";
import type { AppendixPage } from "./page.js";
import { pageFrame } from "./pageFrame.js";
import { durationText } from "./provenance.js";

/** What the table of contents says of a notebook. */
export interface PageSummary {
  /** Its first heading, as HTML; its name if there is none. */
  readonly title: string;
  /** The first paragraph after it, as HTML: the question it asks. */
  readonly question: string;
}

/** Title and question of a notebook, from its first cell of prose. */
export function pageSummary(page: AppendixPage, link: (href: string) => string): PageSummary {
  const cell = page.notebook?.cells.find((candidate) => candidate.cell_type === "markdown");
  const headings: Heading[] = [];
  const html = renderMarkdown(cell?.source ?? "", { headings, link });
  const question = /<p>([\s\S]*?)<\/p>/.exec(html)?.[1] ?? "";
  return { title: headings[0]?.html ?? escapeHtml(page.name), question };
}

/** What stands above the list. */
export interface ContentsOptions {
  readonly title: string;
  /** Markdown. */
  readonly introduction: string;
}

/** The table of contents: title, question, minutes and status of every notebook. */
export function contentsPage(
  pages: readonly AppendixPage[],
  summaries: readonly PageSummary[],
  { title, introduction }: ContentsOptions,
): string {
  const items = pages.map((page, i) => {
    const { title: name, question } = summaries[i];
    const failed = page.status === "failed";
    const problem = failed && page.problem ? `${page.problem}` : "";
    const words = problem === "" ? question : escapeHtml(problem);
    const { wallSeconds } = page.provenance;
    const time = typeof wallSeconds === "number" ? `<span>${durationText(wallSeconds)}</span>` : "";
    return `<li><div><a href="${encodeURIComponent(page.name)}.html">${name}</a></div>
${words === "" ? "" : `<p>${words}</p>`}
<div class="facts"><span><span class="badge ${failed ? "failed" : "ok"}">${failed ? "failed" : "ok"}</span></span>${time}</div></li>`;
  });
  const content = `<div class="page plain"><main id="content">
<div class="prose"><h1>${escapeHtml(title)}</h1>
${renderMarkdown(introduction, { headings: [] })}</div>
<ol class="contents">
${items.join("\n")}
</ol>
${total(pages)}
</main></div>`;
  return pageFrame({ title, bar: "", home: "", content, figures: false, compiles: false });
}

/** One line for what all pages have in common. */
function total(pages: readonly AppendixPage[]): string {
  const common = (key: string): string => {
    const values = new Set(pages.map((page) => page.provenance[key]));
    const [value] = values;
    return values.size === 1 && typeof value === "string" ? value : "";
  };
  const seconds = pages.map((page) => Number(page.provenance.wallSeconds ?? 0));
  const all = seconds.reduce((sum, one) => sum + (Number.isFinite(one) ? one : 0), 0);
  const facts = [
    `${pages.length} ${pages.length === 1 ? "notebook" : "notebooks"}`,
    all > 0 ? `${durationText(all)} in all` : "",
    common("profile") && `${common("profile")} profile`,
    common("commit") && `commit ${common("commit").slice(0, 12)}`,
  ];
  return `<p class="total">${escapeHtml(facts.filter(Boolean).join(" · "))}</p>`;
}
