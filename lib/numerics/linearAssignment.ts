/**
 * Linear assignment: the columns σ(i), all different, that make the total cost least,
 *
 *     min over injective σ of  Σ_i cost(i, σ(i))
 *
 * With more rows than columns it is the rows that are chosen: every column is assigned, and some
 * rows are not. A cost of +∞ forbids a pair; negative costs are as good as others.
 *
 * Shortest augmenting paths with potentials (the Hungarian method after Jonker and Volgenant).
 * Exact for integers below 2⁵³; for other doubles the total may exceed the least by the rounding
 * errors of the potentials, some n units in the last place of the largest cost. Of several best
 * assignments one is returned, always the same. O(s²·l) time for sides s ≤ l, O(l) memory.
 *
 * @param cost - rows·columns numbers, row after row: that of (i, j) has index i·columns + j
 * @param rows - number of rows, ≥ 0
 * @param columns - number of columns, ≥ 0
 * @returns for each row its column, or −1
 * @throws RangeError if the numbers do not fit together, a cost is NaN or −∞ or finite but beyond
 *   2¹⁰⁰⁰ (sums would overflow), or every assignment holds a forbidden pair
 * @see Jonker & Volgenant (1987), A shortest augmenting path algorithm for dense and sparse linear
 *   assignment problems, Computing 38
 *
 * @example
 * linearAssignment(Float64Array.of(4, 1, 3, 2, 0, 5, 3, 2, 2), 3, 3); // 1, 0, 2: 1 + 2 + 2
 */
export function linearAssignment(cost: Float64Array, rows: number, columns: number): Int32Array {
  for (const count of [rows, columns])
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`linearAssignment: expected counts >= 0, got ${rows} and ${columns}`);
  if (cost.length !== rows * columns)
    throw new RangeError(
      `linearAssignment: expected ${rows} × ${columns} costs, got ${cost.length}`,
    );
  for (const [k, c] of cost.entries())
    if (!(Math.abs(c) <= LARGEST || c === Infinity))
      throw new RangeError(
        `linearAssignment: expected costs of at most 2^1000 or Infinity, got ${c} at row ${Math.floor(k / columns)}, column ${k % columns}`,
      );
  if (rows <= columns) return assigned(cost, rows, columns, columns, 1);
  const rowOf = assigned(cost, columns, rows, 1, columns);
  const columnOf = new Int32Array(rows).fill(-1);
  for (let j = 0; j < columns; j++) columnOf[rowOf[j]] = j;
  return columnOf;
}

const LARGEST = 2 ** 1000;

/** Assignment of n things to m ≥ n; the cost of (i, j) has index i·stride + j·step. */
function assigned(
  cost: Float64Array,
  n: number,
  m: number,
  stride: number,
  step: number,
): Int32Array {
  const partners = new Int32Array(n).fill(-1);
  const owners = new Int32Array(m).fill(-1);
  const potentials = new Float64Array(m); // of the columns; those of the rows follow from them
  const distances = new Float64Array(m);
  const previous = new Int32Array(m);
  const open = new Int32Array(m); // the columns, those whose distance is final at the end
  for (let root = 0; root < n; root++) {
    distances.fill(Infinity);
    for (let j = 0; j < m; j++) open[j] = j;
    let left = m;
    let [row, base] = [root, 0];
    let nearest = -1;
    while (true) {
      let place = -1;
      for (let k = 0; k < left; k++) {
        const j = open[k];
        const distance = base + (cost[row * stride + j * step] - potentials[j]);
        if (distance < distances[j]) {
          distances[j] = distance;
          previous[j] = row;
        }
        if (place < 0 || distances[j] < distances[open[place]]) place = k;
      }
      nearest = open[place];
      if (!(distances[nearest] < Infinity))
        throw new RangeError("linearAssignment: every assignment holds a pair of cost Infinity");
      if (owners[nearest] < 0) break;
      open[place] = open[--left];
      open[left] = nearest;
      row = owners[nearest];
      base = distances[nearest] - (cost[row * stride + nearest * step] - potentials[nearest]);
    }
    for (let k = left; k < m; k++) potentials[open[k]] += distances[open[k]] - distances[nearest];
    while (nearest >= 0) {
      const owner = previous[nearest];
      const former = partners[owner];
      partners[owner] = nearest;
      owners[nearest] = owner;
      nearest = former;
    }
  }
  return partners;
}
