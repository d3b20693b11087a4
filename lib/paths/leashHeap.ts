/** A binary heap of cells, the least key on top, in arrays that are long enough. */
export interface Heap {
  readonly cells: Int32Array;
  readonly keys: Float64Array;
  size: number;
}

/** Puts a cell into the heap. O(log size), mostly O(1). */
export function push(heap: Heap, cell: number, key: number): void {
  const { cells, keys } = heap;
  let at = heap.size++;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (keys[parent] <= key) break;
    cells[at] = cells[parent];
    keys[at] = keys[parent];
    at = parent;
  }
  cells[at] = cell;
  keys[at] = key;
}

/** Takes the cell with the least key out of a heap that is not empty. O(log size). */
export function popLeast(heap: Heap): number {
  const { cells, keys } = heap;
  const least = cells[0];
  const size = --heap.size;
  const cell = cells[size];
  const key = keys[size];
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && keys[child + 1] < keys[child]) child++;
    if (keys[child] >= key) break;
    cells[at] = cells[child];
    keys[at] = keys[child];
    at = child;
  }
  cells[at] = cell;
  keys[at] = key;
  return least;
}
