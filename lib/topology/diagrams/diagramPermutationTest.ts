import type { Distances } from "../../numerics/distances.js";
import { inThisThread, type Job, type MapOptions, type Workers } from "../../numerics/jobs.js";
import { randomStream } from "../../numerics/random.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import { ripsPersistence } from "../rips/ripsPersistence.js";
import { bottleneckDistance } from "./bottleneckDistance.js";
import { requireResampling } from "./resampling.js";
import { seenUpTo } from "./seenUpTo.js";
import { subspace } from "./subspace.js";

/** What {@link diagramPermutationTest} may be told. */
export interface DiagramPermutationOptions {
  /** Key of the permutations, a safe integer ≥ 0. */
  readonly seed: number;
  /** Number of random divisions, ≥ 1; 199 unless told. */
  readonly replicas?: number;
  /** Highest dimension of homology; 1 unless told. */
  readonly maxDimension?: number;
  /** Longest edge of the complexes; what lives there is taken to die there. No limit unless told. */
  readonly threshold?: number;
}

/** How unlike two groups' diagrams are, next to random divisions of the same points. */
export interface DiagramPermutation {
  /** Per dimension, the bottleneck distance between the two groups' diagrams. */
  readonly observed: Float64Array;
  /** Per dimension, that of each random division. */
  readonly distances: readonly Float64Array[];
  /** Per dimension, (1 + number of divisions with at least the observed distance)/(1 + replicas). */
  readonly pValues: Float64Array;
}

const names = ["seed", "replicas", "maxDimension", "threshold"];

/** Divisions in a chunk: a fixed number, so that chunks do not depend on the number of workers. */
const CHUNK = 10;

/**
 * Permutation test of the hypothesis that two groups of points (paths of training in two
 * formats, say) are drawn alike, by the bottleneck distance between their Rips diagrams.
 *
 * The points are divided at random into two groups as large as those given, again and again. If
 * the labels mean nothing, the given division is one of these, so P(p ≤ α) ≤ α exactly, for any
 * number of points: unlike the bootstrap this needs no asymptotics. Dimensions are tested one by
 * one; who looks at several should divide α by their number. Points must be exchangeable: pairs
 * from common starts are not, these need permutations within pairs.
 *
 * The same bits for any number of workers. Cost: 2·(replicas + 1) Rips computations.
 *
 * @param distances - between all n points
 * @param firstCount - the first group is points 0 … firstCount − 1, the second the rest
 * @param options - seed, number of divisions, dimensions, threshold
 * @param workers - who computes; this thread unless told
 * @param mapOptions - a signal that aborts; a callback for progress, counted in chunks of 10
 * @throws RangeError (as a rejection) if an option is out of range, a group is empty, or
 *   `ripsPersistence` refuses the distances
 * @throws TypeError (as a rejection) if there is an unknown option
 * @see Robinson & Turner (2017), Hypothesis testing for topological data analysis, J. Appl.
 *   Comput. Topol. 1
 *
 * @example
 * const { pValues } = await diagramPermutationTest(distances, 150, { seed: 1 });
 */
export async function diagramPermutationTest(
  distances: Distances,
  firstCount: number,
  options: DiagramPermutationOptions,
  workers: Workers = inThisThread,
  mapOptions: MapOptions = {},
): Promise<DiagramPermutation> {
  const caller = "diagramPermutationTest";
  requireKnown(options, names, "option", caller);
  const { seed, replicas = 199, maxDimension = 1, threshold = Infinity } = options;
  requireResampling(distances, replicas, 0.5, caller);
  if (!Number.isInteger(firstCount) || firstCount < 1 || firstCount >= distances.size)
    throw new RangeError(
      `${caller}: expected two groups, got ${firstCount} of ${distances.size} points in the first`,
    );
  randomStream(seed, caller, 0);

  // Division 0 is the one given.
  const chunks: PermutationChunk[] = [];
  for (let first = 0; first <= replicas; first += CHUNK) {
    const count = Math.min(CHUNK, replicas + 1 - first);
    chunks.push({ distances, firstCount, seed, maxDimension, threshold, first, count });
  }
  const parts = await workers.map(divisionDistancesJob, chunks, mapOptions);
  const all = parts[0].map((_, d) => Float64Array.from(parts.flatMap((part) => [...part[d]])));
  return {
    observed: Float64Array.from(all, (values) => values[0]),
    distances: all.map((values) => values.slice(1)),
    pValues: Float64Array.from(
      all,
      (values) => values.filter((value) => value >= values[0]).length / values.length,
    ),
  };
}

/** Some divisions, for a worker: `first` … `first + count − 1`. */
export interface PermutationChunk {
  readonly distances: Distances;
  readonly firstCount: number;
  readonly seed: number;
  readonly maxDimension: number;
  readonly threshold: number;
  readonly first: number;
  readonly count: number;
}

/** Per dimension, the distances of some divisions; a job, called by {@link diagramPermutationTest}. */
export function divisionDistances(chunk: PermutationChunk): Float64Array[] {
  const { distances, firstCount, seed, maxDimension, threshold, first, count } = chunk;
  const found = Array.from({ length: maxDimension + 1 }, () => new Float64Array(count));
  const order = Uint32Array.from({ length: distances.size }, (_, i) => i);
  for (let k = 0; k < count; k++) {
    const points = first + k === 0 ? order : shuffled(order, seed, first + k);
    const [a, b] = [points.slice(0, firstCount), points.slice(firstCount)].map((group) =>
      ripsPersistence(subspace(distances, group.sort()), { maxDimension, threshold }).diagrams.map(
        (diagram) => seenUpTo(diagram, threshold),
      ),
    );
    for (const [d, values] of found.entries()) values[k] = bottleneckDistance(a[d], b[d]).distance;
  }
  return found;
}

/** {@link divisionDistances}, as something a worker can find. */
export const divisionDistancesJob: Job<PermutationChunk, Float64Array[]> = {
  module: import.meta.url,
  name: "divisionDistances",
  run: divisionDistances,
};

function shuffled(order: Uint32Array, seed: number, replica: number): Uint32Array {
  const random = randomStream(seed, "diagramPermutationTest", replica);
  const points = order.slice();
  for (let i = points.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform(i) * (i + 1));
    [points[i], points[j]] = [points[j], points[i]];
  }
  return points;
}
