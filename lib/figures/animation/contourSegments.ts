/**
 * A level line of values on a grid as separate straight pieces (marching squares).
 *
 * Cells with a value that is not finite are left out. In a saddle cell, where two corners
 * across are above the level, the mean of the corners decides which pair is joined.
 *
 * @param xs - grid's x, one per column
 * @param ys - grid's y, one per row
 * @param values - row-major over (ys, xs)
 * @param level - the level
 * @returns x₀, y₀, x₁, y₁ of each piece
 *
 * @example
 * const [xs, ys] = [Float64Array.of(0, 1), Float64Array.of(0, 1)];
 * contourSegments(xs, ys, Float64Array.of(0, 1, 0, 1), 0.5); // [0.5, 0, 0.5, 1]
 */
export function contourSegments(
  xs: Float64Array,
  ys: Float64Array,
  values: Float64Array,
  level: number,
): number[] {
  const n = xs.length;
  const found: number[] = [];
  for (let i = 0; i + 1 < ys.length; i++)
    for (let j = 0; j + 1 < n; j++) {
      const at = i * n + j;
      const [a, b, c, d] = [values[at], values[at + 1], values[at + n + 1], values[at + n]];
      if (!Number.isFinite(a + b + c + d)) continue;
      if (a > level === b > level && b > level === c > level && c > level === d > level) continue;
      const crossings = [
        ...between(a, b, level, xs[j], ys[i], xs[j + 1], ys[i]),
        ...between(b, c, level, xs[j + 1], ys[i], xs[j + 1], ys[i + 1]),
        ...between(c, d, level, xs[j + 1], ys[i + 1], xs[j], ys[i + 1]),
        ...between(d, a, level, xs[j], ys[i + 1], xs[j], ys[i]),
      ];
      if (crossings.length === 4) found.push(...crossings);
      else if (crossings.length === 8) {
        const joined = (a + b + c + d) / 4 > level === a > level;
        const turned = [...crossings.slice(2), ...crossings.slice(0, 2)];
        found.push(...(joined ? crossings : turned));
      }
    }
  return found;
}

/** Where the level lies on the edge from (x0, y0) with value u to (x1, y1) with value v. */
function between(
  u: number,
  v: number,
  level: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): number[] {
  if (u > level === v > level) return [];
  const t = (level - u) / (v - u);
  return [x0 + t * (x1 - x0), y0 + t * (y1 - y0)];
}
