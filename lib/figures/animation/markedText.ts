import { ink } from "../theme.js";
import type { CanvasContext } from "./animation.js";

/**
 * Names of the fonts of animations, in the order in which a glyph is looked for. On a page they
 * need not exist: its own sans-serif stands in.
 */
export const animationFonts: readonly string[] = [
  "nh-animation-text",
  "nh-animation-symbols",
  "nh-animation-greek",
];

/** How text is set. */
export interface TextStyle {
  /** In pixels; 13 unless told. */
  readonly size?: number;
  /** Ink unless told. */
  readonly color?: string;
  /** Which part of the text is at x; left unless told. */
  readonly align?: "left" | "center" | "right";
}

/** Text in pieces: `_` lowers and `^` raises the one character or the {group} behind it. */
const pieces = /([_^])(\{[^}]*\}|.)|[^_^]+/gu;

/**
 * Writes a line of text whose baseline is at y, with subscripts and superscripts.
 *
 * @param text - `θ_1` and `10^{-3}` have a lowered 1 and a raised −3
 * @returns its width in pixels
 *
 * @example
 * markedText(context, "10^{-3}", 20, 40, { align: "center" });
 */
export function markedText(
  context: CanvasContext,
  text: string,
  x: number,
  y: number,
  style: TextStyle = {},
): number {
  const { size = 13, color = ink, align = "left" } = style;
  const parts = [...text.replace(/-(?=\d)/g, "−").matchAll(pieces)].map(([whole, mark, inner]) => {
    const small = mark !== undefined;
    const font = `${small ? Math.round(size * 0.75) : size}px ${family}`;
    const content = small ? inner.replace(/[{}]/g, "") : whole;
    context.font = font;
    const shift = mark === "_" ? 0.25 * size : mark === "^" ? -0.38 * size : 0;
    return { content, font, shift, width: context.measureText(content).width };
  });
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  let place = align === "left" ? x : align === "right" ? x - width : x - width / 2;
  context.fillStyle = color;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  for (const part of parts) {
    context.font = part.font;
    context.fillText(part.content, place, y + part.shift);
    place += part.width;
  }
  return width;
}

const family = `${animationFonts.map((name) => `"${name}"`).join(", ")}, sans-serif`;
