import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const { resolve } = createRequire(import.meta.url);

/** Font families a formula needs only if its HTML has one of these classes. */
const rare: readonly (readonly [string, RegExp])[] = [
  ["AMS", /mathbb|amsrm|textbb/],
  ["Caligraphic", /mathcal/],
  ["Fraktur", /mathfrak|textfrak/],
  ["SansSerif", /mathsf|textsf|mathboldsf|mathsfit/],
  ["Script", /mathscr|textscr/],
  ["Typewriter", /mathtt|texttt/],
];

/**
 * KaTeX's style sheet with its fonts inside, as a page needs it; empty for a page without
 * formulas. Only the fonts that the page's formulas may use are put in (130 to 350 KB).
 *
 * @param html - the page's contents
 */
export function katexStyle(html: string): string {
  if (!html.includes('class="katex"')) return "";
  const path = resolve("katex/dist/katex.min.css");
  const leftOut = rare.filter(([, classes]) => !classes.test(html)).map(([family]) => family);
  return readFileSync(path, "utf8").replace(/@font-face\{[^}]*\}/g, (face) => {
    const file = /url\((fonts\/KaTeX_([A-Za-z0-9]+)-[A-Za-z]+\.woff2)\)/.exec(face);
    if (file === null || leftOut.includes(file[2])) return "";
    const font = readFileSync(join(dirname(path), file[1])).toString("base64");
    return face.replace(/src:[^;}]*/, `src:url(data:font/woff2;base64,${font}) format("woff2")`);
  });
}
