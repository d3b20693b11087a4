import type { KernelExports } from "./kernelModule.js";
import { KEEP, type LayerKernels } from "./layerKernels.js";
import type { ProductKernels } from "./overProducts.js";

/**
 * All of {@link LayerKernels} but the products, by SIMD, on an array that lies in the memory of the
 * kernels.
 */
export function simdElementKernels(
  kernels: KernelExports,
  numbers: Float64Array | Float32Array,
): Omit<LayerKernels, keyof ProductKernels> {
  const own = kernelsOf(kernels, numbers instanceof Float64Array ? 64 : 32);
  const [origin, bytes] = [numbers.byteOffset, numbers.BYTES_PER_ELEMENT];
  const at = (offset: number): number => origin + bytes * offset;
  /** Of what may be left out, which is at an offset below 0. */
  const orNone = (offset: number): number => (offset < 0 ? 0 : at(offset));

  return {
    copy: (from, to, count) => {
      numbers.copyWithin(to, from, from + count);
    },
    fill: (to, value, count) => {
      numbers.fill(value, to, to + count);
    },
    relu: (input, output, count) => own.relu(at(input), at(output), count),
    reluBack: (output, gradient, result, count) =>
      own.reluBack(at(output), at(gradient), at(result), count),
    tanh: (input, output, count) => own.tanhOf(at(input), at(output), count),
    tanhBack: (output, gradient, result, count) =>
      own.tanhBack(at(output), at(gradient), at(result), count),
    tanhBend: (output, change, gradient, result, count) =>
      own.tanhBend(at(output), at(change), at(gradient), at(result), count),
    sigmoid: (input, output, count) => own.sigmoid(at(input), at(output), count),
    sigmoidBack: (output, gradient, result, count) =>
      own.sigmoidBack(at(output), at(gradient), at(result), count),
    sigmoidBend: (output, change, gradient, result, count) =>
      own.sigmoidBend(at(output), at(change), at(gradient), at(result), count),
    add: (a, b, result, count) => own.add(at(a), at(b), at(result), count),

    maxPool: (input, output, chosen, { channels, height, width, size, lanes }) =>
      own.maxPool(at(input), at(output), at(chosen), channels, height, width, size, lanes),
    pick: (input, chosen, output, { channels, height, width, size, lanes }) =>
      own.pick(at(input), at(chosen), at(output), channels, height, width, size, lanes),
    spread: (gradient, chosen, result, { channels, height, width, size, lanes }) =>
      own.spread(at(gradient), at(chosen), at(result), channels, height, width, size, lanes),
    averagePool: (input, output, { channels, height, width, size, lanes }) =>
      own.averagePool(at(input), at(output), channels, height, width, size, lanes),
    averageSpread: (gradient, result, { channels, height, width, size, lanes }) =>
      own.averageSpread(at(gradient), at(result), channels, height, width, size, lanes),

    sums: (a, result, { channels, places, lanes, images }, start) =>
      own.sums(at(a), at(result), channels, places, lanes, images, start === KEEP ? 1 : 0),
    dots: (a, b, result, { channels, places, lanes, images }, start) =>
      own.dots(at(a), at(b), at(result), channels, places, lanes, images, start === KEEP ? 1 : 0),
    combine: (a, alpha, b, beta, gamma, result, { channels, places, lanes, images }) => {
      const [second, shift] = [orNone(b), orNone(gamma)];
      own.combine(
        at(a),
        at(alpha),
        second,
        orNone(beta),
        shift,
        at(result),
        channels,
        places,
        lanes,
        images,
      );
    },
  };
}

/** Those of one type, without their suffix. */
function kernelsOf(kernels: KernelExports, width: 64 | 32) {
  return {
    relu: kernels[`relu${width}`],
    reluBack: kernels[`reluBack${width}`],
    tanhOf: kernels[`tanhOf${width}`],
    tanhBack: kernels[`tanhBack${width}`],
    tanhBend: kernels[`tanhBend${width}`],
    sigmoid: kernels[`sigmoid${width}`],
    sigmoidBack: kernels[`sigmoidBack${width}`],
    sigmoidBend: kernels[`sigmoidBend${width}`],
    add: kernels[`add${width}`],
    maxPool: kernels[`maxPool${width}`],
    pick: kernels[`pick${width}`],
    spread: kernels[`spread${width}`],
    averagePool: kernels[`averagePool${width}`],
    averageSpread: kernels[`averageSpread${width}`],
    sums: kernels[`sums${width}`],
    dots: kernels[`dots${width}`],
    combine: kernels[`combine${width}`],
  };
}
