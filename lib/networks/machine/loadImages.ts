import { LANES } from "../../kernels/layerKernels.js";
import { float32Operations, float64Operations } from "../../numerics/arithmetic.js";
import type { Numbers, Room } from "./room.js";

/**
 * Writes images into lanes, [number of the image][lane], and 0 into lanes beyond the last one.
 *
 * @param starts - where the image of each lane starts in `inputs`
 * @param size - numbers of an image
 */
export function loadImages<T>(
  { operations, numbers, layout }: Room<T>,
  inputs: Float64Array | Float32Array,
  starts: Uint32Array,
  count: number,
  size: number,
): void {
  const { from } = operations;
  const { lanes, input } = layout;
  const whole = count - (count % LANES);
  // an array of the arithmetic's own type rounds by itself
  const own: unknown = operations;
  const isOwn =
    (numbers instanceof Float64Array && own === float64Operations) ||
    (numbers instanceof Float32Array && own === float32Operations);
  if (isOwn) {
    const to = numbers as Numbers<unknown> as Numbers<number>;
    for (let n = 0; n < whole; n += LANES)
      copyFour(inputs, starts, n, size, to, input.at + n, lanes);
  }
  const zero = from(0);
  for (let n = isOwn ? whole : 0; n < lanes; n++)
    for (let k = 0; k < size; k++)
      numbers[input.at + k * lanes + n] = n < count ? from(inputs[starts[n] + k]) : zero;
}

/** Lanes n … n + 3 at once: a line of the memory is touched a quarter as often. */
function copyFour(
  inputs: Float64Array | Float32Array,
  starts: Uint32Array,
  n: number,
  size: number,
  numbers: Numbers<number>,
  at: number,
  lanes: number,
): void {
  const [a, b, c, d] = [starts[n], starts[n + 1], starts[n + 2], starts[n + 3]];
  for (let k = 0, to = at; k < size; k++, to += lanes) {
    numbers[to] = inputs[a + k];
    numbers[to + 1] = inputs[b + k];
    numbers[to + 2] = inputs[c + k];
    numbers[to + 3] = inputs[d + k];
  }
}
