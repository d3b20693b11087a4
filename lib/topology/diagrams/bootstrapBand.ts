import type { Distances } from "../../numerics/distances.js";
import { inThisThread, type Job, type MapOptions, type Workers } from "../../numerics/jobs.js";
import { randomStream } from "../../numerics/random.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import { ripsPersistence } from "../rips/ripsPersistence.js";
import { bottleneckDistance } from "./bottleneckDistance.js";
import type { Diagram } from "./diagram.js";
import { coveringValue, requireResampling } from "./resampling.js";
import { seenUpTo } from "./seenUpTo.js";
import { subspace } from "./subspace.js";

/** What {@link bootstrapBand} may be told. */
export interface BootstrapBandOptions {
  /** Key of the resampling, a safe integer ≥ 0. */
  readonly seed: number;
  /** Number of resamples, ≥ 1; 200 unless told. */
  readonly replicas?: number;
  /** Between 0 and 1; 0.95 unless told. */
  readonly confidence?: number;
  /** Highest dimension of homology; 1 unless told. */
  readonly maxDimension?: number;
  /** Longest edge of the complexes; what lives there is taken to die there. No limit unless told. */
  readonly threshold?: number;
}

/** Band around the diagonal of a diagram, in each dimension of homology. */
export interface BootstrapBand {
  /**
   * Per dimension, the width in the maximum norm: bars with |death − birth| > 2·width, farther
   * than that from the diagonal, stand out of the band.
   */
  readonly widths: Float64Array;
  /** Per dimension, the bottleneck distance of each resample's diagram from that of the sample. */
  readonly distances: readonly Float64Array[];
  /** Per dimension, the diagram of the sample. */
  readonly diagrams: readonly Diagram[];
}

const names = ["seed", "replicas", "confidence", "maxDimension", "threshold"];

/** Resamples in a chunk: a fixed number, so that chunks do not depend on the number of workers. */
const CHUNK = 10;

/**
 * How far the Rips diagram of a sample moves when the sample is drawn anew from itself.
 *
 * Each of B resamples draws n of the n points with replacement (a point drawn twice adds only
 * bars of length 0, so each is kept once), and has its diagram D* compared with that of the
 * sample:
 *
 *     width = least c with d_B(D*, D) ≤ c for at least the share `confidence` of the resamples
 *
 * What it tells. It is a scale of noise: how large a difference between diagrams the choice of
 * points alone brings about. It is no confidence set with proven coverage: that the bootstrap of
 * the bottleneck distance is valid has been shown for diagrams of smoothed functions of the
 * points (density estimate, distance to a measure; Chazal et al.), not for those of the points
 * themselves, where a resample, having some 63 % of them, is sparser than the sample and the
 * distances are biased upwards as a rule. For a guarantee see {@link subsampleBand}.
 *
 * With a threshold, diagrams are compared as seen up to it: a bar alive there ends there. The
 * component that never dies is matched with its like, at distance 0. The same bits for any
 * number of workers. Cost: B Rips computations with 0.63·n points.
 *
 * @param distances - between the n ≥ 1 points of the sample
 * @param options - seed, number of resamples, confidence, dimensions, threshold
 * @param workers - who computes; this thread unless told
 * @param mapOptions - a signal that aborts; a callback for progress, counted in chunks of 10
 *   resamples
 * @throws RangeError (as a rejection) if an option is out of range, there is no point, or
 *   `ripsPersistence` refuses the distances
 * @throws TypeError (as a rejection) if there is an unknown option
 * @see Chazal, Fasy, Lecci, Michel, Rinaldo & Wasserman (2018), Robust topological inference:
 *   distance to a measure and kernel distance, JMLR 18(159); Fasy et al. (2014), Confidence sets
 *   for persistence diagrams, Annals of Statistics 42(6)
 *
 * @example
 * const { widths, diagrams } = await bootstrapBand(euclideanDistances(cloud), { seed: 1 });
 * const { births, deaths } = diagrams[1];
 * const loops = births.filter((birth, k) => deaths[k] - birth > 2 * widths[1]).length;
 */
export async function bootstrapBand(
  distances: Distances,
  options: BootstrapBandOptions,
  workers: Workers = inThisThread,
  mapOptions: MapOptions = {},
): Promise<BootstrapBand> {
  requireKnown(options, names, "option", "bootstrapBand");
  const { seed, replicas = 200, confidence = 0.95 } = options;
  const { maxDimension = 1, threshold = Infinity } = options;
  requireResampling(distances, replicas, confidence, "bootstrapBand");
  randomStream(seed, "bootstrapBand", 0);

  const whole = { distances, maxDimension, threshold };
  const [diagrams] = await workers.map(sampleDiagramsJob, [whole], { signal: mapOptions.signal });
  const chunks: BootstrapChunk[] = [];
  for (let first = 0; first < replicas; first += CHUNK)
    chunks.push({ ...whole, diagrams, seed, first, count: Math.min(CHUNK, replicas - first) });
  const parts = await workers.map(bootstrapDistancesJob, chunks, mapOptions);
  const all = diagrams.map((_, d) => Float64Array.from(parts.flatMap((part) => [...part[d]])));
  const widths = Float64Array.from(all, (values) => coveringValue(values, confidence));
  return { widths, distances: all, diagrams };
}

/** A sample, for a worker. */
export interface RipsSample {
  readonly distances: Distances;
  readonly maxDimension: number;
  readonly threshold: number;
}

/** Some resamples, for a worker: `first` … `first + count − 1`. */
export interface BootstrapChunk extends RipsSample {
  /** Of the sample. */
  readonly diagrams: readonly Diagram[];
  readonly seed: number;
  readonly first: number;
  readonly count: number;
}

/** Rips diagrams of a sample; a job, called by {@link bootstrapBand}. */
export function sampleDiagrams({ distances, maxDimension, threshold }: RipsSample): Diagram[] {
  return [...ripsPersistence(distances, { maxDimension, threshold }).diagrams];
}

/** Per dimension, the distances of some resamples' diagrams; a job, called by {@link bootstrapBand}. */
export function bootstrapDistances(chunk: BootstrapChunk): Float64Array[] {
  const { distances, threshold, seed, first, count } = chunk;
  const { size } = distances;
  const original = chunk.diagrams.map((diagram) => seenUpTo(diagram, threshold));
  const found = original.map(() => new Float64Array(count));
  for (let k = 0; k < count; k++) {
    const random = randomStream(seed, "bootstrapBand", first + k);
    const drawn = new Uint8Array(size);
    for (let i = 0; i < size; i++) drawn[Math.floor(random.uniform(i) * size)] = 1;
    const points = Uint32Array.from(drawn.keys()).filter((i) => drawn[i] === 1);
    const diagrams = sampleDiagrams({ ...chunk, distances: subspace(distances, points) });
    for (const [d, diagram] of diagrams.entries())
      found[d][k] = bottleneckDistance(original[d], seenUpTo(diagram, threshold)).distance;
  }
  return found;
}

/** {@link sampleDiagrams}, as something a worker can find. */
export const sampleDiagramsJob: Job<RipsSample, Diagram[]> = {
  module: import.meta.url,
  name: "sampleDiagrams",
  run: sampleDiagrams,
};

/** {@link bootstrapDistances}, as something a worker can find. */
export const bootstrapDistancesJob: Job<BootstrapChunk, Float64Array[]> = {
  module: import.meta.url,
  name: "bootstrapDistances",
  run: bootstrapDistances,
};
