import { randomStream } from "../../numerics/random.js";

/**
 * Points spread evenly over a box: the additive recurrence x_k = (s + k·α) mod 1 with
 * α_i = φ^−(i+1), φ the root above 1 of φ^(n+1) = φ + 1, its beginning s drawn from a seed.
 *
 * @param box - flat bounds
 * @see Roberts (2018), The unreasonable effectiveness of quasirandom sequences
 */
export function evenStarts(box: Float64Array, count: number, seed: number): Float64Array[] {
  const n = box.length / 2;
  let root = 1.5;
  for (let k = 0; k < 60; k++) {
    let power = 1; // root^n
    for (let i = 0; i < n; i++) power *= root;
    root -= (power * root - root - 1) / ((n + 1) * power - 1);
  }
  const stream = randomStream(seed, "criticalPointStarts");
  return Array.from({ length: count }, (_, k) => {
    let rate = 1;
    return Float64Array.from({ length: n }, (_, i) => {
      rate /= root;
      const place = stream.uniform(i) + (k + 1) * rate;
      const share = place - Math.floor(place);
      return Math.min(box[2 * i + 1], box[2 * i] + share * (box[2 * i + 1] - box[2 * i]));
    });
  });
}
