/** Who may be matched with whom, and at what cost; costs are finite and ≥ 0. */
export interface MatchingCosts {
  /** Cost of each thing of the first kind if it stays alone, of each of the second. */
  readonly alone: readonly [Float64Array, Float64Array];
  /** Pairs of i have the positions starts[i] … starts[i + 1] − 1. */
  readonly starts: Int32Array;
  /** Partner and cost of each pair; pairs that are not listed are not possible. */
  readonly partners: Int32Array;
  readonly costs: Float64Array;
}

/**
 * The matching of least total cost, where everything may also stay alone: for each i of the first
 * kind its partner or −1.
 *
 * Shortest augmenting paths (Jonker & Volgenant's variant of the Hungarian method, with a heap):
 * one thing after the other is let in, and the cheapest chain of changes found that gives it a
 * partner or leaves it, or another, alone. n such searches over at most all pairs; O(n·pairs·log n)
 * in the worst case. The total exceeds the least by rounding errors of the potentials only, some
 * n units in the last place of the largest cost.
 *
 * @see Jonker & Volgenant (1987), A shortest augmenting path algorithm for dense and sparse linear
 *   assignment problems, Computing 38
 */
export function cheapestMates(input: MatchingCosts): Int32Array {
  const { alone, starts, partners, costs } = input;
  const [rows, columns] = [alone[0].length, alone[1].length];
  const mates = new Int32Array(rows).fill(-1);
  const owners = new Int32Array(columns).fill(-1);
  // The potential of a column falls from what it costs alone as more rows want it. Taking column
  // j costs row i (cost − potential of j), at least the potential of the row, and just that for
  // its partner: there `paid` is the cost of the pair.
  const potentials = Float64Array.from(alone[1]);
  const paid = new Float64Array(rows);

  const distances = new Float64Array(columns);
  const states = new Uint8Array(columns); // 0 not reached, 1 in the heap, 2 done
  const previous = new Int32Array(columns); // the row from which a column is reached
  const through = new Float64Array(columns); // and the cost of that pair
  const heap = new Int32Array(columns);
  const places = new Int32Array(columns);
  const reached: number[] = [];

  for (let root = 0; root < rows; root++) {
    // The end of the chain: a column without owner, or a row that is left alone.
    let [length, endColumn, endRow] = [alone[0][root], -1, root];
    let [row, base] = [root, 0];
    let size = 0;
    while (true) {
      for (let k = starts[row]; k < starts[row + 1]; k++) {
        const j = partners[k];
        if (states[j] === 2) continue;
        const distance = base + (costs[k] - potentials[j]);
        if (distance >= length || (states[j] === 1 && distance >= distances[j])) continue;
        if (states[j] === 0) {
          states[j] = 1;
          reached.push(j);
          places[j] = size++;
        }
        distances[j] = distance;
        previous[j] = row;
        through[j] = costs[k];
        if (owners[j] < 0) [length, endColumn, endRow] = [distance, j, -1];
        rise(j);
      }
      if (size === 0 || distances[heap[0]] >= length) break;
      const nearest = heap[0];
      states[nearest] = 2;
      size--;
      if (size > 0) sink(heap[size], size);
      row = owners[nearest];
      base = distances[nearest] - (paid[row] - potentials[nearest]);
      if (base + alone[0][row] < length)
        [length, endColumn, endRow] = [base + alone[0][row], -1, row];
    }
    for (const j of reached) {
      if (states[j] === 2) potentials[j] += distances[j] - length;
      states[j] = 0;
    }
    reached.length = 0;
    let free = endColumn;
    if (endRow >= 0) {
      free = mates[endRow];
      mates[endRow] = -1;
    }
    while (free >= 0) {
      const owner = previous[free];
      const former = mates[owner];
      owners[free] = owner;
      mates[owner] = free;
      paid[owner] = through[free];
      free = former;
    }
  }
  return mates;

  /** Moves column j, which is at its place or has come nearer, up the heap. */
  function rise(j: number): void {
    let place = places[j];
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (distances[heap[parent]] <= distances[j]) break;
      heap[place] = heap[parent];
      places[heap[place]] = place;
      place = parent;
    }
    heap[place] = j;
    places[j] = place;
  }

  /** Puts column j in the place of the heap's first and moves it down. */
  function sink(j: number, size: number): void {
    let place = 0;
    for (let child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && distances[heap[child + 1]] < distances[heap[child]]) child++;
      if (distances[heap[child]] >= distances[j]) break;
      heap[place] = heap[child];
      places[heap[place]] = place;
      place = child;
    }
    heap[place] = j;
    places[j] = place;
  }
}
