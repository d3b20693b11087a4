/** Up to this many are sorted by insertion. */
const FEW = 24;

/**
 * Sorts keys ascending, and their tags with them, both in place; equal keys keep their order.
 *
 * One pass puts the keys into as many buckets of equal width as there are keys; a bucket that
 * still holds many is sorted likewise. O(m) for keys spread evenly or equal; each level shrinks
 * the range by the number of buckets, so exponents far apart cost levels, never m². Needs room
 * for another copy of what is sorted.
 *
 * @param keys - m finite numbers
 * @param tags - m integers
 */
export function sortByKey(keys: Float64Array, tags: Uint32Array): void {
  const spare = { keys: new Float64Array(keys.length), tags: new Uint32Array(keys.length) };
  sortRange(keys, tags, 0, keys.length, spare);
}

interface Pairs {
  readonly keys: Float64Array;
  readonly tags: Uint32Array;
}

function sortRange(
  keys: Float64Array,
  tags: Uint32Array,
  from: number,
  to: number,
  spare: Pairs,
): void {
  if (to - from <= FEW) return insert(keys, tags, from, to);
  let [least, most, sorted] = [keys[from], keys[from], true];
  for (let i = from + 1; i < to; i++) {
    const key = keys[i];
    if (key < keys[i - 1]) sorted = false;
    if (key < least) least = key;
    else if (key > most) most = key;
  }
  if (sorted) return;
  const buckets = to - from;
  // In a subnormal range the scale would be infinite.
  const lift = most - least < 1e-290 ? 2 ** 200 : 1;
  const scale = (buckets - 1) / ((most - least) * lift);
  const starts = new Uint32Array(buckets + 1);
  for (let i = from; i < to; i++) starts[((keys[i] - least) * lift * scale) >>> 0]++;
  for (let b = 0, sum = from; b <= buckets; b++) {
    const count = starts[b];
    starts[b] = sum;
    sum += count;
  }
  for (let i = from; i < to; i++) {
    const at = starts[((keys[i] - least) * lift * scale) >>> 0]++;
    spare.keys[at] = keys[i];
    spare.tags[at] = tags[i];
  }
  keys.set(spare.keys.subarray(from, to), from);
  tags.set(spare.tags.subarray(from, to), from);
  // starts[b] is now the end of bucket b.
  for (let b = 0, start = from; b < buckets; b++) {
    const end = starts[b];
    if (end - start > 1) sortRange(keys, tags, start, end, spare);
    start = end;
  }
}

function insert(keys: Float64Array, tags: Uint32Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const [key, tag] = [keys[i], tags[i]];
    let j = i - 1;
    for (; j >= from && keys[j] > key; j--) {
      keys[j + 1] = keys[j];
      tags[j + 1] = tags[j];
    }
    keys[j + 1] = key;
    tags[j + 1] = tag;
  }
}
