import { float32Operations, float64Operations } from "../numerics/arithmetic.js";
import type { LayerKernels } from "./layerKernels.js";
import { layerKernelsOver } from "./layerKernelsOver.js";
import { kernelOf } from "./residentArray.js";
import { simdElementKernels } from "./simdElementKernels.js";
import { simdMatrixKernels } from "./simdMatrixKernels.js";

/**
 * The arithmetic of layers in an array's own type: SIMD where the array is a `residentArray` in the
 * memory of the kernels, else plainly, with the same bits.
 *
 * @param numbers - the memory; offsets of tensors in it are multiples of LANES
 * @param simd - false computes plainly in any case
 *
 * @example
 * const numbers = residentArray(8, "float32");
 * numbers.set([-1, 2, NaN, -3]);
 * layerKernels(numbers).relu(0, 4, 4); // numbers: -1, 2, NaN, -3, 0, 2, NaN, 0
 */
export function layerKernels(numbers: Float64Array | Float32Array, simd = true): LayerKernels {
  const doubles = numbers instanceof Float64Array;
  const resident = simd ? kernelOf(numbers) : undefined;
  if (resident)
    return {
      ...simdElementKernels(resident.kernels, numbers),
      ...simdMatrixKernels(resident.kernels, doubles ? "float64" : "float32", numbers.byteOffset),
    };
  return layerKernelsOver(doubles ? float64Operations : float32Operations, numbers);
}
