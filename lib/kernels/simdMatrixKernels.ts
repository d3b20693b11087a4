import { SCRATCH_AT, SCRATCH_BYTES } from "./kernel.js";
import type { KernelExports } from "./kernelModule.js";
import { KEEP, type LayerKernels, type Start } from "./layerKernels.js";
import type { ProductKernels } from "./overProducts.js";

/** What sums start from, as assembly/weightedSums.ts has it. */
const [FROM_ZERO, FROM_THERE, FROM_BIAS] = [0, 1, 2];

/**
 * The products of {@link LayerKernels} by SIMD, linear layers and convolutions, with the bits of
 * the plain twin. Forward and back, a linear layer is a convolution of images of one place.
 *
 * @param kernels - those of the memory that the tensors lie in
 * @param type - of its elements
 * @param origin - address of element 0 in bytes
 *
 * @example
 * const numbers = residentArray(1_000_000, "float32");
 * const kernel = kernelOf(numbers);
 * if (kernel) simdMatrixKernels(kernel.kernels, "float32", numbers.byteOffset);
 */
export function simdMatrixKernels(
  kernels: KernelExports,
  type: "float64" | "float32",
  origin: number,
): ProductKernels {
  const double = type === "float64";
  const forward = double ? kernels.convolve64 : kernels.convolve32;
  const back = double ? kernels.convolveBack64 : kernels.convolveBack32;
  const ofKernels = double ? kernels.convolveWeights64 : kernels.convolveWeights32;
  const ofMatrix = double ? kernels.linearWeights64 : kernels.linearWeights32;
  const bytes = double ? 8 : 4;
  /** Places of a kernel whose sums there is room for. */
  const most = Math.floor(SCRATCH_BYTES / (32 * bytes));
  const at = (offset: number): number => origin + offset * bytes;
  const from = (start: Start): number =>
    start >= 0 ? FROM_BIAS : start === KEEP ? FROM_THERE : FROM_ZERO;

  return {
    linear: (weights, input, output, { outputs: o, inputs: i, lanes }, start) => {
      const [w, x, y, bias] = [at(weights), at(input), at(output), at(Math.max(start, 0))];
      forward(w, x, y, o, i, 1, 1, 1, 0, lanes, from(start), SCRATCH_AT, bias);
    },
    linearBack: (weights, gradient, result, { outputs: o, inputs: i, lanes }, start) => {
      back(at(weights), at(gradient), at(result), o, i, 1, 1, 1, 0, lanes, from(start), SCRATCH_AT);
    },
    linearWeights: (gradient, input, result, { outputs: o, inputs: i, lanes }, start) => {
      ofMatrix(at(gradient), at(input), at(result), o, i, lanes, from(start), SCRATCH_AT);
    },
    convolve: (weights, input, output, shape, start) => {
      const { outputs: o, inputs: i, height, width, size, padding, lanes } = shape;
      const [w, x, y, bias] = [at(weights), at(input), at(output), at(Math.max(start, 0))];
      forward(w, x, y, o, i, height, width, size, padding, lanes, from(start), SCRATCH_AT, bias);
    },
    convolveBack: (weights, gradient, result, shape, start) => {
      const { outputs: o, inputs: i, height, width, size, padding, lanes } = shape;
      const [w, g, r] = [at(weights), at(gradient), at(result)];
      back(w, g, r, o, i, height, width, size, padding, lanes, from(start), SCRATCH_AT);
    },
    convolveWeights: (gradient, input, result, shape, start) => {
      const { outputs: o, inputs: i, height, width, size, padding, lanes } = shape;
      const [g, x, r] = [at(gradient), at(input), at(result)];
      ofKernels(g, x, r, o, i, height, width, size, padding, lanes, from(start), SCRATCH_AT, most);
    },
  };
}
