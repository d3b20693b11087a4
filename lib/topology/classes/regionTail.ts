import { type BarrierPlane, pixelsAt } from "./barrierPlane.js";
import type { PathRegion } from "./pathRegions.js";

/**
 * Ways to the base point of a region: for a point of the region a polyline within the region, so
 * that paths with ends in one region can be compared as paths with one end. It is straight where
 * the region is convex, else a shortest one over the centres of pixels. O(pixels of the grid)
 * once, then O(length).
 */
export function regionTail(
  plane: BarrierPlane,
  region: PathRegion,
): (x: number, y: number) => number[] {
  const { pixels, base, component } = region;
  if (component < 0) return (x, y) => [x, y, ...base];
  const columns = plane.xs.length;
  const parent = new Int32Array(plane.requiredBits.length).fill(-1);
  const unreached = -2;
  for (const pixel of pixels) parent[pixel] = unreached;
  parent[pixels[0]] = pixels[0];
  const reached = [pixels[0]];
  for (const pixel of reached) {
    const column = pixel % columns;
    for (let n = 0; n < 8; n++) {
      const [c, next] = [column + across[n], pixel + across[n] + up[n] * columns];
      if (c < 0 || c >= columns || parent[next] !== unreached) continue;
      parent[next] = pixel;
      reached.push(next);
    }
  }
  return (x, y) => {
    const points = [x, y];
    let pixel = pixelsAt(plane, x, y).find((k) => parent[k] >= 0);
    while (pixel !== undefined) {
      points.push(plane.xs[pixel % columns], plane.ys[Math.floor(pixel / columns)]);
      pixel = parent[pixel] === pixel ? undefined : parent[pixel];
    }
    return points;
  };
}

// The eight neighbours of a pixel, those across an edge first.
const across = [1, -1, 0, 0, 1, -1, 1, -1];
const up = [0, 0, 1, -1, 1, 1, -1, -1];
