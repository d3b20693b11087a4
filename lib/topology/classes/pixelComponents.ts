/** Components of a set of pixels. */
export interface PixelComponents {
  /** Row-major: 0, 1, … in the order in which a row-major scan meets them; −1 outside the set. */
  readonly labels: Int32Array;
  /** How many there are. */
  readonly count: number;
}

/** Pixels of a raster in which a set lies. */
export interface Raster {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Components of the pixels where `mask` is not 0: with 8 neighbours those of closed pixels, with
 * 4 those of open ones. O(pixels).
 */
export function pixelComponents(
  mask: Uint8Array,
  raster: Raster,
  neighbours: 4 | 8,
): PixelComponents {
  const labels = new Int32Array(mask.length).fill(-1);
  let count = 0;
  for (let seed = 0; seed < mask.length; seed++)
    if (mask[seed] !== 0 && labels[seed] < 0)
      fill(mask, raster, neighbours, [seed], labels, count++);
  return { labels, count };
}

/** Gives all pixels of the mask that hang together with the seeds a label; those that have one are passed by. */
export function fill(
  mask: Uint8Array,
  { columns, rows }: Raster,
  neighbours: 4 | 8,
  seeds: readonly number[],
  labels: Int32Array,
  label: number,
): void {
  const waiting: number[] = [];
  const reach = (pixel: number): void => {
    if (mask[pixel] === 0 || labels[pixel] >= 0) return;
    labels[pixel] = label;
    waiting.push(pixel);
  };
  for (const seed of seeds) reach(seed);
  while (waiting.length > 0) {
    const pixel = waiting.pop() as number;
    const column = pixel % columns;
    const [left, right] = [column > 0, column < columns - 1];
    const [below, above] = [pixel >= columns, pixel < (rows - 1) * columns];
    if (left) reach(pixel - 1);
    if (right) reach(pixel + 1);
    if (below) reach(pixel - columns);
    if (above) reach(pixel + columns);
    if (neighbours === 4) continue;
    if (below && left) reach(pixel - columns - 1);
    if (below && right) reach(pixel - columns + 1);
    if (above && left) reach(pixel + columns - 1);
    if (above && right) reach(pixel + columns + 1);
  }
}
