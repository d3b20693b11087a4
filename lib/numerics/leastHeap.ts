/** A binary heap of integers with keys, the least key on top, in arrays that are long enough. */
export interface LeastHeap {
  readonly items: Int32Array;
  readonly keys: Float64Array;
  size: number;
}

/** An empty heap with room for `most` items. */
export function leastHeap(most: number): LeastHeap {
  return { items: new Int32Array(most), keys: new Float64Array(most), size: 0 };
}

/** Puts an item into the heap. O(log size), mostly O(1). */
export function push(heap: LeastHeap, item: number, key: number): void {
  const { items, keys } = heap;
  let at = heap.size++;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (keys[parent] <= key) break;
    items[at] = items[parent];
    keys[at] = keys[parent];
    at = parent;
  }
  items[at] = item;
  keys[at] = key;
}

/** Takes the item with the least key out of a heap that is not empty. O(log size). */
export function popLeast(heap: LeastHeap): number {
  const { items, keys } = heap;
  const least = items[0];
  const size = --heap.size;
  const item = items[size];
  const key = keys[size];
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && keys[child + 1] < keys[child]) child++;
    if (keys[child] >= key) break;
    items[at] = items[child];
    keys[at] = keys[child];
    at = child;
  }
  items[at] = item;
  keys[at] = key;
  return least;
}
