import { ansiHtml } from "./ansi.js";
import { escapeHtml, scriptJson } from "./escapeHtml.js";
import { figureHeight, figureParts, plotlyMime } from "./figureHtml.js";
import { type FilmParts, filmParts } from "./filmHtml.js";
import { type PageContext, renderMarkdown } from "./markdown.js";
import { formulaHtml } from "./mathRule.js";
import type { ErrorOutput, Output } from "./nbformat.js";
import { plotlyLibraryMark } from "./plotlyBundle.js";

/** A page that is being written. */
export interface OutputContext extends PageContext {
  /** Figures so far; each figure counts itself. */
  figures: number;
  /** Whether one of them needs a script that compiles code (regl makes its shaders' callers so). */
  compiles: boolean;
}

/** Trace types that hold a WebGL context, of which browsers allow about sixteen. */
const webGl =
  /^(surface|scatter3d|mesh3d|cone|streamtube|volume|isosurface|scattergl|scatterpolargl|splom|parcoords)$/;

/** Those of them that Plotly draws with regl. */
const regl = /^(scattergl|scatterpolargl|splom|parcoords)$/;

/**
 * The outputs of a code cell as HTML for the appendix; empty if there is nothing to show.
 *
 * Of each output the richest view is taken. HTML is inserted as it is: the project's own kernel
 * made it. Plotly's library is left out, for the page brings its own.
 */
export function outputsHtml(outputs: readonly Output[], context: OutputContext): string {
  return outputs.map((output) => outputHtml(output, context)).join("");
}

function outputHtml(output: Output, context: OutputContext): string {
  if (output.output_type === "stream") {
    const text = ansiHtml(output.text).replace(/\n$/, "");
    return text === "" ? "" : `<pre class="stream ${output.name}" tabindex="0">${text}</pre>\n`;
  }
  if (output.output_type === "error") return errorHtml(output);
  const html = viewHtml(output.data, context);
  return html === "" ? "" : `<div class="output">${html}</div>\n`;
}

/** An error with its traceback. */
function errorHtml({ ename, evalue, traceback }: ErrorOutput): string {
  const lines = ansiHtml(traceback.join("\n"));
  const title = `<p><strong>${escapeHtml(ename)}</strong>${evalue === "" ? "" : ": "}${ansiHtml(evalue)}</p>`;
  return `<div class="error" role="group" aria-label="Error">${title}${
    lines === "" ? "" : `<pre tabindex="0">${lines}</pre>`
  }</div>\n`;
}

function viewHtml(data: Record<string, unknown>, context: OutputContext): string {
  const text = (mime: string): string | undefined =>
    typeof data[mime] === "string" ? data[mime] : undefined;
  const html = text("text/html");
  if (html?.startsWith(plotlyLibraryMark)) return "";
  const figure = data[plotlyMime];
  if (typeof figure === "object" && figure !== null)
    return figureBlock(figure as Record<string, unknown>, html ?? "", context);
  const film = html === undefined ? null : filmParts(html);
  if (film !== null) return filmBlock(film, context);
  if (html !== undefined) return `<div class="scroll" tabindex="0">${html}</div>`;

  const markdown = text("text/markdown");
  if (markdown !== undefined)
    return `<div class="prose">${renderMarkdown(markdown, context)}</div>`;
  const latex = text("text/latex");
  if (latex !== undefined) return formulaHtml(latex.trim().replace(/^\$\$?|\$\$?$/g, ""), true);
  const svg = text("image/svg+xml");
  const alt = escapeHtml(text("text/plain") ?? "Picture");
  // As a picture, not as markup: scripts inside do not run.
  if (svg !== undefined)
    return imageBlock("image/svg+xml", Buffer.from(svg).toString("base64"), alt);
  for (const mime of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    const base64 = text(mime)?.replace(/\s/g, "");
    if (base64 !== undefined) return imageBlock(mime, escapeHtml(base64), alt);
  }
  const plain = text("text/plain") ?? JSON.stringify(data["application/json"], null, 2);
  return plain ? `<pre class="value" tabindex="0">${ansiHtml(plain)}</pre>` : "";
}

const imageBlock = (mime: string, base64: string, alt: string): string =>
  `<div class="card"><img src="data:${mime};base64,${base64}" alt="${alt}"></div>`;

function filmBlock({ picture, caption }: FilmParts, context: OutputContext): string {
  const number = ++context.figures;
  return `<figure class="figure" id="figure-${number}">
<div class="card">${picture}</div>
<figcaption><span class="number">Figure ${number}.</span> ${caption}</figcaption>
</figure>`;
}

function figureBlock(
  figure: Record<string, unknown>,
  html: string,
  context: OutputContext,
): string {
  const number = ++context.figures;
  const { caption, alt, still } = figureParts(html);
  const layout = (figure.layout ?? {}) as Record<string, unknown>;
  const traces = Array.isArray(figure.data) ? figure.data : [];
  const types = traces.map((trace) => String(trace?.type));
  const gl = types.some((type) => webGl.test(type));
  context.compiles ||= types.some((type) => regl.test(type));
  const height = figureHeight(layout);
  const picture = still
    ? `<img class="still" src="${still}" alt="${alt}">`
    : `<p class="waiting" style="min-height:${height}px" role="img" aria-label="${alt}">The figure is drawn here.</p>`;
  return `<figure class="figure" id="figure-${number}" data-height="${height}"${gl ? " data-gl" : ""}>
<div class="card">${picture}</div>
<figcaption><span class="number">Figure ${number}.</span> ${caption}</figcaption>
<script type="application/json">${scriptJson(figure)}</script>
</figure>`;
}
