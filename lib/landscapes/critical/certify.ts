import {
  above,
  productAbove,
  rootAbove,
  sumAbove,
  sumBelow,
} from "../../numerics/directedRounding.js";
import { multiplyInto } from "../../numerics/intervalInto.js";
import { symmetricEigenvectors } from "../../numerics/symmetricEigenvalues.js";
import { boxAround, isWithin, magnitude, pointBox } from "./boxes.js";
import type { Enclosures } from "./enclosures.js";
import { newtonTest } from "./newtonTest.js";

/** What is proved near a point. */
export interface Certificate {
  /** Upper bound of ‖∇L‖₂ at the point. */
  readonly residual: number;
  /** Exactly one critical point lies this near, in every coordinate; ∞ if not proved. */
  readonly radius: number;
  /** Its number of negative eigenvalues; undefined if not proved. */
  readonly morseIndex: number | undefined;
  /** Whether a kink or a pole may touch the point. */
  readonly kink: boolean;
  /** A box about the point, as large as was proved, without another critical point. */
  readonly cover: Float64Array | undefined;
}

/**
 * Tries to prove that exactly one critical point lies near a point, and its Morse index.
 *
 * Krawczyk's test on boxes of growing size; the Morse index by Sylvester's law: A = VᵀHV has
 * as many negative eigenvalues as H, and if |A_ii| > Σ_j |A_ij| for all i, as many as its diagonal.
 *
 * @param hessian - ∇²L at the point, in doubles
 * @param widths - of the domain: the measure for large and small boxes
 */
export function certify(
  { n, gradient, hessian: hessianOver }: Enclosures,
  point: Float64Array,
  hessian: Float64Array,
  widths: Float64Array,
): Certificate {
  const test = newtonTest({ n, gradient, hessian: hessianOver });
  const bounds = new Float64Array(2 * n);
  const kink = !gradient(pointBox(point), bounds);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const size = magnitude(bounds[2 * i], bounds[2 * i + 1]);
    squares = sumAbove(squares, productAbove(size, size));
  }
  const residual = rootAbove(squares);
  const failed = { residual, radius: Infinity, morseIndex: undefined, kink, cover: undefined };
  if (kink || !hessian.every(Number.isFinite)) return failed;

  const smallest = Math.max(
    1e-18 * Math.max(...widths),
    ...point.map((x) => above(Math.abs(x)) - Math.abs(x)),
  );
  const largest = 1e-3 * Math.min(...widths);
  const image = new Float64Array(2 * n);
  for (let radius = 2 * smallest; radius < largest; radius *= 2) {
    const box = boxAround(point, new Float64Array(n).fill(radius));
    if (test.examine(box, image) !== "one") continue;
    const curvature = new Float64Array(2 * n * n);
    hessianOver(box, curvature);
    const morseIndex = provedIndex(curvature, hessian, n);
    if (morseIndex === undefined) return failed;
    let reach = 0;
    for (let i = 0; i < n; i++)
      reach = Math.max(
        reach,
        sumAbove(image[2 * i + 1], -point[i]),
        sumAbove(point[i], -image[2 * i]),
      );
    return {
      residual,
      radius: reach,
      morseIndex,
      kink,
      cover: injectiveBox(test, point, widths, image) ?? box,
    };
  }
  return failed;
}

/**
 * The largest box of the domain's shape about the point on which ∇L is injective, if it holds
 * the image, where the critical point is.
 */
function injectiveBox(
  test: ReturnType<typeof newtonTest>,
  point: Float64Array,
  widths: Float64Array,
  image: Float64Array,
): Float64Array | undefined {
  for (let share = 0.5; share > 1e-9; share /= 1.5) {
    const box = boxAround(
      point,
      widths.map((width) => width * share),
    );
    if (!isWithin(image, box)) break;
    if (test.isInjective(box)) return box;
  }
  return undefined;
}

/**
 * The number of negative eigenvalues of every matrix in an interval matrix, if it is the same
 * and the diagonal of VᵀHV shows it; V are approximate eigenvectors, scaled to make it ±1.
 */
function provedIndex(matrix: Float64Array, near: Float64Array, n: number): number | undefined {
  const { values, vectors } = symmetricEigenvectors(near, n);
  if (values.some((value) => value === 0)) return undefined;
  const scaled = vectors.map((entry, k) => entry / Math.sqrt(Math.abs(values[k % n])));
  if (!scaled.every(Number.isFinite)) return undefined;
  const half = new Float64Array(2 * n * n); // H·V
  const whole = new Float64Array(2 * n * n); // Vᵀ·(H·V)
  const term = new Float64Array(2);
  const accumulate = (
    out: Float64Array,
    at: number,
    factor: number,
    from: Float64Array,
    k: number,
  ): void => {
    multiplyInto(term, 0, factor, factor, from[2 * k], from[2 * k + 1]);
    out[2 * at] = sumBelow(out[2 * at], term[0]);
    out[2 * at + 1] = sumAbove(out[2 * at + 1], term[1]);
  };
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let k = 0; k < n; k++) accumulate(half, i * n + j, scaled[k * n + j], matrix, i * n + k);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let k = 0; k < n; k++) accumulate(whole, i * n + j, scaled[k * n + i], half, k * n + j);

  let index = 0;
  for (let i = 0; i < n; i++) {
    const [lower, upper] = [whole[2 * (i * n + i)], whole[2 * (i * n + i) + 1]];
    let others = 0;
    for (let j = 0; j < n; j++)
      if (j !== i)
        others = sumAbove(others, magnitude(whole[2 * (i * n + j)], whole[2 * (i * n + j) + 1]));
    if (upper < 0 && others < -upper) index++;
    else if (!(lower > 0 && others < lower)) return undefined;
  }
  return index;
}
