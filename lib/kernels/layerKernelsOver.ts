import {
  float32Operations,
  float64Operations,
  type ScalarOperations,
} from "../numerics/arithmetic.js";
import type { LayerKernels } from "./layerKernels.js";
import { overChannels } from "./overChannels.js";
import { type ElementKernels, overElements } from "./overElements.js";
import { overPooling } from "./overPooling.js";
import { overProducts } from "./overProducts.js";
import { overRows, type Rows } from "./overRows.js";
import { doubleElements, singleElements } from "./plainElements.js";
import { doubleRows, singleRows } from "./plainRows.js";

/**
 * The arithmetic of layers in any arithmetic, on numbers that lie in one array: by the letter of
 * {@link LayerKernels}, each + − × ÷, exp and tanh there a call of the operation.
 *
 * With `float64Operations` on a Float64Array and `float32Operations` on a Float32Array it is the
 * plain twin of the SIMD kernels, with the same bits. Where operations take random bits, they take
 * them in the order of the calls, which depends on the shapes and on nothing else. Indices that
 * `maxPool` chooses, and size², are exact in an array of doubles, else numbers by `from`.
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
  const { rows, elements } = partsOver(operations, numbers);
  return {
    ...elements,
    ...overProducts(rows),
    ...overPooling(rows, elements),
    ...overChannels(rows),
  };
}

/** In an array's own type by JavaScript's operators, some ten times as quick as by calls. */
function partsOver<T>(
  operations: ScalarOperations<T>,
  numbers: T[] | Float64Array | Float32Array,
): { readonly rows: Rows; readonly elements: ElementKernels } {
  const own: unknown = operations;
  if (own === float64Operations && numbers instanceof Float64Array)
    return { rows: doubleRows(numbers), elements: doubleElements(numbers) };
  if (own === float32Operations && numbers instanceof Float32Array)
    return { rows: singleRows(numbers), elements: singleElements(numbers) };
  return { rows: overRows(operations, numbers), elements: overElements(operations, numbers) };
}
