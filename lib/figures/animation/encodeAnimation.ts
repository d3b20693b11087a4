import { formatStyle, ink, reference } from "../theme.js";
import type { Animation, CanvasContext } from "./animation.js";
import { type Color, fewColors, gifEncoder } from "./gifEncoder.js";

/** Colours of a GIF, the transparent one included. */
const paletteSize = 256;

/** Colours found in the picture; the rest are named or unused. */
const foundColors = 200;

/** Which index leaves the pixel as it was. */
const transparent = paletteSize - 1;

/**
 * An animation as the bytes of a GIF that repeats for ever.
 *
 * One palette serves all frames, and a frame holds only the pixels that change. The same
 * animation and the same canvas (and so the same fonts) give the same bytes.
 *
 * O(frames · pixels) time; three pictures of memory.
 *
 * @param animation - as `trainingAnimation` makes it
 * @param context - a 2-D context of a canvas of the animation's size, in a browser or in Node
 * @throws RangeError if there is no frame
 *
 * @example
 * const canvas = new OffscreenCanvas(animation.width, animation.height);
 * encodeAnimation(animation, canvas.getContext("2d", { willReadFrequently: true }));
 */
export function encodeAnimation(animation: Animation, context: CanvasContext): Uint8Array {
  const { width, height, frameCount } = animation;
  if (!(frameCount >= 1))
    throw new RangeError(`encodeAnimation: expected at least 1 frame, got ${frameCount}`);
  animation.drawBackground(context);
  const background = context.getImageData(0, 0, width, height);
  const draw = (frame: number): Uint8ClampedArray => {
    context.putImageData(background as never, 0, 0);
    animation.drawFrame(context, frame);
    return context.getImageData(0, 0, width, height).data;
  };
  const palette = paletteOf([draw(frameCount - 1), draw(Math.floor(frameCount / 3))]);
  const nearest = nearestColor(palette);
  const encoder = gifEncoder();
  const index = new Uint8Array(width * height);
  const written = new Uint8Array(width * height);
  let before = new Uint32Array(0);
  for (let frame = 0; frame < frameCount; frame++) {
    const colors = new Uint32Array(draw(frame).slice().buffer);
    for (let i = 0; i < colors.length; i++) {
      if (colors[i] === before[i]) {
        index[i] = transparent;
        continue;
      }
      const own = nearest(colors[i]);
      index[i] = frame > 0 && own === written[i] ? transparent : own;
      written[i] = own;
    }
    const first = frame === 0 ? { palette, repeat: 0 } : {};
    const delay = animation.delay(frame);
    encoder.writeFrame(index, width, height, {
      ...{ transparent: frame > 0, transparentIndex: transparent, dispose: 1, delay },
      ...first,
    });
    before = colors;
  }
  encoder.finish();
  return encoder.bytes();
}

/** Colours of the formats and of text, which are few pixels, and those that make up the rest. */
function paletteOf(pictures: readonly Uint8ClampedArray[]): Color[] {
  const named = ["#ffffff", ink, reference, ...formatColors].map((hex) => [
    ...[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)),
  ]);
  const all = new Uint8ClampedArray(pictures.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const picture of pictures) {
    all.set(picture, end);
    end += picture.length;
  }
  const found = [...named, ...fewColors(all, foundColors)];
  const unused = Array.from({ length: paletteSize - found.length }, () => [0, 0, 0]);
  return [...found, ...unused];
}

const formatColors = [
  ...["float64", "float32", "tf32", "bfloat16", "float16"],
  ...["float8_e4m3fn", "float8_e5m2", "float8_e3m4"],
].map((format) => formatStyle(format).color);

/** Index of the palette's nearest colour to one in a canvas's byte order, each looked for once. */
function nearestColor(palette: readonly Color[]): (color: number) => number {
  const known = new Map<number, number>();
  return (color) => {
    const before = known.get(color);
    if (before !== undefined) return before;
    const [r, g, b] = [color & 255, (color >>> 8) & 255, (color >>> 16) & 255];
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < transparent; k++) {
      const [red, green, blue] = palette[k];
      const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
      if (distance < least) [best, least] = [k, distance];
    }
    known.set(color, best);
    return best;
  };
}
