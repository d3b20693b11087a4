import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Animation, CanvasContext } from "../figures/animation/animation.js";
import { encodeAnimation } from "../figures/animation/encodeAnimation.js";
import { animationFonts } from "../figures/animation/markedText.js";

/** A film to be shown in a notebook. */
export interface Gif {
  /** The file. */
  readonly bytes: Uint8Array;
  /** Its last frame as PNG: for print, and for readers who want nothing to move. */
  readonly still: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly frameCount: number;
  /** What to see, printed under the picture. */
  readonly caption: string;
  /** What is drawn, for a reader who cannot see it. */
  readonly alt: string;
}

/**
 * Files of KaTeX's fonts, one per name in `animationFonts`: they come with the package, so that
 * a picture does not depend on the fonts of the machine.
 */
const fontFiles: readonly string[] = [
  "KaTeX_SansSerif-Regular.ttf",
  "KaTeX_Main-Regular.ttf",
  "KaTeX_Math-Italic.ttf",
];

/**
 * Draws an animation and encodes it, without a browser.
 *
 * @param animation - as `trainingAnimation` makes it
 *
 * @example
 * showGif(animationGif(trainingAnimation(twoValleys, runs)));
 */
export function animationGif(animation: Animation): Gif {
  if (typeof animation?.drawFrame !== "function")
    throw new TypeError(`animationGif: expected an animation, got ${String(animation)}`);
  const { createCanvas } = canvasPackage();
  const { width, height, frameCount, caption, alt } = animation;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d") as unknown as CanvasContext;
  const bytes = encodeAnimation(animation, context);
  animation.drawBackground(context);
  animation.drawFrame(context, frameCount - 1);
  const still = Uint8Array.from(canvas.toBuffer("image/png"));
  return { bytes, still, width, height, frameCount, caption, alt };
}

type CanvasPackage = typeof import("@napi-rs/canvas");

let loaded: CanvasPackage | undefined;

/** Node's canvas with the fonts, loaded with the first film: a native library of many megabytes. */
function canvasPackage(): CanvasPackage {
  if (loaded !== undefined) return loaded;
  const require = createRequire(import.meta.url);
  const canvas: CanvasPackage = require("@napi-rs/canvas");
  const fonts = join(dirname(require.resolve("katex/package.json")), "dist", "fonts");
  for (const [k, name] of animationFonts.entries()) {
    const file = join(fonts, fontFiles[k]);
    if (!canvas.GlobalFonts.registerFromPath(file, name))
      throw new Error(`animationGif: the font ${file} cannot be read`);
  }
  loaded = canvas;
  return canvas;
}
