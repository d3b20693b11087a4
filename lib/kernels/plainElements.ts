import { exp, tanh } from "../numerics/elementary/elementary.js";
import type { ElementKernels } from "./overElements.js";

/** `overElements` in doubles, by JavaScript's operators instead of a call for each. */
export function doubleElements(at: Float64Array): ElementKernels {
  return {
    ...moves(at),
    relu: (input, output, count) => {
      for (let k = 0; k < count; k++) at[output + k] = Math.max(at[input + k], 0);
    },
    reluBack: (output, gradient, result, count) => {
      for (let k = 0; k < count; k++) at[result + k] = at[output + k] > 0 ? at[gradient + k] : 0;
    },
    tanh: (input, output, count) => {
      for (let k = 0; k < count; k++) at[output + k] = tanh(at[input + k]);
    },
    tanhBack: (output, gradient, result, count) => {
      for (let k = 0; k < count; k++) {
        const a = at[output + k];
        at[result + k] = at[gradient + k] * (1 - a * a);
      }
    },
    tanhBend: (output, change, gradient, result, count) => {
      for (let k = 0; k < count; k++)
        at[result + k] -= 2 * (at[output + k] * at[change + k] * at[gradient + k]);
    },
    sigmoid: (input, output, count) => {
      for (let k = 0; k < count; k++) at[output + k] = 1 / (1 + exp(-at[input + k]));
    },
    sigmoidBack: (output, gradient, result, count) => {
      for (let k = 0; k < count; k++) {
        const a = at[output + k];
        at[result + k] = at[gradient + k] * (a * (1 - a));
      }
    },
    sigmoidBend: (output, change, gradient, result, count) => {
      for (let k = 0; k < count; k++)
        at[result + k] += (1 - 2 * at[output + k]) * at[change + k] * at[gradient + k];
    },
    add: (a, b, result, count) => {
      for (let k = 0; k < count; k++) at[result + k] = at[a + k] + at[b + k];
    },
  };
}

/** The same in float32; storing to the array rounds too. */
export function singleElements(at: Float32Array): ElementKernels {
  const { fround } = Math;
  return {
    ...moves(at),
    relu: (input, output, count) => {
      for (let k = 0; k < count; k++) at[output + k] = Math.max(at[input + k], 0);
    },
    reluBack: (output, gradient, result, count) => {
      for (let k = 0; k < count; k++) at[result + k] = at[output + k] > 0 ? at[gradient + k] : 0;
    },
    tanh: (input, output, count) => {
      for (let k = 0; k < count; k++) at[output + k] = tanh(at[input + k]);
    },
    tanhBack: (output, gradient, result, count) => {
      for (let k = 0; k < count; k++) {
        const a = at[output + k];
        at[result + k] = at[gradient + k] * fround(1 - fround(a * a));
      }
    },
    tanhBend: (output, change, gradient, result, count) => {
      for (let k = 0; k < count; k++) {
        const bent = fround(fround(at[output + k] * at[change + k]) * at[gradient + k]);
        at[result + k] = at[result + k] - fround(2 * bent);
      }
    },
    sigmoid: (input, output, count) => {
      for (let k = 0; k < count; k++) at[output + k] = 1 / fround(1 + fround(exp(-at[input + k])));
    },
    sigmoidBack: (output, gradient, result, count) => {
      for (let k = 0; k < count; k++) {
        const a = at[output + k];
        at[result + k] = at[gradient + k] * fround(a * fround(1 - a));
      }
    },
    sigmoidBend: (output, change, gradient, result, count) => {
      for (let k = 0; k < count; k++) {
        const slope = fround(fround(1 - fround(2 * at[output + k])) * at[change + k]);
        at[result + k] = at[result + k] + fround(slope * at[gradient + k]);
      }
    },
    add: (a, b, result, count) => {
      for (let k = 0; k < count; k++) at[result + k] = at[a + k] + at[b + k];
    },
  };
}

function moves(at: Float64Array | Float32Array): Pick<ElementKernels, "copy" | "fill"> {
  return {
    copy: (from, to, count) => {
      at.copyWithin(to, from, from + count);
    },
    fill: (to, value, count) => {
      at.fill(value, to, to + count);
    },
  };
}
