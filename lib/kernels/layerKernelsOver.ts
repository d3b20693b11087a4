import type { ScalarOperations } from "../numerics/arithmetic.js";
import type { LayerKernels } from "./layerKernels.js";
import { overChannels } from "./overChannels.js";
import { overElements } from "./overElements.js";
import { overPooling } from "./overPooling.js";
import { overProducts } from "./overProducts.js";
import { overRows } from "./overRows.js";

/**
 * The arithmetic of layers in any arithmetic, on numbers that lie in one array: by the letter of
 * {@link LayerKernels}, each + − × ÷, exp and tanh there a call of the operation.
 *
 * With `float64Operations` on a Float64Array and `float32Operations` on a Float32Array it is the
 * plain twin of the SIMD kernels: the same bits, in some 10 and 100 times the time. Where operations
 * take random bits, they take them in the order of the calls, which depends on the shapes and on
 * nothing else. Indices that `maxPool` chooses, and size², are exact in an array of doubles, else
 * numbers by `from`.
 *
 * @param numbers - the memory; doubles only where T is number
 *
 * @example
 * const numbers = [1, 2, 3, 4, 0, 0, 0, 0].map(doubleDouble);
 * layerKernelsOver(doubleDoubleOperations, numbers).tanh(0, 4, 4);
 */
export function layerKernelsOver<T>(
  operations: ScalarOperations<T>,
  numbers: T[] | Float64Array | Float32Array,
): LayerKernels {
  const rows = overRows(operations, numbers);
  const elements = overElements(operations, numbers);
  return {
    ...elements,
    ...overProducts(rows),
    ...overPooling(rows, elements),
    ...overChannels(rows),
  };
}
