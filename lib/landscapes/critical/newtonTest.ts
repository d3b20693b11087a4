import { productAbove, sumAbove, sumBelow } from "../../numerics/directedRounding.js";
import { multiplyInto } from "../../numerics/intervalInto.js";
import { magnitude, middle, offsets, pointBox } from "./boxes.js";
import type { Enclosures } from "./enclosures.js";
import { inverse } from "./inverse.js";

/**
 * What is proved of a box: no critical point in it, or exactly one; or nothing, with a smooth
 * gradient (`regular` if there is one at most) or with a kink or a pole in the box (`rough`).
 */
export type Verdict = "none" | "one" | "regular" | "undecided" | "rough";

/** Proofs about the zeros of a gradient in boxes, by Krawczyk's operator. */
export interface NewtonTest {
  /**
   * Examines a box; all its critical points lie in `image` too, a part of it (or, of "rough"
   * and "undecided", perhaps the box itself).
   */
  examine(box: Float64Array, image: Float64Array): Verdict;
  /**
   * Whether the box holds one critical point at most: all matrices C·∇²L(box), C an inverse in
   * the middle, are so near to I (in the maximum norm with the box's widths) that ∇L is injective.
   */
  isInjective(box: Float64Array): boolean;
  /**
   * Encloses the gradient over the box, by its formula and by the mean value; returns whether it
   * is smooth.
   */
  gradient(box: Float64Array, out: Float64Array): boolean;
}

/**
 * With C an approximate inverse of the Hessian, m the middle of the box X and
 *
 *     K(X) = m − C·∇L(m) + (I − C·∇²L(X))·(X − m),
 *
 * every zero of ∇L in X lies in K(X); if K(X) and X have no common point there is none. If
 * all matrices I − C·∇²L(X) contract there is one at most, and exactly one if K(X) lies in the
 * interior of X. All enclosed in interval arithmetic.
 *
 * @see Krawczyk (1969), Computing 4; Neumaier (1990), Interval Methods for Systems of
 *   Equations, §5.1
 */
export function newtonTest({ n, gradient, hessian }: Enclosures): NewtonTest {
  const slope = new Float64Array(2 * n);
  const atMiddle = new Float64Array(2 * n);
  const curvature = new Float64Array(2 * n * n);
  const rest = new Float64Array(2 * n * n);
  const offset = new Float64Array(2 * n);
  let centre: Float64Array = new Float64Array(n);

  /** The rest I − C·∇²L(box); returns C, undefined if there is none. */
  const precondition = (): Float64Array | undefined => {
    const matrix = new Float64Array(n * n);
    for (let k = 0; k < n * n; k++) matrix[k] = curvature[2 * k] / 2 + curvature[2 * k + 1] / 2;
    const conditioner = inverse(matrix, n);
    if (conditioner) restOf(conditioner, curvature, n, rest);
    return conditioner;
  };

  /** Narrows `slope` to ∇L(m) + ∇²L(box)·(box − m). */
  const meanValue = (): void => {
    for (let i = 0; i < n; i++) {
      let [lower, upper] = [atMiddle[2 * i], atMiddle[2 * i + 1]];
      for (let j = 0; j < n; j++) {
        product(curvature, i * n + j, offset, j);
        lower = sumBelow(lower, term[0]);
        upper = sumAbove(upper, term[1]);
      }
      if (lower > slope[2 * i]) slope[2 * i] = lower;
      if (upper < slope[2 * i + 1]) slope[2 * i + 1] = upper;
    }
  };

  /** Encloses everything over the box; whether all of it is smooth and bounded. */
  const enclose = (box: Float64Array): boolean => {
    if (!hessian(box, curvature) || !curvature.every(Number.isFinite)) return false;
    centre = middle(box);
    if (!gradient(pointBox(centre), atMiddle) || !atMiddle.every(Number.isFinite)) return false;
    offsets(box, centre, offset);
    meanValue();
    return true;
  };

  return {
    gradient: (box, out) => {
      const smooth = gradient(box, slope);
      if (smooth && !excludesZero(slope)) enclose(box);
      out.set(slope);
      return smooth;
    },
    isInjective: (box) => {
      if (!gradient(box, slope)) return false;
      if (!hessian(box, curvature) || !curvature.every(Number.isFinite)) return false;
      return precondition() !== undefined && isContracting(rest, box);
    },
    examine: (box, image) => {
      image.set(box);
      const smooth = gradient(box, slope);
      if (excludesZero(slope)) return "none";
      if (!smooth) return "rough";
      if (!enclose(box)) return "undecided";
      if (excludesZero(slope)) return "none";
      const conditioner = precondition();
      if (!conditioner) return "undecided";

      let inside = true;
      for (let i = 0; i < n; i++) {
        let [lower, upper] = [centre[i], centre[i]];
        for (let j = 0; j < n; j++) {
          const c = -conditioner[i * n + j];
          multiplyInto(term, 0, c, c, atMiddle[2 * j], atMiddle[2 * j + 1]);
          lower = sumBelow(lower, term[0]);
          upper = sumAbove(upper, term[1]);
          product(rest, i * n + j, offset, j);
          lower = sumBelow(lower, term[0]);
          upper = sumAbove(upper, term[1]);
        }
        if (!(lower <= upper)) return "undecided";
        if (lower > box[2 * i + 1] || upper < box[2 * i]) return "none";
        if (!(lower > box[2 * i] && upper < box[2 * i + 1])) inside = false;
        image[2 * i] = Math.max(lower, box[2 * i]);
        image[2 * i + 1] = Math.min(upper, box[2 * i + 1]);
      }
      if (!isContracting(rest, box)) return "undecided";
      return inside ? "one" : "regular";
    },
  };
}

const term = new Float64Array(2);

function product(a: Float64Array, i: number, b: Float64Array, j: number): void {
  multiplyInto(term, 0, a[2 * i], a[2 * i + 1], b[2 * j], b[2 * j + 1]);
}

function excludesZero(bounds: Float64Array): boolean {
  for (let i = 0; i < bounds.length; i += 2) if (bounds[i] > 0 || bounds[i + 1] < 0) return true;
  return false;
}

/** I − C·H for numbers C and intervals H. */
function restOf(
  conditioner: Float64Array,
  matrix: Float64Array,
  n: number,
  out: Float64Array,
): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let lower = i === j ? 1 : 0;
      let upper = lower;
      for (let k = 0; k < n; k++) {
        const c = -conditioner[i * n + k];
        const at = 2 * (k * n + j);
        multiplyInto(term, 0, c, c, matrix[at], matrix[at + 1]);
        lower = sumBelow(lower, term[0]);
        upper = sumAbove(upper, term[1]);
      }
      out[2 * (i * n + j)] = lower;
      out[2 * (i * n + j) + 1] = upper;
    }
}

/** Whether Σ_j |rest_ij|·w_j < w_i for the widths w of the box, rounding upward. */
function isContracting(rest: Float64Array, box: Float64Array): boolean {
  const n = box.length / 2;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) {
      const at = 2 * (i * n + j);
      const width = box[2 * j + 1] - box[2 * j];
      sum = sumAbove(sum, productAbove(magnitude(rest[at], rest[at + 1]), width));
    }
    if (!(sum < box[2 * i + 1] - box[2 * i])) return false;
  }
  return true;
}
