import type { ScalarOperations } from "../numerics/arithmetic.js";
import type { LayerKernels } from "./layerKernels.js";

/** The part of {@link LayerKernels} that takes number by number. */
export type ElementKernels = Pick<
  LayerKernels,
  | "copy"
  | "fill"
  | "relu"
  | "reluBack"
  | "tanh"
  | "tanhBack"
  | "tanhBend"
  | "sigmoid"
  | "sigmoidBack"
  | "sigmoidBend"
  | "add"
>;

/** Functions of each number, in any arithmetic. */
export function overElements<T>(
  operations: ScalarOperations<T>,
  numbers: T[] | Float64Array | Float32Array,
): ElementKernels {
  const { add, subtract, multiply, divide, negate, maximum, less, exp, tanh, from } = operations;
  const at = numbers as T[];
  const [zero, one, two] = [from(0), from(1), from(2)];

  return {
    copy: (source, to, count) => {
      at.copyWithin(to, source, source + count);
    },
    fill: (to, value, count) => {
      at.fill(from(value), to, to + count);
    },

    relu: (input, output, count) => {
      for (let k = 0; k < count; k++) at[output + k] = maximum(at[input + k], zero);
    },
    reluBack: (output, gradient, result, count) => {
      for (let k = 0; k < count; k++)
        at[result + k] = less(zero, at[output + k]) ? at[gradient + k] : zero;
    },
    tanh: (input, output, count) => {
      for (let k = 0; k < count; k++) at[output + k] = tanh(at[input + k]);
    },
    tanhBack: (output, gradient, result, count) => {
      for (let k = 0; k < count; k++) {
        const a = at[output + k];
        at[result + k] = multiply(at[gradient + k], subtract(one, multiply(a, a)));
      }
    },
    tanhBend: (output, change, gradient, result, count) => {
      for (let k = 0; k < count; k++) {
        const bent = multiply(multiply(at[output + k], at[change + k]), at[gradient + k]);
        at[result + k] = subtract(at[result + k], multiply(two, bent));
      }
    },
    sigmoid: (input, output, count) => {
      for (let k = 0; k < count; k++)
        at[output + k] = divide(one, add(one, exp(negate(at[input + k]))));
    },
    sigmoidBack: (output, gradient, result, count) => {
      for (let k = 0; k < count; k++) {
        const a = at[output + k];
        at[result + k] = multiply(at[gradient + k], multiply(a, subtract(one, a)));
      }
    },
    sigmoidBend: (output, change, gradient, result, count) => {
      for (let k = 0; k < count; k++) {
        const slope = multiply(subtract(one, multiply(two, at[output + k])), at[change + k]);
        at[result + k] = add(at[result + k], multiply(slope, at[gradient + k]));
      }
    },
    add: (a, b, result, count) => {
      for (let k = 0; k < count; k++) at[result + k] = add(at[a + k], at[b + k]);
    },
  };
}
