import highlighter from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import typescript from "highlight.js/lib/languages/typescript";
import { escapeHtml } from "./escapeHtml.js";

highlighter.registerLanguage("bash", bash);
highlighter.registerLanguage("javascript", javascript);
highlighter.registerLanguage("json", json);
highlighter.registerLanguage("python", python);
highlighter.registerLanguage("typescript", typescript);

/**
 * Code as HTML with a class per kind of token (`hljs-keyword`, …); escaped and plain in a
 * language that is not known.
 *
 * @param code - the source
 * @param language - "typescript", "javascript", "json", "bash", "python" or a short name of them
 *
 * @example
 * highlight("const p = 8;", "ts");
 */
export function highlight(code: string, language: string): string {
  if (!highlighter.getLanguage(language)) return escapeHtml(code);
  return highlighter.highlight(code, { language, ignoreIllegals: true }).value;
}
