import type { Accumulation } from "./accumulation.js";
import type { DirectRounding } from "./accumulationStages.js";

/** Σ x_i·y_i over n consecutive places of x and y, as the accumulation says; see {@link dot}. */
export type DotKernel = (
  x: ArrayLike<number>,
  xFrom: number,
  y: ArrayLike<number>,
  yFrom: number,
  index: number,
) => number;

type Add = (a: number, b: number, index: number) => number;

/**
 * The dot product of n terms, for inputs that are rounded already.
 *
 * The kernel's `index` is that of its first rounding, see {@link indicesPerDot}.
 */
export function dotKernel(n: number, accumulation: Accumulation): DotKernel {
  const { order, stages } = accumulation;
  const { multiply, fusedMultiplyAdd, output, product } = stages;
  if (order === "fused")
    return (x, xFrom, y, yFrom, index) => {
      let s = 0;
      for (let i = 0; i < n; i++)
        s = fusedMultiplyAdd(x[xFrom + i], y[yFrom + i], s, index + n + i);
      return output(s, index + 5 * n);
    };
  const products = new Float64Array(n);
  const sum = summation(n, accumulation);
  return (x, xFrom, y, yFrom, index) => {
    if (product) directProducts(x, xFrom, y, yFrom, products, product);
    else for (let i = 0; i < n; i++) products[i] = multiply(x[xFrom + i], y[yFrom + i], index + i);
    return output(sum(products, index + n), index + 5 * n);
  };
}

/** Σ p_i over n products, in the accumulator's format; `index` is that of its first rounding. */
function summation(
  n: number,
  { order, blockSize, stages }: Accumulation,
): (products: Float64Array, index: number) => number {
  const { add, sum: rule } = stages;
  const sequential = (p: Float64Array, from: number, to: number, index: number): number =>
    rule ? directSum(p, from, to, rule) : indexedSum(p, from, to, add, index);
  switch (order) {
    case "pairwise":
      return (p, index) => (n < 2 ? sequential(p, 0, n, index) : pairwise(p, 0, n, add, index));
    case "blocked":
      return (p, index) => {
        let sum = 0;
        for (let from = 0, block = 0; from < n; from += blockSize, block++) {
          const partial = sequential(p, from, Math.min(from + blockSize, n), index);
          sum = add(sum, partial, index + n + block);
        }
        return sum;
      };
    case "kahan":
      return (p, index) => kahan(p, n, add, index);
    default:
      return (p, index) => sequential(p, 0, n, index);
  }
}

function indexedSum(p: Float64Array, from: number, to: number, add: Add, index: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum = add(sum, p[i], index + i);
  return sum;
}

/** Of the products from … to − 1, at least two or one that is not rounded. */
function pairwise(p: Float64Array, from: number, to: number, add: Add, index: number): number {
  if (to - from === 1) return p[from];
  const middle = from + Math.ceil((to - from) / 2);
  const first = pairwise(p, from, middle, add, index);
  const second = pairwise(p, middle, to, add, index);
  return add(first, second, index + middle);
}

function kahan(p: Float64Array, n: number, add: Add, index: number): number {
  let sum = 0;
  let correction = 0;
  for (let i = 0, k = index; i < n; i++, k += 4) {
    const y = add(p[i], -correction, k);
    const next = add(sum, y, k + 1);
    correction = add(add(next, -sum, k + 2), -y, k + 3);
    sum = next;
  }
  return sum;
}

/** fl(x_i·y_i) for all places of `products`. */
function directProducts(
  x: ArrayLike<number>,
  xFrom: number,
  y: ArrayLike<number>,
  yFrom: number,
  products: Float64Array,
  rule: DirectRounding,
): void {
  const { splitter, low, high } = rule;
  for (let i = 0; i < products.length; i++) {
    const exact = x[xFrom + i] * y[yFrom + i];
    const size = Math.abs(exact);
    const c = splitter * exact;
    products[i] = size >= low && size <= high ? c - (c - exact) : rule.rest(exact);
  }
}

/** The sequential sum of the products from … to − 1. */
function directSum(p: Float64Array, from: number, to: number, rule: DirectRounding): number {
  const { splitter, low, high } = rule;
  let sum = 0;
  for (let i = from; i < to; i++) {
    const exact = sum + p[i];
    const size = Math.abs(exact);
    const c = splitter * exact;
    sum = size >= low && size <= high ? c - (c - exact) : rule.rest(exact);
  }
  return sum;
}
