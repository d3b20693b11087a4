import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect } from "vitest";
import type { Diagram } from "../../lib/topology/diagrams/diagram.js";
import type { Matching } from "../../lib/topology/diagrams/matching.js";

/** Bars as they stand, unsorted, those of length 0 included. */
export const diagram = (...bars: readonly (readonly number[])[]): Diagram => ({
  dimension: 1,
  births: Float64Array.from(bars, ([birth]) => birth),
  deaths: Float64Array.from(bars, ([, death]) => death),
});

/** Small diagrams on a coarse grid: many ties, duplicates, and bars on the diagonal. */
export const coarseDiagrams: fc.Arbitrary<Diagram> = fc
  .array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 4 })), {
    maxLength: 4,
  })
  .map((bars) => diagram(...bars.map(([birth, length]) => [birth, birth + length])));

/** Diagrams with ends of any finite size, from denormal to huge. */
export const fineDiagrams: fc.Arbitrary<Diagram> = fc
  .array(
    fc.tuple(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
    { maxLength: 4 },
  )
  .map((bars) => diagram(...bars.map(([x, y]) => [Math.min(x, y), Math.max(x, y)])));

/** Distance in the norm p of two bars, or of one from the diagonal; from the definition. */
function distance(p: number, x: readonly number[] | undefined, y?: readonly number[]): number {
  if (!x) return y ? distance(p, y) : 0;
  const half = Number.isFinite(x[1] - x[0]) ? (x[1] - x[0]) / 2 : x[1] / 2 - x[0] / 2;
  const parts = y ? [Math.abs(x[0] - y[0]), Math.abs(x[1] - y[1])] : [half, half];
  return p === 1 ? parts[0] + parts[1] : p === 2 ? Math.hypot(...parts) : Math.max(...parts);
}

/** The least, over all matchings, of `total` of the distances; every matching is tried. */
export function leastByTrial(
  a: Diagram,
  b: Diagram,
  p: number,
  total: (distances: number[]) => number,
): number {
  const bars = ({ births, deaths }: Diagram): number[][] =>
    Array.from(births, (birth, k) => [birth, deaths[k]]);
  const [first, second] = [bars(a), bars(b)];
  const best = (i: number, left: readonly number[][], distances: number[]): number => {
    if (i === first.length) return total([...distances, ...left.map((y) => distance(p, y))]);
    return Math.min(
      best(i + 1, left, [...distances, distance(p, first[i])]),
      ...left.map((y, j) =>
        best(
          i + 1,
          left.filter((_, k) => k !== j),
          [...distances, distance(p, first[i], y)],
        ),
      ),
    );
  };
  return best(0, second, []);
}

/** Checks that every bar of both diagrams occurs once, and returns the pairs. */
export function pairsOf({ pairs }: Matching, a: Diagram, b: Diagram): [number, number][] {
  const list = Array.from({ length: pairs.length / 2 }, (_, k): [number, number] => [
    pairs[2 * k],
    pairs[2 * k + 1],
  ]);
  for (const [side, { births }] of [a, b].entries())
    expect(
      list
        .map((pair) => pair[side])
        .filter((i) => i >= 0)
        .sort((x, y) => x - y),
    ).toEqual([...births.keys()]);
  expect(list.filter(([i, j]) => i < 0 && j < 0)).toEqual([]);
  return list;
}

/** A pair of diagrams with the distances that other programs found. */
export interface ReferenceCase {
  readonly name: string;
  readonly a: Diagram;
  readonly b: Diagram;
  readonly bottleneck: number;
  /** Order, ground and distance. */
  readonly wasserstein: readonly (readonly [number, number, number])[];
}

/** The cases of fixtures/diagrams/distances.json. */
export function referenceCases(): ReferenceCase[] {
  const path = new URL("../fixtures/diagrams/distances.json", import.meta.url);
  type Stored = {
    name: string;
    a: number[][];
    b: number[][];
    bottleneck: number;
    wasserstein: number[][];
  };
  return (JSON.parse(readFileSync(path, "utf8")) as Stored[]).map((stored) => ({
    name: stored.name,
    a: diagram(...stored.a.map((bar) => bar.map(Number))),
    b: diagram(...stored.b.map((bar) => bar.map(Number))),
    bottleneck: Number(stored.bottleneck),
    wasserstein: stored.wasserstein.map(([q, p, w]) => [q, Number(p), Number(w)] as const),
  }));
}
