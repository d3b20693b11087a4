import { distanceTable, MOST_TABLED } from "../kernels/distanceTable.js";
import { dynamicTimeWarping } from "./dynamicTimeWarping.js";
import type { KnownPath } from "./frechetSettler.js";
import { inRange, vertexDistance } from "./vertexDistance.js";

/**
 * `dynamicTimeWarping` for many pairs of paths, bit for bit: all squared distances of a pair of
 * paths at once, in a table that the next pair writes over.
 *
 * The paths have vertices, all in one ℝ^dim.
 */
export function warpingSettler(): (p: KnownPath, q: KnownPath) => number {
  let [rows, columns] = [0, 0];
  let table = distanceTable(0, 0, 1);
  let cost = new Float64Array(0);

  return (p, q) => {
    const { dim } = p;
    const [m, n] = [p.points.length / dim, q.points.length / dim];
    if (!p.finite || !q.finite || Math.max(m, rows) * Math.max(n, columns) > MOST_TABLED)
      return dynamicTimeWarping(p, q);
    if (m > rows || n > columns) {
      [rows, columns] = [Math.max(m, rows), Math.max(n, columns)];
      table = distanceTable(rows, columns, dim);
      cost = new Float64Array(columns);
    }
    const stride = table.fill(p.points, q.points);
    const { squares } = table;
    cost.fill(Infinity);
    for (let i = 0; i < m; i++) {
      let diagonal = i === 0 ? 0 : Infinity;
      let left = Infinity;
      for (let j = 0, cell = i * stride; j < n; j++, cell++) {
        const square = squares[cell];
        const distance = inRange(square) ? Math.sqrt(square) : vertexDistance(p, i, q, j);
        const below = cost[j];
        left = cost[j] = Math.min(Math.min(below, diagonal), left) + distance;
        diagonal = below;
      }
    }
    return cost[n - 1];
  };
}
