import { escapeHtml } from "./escapeHtml.js";
import type { Gif } from "./gif.js";

/**
 * The views of a film in a notebook's output: the file itself, and HTML with its caption.
 *
 * The HTML shows the last frame instead of the film on paper and to readers who have asked
 * their browser for less motion. It needs no script.
 *
 * @example
 * Object.keys(filmMimeBundle(gif)); // ["image/gif", "text/html", "text/plain"]
 */
export function filmMimeBundle(gif: Gif): Record<string, unknown> {
  const { bytes, still, width, height, caption, alt } = gif;
  const film = base64(bytes);
  const picture =
    `<picture><source media="print, (prefers-reduced-motion: reduce)" srcset="data:image/png;base64,${base64(still)}">` +
    `<img alt="${escapeHtml(alt)}" src="data:image/gif;base64,${film}" width="${width}" height="${height}" style="max-width:100%;height:auto"></picture>`;
  return {
    "image/gif": film,
    "text/html": `${mark} style="margin:0;max-width:100%">
<div style="background:#fff;color:#222">${picture}</div>
<figcaption style="max-width:46em;margin:.5em 0 1em">${escapeHtml(caption)}</figcaption>
</figure>`,
    "text/plain": `Film: ${caption}`,
  };
}

const mark = '<figure class="nh-film"';

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");

/** The picture and the words that the HTML of {@link filmMimeBundle} carries, as HTML. */
export interface FilmParts {
  readonly picture: string;
  /** Already escaped. */
  readonly caption: string;
}

/** What {@link filmMimeBundle} wrote, taken apart; null for the HTML of anything else. */
export function filmParts(html: string): FilmParts | null {
  if (!html.startsWith(mark)) return null;
  const picture = /<picture>.*?<\/picture>/s.exec(html)?.[0];
  const caption = /<figcaption[^>]*>([^<]*)</.exec(html)?.[1];
  return picture === undefined || caption === undefined ? null : { picture, caption };
}
