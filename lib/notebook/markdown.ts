import MarkdownIt, { type Token } from "markdown-it";
import { detailsRule } from "./detailsRule.js";
import { escapeHtml } from "./escapeHtml.js";
import { highlight } from "./highlight.js";
import { mathRule } from "./mathRule.js";

/** A heading of a page. */
export interface Heading {
  /** 1 to 6. */
  readonly level: number;
  /** Its contents as HTML, without links. */
  readonly html: string;
  /** Its words, formulas as TeX. */
  readonly text: string;
  /** Name for links to it. */
  readonly id: string;
}

/** What the Markdown of one page has in common. */
export interface PageContext {
  /** Headings so far, in order; each rendering adds its own. */
  readonly headings: Heading[];
  /** Where a relative link leads on this page; unchanged by default. */
  readonly link?: (href: string) => string;
}

/** Pictures of a cell: name → MIME type → base64. */
export type Attachments = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const engine = new MarkdownIt({ html: false, typographer: false, linkify: false });
engine.use(mathRule).use(detailsRule);
engine.renderer.rules.fence = (tokens, i) => codeBlock(tokens[i]);
engine.renderer.rules.code_block = (tokens, i) => codeBlock(tokens[i]);
engine.renderer.rules.table_open = () => '<div class="scroll" tabindex="0"><table>\n';
engine.renderer.rules.table_close = () => "</table></div>\n";
engine.renderer.rules.image = (tokens, i, _, environment) =>
  picture(tokens[i], (environment as unknown as Environment).attachments ?? {});

interface Environment {
  readonly attachments?: Attachments;
}

/**
 * Markdown as HTML: CommonMark with tables, formulas, folded answers and highlighted code.
 *
 * HTML in the source is shown as text. Headings get names and links to themselves. Pictures
 * come from attachments or `data:` addresses; others would load something, so their words
 * stand instead. Links lead only to http(s), mail, or places relative to the page.
 *
 * @param source - Markdown
 * @param context - the page it is for
 * @param attachments - the cell's pictures
 *
 * @example
 * renderMarkdown("# At $p$ bits", { headings: [] });
 */
export function renderMarkdown(
  source: string,
  context: PageContext,
  attachments: Attachments = {},
): string {
  const environment = { attachments };
  const tokens = engine.parse(source, environment);
  for (const [i, token] of tokens.entries()) {
    if (token.type === "heading_open") nameHeading(token, tokens[i + 1], context);
    for (const child of token.children ?? []) if (child.type === "link_open") aim(child, context);
  }
  return engine.renderer.render(tokens, engine.options, environment);
}

function nameHeading(open: Token, inline: Token, { headings }: PageContext): void {
  const children = inline.children ?? [];
  const text = children.map((child) => child.content || (child.type === "softbreak" ? " " : ""));
  const words = text.join("");
  const slug = words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  let id = slug || "section";
  for (let n = 2; headings.some((heading) => heading.id === id); n++)
    id = `${slug || "section"}-${n}`;
  const plain = children.filter((child) => !child.type.startsWith("link_"));
  const html = engine.renderer.renderInline(plain, engine.options, {});
  headings.push({ level: Number(open.tag.slice(1)), html, text: words, id });
  open.attrSet("id", id);
  const anchor = new MarkdownIt.Token("anchor", "", 0);
  anchor.meta = { id, words };
  inline.children = [...children, anchor];
}

engine.renderer.rules.anchor = (tokens, i) => {
  const { id, words } = tokens[i].meta as { id: string; words: string };
  return ` <a class="anchor" href="#${escapeHtml(id)}" aria-label="Link to “${escapeHtml(words)}”">#</a>`;
};

function aim(link: Token, context: PageContext): void {
  const href = String(link.attrGet("href") ?? "");
  if (/^https?:/i.test(href)) link.attrSet("rel", "noopener noreferrer");
  else if (context.link) link.attrSet("href", context.link(href));
}

function codeBlock(token: Token): string {
  const language = token.info.trim().split(/\s+/)[0] ?? "";
  return `<pre class="code" tabindex="0"><code>${highlight(token.content, language)}</code></pre>\n`;
}

function picture(token: Token, attachments: Attachments): string {
  const source = String(token.attrGet("src") ?? "");
  const alt = escapeHtml(token.content);
  const name = /^attachment:(.+)$/.exec(source)?.[1];
  const [type, data] = Object.entries(attachments[decodeURIComponent(name ?? "")] ?? {})[0] ?? [];
  if (type?.startsWith("image/") && typeof data === "string")
    return `<img src="data:${escapeHtml(type)};base64,${escapeHtml(data)}" alt="${alt}">`;
  if (/^data:image\/(png|jpeg|gif|webp);base64,/.test(source))
    return `<img src="${escapeHtml(source)}" alt="${alt}">`;
  return `<span class="missing-picture">[picture: ${alt || escapeHtml(source)}]</span>`;
}
