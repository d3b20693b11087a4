import { exp } from "../numerics/elementary/elementary.js";
import { evenly } from "../numerics/evenly.js";
import { randomStream } from "../numerics/random.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { tridiagonalEigensystem } from "../numerics/tridiagonalEigensystem.js";
import { type KrylovSpace, krylovSpace } from "./krylov.js";
import type { SymmetricOperator } from "./operator.js";
import { requireConfidence, type SampleMean, sampleMean } from "./sampleMean.js";
import { defaultSymmetryTolerance, requireOperator } from "./symmetry.js";
import { randomSigns } from "./vectors.js";

/** What {@link spectralDensity} may be told. */
export interface SpectralDensityOptions {
  /** Number m of random vectors; 10 unless told. */
  readonly probes?: number;
  /** Lanczos steps k from each; 40 unless told. */
  readonly steps?: number;
  /** Where the density is evaluated; 512 points over all nodes ± 4 widths unless told. */
  readonly grid?: Float64Array;
  /** Standard deviation σ of the Gaussians; range of the nodes / k unless told. */
  readonly width?: number;
  /** Key of the random vectors; 1 unless told. */
  readonly seed?: number;
  /** Of the intervals; 0.95 unless told. */
  readonly confidence?: number;
  /** Largest |u·Hv − v·Hu| / ‖H‖ that counts as rounding; 10⁻⁸ unless told. */
  readonly symmetryTolerance?: number;
}

/** Gauss quadrature for the spectral measure of one vector. */
export interface Quadrature {
  /** Ritz values, ascending. */
  readonly nodes: Float64Array;
  /** Their weights; they sum to 1. */
  readonly weights: Float64Array;
}

/** What {@link spectralDensity} has found. */
export interface SpectralDensity {
  /** λ, in loss per θ². */
  readonly grid: Float64Array;
  /** φ_σ there: share of the eigenvalues per λ. */
  readonly density: Float64Array;
  /** Standard error of each density, over the probes; NaN for one probe. */
  readonly standardError: Float64Array;
  /** σ. */
  readonly width: number;
  /** The trapezoidal ∫ φ_σ over the grid: 1 where the grid covers the spectrum and resolves σ. */
  readonly mass: number;
  /** max |φ_σ of k steps − φ_σ of k − 1 steps|: what the quadrature is still off by, about. */
  readonly quadratureChange: number;
  /** One quadrature a probe. */
  readonly quadratures: readonly Quadrature[];
  /** tr H = Σ λ, from n·Σ wθ. */
  readonly trace: SampleMean;
  /** tr H² = Σ λ² = ‖H‖_F², from n·Σ wθ². */
  readonly traceOfSquare: SampleMean;
  /** Products H·v: at most m·k. */
  readonly products: number;
  /** The largest ‖VᵀHV − T‖_F / ‖H‖ of the probes. */
  readonly asymmetry: number;
}

/**
 * Spectral density of an operator by stochastic Lanczos quadrature.
 *
 *     φ_σ(t) = (1/n) Σ_i N(t; λ_i, σ²) ≈ (1/m) Σ_l Σ_j w_lj N(t; θ_lj, σ²)
 *
 * Each of m random sign vectors z_l/√n starts k Lanczos steps; the Ritz values θ_lj with the
 * squared first entries w_lj of the eigenvectors of T are the Gauss quadrature of z_l's
 * spectral measure, exact for polynomials up to degree 2k − 1. Hence Σ wθ = z·Hz/n and
 * Σ wθ² = ‖Hz‖²/n exactly, and the mean over probes is Hutchinson's estimate of tr H and tr H².
 *
 * Two errors. Sampling: `standardError`, O(1/√(m·n)) for a smooth bulk, while a single eigenvalue
 * keeps its place but has its weight 1/n only on average. Quadrature: nothing finer than about
 * (λ_max − λ_min)/k, the default of σ, is resolved; `quadratureChange` tells what the last step
 * changed.
 *
 * m·k products; O(m·n·k²) operations; (k + 1)·n numbers of memory.
 *
 * @param operator - any
 * @param options - see {@link SpectralDensityOptions}
 * @throws RangeError if the operator is not symmetric or not finite, or an option is out of range
 * @throws TypeError for an unknown option
 * @see Lin, Saad & Yang (2016), Approximating spectral densities of large matrices, SIAM Review
 *   58; Ghorbani, Krishnan & Xiao (2019), An investigation into neural net optimization via
 *   Hessian eigenvalue density, ICML
 *
 * @example
 * const { grid, density } = spectralDensity(hessianOperator(objective, theta), { steps: 60 });
 */
export function spectralDensity(
  operator: SymmetricOperator,
  options: SpectralDensityOptions = {},
): SpectralDensity {
  const { probes = 10, steps = 40, seed = 1, confidence = 0.95 } = options;
  const { symmetryTolerance = defaultSymmetryTolerance } = options;
  requireDensityOptions(operator, options, probes, steps, confidence, symmetryTolerance);
  const n = operator.dimension;
  const quadratures: Quadrature[] = [];
  const shorter: Quadrature[] = [];
  let [products, asymmetry] = [0, 0];
  for (let l = 0; l < probes; l++) {
    const start = randomSigns(n, randomStream(seed, "spectrum probe", l));
    const space = krylovSpace(operator, start, symmetryTolerance, "spectralDensity");
    while (space.diagonal.length < steps && !space.invariant) space.extend();
    const k = space.diagonal.length;
    products += k;
    if (space.scale > 0) asymmetry = Math.max(asymmetry, space.defect / space.scale);
    quadratures.push(quadrature(space, k));
    shorter.push(space.invariant ? quadratures[l] : quadrature(space, Math.max(1, k - 1)));
  }
  const [low, high] = ends(quadratures);
  // a spectrum of one value, rounding aside, gets a width of its own size
  const size = Math.max(Math.abs(low), Math.abs(high));
  const range = high - low > 2 ** -40 * size ? high - low : size || 1;
  const width = options.width ?? range / steps;
  const grid = options.grid ?? evenly(low - 4 * width, high + 4 * width, 512);
  const { mean: density, standardError } = broadened(quadratures, grid, width);
  const { mean: previous } = broadened(shorter, grid, width);
  let [mass, quadratureChange] = [0, 0];
  for (let i = 0; i < grid.length; i++) {
    quadratureChange = Math.max(quadratureChange, Math.abs(density[i] - previous[i]));
    if (i > 0) mass += ((density[i] + density[i - 1]) / 2) * (grid[i] - grid[i - 1]);
  }
  const moment = (power: (x: number) => number): SampleMean =>
    sampleMean(
      quadratures.map(({ nodes, weights }) => n * sum(nodes, (x, j) => weights[j] * power(x))),
      confidence,
    );
  return {
    grid,
    density,
    standardError,
    width,
    mass,
    quadratureChange,
    quadratures,
    trace: moment((x) => x),
    traceOfSquare: moment((x) => x * x),
    products,
    asymmetry,
  };
}

/** Golub & Welsch: the quadrature of the first k steps. */
function quadrature(space: KrylovSpace, k: number): Quadrature {
  const { values, rows } = tridiagonalEigensystem(
    space.diagonal.slice(0, k),
    space.offDiagonal,
    [0],
  );
  return { nodes: values, weights: rows[0].map((first) => first * first) };
}

/** Means over the quadratures of Σ_j w_j N(t; θ_j, σ²), and their standard errors. */
function broadened(
  quadratures: readonly Quadrature[],
  grid: Float64Array,
  width: number,
): { mean: Float64Array; standardError: Float64Array } {
  const m = quadratures.length;
  const peak = 1 / (width * Math.sqrt(2 * Math.PI));
  const mean = new Float64Array(grid.length);
  const standardError = new Float64Array(grid.length);
  grid.forEach((t, i) => {
    const values = quadratures.map(({ nodes, weights }) =>
      sum(nodes, (node, j) => {
        const z = (t - node) / width;
        return z * z < 160 ? weights[j] * peak * exp((-z * z) / 2) : 0; // below 10⁻³⁴
      }),
    );
    mean[i] = sum(values, (x) => x) / m;
    const squares = sum(values, (x) => (x - mean[i]) * (x - mean[i]));
    standardError[i] = Math.sqrt(squares / (m - 1) / m);
  });
  return { mean, standardError };
}

function sum(values: ArrayLike<number>, of: (x: number, i: number) => number): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += of(values[i], i);
  return total;
}

function ends(quadratures: readonly Quadrature[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { nodes } of quadratures) {
    low = Math.min(low, nodes[0]);
    high = Math.max(high, nodes[nodes.length - 1]);
  }
  return [low, high];
}

const known: readonly (keyof SpectralDensityOptions)[] = [
  "probes",
  "steps",
  "grid",
  "width",
  "seed",
  "confidence",
  "symmetryTolerance",
];

function requireDensityOptions(
  operator: SymmetricOperator,
  options: SpectralDensityOptions,
  probes: number,
  steps: number,
  confidence: number,
  symmetryTolerance: number,
): void {
  requireKnown(options, known, "option", "spectralDensity");
  requireOperator(operator, "spectralDensity", symmetryTolerance);
  for (const [name, value] of [
    ["probes", probes],
    ["steps", steps],
  ] as const)
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`spectralDensity: ${name} must be an integer >= 1, got ${value}`);
  requireConfidence(confidence, "spectralDensity");
  const { width = 1, grid } = options;
  if (!(width > 0 && width < Infinity))
    throw new RangeError(`spectralDensity: width must be finite and > 0, got ${width}`);
  const odd = grid?.find((lambda) => !Number.isFinite(lambda));
  if (odd !== undefined)
    throw new RangeError(`spectralDensity: expected a finite grid, got ${odd} in it`);
}
