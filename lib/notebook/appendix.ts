import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "../results/atomicFile.js";
import { contentsPage, pageSummary } from "./contents.js";
import { type AppendixPage, notebookPage, type PageLink } from "./page.js";

export type { AppendixPage } from "./page.js";

/** What the appendix is built from. */
export interface AppendixOptions {
  /** In the order of reading. */
  readonly pages: readonly AppendixPage[];
  /** Made if it is missing. */
  readonly outFolder: string;
  readonly title?: string;
  /** Markdown above the table of contents. */
  readonly introduction?: string;
  /** Where the executed notebooks are, relative to the pages; `../notebooks` by default. */
  readonly notebooksHref?: string;
}

const standardIntroduction =
  "Every page is a notebook as it was executed: its prose, its code and what came of it. " +
  "Figures can be turned and enlarged; nothing is loaded from any network.";

/**
 * Builds the appendix: `index.html`, the table of contents, and a page per notebook.
 *
 * Each page holds all it needs: it can be opened from disk, offline, or sent alone. A file is
 * replaced in one step, the table of contents last, so a reader never meets half a page.
 *
 * @returns path of `index.html`
 * @throws RangeError if two pages have the same name, or one is named as no file can be
 *
 * @example
 * buildAppendix({ pages: [{ name: "00-start-here", notebook, status: "ok", provenance: {} }], outFolder: "build/appendix" });
 */
export function buildAppendix(options: AppendixOptions): string {
  const { pages, outFolder, title = "Numerical homotopy: notebooks" } = options;
  const { introduction = standardIntroduction, notebooksHref = "../notebooks" } = options;
  const names = new Set(pages.map((page) => page.name));
  if (names.size < pages.length)
    throw new RangeError("buildAppendix: two pages have the same name, expected one page each");
  const odd = pages.find(
    ({ name }) => !/^[^/\\:*?"<>|.][^/\\:*?"<>|]*$/.test(name) || name === "index",
  );
  if (odd)
    throw new RangeError(
      `buildAppendix: got the name "${odd.name}", expected a file name without folder`,
    );

  mkdirSync(outFolder, { recursive: true });
  const link = (href: string): string => linkToPage(href, names);
  const summaries = pages.map((page) => pageSummary(page, link));
  const links = pages.map(
    (page, i): PageLink => ({
      href: `${encodeURIComponent(page.name)}.html`,
      title: summaries[i].title,
    }),
  );
  for (const [i, page] of pages.entries()) {
    const notebookHref = `${notebooksHref}/${encodeURIComponent(page.name)}.ipynb`;
    const around = { title, previous: links[i - 1], next: links[i + 1], link, notebookHref };
    writeFileAtomic(join(outFolder, `${page.name}.html`), notebookPage(page, around));
  }
  const index = join(outFolder, "index.html");
  writeFileAtomic(index, contentsPage(pages, summaries, { title, introduction }));
  return index;
}

/** A link from notebook to notebook leads from page to page. */
function linkToPage(href: string, names: ReadonlySet<string>): string {
  const [, file, place] = /^(?:\.\/)?([^/#]+)\.ipynb(#.*)?$/.exec(href) ?? [];
  if (file === undefined || !names.has(decodeURIComponent(file))) return href;
  return `${file}.html${place ?? ""}`;
}
