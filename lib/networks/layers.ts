/** A layer of a network, as plain data; `network` examines it and works out its shapes. */
export type Layer =
  | LinearLayer
  | ConvolutionLayer
  | PoolingLayer
  | ActivationLayer
  | BatchNormLayer
  | ResidualLayer;

/** z = Wx + b, of all features of the input. */
export interface LinearLayer {
  readonly kind: "linear";
  readonly outputs: number;
}

/** Cross-correlation of stride 1 with biases and zero padding. */
export interface ConvolutionLayer {
  readonly kind: "convolution";
  /** Channels of the output. */
  readonly outputs: number;
  /** Rows and columns of a kernel. */
  readonly size: number;
  /** Rows and columns of zeros around the image. */
  readonly padding: number;
}

/** The largest, or the mean, of windows of size × size that do not overlap. */
export interface PoolingLayer {
  readonly kind: "maxPooling" | "averagePooling";
  readonly size: number;
}

/** A function of each number. */
export interface ActivationLayer {
  readonly kind: Activation;
}

/** The functions of one number that a layer may be. */
export type Activation = "tanh" | "sigmoid" | "relu";

/**
 * Per channel (x − mean)/√(variance + epsilon)·scale + shift: of the batch in training, running ones
 * in evaluation, which follow the batches' by `momentum`.
 */
export interface BatchNormLayer {
  readonly kind: "batchNorm";
  readonly epsilon: number;
  readonly momentum: number;
}

/** What its layers make of x, plus x; both have the same shape. */
export interface ResidualLayer {
  readonly kind: "residual";
  readonly layers: readonly Layer[];
}

/**
 * A layer of `outputs` units, each with a weight per feature and a bias.
 *
 * @example
 * linear(10);
 */
export const linear = (outputs: number): LinearLayer => ({ kind: "linear", outputs });

/**
 * A convolution with kernels of size × size.
 *
 * @param padding - zeros around the image: 0 (default), or (size − 1)/2 to keep its size
 *
 * @example
 * convolution(8, 5);
 */
export const convolution = (outputs: number, size: number, padding = 0): ConvolutionLayer => ({
  kind: "convolution",
  outputs,
  size,
  padding,
});

/**
 * The largest of each window of size × size; of several equal ones the first has the derivative.
 *
 * @example
 * maxPooling(2);
 */
export const maxPooling = (size: number): PoolingLayer => ({ kind: "maxPooling", size });

/**
 * The mean of each window of size × size.
 *
 * @example
 * averagePooling(2);
 */
export const averagePooling = (size: number): PoolingLayer => ({ kind: "averagePooling", size });

/**
 * A function of each number: tanh, the logistic function, or max(x, 0).
 *
 * @example
 * activation("relu");
 */
export const activation = (kind: Activation): ActivationLayer => ({ kind });

/**
 * Batch normalization: per channel, scale and shift being parameters.
 *
 * @see Ioffe & Szegedy (2015), Batch normalization, ICML
 *
 * @example
 * batchNorm();
 */
export const batchNorm = (epsilon = 1e-5, momentum = 0.1): BatchNormLayer => ({
  kind: "batchNorm",
  epsilon,
  momentum,
});

/**
 * A residual block: layers(x) + x.
 *
 * @see He, Zhang, Ren & Sun (2016), Deep residual learning for image recognition, CVPR
 *
 * @example
 * residual([convolution(16, 3, 1), activation("relu"), convolution(16, 3, 1)]);
 */
export const residual = (layers: readonly Layer[]): ResidualLayer => ({ kind: "residual", layers });
