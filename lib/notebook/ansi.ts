import { stripVTControlCharacters } from "node:util";
import { escapeHtml } from "./escapeHtml.js";

const colours: readonly string[] = [
  "black",
  "red",
  "green",
  "yellow",
  "blue",
  "magenta",
  "cyan",
  "white",
];

/** An escape character, then [ numbers m. */
const style = /\p{Cc}\[([0-9;]*)m/u;

/**
 * Terminal text as HTML: the eight colours and bold become classes (`ansi-red`, …), every
 * other control sequence is dropped, and a line that was rewritten by carriage returns, as
 * progress bars do, shows its last state.
 *
 * @param text - what a stream or a traceback holds
 *
 * @example
 * ansiHtml("\u001b[31mno\u001b[0m <yes>"); // '<span class="ansi-red">no</span> &lt;yes&gt;'
 */
export function ansiHtml(text: string): string {
  const classes = { colour: "", bold: "" };
  const parts = rewritten(text).split(style);
  return parts
    .map((part, i) => (i % 2 === 1 ? setStyle(part, classes) : span(part, classes)))
    .join("");
}

function setStyle(codes: string, classes: { colour: string; bold: string }): string {
  for (const code of codes.split(";").map(Number)) {
    if (code === 0) classes.colour = classes.bold = "";
    else if (code === 1) classes.bold = "ansi-bold";
    else if (code === 22) classes.bold = "";
    else if (code === 39) classes.colour = "";
    else if ((code >= 30 && code < 38) || (code >= 90 && code < 98))
      classes.colour = `ansi-${colours[code % 10]}`;
  }
  return "";
}

function span(text: string, { colour, bold }: { colour: string; bold: string }): string {
  const visible = stripVTControlCharacters(text).replace(/[^\P{Cc}\n\t]/gu, "");
  const plain = escapeHtml(visible);
  const name = [colour, bold].filter(Boolean).join(" ");
  return name === "" || plain === "" ? plain : `<span class="${name}">${plain}</span>`;
}

function rewritten(text: string): string {
  const lines = text.replace(/\r+\n/g, "\n").split("\n");
  return lines.map((line) => line.slice(line.replace(/\r+$/, "").lastIndexOf("\r") + 1)).join("\n");
}
