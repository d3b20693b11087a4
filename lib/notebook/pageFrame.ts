import { escapeHtml } from "./escapeHtml.js";
import { katexStyle } from "./katexStyle.js";
import { pageScript, themeScript } from "./pageScript.js";
import { pageStyle } from "./pageStyle.js";
import { plotlyLibraryHtml } from "./plotlyBundle.js";

/** A page to be put into its frame; all parts but the title are HTML. */
export interface Frame {
  /** Plain text, for the window and for search. */
  readonly title: string;
  /** Right side of the bar at the top. */
  readonly bar: string;
  /** Left side of the bar: whose page this is. */
  readonly home: string;
  readonly content: string;
  /** Whether the content has figures to draw. */
  readonly figures: boolean;
  /** Whether a figure's drawing compiles code. */
  readonly compiles: boolean;
}

/** Nothing is loaded from anywhere: what the page shows, it holds. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'";

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M2 13C5 1 11 1 14 13M2 13C6 9 10 9 14 13' fill='none' stroke='%231f5fbf' stroke-width='1.6'/%3E%3C/svg%3E";

/**
 * A complete HTML document that needs no other file: styles, scripts, and if the content has
 * them, the fonts of formulas and Plotly.
 */
export function pageFrame({ title, bar, home, content, figures, compiles }: Frame): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}; script-src 'unsafe-inline'${compiles ? " 'unsafe-eval'" : ""}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${icon}">
<style>${pageStyle}${katexStyle(content)}</style>
<script>${themeScript}</script>
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header class="bar"><div>${home}</div><div class="tools">${bar}<button class="theme" type="button" hidden></button></div></header>
${content}
${figures ? plotlyLibraryHtml() : ""}
<script>${pageScript}</script>
</body>
</html>
`;
}
