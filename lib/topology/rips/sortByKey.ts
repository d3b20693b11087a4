/** Buckets with more are sorted by buckets again. */
const FEW = 24;

/** Keys in a stretch, between calls of `tick`. */
const STRETCH = 1 << 20;

/**
 * Sorts keys ascending, and their tags with them, both in place; equal keys keep their order.
 *
 * One pass puts the keys into half as many buckets of equal width; a bucket that still holds many
 * is sorted likewise, and a last pass inserts each key among its few neighbours. O(m) for keys
 * spread evenly or equal; each level divides the range by the number of buckets, so exponents far
 * apart cost levels, never m². Needs room for another copy of what is sorted.
 *
 * @param keys - m finite numbers
 * @param tags - m integers
 * @param tick - called once in a while
 */
export function sortByKey(keys: Float64Array, tags: Uint32Array, tick: () => void): void {
  const spare = { keys: new Float64Array(keys.length), tags: new Uint32Array(keys.length) };
  distribute(keys, tags, 0, keys.length, spare, tick);
  for (let i = 1; i < keys.length; i++) {
    if (i % STRETCH === 0) tick();
    const key = keys[i];
    if (keys[i - 1] <= key) continue;
    const tag = tags[i];
    let j = i - 1;
    for (; j >= 0 && keys[j] > key; j--) {
      keys[j + 1] = keys[j];
      tags[j + 1] = tags[j];
    }
    keys[j + 1] = key;
    tags[j + 1] = tag;
  }
}

/** Sorts a range up to shifts within runs of {@link FEW}. */
function distribute(
  keys: Float64Array,
  tags: Uint32Array,
  from: number,
  to: number,
  spare: { readonly keys: Float64Array; readonly tags: Uint32Array },
  tick: () => void,
): void {
  let [least, most, sorted] = [keys[from], keys[from], true];
  for (let i = from + 1; i < to; i++) {
    const key = keys[i];
    if (key < keys[i - 1]) sorted = false;
    if (key < least) least = key;
    else if (key > most) most = key;
  }
  if (sorted) return;
  const buckets = (to - from + 3) >>> 1; // two at least: the least key and the most are apart
  // In a subnormal range the scale would be infinite.
  const lift = most - least < 1e-290 ? 2 ** 200 : 1;
  const scale = (buckets - 1) / ((most - least) * lift);
  const starts = new Uint32Array(buckets + 1);
  for (let i = from; i < to; i++) {
    if (i % STRETCH === 0) tick();
    starts[((keys[i] - least) * lift * scale) >>> 0]++;
  }
  for (let b = 0, sum = from; b <= buckets; b++) {
    const count = starts[b];
    starts[b] = sum;
    sum += count;
  }
  for (let i = from; i < to; i++) {
    if (i % STRETCH === 0) tick();
    const key = keys[i];
    const at = starts[((key - least) * lift * scale) >>> 0]++;
    spare.keys[at] = key;
    spare.tags[at] = tags[i];
  }
  keys.set(spare.keys.subarray(from, to), from);
  tags.set(spare.tags.subarray(from, to), from);
  // starts[b] is now the end of bucket b.
  for (let b = 0, start = from; b < buckets; b++) {
    const end = starts[b];
    if (end - start > FEW) distribute(keys, tags, start, end, spare, tick);
    start = end;
  }
}
