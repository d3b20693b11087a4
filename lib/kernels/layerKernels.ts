/**
 * The arithmetic of network layers on numbers that lie in one memory.
 *
 * A tensor is an offset into that memory, counted in elements. Its layout is [channel][y][x][lane],
 * a lane being an image (for layers without a place, [feature][lane]); `lanes` is a multiple of
 * {@link LANES}. Weights are [output][input] and [output][input][ky][kx]; everything per channel
 * (biases, sums) is dense.
 *
 * **The order of summation is fixed**, so that every implementation gives the same bits: sums over
 * inputs and over the places of a kernel start from what {@link Start} says and take their terms
 * in the order of the indices named, outermost first. Sums over lanes are taken as four, each from 0:
 * sum r has the lanes n ≡ r (mod 4), place after place, n ascending; then (s₀ + s₂) + (s₁ + s₃), which
 * with KEEP is added to what was there. Products and sums are rounded one by one (no fused
 * multiply-add).
 *
 * A result may lie where an operand of its shape does, in functions of each number and in `combine`;
 * else tensors do not overlap.
 *
 * An implementation in the memory's own type is `layerKernels`, one in any arithmetic
 * `layerKernelsOver`. Nothing is checked here, nothing allocated.
 */
export interface LayerKernels {
  /** to[k] = from[k], k < count. */
  copy(from: number, to: number, count: number): void;
  /** at[k] = value, k < count. */
  fill(at: number, value: number, count: number): void;

  /** output[o][n] = start + Σ_i weights[o][i]·input[i][n]. */
  linear(weights: number, input: number, output: number, shape: LinearShape, start: Start): void;
  /** result[i][n] = start + Σ_o weights[o][i]·gradient[o][n]; start is ZERO or KEEP. */
  linearBack(
    weights: number,
    gradient: number,
    result: number,
    shape: LinearShape,
    start: Start,
  ): void;
  /** result[o][i] = start + Σ_n gradient[o][n]·input[i][n], the sum as four; start is ZERO or KEEP. */
  linearWeights(
    gradient: number,
    input: number,
    result: number,
    shape: LinearShape,
    start: Start,
  ): void;

  /**
   * Cross-correlation with zeros around the image:
   * output[o][y][x][n] = start + Σ_i Σ_ky Σ_kx weights[o][i][ky][kx]·input[i][y+ky−p][x+kx−p][n],
   * terms outside the image left out; p is the padding.
   */
  convolve(
    weights: number,
    input: number,
    output: number,
    shape: ConvolutionShape,
    start: Start,
  ): void;
  /**
   * result[i][y][x][n] = start + Σ_o Σ_ky Σ_kx weights[o][i][ky][kx]·gradient[o][y+p−ky][x+p−kx][n],
   * terms outside left out; start is ZERO or KEEP.
   */
  convolveBack(
    weights: number,
    gradient: number,
    result: number,
    shape: ConvolutionShape,
    start: Start,
  ): void;
  /**
   * result[o][i][ky][kx] = start + Σ_y Σ_x Σ_n gradient[o][y][x][n]·input[i][y+ky−p][x+kx−p][n], the
   * sum as four, terms outside left out; start is ZERO or KEEP.
   */
  convolveWeights(
    gradient: number,
    input: number,
    result: number,
    shape: ConvolutionShape,
    start: Start,
  ): void;

  /**
   * The largest of each window, and which it is: ky·size + kx of the first of several equal ones,
   * in `chosen`, of the output's shape. The first NaN counts as the largest.
   */
  maxPool(input: number, output: number, chosen: number, shape: PoolingShape): void;
  /** output = the element of each window of `input` that was chosen. */
  pick(input: number, chosen: number, output: number, shape: PoolingShape): void;
  /** result, of the input's shape, = gradient at the chosen elements and 0 elsewhere. */
  spread(gradient: number, chosen: number, result: number, shape: PoolingShape): void;
  /** output = (Σ_ky Σ_kx input)/size², the sum from 0. */
  averagePool(input: number, output: number, shape: PoolingShape): void;
  /** result, of the input's shape, = gradient/size², and 0 outside the windows. */
  averageSpread(gradient: number, result: number, shape: PoolingShape): void;

  /** output[k] = max(input[k], 0), 0 for −0; NaN stays. Counts, here and below, are multiples of LANES. */
  relu(input: number, output: number, count: number): void;
  /** result[k] = output[k] > 0 ? gradient[k] : 0. */
  reluBack(output: number, gradient: number, result: number, count: number): void;
  /** output[k] = tanh(input[k]). */
  tanh(input: number, output: number, count: number): void;
  /** result[k] = gradient[k]·(1 − a·a), a = output[k]. */
  tanhBack(output: number, gradient: number, result: number, count: number): void;
  /** result[k] −= 2·((a·change[k])·gradient[k]): what a's own change adds to that of `tanhBack`. */
  tanhBend(output: number, change: number, gradient: number, result: number, count: number): void;
  /** output[k] = 1/(1 + exp(−input[k])). */
  sigmoid(input: number, output: number, count: number): void;
  /** result[k] = gradient[k]·(a·(1 − a)). */
  sigmoidBack(output: number, gradient: number, result: number, count: number): void;
  /** result[k] += ((1 − 2·a)·change[k])·gradient[k]. */
  sigmoidBend(
    output: number,
    change: number,
    gradient: number,
    result: number,
    count: number,
  ): void;
  /** result[k] = a[k] + b[k]. */
  add(a: number, b: number, result: number, count: number): void;

  /** result[c] = start + Σ_place Σ_n a[c][place][n], as four, over n < images; ZERO or KEEP. */
  sums(a: number, result: number, shape: RowShape, start: Start): void;
  /** result[c] = start + Σ_place Σ_n a·b, as four, over n < images; ZERO or KEEP. */
  dots(a: number, b: number, result: number, shape: RowShape, start: Start): void;
  /**
   * result[c][place][n] = (α[c]·a + β[c]·b) + γ[c] for n < images, and 0 in the lanes beyond. α, β, γ
   * are offsets of dense arrays; b and β, or γ, are left out where they are −1.
   */
  combine(
    a: number,
    alpha: number,
    b: number,
    beta: number,
    gamma: number,
    result: number,
    shape: RowShape,
  ): void;
}

/** Images are handled in groups of so many; sums over them have so many parts. */
export const LANES = 4;

/** What a sum starts from: the bias at an offset ≥ 0, {@link ZERO}, or {@link KEEP}. */
export type Start = number;
/** A sum starts from 0. */
export const ZERO: Start = -1;
/** A sum starts from what was there. */
export const KEEP: Start = -2;

/** A layer that takes `inputs` features to `outputs`. */
export interface LinearShape {
  readonly outputs: number;
  readonly inputs: number;
  readonly lanes: number;
}

/** A convolution of stride 1; its output has height + 2·padding − size + 1 rows. */
export interface ConvolutionShape {
  /** Channels of the output. */
  readonly outputs: number;
  /** Channels of the input. */
  readonly inputs: number;
  /** Rows of the input. */
  readonly height: number;
  /** Columns of the input. */
  readonly width: number;
  /** Rows and columns of a kernel. */
  readonly size: number;
  /** Rows and columns of zeros around the input. */
  readonly padding: number;
  readonly lanes: number;
}

/** Windows of size × size that do not overlap; rows and columns left over are dropped. */
export interface PoolingShape {
  readonly channels: number;
  /** Rows of the input; the output has ⌊height/size⌋. */
  readonly height: number;
  readonly width: number;
  readonly size: number;
  readonly lanes: number;
}

/** Channels of `places` places each, of whose lanes the first `images` count. */
export interface RowShape {
  readonly channels: number;
  readonly places: number;
  readonly lanes: number;
  readonly images: number;
}
