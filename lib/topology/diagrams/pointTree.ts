/**
 * Points of the plane in a k-d tree that can lose points: a balanced binary tree of boxes, node 1
 * the root, 2i and 2i + 1 the children of node i, the last nodes the leaves. Distances are those of
 * the maximum norm; a box is left out only by differences that rounding keeps in order, so answers
 * are those of looking at every point.
 */
export interface PointTree {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** Number of leaves, a power of two. */
  readonly leaves: number;
  /** Least x, largest x, least y, largest y of each node. */
  readonly boxes: Float64Array;
  /** Points in the order of the leaves: leaf l has positions starts[l] … starts[l + 1] − 1. */
  readonly order: Int32Array;
  readonly starts: Int32Array;
  /** Position of each point in `order`, and the leaf it is in. */
  readonly positions: Int32Array;
  readonly leafOf: Int32Array;
}

/** Which points of a tree are still there. */
export interface PointsLeft {
  /** 1 at the position of each point that is there. */
  readonly there: Uint8Array;
  /** How many there are in each node. */
  readonly counts: Int32Array;
}

const LEAF = 8;

/**
 * Builds the tree over the points (xs[i], ys[i]); O(n log n).
 *
 * @example
 * const tree = pointTree(Float64Array.of(0, 4), Float64Array.of(0, 3));
 * findWithin(tree, allPoints(tree), 3, 3, 1); // 1
 */
export function pointTree(xs: Float64Array, ys: Float64Array): PointTree {
  const n = xs.length;
  let leaves = 1;
  while (leaves * LEAF < n) leaves *= 2;
  const order = Int32Array.from(xs.keys());
  const starts = new Int32Array(leaves + 1);
  for (let l = 0; l <= leaves; l++) starts[l] = Math.floor((l * n) / leaves);
  const boxes = new Float64Array(8 * leaves);
  const build = (node: number, first: number, count: number): void => {
    const [from, to] = [starts[first], starts[first + count]];
    let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let k = from; k < to; k++) {
      const [x, y] = [xs[order[k]], ys[order[k]]];
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < bottom) bottom = y;
      if (y > top) top = y;
    }
    boxes[4 * node] = left;
    boxes[4 * node + 1] = right;
    boxes[4 * node + 2] = bottom;
    boxes[4 * node + 3] = top;
    if (count === 1) return;
    const half = count / 2;
    split(order, right - left > top - bottom ? xs : ys, from, to, starts[first + half]);
    build(2 * node, first, half);
    build(2 * node + 1, first + half, half);
  };
  build(1, 0, leaves);

  const positions = new Int32Array(n);
  const leafOf = new Int32Array(n);
  for (let l = 0; l < leaves; l++)
    for (let k = starts[l]; k < starts[l + 1]; k++) {
      positions[order[k]] = k;
      leafOf[order[k]] = l;
    }
  return { xs, ys, leaves, boxes, order, starts, positions, leafOf };
}

/** Reorders order[from … to − 1] so that no value before position `middle` exceeds one after it. */
function split(
  order: Int32Array,
  values: Float64Array,
  from: number,
  to: number,
  middle: number,
): void {
  let [low, high] = [from, to - 1];
  while (low < high) {
    const pivot = values[order[(low + high) >>> 1]];
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[order[i]] < pivot) i++;
      while (values[order[j]] > pivot) j--;
      if (i > j) break;
      const swapped = order[i];
      order[i++] = order[j];
      order[j--] = swapped;
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else return;
  }
}

/** All points of the tree. O(n). */
export function allPoints(tree: PointTree): PointsLeft {
  const left = {
    there: new Uint8Array(tree.order.length),
    counts: new Int32Array(2 * tree.leaves),
  };
  restorePoints(tree, left);
  return left;
}

/** Brings back every point, or those that `which` has a negative number for. O(n). */
export function restorePoints(tree: PointTree, left: PointsLeft, which?: Int32Array): void {
  const { leaves, order, starts } = tree;
  const { there, counts } = left;
  for (let k = 0; k < order.length; k++) there[k] = which && which[order[k]] >= 0 ? 0 : 1;
  for (let l = 0; l < leaves; l++) {
    let count = 0;
    for (let k = starts[l]; k < starts[l + 1]; k++) count += there[k];
    counts[leaves + l] = count;
  }
  for (let node = leaves - 1; node > 0; node--)
    counts[node] = counts[2 * node] + counts[2 * node + 1];
}

/** Takes point i away if it is there. O(log n). */
export function removePoint(tree: PointTree, left: PointsLeft, i: number): void {
  if (!left.there[tree.positions[i]]) return;
  left.there[tree.positions[i]] = 0;
  for (let node = tree.leaves + tree.leafOf[i]; node > 0; node >>>= 1) left.counts[node]--;
}

/** Nodes still to be looked at; a path of 2·32 suffices for any tree. */
const stack = new Int32Array(64);

/** A point that is there at distance ≤ `radius` from (x, y), or −1. O(√n), mostly O(log n). */
export function findWithin(
  tree: PointTree,
  left: PointsLeft,
  x: number,
  y: number,
  radius: number,
): number {
  const { xs, ys, leaves, boxes, order, starts } = tree;
  let depth = 1;
  stack[0] = 1;
  while (depth > 0) {
    const node = stack[--depth];
    if (left.counts[node] === 0 || distanceToBox(boxes, node, x, y) > radius) continue;
    if (node < leaves) {
      stack[depth++] = 2 * node + 1;
      stack[depth++] = 2 * node;
      continue;
    }
    for (let k = starts[node - leaves]; k < starts[node - leaves + 1]; k++) {
      const i = order[k];
      if (left.there[k] && Math.abs(xs[i] - x) <= radius && Math.abs(ys[i] - y) <= radius) return i;
    }
  }
  return -1;
}

/** The point nearest to (x, y) of those that are there and nearer than `bound`, or −1. */
export function nearestPoint(
  tree: PointTree,
  left: PointsLeft,
  x: number,
  y: number,
  bound: number,
): number {
  const { xs, ys, leaves, boxes, order, starts } = tree;
  let [found, nearest] = [-1, bound];
  let depth = 1;
  stack[0] = 1;
  while (depth > 0) {
    const node = stack[--depth];
    if (left.counts[node] === 0 || distanceToBox(boxes, node, x, y) >= nearest) continue;
    if (node < leaves) {
      const nearerChild =
        distanceToBox(boxes, 2 * node, x, y) <= distanceToBox(boxes, 2 * node + 1, x, y) ? 0 : 1;
      stack[depth++] = 2 * node + 1 - nearerChild;
      stack[depth++] = 2 * node + nearerChild;
      continue;
    }
    for (let k = starts[node - leaves]; k < starts[node - leaves + 1]; k++) {
      const i = order[k];
      if (!left.there[k]) continue;
      const distance = Math.max(Math.abs(xs[i] - x), Math.abs(ys[i] - y));
      if (distance < nearest) [found, nearest] = [i, distance];
    }
  }
  return found;
}

function distanceToBox(boxes: Float64Array, node: number, x: number, y: number): number {
  const k = 4 * node;
  return Math.max(boxes[k] - x, x - boxes[k + 1], boxes[k + 2] - y, y - boxes[k + 3], 0);
}
