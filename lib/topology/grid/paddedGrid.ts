/**
 * A grid inside a margin one point wide, so that every point of the grid has all its neighbours
 * and nobody need look for the border.
 */
export interface PaddedGrid {
  /** Points, margin included. */
  readonly size: number;
  /** Where in the padded grid each point of the grid lies. */
  readonly positions: Uint32Array;
  /** Distance, in the padded grid, of neighbours along each axis. */
  readonly strides: readonly number[];
  /** Offsets of the neighbours along the axes: 2, 4 or 6. */
  readonly alongAxes: Int32Array;
  /** Offsets of these and of the neighbours across corners: 2, 8 or 26. */
  readonly acrossCorners: Int32Array;
}

/**
 * The padded grid around one of the given shape.
 *
 * @example
 * paddedGrid([2, 2]).positions; // 5, 6, 9, 10 in a grid of 4 by 4
 */
export function paddedGrid(shape: readonly number[]): PaddedGrid {
  const strides: number[] = [];
  let size = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides.unshift(size);
    size *= shape[axis] + 2;
  }
  let positions = new Uint32Array(1);
  let offsets = [0];
  shape.forEach((count, axis) => {
    const stride = strides[axis];
    const next = new Uint32Array(positions.length * count);
    for (let k = 0, i = 0; i < positions.length; i++)
      for (let along = 1; along <= count; along++) next[k++] = positions[i] + along * stride;
    positions = next;
    offsets = offsets.flatMap((offset) => [offset - stride, offset, offset + stride]);
  });
  return {
    size,
    positions,
    strides,
    alongAxes: Int32Array.from(strides.flatMap((stride) => [-stride, stride])),
    acrossCorners: Int32Array.from(offsets.filter((offset) => offset !== 0)),
  };
}
