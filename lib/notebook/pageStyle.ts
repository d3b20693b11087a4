const dark = `
  --paper: #17191c; --ink: #e3e0d8; --soft: #a5a196; --rule: #34383d; --tint: #1f2226;
  --link: #8db8ee; --good: #7cc492; --bad: #f0958d; --warn: #d9b25f;
  --code-key: #c9a6e8; --code-text: #a5cf9a; --code-number: #8db8ee; --code-name: #e3c07a;
  --code-note: #98948a; --card-edge: #17191c;`;

/**
 * The look of the appendix: quiet paper, prose in a book face at about 70 characters a line,
 * code and figures somewhat wider, figures always on white so that colours stay true.
 */
export const pageStyle: string = `
:root {
  color-scheme: light;
  --paper: #fdfcf9; --ink: #24221e; --soft: #6a655b; --rule: #e2ddd2; --tint: #f5f2ea;
  --link: #1d559f; --good: #1f7a3f; --bad: #b3261e; --warn: #8a6100;
  --code-key: #7a3e9d; --code-text: #2f6b2f; --code-number: #1d559f; --code-name: #8a5a00;
  --code-note: #736d62; --card-edge: #e2ddd2;
  --serif: "Iowan Old Style", Charter, "Bitstream Charter", "Palatino Linotype", Palatino, "URW Palladio L", P052, Cambria, Georgia, "Noto Serif", "DejaVu Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Lato, Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { color-scheme: dark; ${dark} } }
:root[data-theme="dark"] { color-scheme: dark; ${dark} }

*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 4rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.62 var(--serif); overflow-wrap: break-word; }
a { color: var(--link); text-decoration-thickness: .06em; text-underline-offset: .18em; }
a:hover { text-decoration-thickness: .12em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: .6rem; z-index: 9; background: var(--paper); padding: .3rem .6rem; }

.bar { position: sticky; top: 0; z-index: 5; display: flex; justify-content: space-between; align-items: center; gap: 1rem; min-height: 3rem; padding: .3rem clamp(1rem, 4vw, 2.5rem); background: var(--paper); border-bottom: 1px solid var(--rule); font: .875rem/1.3 var(--sans); }
.bar > div { display: flex; align-items: center; gap: .4rem 1.1rem; min-width: 0; }
.bar a { color: var(--soft); text-decoration: none; }
.bar a:hover { color: var(--link); text-decoration: underline; }
.bar .home { color: var(--ink); font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.bar .tools { flex: none; }
.theme { font: inherit; color: var(--soft); background: none; border: 1px solid var(--rule); border-radius: 1rem; padding: .2rem .75rem; cursor: pointer; min-width: 4rem; }
.theme:hover { color: var(--ink); border-color: var(--soft); }

.page { max-width: 54rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem) 4rem; }
.sections { font: .875rem/1.45 var(--sans); margin: 1.5rem 0 0; }
.sections summary { cursor: pointer; color: var(--soft); }
.sections ol { list-style: none; margin: .5rem 0 0; padding: 0; }
.sections li { margin: 0; padding: 0; }
.sections li li { padding-left: .9rem; }
.sections ol ol { margin: 0; }
.sections a { display: block; padding: .22rem 0 .22rem .8rem; color: var(--soft); text-decoration: none; border-left: 2px solid var(--rule); }
.sections a:hover { color: var(--link); }
.sections a[aria-current] { color: var(--ink); border-left-color: var(--link); }
@media (min-width: 72rem) {
  .page { max-width: none; display: grid; grid-template-columns: 13.5rem minmax(0, 52rem); justify-content: center; column-gap: 5rem; }
  .page.plain { display: block; max-width: 52rem; }
  .page > * { grid-column: 2; }
  .page > .side { grid-column: 1; grid-row: 1 / span 9; }
  .sections { position: sticky; top: 3rem; margin: 0; padding: 2.8rem 0 2rem; max-height: calc(100vh - 3rem); overflow-y: auto; }
  .sections summary { list-style: none; cursor: default; text-transform: uppercase; letter-spacing: .06em; font-size: .75rem; pointer-events: none; }
  .sections summary::-webkit-details-marker { display: none; }
}

h1, h2, h3, h4, h5, h6 { font-weight: 600; line-height: 1.2; text-wrap: balance; margin: 2.2em 0 .6em; }
h1 { font-size: clamp(1.75rem, 1.3rem + 2.2vw, 2.5rem); letter-spacing: -.012em; margin: 1.1em 0 .7em; }
h2 { font-size: 1.5rem; letter-spacing: -.006em; }
h3 { font-size: 1.18rem; margin-top: 1.8em; }
h4, h5, h6 { font-size: 1.0625rem; font-style: italic; margin-top: 1.6em; }
.prose > * { max-width: 38rem; }
.prose > h1 { max-width: 46rem; }
.prose > .scroll, .prose > pre, .prose > .formula { max-width: 100%; }
.prose > .formula { width: fit-content; min-width: min(38rem, 100%); }
p, ul, ol, blockquote { margin: 0 0 1em; }
li > p { margin-bottom: .4em; }
ul, ol { padding-left: 1.4em; }
li { margin: .2em 0; }
blockquote { margin-left: 0; padding-left: 1.1rem; border-left: 3px solid var(--rule); color: var(--soft); }
hr { border: 0; border-top: 1px solid var(--rule); margin: 2.5rem 0; }
img { max-width: 100%; height: auto; }
.anchor { color: var(--soft); text-decoration: none; opacity: 0; font-weight: 400; padding: 0 .15em; }
:hover > .anchor, .anchor:focus { opacity: .7; }
.formula { overflow-x: auto; overflow-y: hidden; padding: .1rem 0; margin: 0 0 1em; }
.formula .katex-display { margin: .35em 0; }
.katex { font-size: 1.1em; }
.formula-error { color: var(--bad); }
.missing-picture { color: var(--soft); }

code { font-family: var(--mono); font-size: .86em; }
:not(pre) > code { background: var(--tint); border-radius: 3px; padding: .1em .3em; }
pre { font: .8125rem/1.6 var(--mono); margin: 0 0 1rem; overflow-x: auto; tab-size: 2; }
pre code { font-size: inherit; }
pre.code { background: var(--tint); border-radius: 6px; padding: .85rem 1.1rem; }
.cell { position: relative; margin: 1.6rem 0; }
.cell .count { position: absolute; right: .6rem; top: .4rem; font: .75rem/1.4 var(--mono); color: var(--soft); background: var(--tint); padding: 0 .2rem; }
.cell .count a { color: inherit; text-decoration: none; }
@media (min-width: 72rem) { .cell .count { right: 100%; top: .95rem; margin-right: .7rem; background: none; white-space: nowrap; } }
.cell.idle pre.code { opacity: .62; }
.badge { display: inline-block; font: 600 .75rem/1.5 var(--sans); border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; white-space: nowrap; }
.badge.ok { color: var(--good); }
.badge.failed { color: var(--bad); }
.badge.idle { color: var(--warn); }
.hljs-keyword, .hljs-literal, .hljs-meta, .hljs-type { color: var(--code-key); }
.hljs-string, .hljs-regexp, .hljs-subst .hljs-string { color: var(--code-text); }
.hljs-number, .hljs-attr, .hljs-symbol { color: var(--code-number); }
.hljs-title, .hljs-built_in { color: var(--code-name); }
.hljs-comment { color: var(--code-note); font-style: italic; }
.hljs-subst { color: inherit; }

.output, .stream, .error { margin: 0 0 1rem; }
.stream, .value { padding: .1rem 0 .1rem 1.1rem; border-left: 2px solid var(--rule); max-height: 34rem; overflow-y: auto; }
.stderr { border-left-color: var(--warn); }
.error { border-left: 3px solid var(--bad); padding: .1rem 0 .1rem 1.1rem; }
.error p { font: .95rem/1.5 var(--sans); margin: 0 0 .5rem; }
.error strong { color: var(--bad); }
.error pre { margin: 0; }
.ansi-red { color: var(--bad); } .ansi-green { color: var(--good); } .ansi-yellow { color: var(--warn); }
.ansi-blue, .ansi-cyan { color: var(--link); } .ansi-magenta { color: var(--code-key); }
.ansi-black, .ansi-white { color: var(--soft); } .ansi-bold { font-weight: 700; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font: .9rem/1.4 var(--sans); font-variant-numeric: tabular-nums; border-top: 1.5px solid var(--ink); border-bottom: 1.5px solid var(--ink); margin: 0 0 1rem; }
caption { font: .95rem/1.45 var(--serif); text-align: left; padding: 0 0 .5rem; color: var(--soft); }
th, td { padding: .32rem .9rem .32rem 0; vertical-align: top; text-align: left; }
th:not(:first-child), td:not(:first-child) { padding-left: .9rem; }
thead th { border-bottom: 1px solid var(--ink); font-weight: 600; white-space: nowrap; }
tbody tr + tr td { border-top: 1px solid var(--rule); }

.figure { margin: 1.4rem 0 1.8rem; }
.card { position: relative; background: #fff; color: #222; border: 1px solid var(--card-edge); border-radius: 6px; padding: .5rem; overflow-x: auto; overflow-y: hidden; }
.card img { display: block; margin: 0 auto; }
.waiting { display: grid; place-items: center; margin: 0; color: #6a655b; font: .9rem var(--sans); }
figcaption { max-width: 42rem; margin-top: .7rem; font-size: .95rem; line-height: 1.5; color: var(--soft); }
figcaption .number { color: var(--ink); font-weight: 600; }
details:not(.sections) { margin: 0 0 1em; border: 1px solid var(--rule); border-radius: 6px; padding: .5rem 1rem; }
details:not(.sections) > summary { cursor: pointer; font: 600 .95rem/1.5 var(--sans); color: var(--link); }
details[open]:not(.sections) > summary { margin-bottom: .6rem; }
details:not(.sections) > :last-child { margin-bottom: .3rem; }

.notice { border: 1px solid var(--bad); border-left-width: 4px; border-radius: 6px; padding: .8rem 1.1rem; margin: 1.5rem 0; font: .95rem/1.5 var(--sans); }
.notice p { margin: 0 0 .3rem; }
.notice p:last-child { margin: 0; }
.provenance { margin-top: 4rem; padding-top: 1.2rem; border-top: 1px solid var(--rule); font: .875rem/1.5 var(--sans); color: var(--soft); }
.provenance h2 { font: 600 .75rem/1.5 var(--sans); text-transform: uppercase; letter-spacing: .06em; margin: 0 0 .5rem; }
.provenance dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1.2rem; margin: 0 0 .8rem; }
.provenance dd { margin: 0; color: var(--ink); overflow-wrap: anywhere; }
.turn { display: flex; justify-content: space-between; gap: 1.5rem; margin-top: 2rem; font: .95rem/1.4 var(--sans); }
.turn a { text-decoration: none; max-width: 46%; }
.turn a:hover { text-decoration: underline; }
.turn small { display: block; color: var(--soft); }
.turn .next { margin-left: auto; text-align: right; }

.total { font: .875rem/1.5 var(--sans); color: var(--soft); margin-top: 1.2rem; }
.contents { list-style: none; padding: 0; margin: 2.5rem 0 0; border-top: 1px solid var(--rule); }
.contents > li { display: grid; grid-template-columns: minmax(0, 1fr) max-content; gap: .2rem 1.5rem; padding: 1.15rem 0; margin: 0; border-bottom: 1px solid var(--rule); }
.contents a { font-size: 1.2rem; line-height: 1.3; text-decoration: none; }
.contents a:hover { text-decoration: underline; }
.contents p { grid-column: 1; margin: .15rem 0 0; color: var(--soft); max-width: 38rem; }
.contents .facts { grid-column: 2; grid-row: 1 / span 2; text-align: right; font: .875rem/1.7 var(--sans); color: var(--soft); }
.contents .facts span { display: block; }
@media (max-width: 36rem) {
  body { font-size: 1rem; }
  .bar .optional { display: none; }
  .contents > li { grid-template-columns: minmax(0, 1fr); }
  .contents .facts { grid-column: 1; grid-row: auto; text-align: left; margin-top: .4rem; }
  .contents .facts span { display: inline-block; margin-right: .8rem; }
  .card { padding: .25rem; }
  pre { font-size: .78rem; }
}
@media (max-width: 71.99rem) { .cell > pre.code { padding-top: 1.7rem; } .cell .count { left: .9rem; right: auto; } }

@media print {
  :root, :root[data-theme="dark"], :root:not([data-theme="light"]) {
    color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --rule: #bbb; --tint: #f6f6f4; --card-edge: #fff;
    --link: #1d4680; --good: #1f7a3f; --bad: #b3261e; --warn: #8a6100;
    --code-key: #5e2f7a; --code-text: #2f5b2f; --code-number: #1d4680; --code-name: #6e4800; --code-note: #5c574d;
  }
  @page { margin: 18mm 16mm; }
  body { font-size: 10.5pt; }
  .bar, .side, .turn, .anchor, .skip { display: none; }
  .page { display: block; max-width: none; padding: 0; }
  .prose > * { max-width: none; }
  .cell .count { position: absolute; right: .4rem; left: auto; top: .3rem; margin: 0; }
  pre, .stream, .value { white-space: pre-wrap; max-height: none; overflow: visible; font-size: 8.5pt; }
  .scroll { overflow: visible; }
  h1 { font-size: 20pt; }
  h2 { font-size: 14pt; margin-top: 1.5em; }
  .figure, .card, table, pre.code, .error, .formula, .provenance { break-inside: avoid; }
  .cell > pre.code:has(~ *) { break-after: avoid; }
  h1, h2, h3, h4 { break-after: avoid; }
  p { orphans: 3; widows: 3; }
  .card { padding: 0; overflow: visible; }
  .still { display: block !important; max-height: 12.5cm; }
  .still ~ .plot { display: none !important; }
  .prose a[href^="http"]::after { content: " (" attr(href) ")"; font-size: .85em; color: var(--soft); }
}
`;
