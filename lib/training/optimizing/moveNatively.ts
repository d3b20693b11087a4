import { kernelOf } from "../../kernels/residentArray.js";
import { float32Operations, float64Operations } from "../../numerics/arithmetic.js";
import type { Optimizer } from "../optimizers.js";
import { moveOver } from "./moveOver.js";
import type { Numbers } from "./stepArithmetic.js";

/** Bytes that SIMD takes at a time. */
const VECTOR = 16;

/**
 * One step of an optimizer in the arrays' own type: by SIMD where they lie in the memory of one
 * instance of the kernels, what is left over and any other arrays by `moveOver`, with the same bits.
 *
 * @param scalars - the step's `coefficients`, in float32 rounded to it
 */
export function moveNatively(
  optimizer: Optimizer,
  scalars: readonly number[],
  theta: Numbers,
  gradient: Numbers,
  buffers: readonly Numbers[],
): void {
  const whole = moveVectors(optimizer, scalars, theta, gradient, buffers);
  if (whole === theta.length) return;
  const operations = theta instanceof Float64Array ? float64Operations : float32Operations;
  moveOver(operations, optimizer, scalars, theta, gradient, buffers, whole);
}

/** How many coordinates it moved, the first ones. */
function moveVectors(
  optimizer: Optimizer,
  scalars: readonly number[],
  theta: Numbers,
  gradient: Numbers,
  [first, second]: readonly Numbers[],
): number {
  const { buffer, byteLength, BYTES_PER_ELEMENT: size } = theta;
  const kernel = kernelOf(theta);
  const isHere = (array: Numbers | undefined): boolean => !array || array.buffer === buffer;
  if (!kernel || !isHere(gradient) || !isHere(first) || !isHere(second)) return 0;
  const { kernels } = kernel;
  const bytes = byteLength - (byteLength % VECTOR);
  const double = size === 8;
  const [at, g] = [theta.byteOffset, gradient.byteOffset];
  const [a, b] = [first?.byteOffset ?? 0, second?.byteOffset ?? 0];
  const decays = optimizer.weightDecay > 0 ? 1 : 0;
  switch (optimizer.kind) {
    case "sgd": {
      const [rate, momentum, decay] = scalars;
      const move = double ? kernels.sgd64 : kernels.sgd32;
      move(at, g, a, bytes, rate, momentum, decay, decays, optimizer.nesterov ? 1 : 0);
      break;
    }
    case "adam":
    case "adamW": {
      const [rate, beta1, rest1, beta2, rest2, root, epsilon, decay] = scalars;
      const move = double ? kernels.adam64 : kernels.adam32;
      const [decayed, shrunk] = optimizer.kind === "adam" ? [decays, 0] : [0, decays];
      const [e, d] = [epsilon, decay];
      move(at, g, a, b, bytes, rate, beta1, rest1, beta2, rest2, root, e, d, decayed, shrunk);
      break;
    }
    case "rmsProp": {
      const [rate, alpha, rest, epsilon, momentum, decay] = scalars;
      const move = double ? kernels.rmsProp64 : kernels.rmsProp32;
      move(at, g, a, b, bytes, rate, alpha, rest, epsilon, momentum, decay, decays);
      break;
    }
  }
  return bytes / size;
}
