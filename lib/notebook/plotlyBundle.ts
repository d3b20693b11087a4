import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);
let source: string | undefined;

/** What {@link plotlyLibraryHtml} begins with: a page that has Plotly already leaves it out. */
export const plotlyLibraryMark = '<script data-library="plotly">';

/** The event on `document` that says `window.Plotly` is there. */
export const plotlyReadyEvent = "plotly-ready";

/** Plotly's minified source, read once. */
export function plotlySource(): string {
  source ??= readFileSync(resolve("plotly.js-dist-min"), "utf8");
  return source;
}

/**
 * Plotly as the script of a page, 4.8 MB: once per page, before or after its figures.
 *
 * The bundle looks for a module loader before it sets `window.Plotly`; a classic notebook has
 * RequireJS, so the loader's names are hidden from it. Nothing happens if Plotly is there.
 *
 * @example
 * plotlyLibraryHtml().startsWith(plotlyLibraryMark); // true
 */
export function plotlyLibraryHtml(): string {
  return `${plotlyLibraryMark}
if (!window.Plotly) (function (define, module, exports, require) {
${inScript(plotlySource())}
}).call(window);
if (window.Plotly) document.dispatchEvent(new Event("${plotlyReadyEvent}"));
</script>`;
}

/** JavaScript that can stand in HTML: what would end the script is written with an escape. */
function inScript(code: string): string {
  return code.replace(/<(?=\/script|!--)/gi, "\\x3c");
}
