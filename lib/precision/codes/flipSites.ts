import { randomStream } from "../../numerics/random.js";
import type { RandomKey } from "../rounding/rounding.js";
import type { BitFlipOptions } from "./flipBits.js";

/** An element that is hit, and the ranks of its flipping bits among the eligible ones. */
export interface FlipSite {
  readonly place: number;
  readonly ranks: readonly number[];
}

/**
 * Which bits flip, by element: drawn by a rate from the key and the element's index alone, or
 * exactly `count` of all, each set alike.
 *
 * @param length - elements
 * @param bits - eligible bits of each
 * @throws as flipBits, of the rates and the count
 */
export function flipSites(
  length: number,
  bits: number,
  { ratePerBit, ratePerNumber, count }: BitFlipOptions,
  { seed, step, index: first }: Required<RandomKey>,
): FlipSite[] {
  const told = { ratePerBit, ratePerNumber, count };
  const given = Object.entries(told).filter(([, value]) => value !== undefined);
  if (given.length !== 1)
    throw new TypeError(
      "flipBits: expected exactly one of ratePerBit, ratePerNumber and count, " +
        `got ${given.map(([name]) => name).join(" and ") || "none"}`,
    );
  const [[name, value]] = given as [string, number][];
  const draw = randomStream(seed, "bit flips", step);
  if (count !== undefined) {
    if (!Number.isInteger(count) || count < 0 || count > length * bits)
      throw new RangeError(
        `flipBits: count must be an integer in 0..${length * bits}, got ${count}`,
      );
    return byElement(
      distinctBelow(count, length * bits, (i) => draw.uniform(first + i)),
      bits,
    );
  }
  if (!(value >= 0 && value <= 1))
    throw new RangeError(`flipBits: ${name} must be in [0, 1], got ${value}`);
  // tails[k] = P(more than k flips in one number)
  const tails = ratePerBit === undefined ? [value] : binomialTails(bits, value);
  const sites: FlipSite[] = [];
  for (let place = 0; place < length; place++) {
    const u = draw.uniform(first + place);
    if (u >= tails[0]) continue;
    let flips = 1;
    while (flips < tails.length && u < tails[flips]) flips++;
    const which = randomStream(seed, "flipped bits", step, first + place);
    sites.push({ place, ranks: distinctBelow(flips, bits, which.uniform) });
  }
  return sites;
}

/** Ascending numbers element·bits + rank, by element. */
function byElement(flips: readonly number[], bits: number): FlipSite[] {
  const sites = new Map<number, number[]>();
  for (const flip of flips) {
    const place = Math.floor(flip / bits);
    const ranks = sites.get(place) ?? [];
    if (ranks.length === 0) sites.set(place, ranks);
    ranks.push(flip - place * bits);
  }
  return [...sites].map(([place, ranks]) => ({ place, ranks }));
}

/**
 * The upper tails of the binomial distribution: element k is P(X > k), k = 0 … n − 1, for n
 * trials of probability p.
 *
 * Summed from the far end, all terms positive, so that small tails keep their relative
 * precision; by multiplications alone, so that every engine gives the same bits. O(n²).
 *
 * @example
 * binomialTails(2, 0.5); // [0.75, 0.25]
 */
export function binomialTails(n: number, p: number): number[] {
  const tails = new Array<number>(n).fill(0);
  let tail = 0;
  for (let k = n; k >= 1; k--) {
    let mass = 1; // C(n, k)·pᵏ·(1 − p)ⁿ⁻ᵏ
    for (let j = 1; j <= k; j++) mass *= ((n - k + j) / j) * p;
    for (let j = 0; j < n - k; j++) mass *= 1 - p;
    tail += mass;
    tails[k - 1] = tail;
  }
  return tails;
}

/**
 * `count` different integers of 0 … n − 1, ascending; every set equally likely.
 *
 * Floyd's algorithm: O(count) draws and memory, whatever n.
 *
 * @param uniform - uniform numbers in [0, 1) by index 0 … count − 1
 * @see Bentley & Floyd (1987), Programming pearls: a sample of brilliance
 *
 * @example
 * distinctBelow(2, 5, (i) => [0.9, 0.1][i]); // [0, 3]
 */
export function distinctBelow(
  count: number,
  n: number,
  uniform: (index: number) => number,
): number[] {
  const chosen = new Set<number>();
  for (let i = 0; i < count; i++) {
    const last = n - count + i;
    const candidate = Math.min(last, Math.floor(uniform(i) * (last + 1)));
    chosen.add(chosen.has(candidate) ? last : candidate);
  }
  return [...chosen].sort((a, b) => a - b);
}
