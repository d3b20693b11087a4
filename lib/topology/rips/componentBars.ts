import type { Chain } from "./chain.js";
import type { EdgeOrder } from "./edgeOrder.js";
import { NO_SIMPLEX, type RipsBars } from "./ripsBars.js";

/**
 * Bars of dimension 0 from the edges of the minimum spanning forest. Of two components the one
 * with the smallest vertex lives on; the other's bar is born at its own smallest vertex.
 */
export function componentBars(
  order: EdgeOrder,
  tree: readonly number[],
  cocycles: boolean,
): RipsBars {
  const { size, first, second, lengthOf } = order;
  // Components as cyclic lists, relabelled when they join: the smaller list is walked.
  const oldest = Int32Array.from({ length: size }, (_, v) => v);
  const next = oldest.slice();
  const label = oldest.slice();
  const members = new Int32Array(size).fill(1);
  const deaths: number[] = [];
  const births: number[] = [];
  const ends: number[] = [];
  const chains: Chain[] = [];
  const indicator = (v: number): Chain => {
    const simplices = [v];
    for (let w = next[v]; w !== v; w = next[w]) simplices.push(w);
    return {
      simplices: Uint32Array.from(simplices).sort(),
      coefficients: new Int32Array(simplices.length).fill(1),
    };
  };
  for (const r of tree) {
    let [a, b] = [label[first[r]], label[second[r]]];
    const died = oldest[a] < oldest[b] ? b : a;
    const kept = died === a ? b : a;
    if (lengthOf(r) > 0) {
      births.push(oldest[died]);
      deaths.push(lengthOf(r));
      ends.push(first[r], second[r]);
      if (cocycles) chains.push(indicator(oldest[died]));
    }
    const survivor = oldest[kept];
    if (members[a] < members[b]) [a, b] = [b, a];
    for (let w = next[b]; ; w = next[w]) {
      label[w] = a;
      if (w === b) break;
    }
    [next[a], next[b]] = [next[b], next[a]];
    members[a] += members[b];
    oldest[a] = survivor;
  }
  for (let v = 0; v < size; v++)
    if (oldest[label[v]] === v) {
      births.push(v);
      deaths.push(Infinity);
      ends.push(NO_SIMPLEX, NO_SIMPLEX);
      if (cocycles) chains.push(indicator(v));
    }
  return {
    dimension: 0,
    births: new Float64Array(births.length),
    deaths: Float64Array.from(deaths),
    birthSimplices: Uint32Array.from(births),
    deathSimplices: Uint32Array.from(ends),
    ...(cocycles ? { cocycles: chains } : {}),
  };
}

/**
 * Number of vertices that the cocycles of {@link componentBars} have in all: n log n or so, but
 * about n²/2 where one large component dies again and again. O(m α(n)).
 */
export function componentCocycleSize({ size, count, first, second, lengthOf }: EdgeOrder): number {
  const parents = Uint32Array.from({ length: size }, (_, v) => v); // the smallest vertex is the root
  const members = new Uint32Array(size).fill(1);
  const root = (v: number): number => {
    while (parents[v] !== v) {
      parents[v] = parents[parents[v]];
      v = parents[v];
    }
    return v;
  };
  let total = size; // those of the essential bars
  for (let r = 0, joins = 0; r < count && joins < size - 1; r++) {
    const [a, b] = [root(first[r]), root(second[r])];
    if (a === b) continue;
    const [kept, died] = a < b ? [a, b] : [b, a];
    if (lengthOf(r) > 0) total += members[died];
    parents[died] = kept;
    members[kept] += members[died];
    joins++;
  }
  return total;
}
