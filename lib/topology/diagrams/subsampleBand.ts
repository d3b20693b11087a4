import { type Distances, distanceBetween } from "../../numerics/distances.js";
import { log } from "../../numerics/elementary/elementary.js";
import { randomStream } from "../../numerics/random.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import { coveringValue, requireResampling } from "./resampling.js";

/** What {@link subsampleBand} may be told. */
export interface SubsampleBandOptions {
  /** Key of the draws, a safe integer ≥ 0. */
  readonly seed: number;
  /** Points in a subsample, 1 … n; ⌊n/ln n⌋ unless told (n for n < 3). */
  readonly size?: number;
  /** Number of subsamples, ≥ 1; 200 unless told. */
  readonly replicas?: number;
  /** Between 0 and 1; 0.95 unless told. */
  readonly confidence?: number;
}

/** Band around the diagonal of a Rips diagram, the same in every dimension of homology. */
export interface SubsampleBand {
  /** In the maximum norm: bars with |death − birth| > 2·width stand out of the band. */
  readonly width: number;
  /** Hausdorff distance of each subsample from the sample. */
  readonly distances: Float64Array;
}

/**
 * Confidence band for a Rips diagram by subsampling, after Fasy et al.
 *
 * For subsamples S_b of b of the n points S, drawn without replacement, let q be the least value
 * that the Hausdorff distance, max over S of the distance to S_b, does not exceed for at least
 * the share `confidence` of them. Then with M the support of the distribution of the points,
 *
 *     P(d_H(S, M) > 2q) ≤ 1 − confidence + O((b/n)^(1/4)),   width = 4q,
 *
 * and by stability the Rips diagram of the points, in every dimension, is within 4q of that of M:
 * the bottleneck distance of Rips diagrams is at most twice the Hausdorff distance, the scale
 * being the length of edges.
 *
 * What it tells: that is proven for independent points of a distribution whose mass in small
 * balls is bounded below, as n → ∞ with b = o(n/ln n). It guards against a support filled too
 * sparsely, not against noise off the support, and it is conservative: the band is often wider
 * than every bar. O(replicas·n·b).
 *
 * @param distances - between the n ≥ 1 points of the sample
 * @param options - seed, size and number of subsamples, confidence
 * @throws RangeError if an option is out of range, there is no point, or the distances are not
 *   n(n − 1)/2 numbers ≥ 0
 * @throws TypeError if there is an unknown option
 * @see Fasy, Lecci, Rinaldo, Wasserman, Balakrishnan & Singh (2014), Confidence sets for
 *   persistence diagrams, Annals of Statistics 42(6), theorem 3; Chazal, de Silva & Oudot (2014),
 *   Persistence stability for geometric complexes, Geometriae Dedicata 173
 *
 * @example
 * const { width } = subsampleBand(euclideanDistances(cloud), { seed: 1, size: 20 });
 */
export function subsampleBand(distances: Distances, options: SubsampleBandOptions): SubsampleBand {
  const caller = "subsampleBand";
  requireKnown(options, ["seed", "size", "replicas", "confidence"], "option", caller);
  const n = distances.size;
  const { seed, replicas = 200, confidence = 0.95 } = options;
  requireResampling(distances, replicas, confidence, caller);
  const { size = n < 3 ? n : Math.floor(n / log(n)) } = options;
  if (!Number.isInteger(size) || size < 1 || size > n)
    throw new RangeError(`${caller}: size must be an integer from 1 to ${n}, got ${size}`);

  const found = new Float64Array(replicas);
  const points = new Int32Array(n);
  for (let k = 0; k < replicas; k++) {
    const random = randomStream(seed, caller, k);
    for (let i = 0; i < n; i++) points[i] = i;
    for (let i = 0; i < size; i++) {
      const j = i + Math.floor(random.uniform(i) * (n - i));
      [points[i], points[j]] = [points[j], points[i]];
    }
    for (let i = size; i < n; i++) {
      let nearest = Infinity;
      for (let j = 0; j < size; j++)
        nearest = Math.min(nearest, distanceBetween(distances, points[i], points[j]));
      found[k] = Math.max(found[k], nearest);
    }
  }
  return { width: 4 * coveringValue(found, confidence), distances: found };
}
