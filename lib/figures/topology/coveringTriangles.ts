/** Points per side of the raster on which coverage is judged. */
const side = 160;

/**
 * Of many triangles in the plane those that are needed to fill what all of them fill: the largest
 * first, each kept if it covers a point of a 160 × 160 raster that none before covers.
 *
 * A Rips complex has far more triangles than one can see: with all 34 220 of 60 points it keeps
 * a few dozen. O(triangles · raster points in each).
 *
 * @param points - coordinates x₀, y₀, x₁, y₁, …
 * @param triangles - three indices of points each
 *
 * @example
 * const points = Float64Array.of(0, 0, 4, 0, 0, 4, 1, 1, 2, 1, 1, 2);
 * coveringTriangles(points, [[3, 4, 5], [0, 1, 2]]); // [[0, 1, 2]]
 */
export function coveringTriangles(
  points: Float64Array,
  triangles: readonly (readonly number[])[],
): (readonly number[])[] {
  let [left, bottom, extent] = [Infinity, Infinity, 0];
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i]);
    bottom = Math.min(bottom, points[i + 1]);
  }
  for (let i = 0; i < points.length; i += 2)
    extent = Math.max(extent, points[i] - left, points[i + 1] - bottom);
  const unit = extent / side || 1;
  const covered = new Uint8Array(side * side);
  const place = (i: number): [number, number] => [
    (points[2 * i] - left) / unit,
    (points[2 * i + 1] - bottom) / unit,
  ];
  return triangles
    .map((corners) => {
      const [[a, b], [c, d], [e, f]] = corners.map(place);
      return { corners, area: Math.abs((c - a) * (f - b) - (e - a) * (d - b)) };
    })
    .sort((one, other) => other.area - one.area)
    .filter(({ corners }) => coversMore(covered, corners.slice(0, 3).map(place)))
    .map(({ corners }) => corners);
}

/** Marks the raster points in a triangle, and tells whether one of them was free. */
function coversMore(
  covered: Uint8Array,
  [[a, b], [c, d], [e, f]]: readonly (readonly [number, number])[],
): boolean {
  let more = false;
  const end = (value: number): number => Math.min(side - 1, Math.floor(value));
  for (let y = Math.max(0, Math.ceil(Math.min(b, d, f))); y <= end(Math.max(b, d, f)); y++) {
    // The row cuts at most two of the three sides, between these.
    let [from, to] = [Infinity, -Infinity];
    for (const [x0, y0, x1, y1] of [
      [a, b, c, d],
      [c, d, e, f],
      [e, f, a, b],
    ]) {
      if (y < Math.min(y0, y1) || y > Math.max(y0, y1)) continue;
      const ends = y0 === y1 ? [x0, x1] : [x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)];
      from = Math.min(from, ...ends);
      to = Math.max(to, ...ends);
    }
    for (let x = Math.max(0, Math.ceil(from)); x <= end(to); x++) {
      if (covered[y * side + x]) continue;
      covered[y * side + x] = 1;
      more = true;
    }
  }
  return more;
}
