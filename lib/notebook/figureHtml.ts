import type { Figure } from "../figures/figure.js";
import { type EncodedFigure, encodeFigure } from "./encodeFigure.js";
import { escapeHtml, scriptJson } from "./escapeHtml.js";
import { plotlyReadyEvent } from "./plotlyBundle.js";

export { encodeFigure } from "./encodeFigure.js";

/** The MIME type of a Plotly figure. */
export const plotlyMime = "application/vnd.plotly.v1+json";

/** Height of a figure whose layout names none, in pixels. */
export const defaultHeight = 450;

/**
 * The views of a figure in a notebook's output: Plotly's JSON, then HTML.
 *
 * The HTML holds a still picture that a script replaces by the interactive drawing as soon as
 * Plotly is on the page. Where scripts do not run (a notebook that is not trusted) and where
 * drawing fails, the picture stays.
 *
 * @param figure - what to show
 * @param still - the picture as PNG, or null if there is none
 * @param id - a name no other figure of the page has
 *
 * @example
 * Object.keys(figureMimeBundle({ data: [], layout: {}, caption: "", alt: "" }, null, "f1"));
 * // ["application/vnd.plotly.v1+json", "text/html"]
 */
export function figureMimeBundle(
  figure: Figure,
  still: Uint8Array | null,
  id: string,
): Record<string, unknown> {
  const encoded = encodeFigure(figure);
  return { [plotlyMime]: encoded, "text/html": figureHtml(figure, encoded, still, id) };
}

function figureHtml(
  { caption, alt }: Figure,
  encoded: EncodedFigure,
  still: Uint8Array | null,
  id: string,
): string {
  const height = figureHeight(encoded.layout);
  const picture = still
    ? `<img alt="${escapeHtml(alt)}" src="data:image/png;base64,${Buffer.from(still).toString("base64")}" style="max-width:100%;height:auto">`
    : `<p role="img" aria-label="${escapeHtml(alt)}"><em>(the figure is drawn here once its scripts may run)</em></p>`;
  return `<figure class="nh-figure" style="margin:0;max-width:100%">
<div id="${escapeHtml(id)}" data-figure="${escapeHtml(id)}" style="background:#fff;color:#222">${picture}</div>
<figcaption style="max-width:46em;margin:.5em 0 1em">${escapeHtml(caption)}</figcaption>
</figure>
<script>
(function () {
  var id = ${scriptJson(id)}, height = ${height}, tries = 0;
  var figure = ${scriptJson(encoded)};
  function draw(place) {
    var plot = document.createElement("div");
    // Drawn unseen beside the picture, which leaves only when the drawing is complete.
    plot.style.cssText =
      "position:absolute;visibility:hidden;height:" + height + "px;width:" + (place.clientWidth || 700) + "px";
    place.setAttribute("data-drawn", "");
    place.appendChild(plot);
    Promise.resolve().then(function () {
      return window.Plotly.newPlot(plot, JSON.parse(JSON.stringify(figure)));
    }).then(function () {
      while (place.firstChild !== plot) place.removeChild(place.firstChild);
      plot.style.cssText = "height:" + height + "px";
      return window.Plotly.Plots.resize(plot);
    }).catch(function () {
      if (place.firstChild !== plot) place.removeChild(plot);
    });
  }
  function attempt() {
    var places = Array.from(document.querySelectorAll("[data-figure]:not([data-drawn])"));
    places = places.filter(function (place) { return place.getAttribute("data-figure") === id; });
    if (window.Plotly && places.length) places.forEach(draw);
    else if (tries++ < 100) setTimeout(attempt, 100);
  }
  attempt();
  document.addEventListener("${plotlyReadyEvent}", attempt);
})();
</script>`;
}

/** The height a figure is drawn at, in pixels. */
export function figureHeight(layout: Record<string, unknown>): number {
  return typeof layout.height === "number" && layout.height > 0 ? layout.height : defaultHeight;
}

/** The words and the still picture that the HTML of {@link figureMimeBundle} carries. */
export interface FigureParts {
  /** Already escaped. */
  readonly caption: string;
  /** Already escaped. */
  readonly alt: string;
  /** A `data:` address, or null. */
  readonly still: string | null;
}

/**
 * Caption, alternative text and picture of a figure's HTML, as {@link figureMimeBundle} wrote
 * it; empty for a figure that something else made.
 */
export function figureParts(html: string): FigureParts {
  if (!html.startsWith('<figure class="nh-figure"')) return { caption: "", alt: "", still: null };
  const head = html.slice(0, html.indexOf("</figure>"));
  return {
    caption: /<figcaption[^>]*>([^<]*)</.exec(head)?.[1] ?? "",
    alt: /<img alt="([^"]*)"|aria-label="([^"]*)"/.exec(head)?.slice(1).find(Boolean) ?? "",
    still: /src="(data:image\/png;base64,[A-Za-z0-9+/=]+)"/.exec(head)?.[1] ?? null,
  };
}
