import { countUpTo } from "../../numerics/countBelow.js";
import { orientation } from "./orientation.js";

/** The beginning of a ray that runs vertically upwards for ever. */
export interface Ray {
  readonly x: number;
  readonly y: number;
}

/**
 * The word of signed crossings of a polyline with vertical rays, freely reduced.
 *
 * Ray k is the letter k + 1 when crossed from left to right, −(k + 1) from right to left; a letter
 * beside its inverse cancels. The rays' beginnings are points B of the plane; as the rays are
 * disjoint, cutting along them leaves a simply connected plane, so the fundamental group of
 * ℝ² − B is free on the letters, and two polylines with the same end points are homotopic in
 * ℝ² − B with these held fast if and only if their reduced words are equal.
 *
 * A ray counts as standing infinitely little to the left of its x: a vertex at that x is to the
 * right, a segment along the ray crosses nothing, a repeated vertex neither. Above or below the
 * beginning is an exact test. The polyline must not pass through a beginning.
 *
 * O(log n + crossings) a segment for n rays.
 *
 * @param points - x₀, y₀, x₁, y₁, …, finite
 * @param rays - by strictly ascending x
 * @see Cabello, Liu, Mantler & Snoeyink (2004), Testing homotopy for paths in the plane,
 *   Discrete & Computational Geometry 31(1)
 *
 * @example
 * const over = Float64Array.of(-1, 0, 0, 5, 1, 0); // over the point (0, 1), from left to right
 * rayWord(over, [{ x: 0, y: 1 }]); // [1]
 */
export function rayWord(points: Float64Array, rays: readonly Ray[]): Int32Array {
  const word: number[] = [];
  // Number of rays with x ≤ the vertex: those it is to the right of.
  const xs = rays.map(({ x }) => x);
  const passed = (x: number): number => countUpTo(xs, x);
  let before = points.length > 0 ? passed(points[0]) : 0;
  for (let t = 2; t + 1 < points.length; t += 2) {
    const after = passed(points[t]);
    for (let k = before; k !== after; k += after > before ? 1 : -1) {
      const letter = after > before ? k + 1 : -k;
      const { x, y } = rays[Math.abs(letter) - 1];
      const side = orientation(points[t - 2], points[t - 1], points[t], points[t + 1], x, y);
      // Going right, a beginning on the right-hand side is below.
      if (side * Math.sign(letter) < 0) append(word, letter);
    }
    before = after;
  }
  return Int32Array.from(word);
}

/** The freely reduced product of words, those with a true `inverse` taken backwards. */
export function wordProduct(
  factors: readonly { readonly word: ArrayLike<number>; readonly inverse?: boolean }[],
): Int32Array {
  const product: number[] = [];
  for (const { word, inverse = false } of factors)
    for (let k = 0; k < word.length; k++)
      append(product, inverse ? -word[word.length - 1 - k] : word[k]);
  return Int32Array.from(product);
}

/**
 * The word in the sphere less the rays' beginnings, where the product of all letters is 1: the
 * last letter is replaced by the inverse of the product of the others.
 */
export function wordOnSphere(word: Int32Array, letters: readonly number[]): Int32Array {
  const last = letters[letters.length - 1];
  const others = Int32Array.from(letters.slice(0, -1));
  return wordProduct(
    Array.from(word, (letter) =>
      Math.abs(letter) === last
        ? { word: others, inverse: letter > 0 }
        : { word: [letter], inverse: false },
    ),
  );
}

/**
 * A word for people: letter 1 is a, letter 27 is a1; 1 is the empty word.
 *
 * @example
 * wordText([1, 2, -1]); // "a b a^-1"
 */
export function wordText(word: ArrayLike<number>): string {
  if (word.length === 0) return "1";
  return Array.from(
    word,
    (letter) => `${letterName(Math.abs(letter))}${letter < 0 ? "^-1" : ""}`,
  ).join(" ");
}

/** The name of letter k ≥ 1. */
export function letterName(k: number): string {
  const round = Math.floor((k - 1) / 26);
  return String.fromCharCode(97 + ((k - 1) % 26)) + (round > 0 ? round : "");
}

function append(word: number[], letter: number): void {
  if (word.length > 0 && word[word.length - 1] === -letter) word.pop();
  else word.push(letter);
}
