import { requireList } from "../landscapes/requireObjective.js";
import { randomStream } from "../numerics/random.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { type LanczosOptions, type LanczosResult, lanczos } from "./lanczos.js";
import type { SymmetricOperator } from "./operator.js";
import { exactMean, requireConfidence, type SampleMean, sampleMean } from "./sampleMean.js";
import { defaultSymmetryTolerance, product, requireOperator, symmetryChecker } from "./symmetry.js";
import { randomSigns } from "./vectors.js";

/** Some neighbouring coordinates: the parameters of a layer, say. */
export interface ParameterBlock {
  /** For tables and legends. */
  readonly name: string;
  /** The first coordinate. */
  readonly start: number;
  /** One past the last. */
  readonly end: number;
}

/** The curvature of one block. */
export interface BlockCurvature extends ParameterBlock {
  /** Eigenvalues of the diagonal block; `largest.maximum.value` is its λ_max. */
  readonly largest: LanczosResult;
  /** Trace of the diagonal block. */
  readonly trace: SampleMean;
}

/** What {@link blockCurvature} has found. */
export interface BlockCurvatures {
  /** In the order asked for. */
  readonly blocks: readonly BlockCurvature[];
  /** Products with the whole operator: those of all Lanczos runs, and the probes. */
  readonly products: number;
}

/** What {@link blockCurvature} may be told. */
export interface BlockCurvatureOptions {
  /** Products spent on the traces of all blocks together; 10 unless told, 0 for no traces. */
  readonly probes?: number;
  /** Key of the random vectors; 1 unless told. */
  readonly seed?: number;
  /** Of the intervals of the traces; 0.95 unless told. */
  readonly confidence?: number;
  /** Options of the Lanczos runs; the seed is the one above. */
  readonly lanczos?: Omit<LanczosOptions, "seed" | "start">;
}

/**
 * Largest eigenvalue and trace of diagonal blocks of an operator, layer by layer.
 *
 * λ_max of a block is at most λ_max of the whole (interlacing), and for a semidefinite operator
 * λ_max of the whole is at most the sum over blocks that cover it.
 *
 * Each λ_max is a {@link lanczos} run of the block, a product with which is one of the whole
 * operator. The traces share their probes: with random signs z, Σ_(i in block) z_i·(Hz)_i has
 * the block's trace as expectation and 2(‖H_block‖_F² − Σ H_ii²) + ‖H_(block, rest)‖_F² as
 * variance. The trace is exact, with standard error 0, where the run spanned its block.
 * The results of a block do not depend on the other blocks asked for.
 *
 * @param operator - any
 * @param blocks - ranges of coordinates; may overlap and leave gaps
 * @param options - see {@link BlockCurvatureOptions}
 * @throws RangeError if a block is empty or leaves the coordinates, or as {@link lanczos} does
 * @throws TypeError for an unknown option
 *
 * @example
 * const layers = [{ name: "hidden", start: 0, end: 9 }, { name: "output", start: 9, end: 13 }];
 * blockCurvature(operator, layers).blocks[1].largest.maximum.value;
 */
export function blockCurvature(
  operator: SymmetricOperator,
  blocks: readonly ParameterBlock[],
  options: BlockCurvatureOptions = {},
): BlockCurvatures {
  const names = ["probes", "seed", "confidence", "lanczos"];
  requireKnown(options, names, "option", "blockCurvature");
  const { probes = 10, seed = 1, confidence = 0.95 } = options;
  const tolerance = options.lanczos?.symmetryTolerance ?? defaultSymmetryTolerance;
  requireOperator(operator, "blockCurvature", tolerance);
  requireConfidence(confidence, "blockCurvature");
  if (!Number.isInteger(probes) || probes < 0)
    throw new RangeError(`blockCurvature: probes must be an integer >= 0, got ${probes}`);
  requireList(blocks, "blocks", "blockCurvature");
  for (const block of blocks) requireBlock(operator, block, "blockCurvature");

  const n = operator.dimension;
  const samples = blocks.map(() => new Float64Array(probes));
  const check = symmetryChecker(tolerance, "blockCurvature");
  for (let k = 0; k < probes; k++) {
    const z = randomSigns(n, randomStream(seed, "block probe", k));
    const image = product(operator, z, new Float64Array(n), "blockCurvature");
    check.add(z, image);
    blocks.forEach(({ start, end }, b) => {
      for (let i = start; i < end; i++) samples[b][k] += z[i] * image[i];
    });
  }
  let products = probes;
  const found = blocks.map((block, b) => {
    const largest = lanczos(blockOperator(operator, block), { ...options.lanczos, seed });
    products += largest.products;
    const { pairs } = largest;
    const spanned = pairs.length === block.end - block.start;
    const trace = spanned
      ? exactMean(pairs.reduce((sum, pair) => sum + pair.value, 0))
      : sampleMean(samples[b], confidence);
    return { ...block, largest, trace };
  });
  return { blocks: found, products };
}

/**
 * The diagonal block of an operator that belongs to some coordinates: the others are held at
 * 0 before a product and left out after it. One product of the whole operator a product.
 *
 * @throws RangeError if the block is empty or leaves the coordinates
 *
 * @example
 * blockOperator(operator, { name: "output", start: 9, end: 13 }).dimension; // 4
 */
export function blockOperator(
  operator: SymmetricOperator,
  block: ParameterBlock,
): SymmetricOperator {
  requireOperator(operator, "blockOperator");
  requireBlock(operator, block, "blockOperator");
  const { start, end } = block;
  const embedded = new Float64Array(operator.dimension);
  const image = new Float64Array(operator.dimension);
  return {
    dimension: end - start,
    apply: (v, out) => {
      embedded.set(v, start);
      out.set(operator.apply(embedded, image).subarray(start, end));
      return out;
    },
  };
}

function requireBlock(operator: SymmetricOperator, block: ParameterBlock, caller: string): void {
  const { name, start, end } = block ?? {};
  const whole = Number.isInteger(start) && Number.isInteger(end);
  if (!whole || start < 0 || end <= start || end > operator.dimension)
    throw new RangeError(
      `${caller}: expected a block within 0..${operator.dimension}, got ${name} from ${start} to ${end}`,
    );
}
