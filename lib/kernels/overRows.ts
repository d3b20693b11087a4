import type { ScalarOperations } from "../numerics/arithmetic.js";
import { KEEP, LANES, type Start, ZERO } from "./layerKernels.js";

/** What products and sums of layers are made of, on rows of numbers that lie in one array. */
export interface Rows {
  /** at[k] = start, k < count; what is there for KEEP. */
  begin(at: number, start: Start, count: number): void;
  /** to[k] = to[k] + factor·from[k], k < count; `factor` is an offset too. */
  addProducts(factor: number, from: number, to: number, count: number): void;
  /** s₀ = s₁ = s₂ = s₃ = 0. */
  beginFour(): void;
  /** s_r = s_r + a[n]·b[n], r = n mod 4, n = 0 … count − 1. */
  addFour(a: number, b: number, count: number): void;
  /** s_r = s_r + a[n], likewise. */
  addFourAlone(a: number, count: number): void;
  /** at = (s₀ + s₂) + (s₁ + s₃), or at plus that for KEEP. */
  endFour(at: number, start: Start): void;
  /** result[k] = (α·a[k] + β·b[k]) + γ, k < count; b and β, or γ, left out where they are −1. */
  combine(
    a: number,
    alpha: number,
    b: number,
    beta: number,
    gamma: number,
    result: number,
    count: number,
  ): void;
  /** Where from[k] is larger than largest[k], or the first NaN: that, and chosen[k] = index. */
  keepLarger(from: number, index: number, largest: number, chosen: number, count: number): void;
  /** to[k] = from[k] where chosen[k] = index. */
  takeChosen(from: number, index: number, chosen: number, to: number, count: number): void;
  /** to[k] = chosen[k] = index ? from[k] : 0. */
  placeChosen(from: number, index: number, chosen: number, to: number, count: number): void;
  /** to[k] = from[k]/by. */
  divide(from: number, by: number, to: number, count: number): void;
}

/** Rows in any arithmetic. */
export function overRows<T>(
  operations: ScalarOperations<T>,
  numbers: T[] | Float64Array | Float32Array,
): Rows {
  const { add, multiply, less, toNumber, from: numberOf } = operations;
  const at = numbers as T[];
  const zero = numberOf(0);
  // A narrow format need not have 9; its operations take any doubles.
  const whole = (x: number): T => (Array.isArray(numbers) ? numberOf(x) : (x as T));
  const four: T[] = Array.from({ length: LANES }, () => zero);

  return {
    begin: (to, start, count) => {
      if (start !== KEEP) at.fill(start === ZERO ? zero : at[start], to, to + count);
    },
    addProducts: (factor, from, to, count) => {
      const w = at[factor];
      for (let k = 0; k < count; k++) at[to + k] = add(at[to + k], multiply(w, at[from + k]));
    },
    beginFour: () => {
      four.fill(zero);
    },
    addFour: (a, b, count) => {
      for (let n = 0; n < count; n++)
        four[n % LANES] = add(four[n % LANES], multiply(at[a + n], at[b + n]));
    },
    addFourAlone: (a, count) => {
      for (let n = 0; n < count; n++) four[n % LANES] = add(four[n % LANES], at[a + n]);
    },
    endFour: (to, start) => {
      const sum = add(add(four[0], four[2]), add(four[1], four[3]));
      at[to] = start === KEEP ? add(at[to], sum) : sum;
    },
    combine: (a, alpha, b, beta, gamma, result, count) => {
      for (let k = 0; k < count; k++) {
        let sum = multiply(at[alpha], at[a + k]);
        if (b >= 0) sum = add(sum, multiply(at[beta], at[b + k]));
        at[result + k] = gamma < 0 ? sum : add(sum, at[gamma]);
      }
    },
    keepLarger: (from, index, largest, chosen, count) => {
      for (let k = 0; k < count; k++) {
        const [x, y] = [at[from + k], at[largest + k]];
        const first = Number.isNaN(toNumber(x)) && !Number.isNaN(toNumber(y));
        if (!first && !less(y, x)) continue;
        at[largest + k] = x;
        at[chosen + k] = whole(index);
      }
    },
    takeChosen: (from, index, chosen, to, count) => {
      for (let k = 0; k < count; k++)
        if (toNumber(at[chosen + k]) === index) at[to + k] = at[from + k];
    },
    placeChosen: (from, index, chosen, to, count) => {
      for (let k = 0; k < count; k++)
        at[to + k] = toNumber(at[chosen + k]) === index ? at[from + k] : zero;
    },
    divide: (from, by, to, count) => {
      const divisor = whole(by);
      for (let k = 0; k < count; k++) at[to + k] = operations.divide(at[from + k], divisor);
    },
  };
}
