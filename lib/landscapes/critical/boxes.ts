import { above, below, sumAbove, sumBelow } from "../../numerics/directedRounding.js";

/** Boxes are flat here: [l₀, u₀, l₁, u₁ …], l_i ≤ θ_i ≤ u_i. */

/** The box about a point that reaches at least `radii` to all sides. */
export function boxAround(point: Float64Array, radii: Float64Array): Float64Array {
  const box = new Float64Array(2 * point.length);
  for (let i = 0; i < point.length; i++) {
    box[2 * i] = below(point[i] - radii[i]);
    box[2 * i + 1] = above(point[i] + radii[i]);
  }
  return box;
}

/** The box that is one point. */
export function pointBox(point: Float64Array): Float64Array {
  return Float64Array.from({ length: 2 * point.length }, (_, i) => point[i >> 1]);
}

/** A point of the box, its middle but for rounding. */
export function middle(box: Float64Array): Float64Array {
  return Float64Array.from({ length: box.length / 2 }, (_, i) => {
    const [lower, upper] = [box[2 * i], box[2 * i + 1]];
    return Math.min(upper, Math.max(lower, lower / 2 + upper / 2));
  });
}

/** Whether box a lies in box b. */
export function isWithin(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i += 2) if (a[i] < b[i] || a[i + 1] > b[i + 1]) return false;
  return true;
}

/** Whether boxes a and b have a point in common, or come as near as `slack` (per coordinate). */
export function touch(a: Float64Array, b: Float64Array, slack?: Float64Array): boolean {
  for (let i = 0; i < a.length; i += 2) {
    const room = slack ? slack[i >> 1] : 0;
    if (a[i] > b[i + 1] + room || b[i] > a[i + 1] + room) return false;
  }
  return true;
}

/** The two halves of a box across coordinate i. */
export function bisect(box: Float64Array, i: number): [Float64Array, Float64Array] {
  const [first, second] = [box.slice(), box.slice()];
  const cut = box[2 * i] / 2 + box[2 * i + 1] / 2;
  first[2 * i + 1] = cut;
  second[2 * i] = cut;
  return [first, second];
}

/** Bounds of the coordinates relative to a point, box − point, written to `out`. */
export function offsets(box: Float64Array, point: Float64Array, out: Float64Array): void {
  for (let i = 0; i < point.length; i++) {
    out[2 * i] = sumBelow(box[2 * i], -point[i]);
    out[2 * i + 1] = sumAbove(box[2 * i + 1], -point[i]);
  }
}

/** The largest size of a number in [lower, upper]. */
export const magnitude = (lower: number, upper: number): number =>
  Math.max(Math.abs(lower), Math.abs(upper));
