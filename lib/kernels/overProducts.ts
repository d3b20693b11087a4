import type { ConvolutionShape, LayerKernels } from "./layerKernels.js";
import type { Rows } from "./overRows.js";

/** The part of {@link LayerKernels} that multiplies by weights. */
export type ProductKernels = Pick<
  LayerKernels,
  "linear" | "linearBack" | "linearWeights" | "convolve" | "convolveBack" | "convolveWeights"
>;

/**
 * Linear layers and convolutions on rows: the sums of a row, or of a channel, grow together, each in
 * the order that {@link LayerKernels} says.
 */
export function overProducts({
  begin,
  addProducts,
  beginFour,
  addFour,
  endFour,
}: Rows): ProductKernels {
  return {
    linear: (weights, input, output, { outputs, inputs, lanes }, start) => {
      for (let o = 0; o < outputs; o++) {
        const to = output + o * lanes;
        begin(to, start < 0 ? start : start + o, lanes);
        for (let i = 0; i < inputs; i++)
          addProducts(weights + o * inputs + i, input + i * lanes, to, lanes);
      }
    },
    linearBack: (weights, gradient, result, { outputs, inputs, lanes }, start) => {
      for (let i = 0; i < inputs; i++) {
        const to = result + i * lanes;
        begin(to, start, lanes);
        for (let o = 0; o < outputs; o++)
          addProducts(weights + o * inputs + i, gradient + o * lanes, to, lanes);
      }
    },
    linearWeights: (gradient, input, result, { outputs, inputs, lanes }, start) => {
      for (let o = 0; o < outputs; o++)
        for (let i = 0; i < inputs; i++) {
          beginFour();
          addFour(gradient + o * lanes, input + i * lanes, lanes);
          endFour(result + o * inputs + i, start);
        }
    },

    convolve: (weights, input, output, shape, start) => {
      const { outputs, inputs, size } = shape;
      const { inputRow, inputSize, outputRow, outputSize } = measure(shape);
      for (let o = 0; o < outputs; o++) {
        const to = output + o * outputSize;
        begin(to, start < 0 ? start : start + o, outputSize);
        for (let i = 0, w = weights + o * inputs * size * size; i < inputs; i++)
          for (let ky = 0; ky < size; ky++)
            for (let kx = 0; kx < size; kx++, w++) {
              meet(shape, ky, kx);
              for (let y = 0; y < shared.rows; y++)
                addProducts(
                  w,
                  input + i * inputSize + shared.input + y * inputRow,
                  to + shared.output + y * outputRow,
                  shared.count,
                );
            }
      }
    },
    convolveBack: (weights, gradient, result, shape, start) => {
      const { outputs, inputs, size } = shape;
      const { inputRow, inputSize, outputRow, outputSize } = measure(shape);
      for (let i = 0; i < inputs; i++) {
        const to = result + i * inputSize;
        begin(to, start, inputSize);
        for (let o = 0; o < outputs; o++)
          for (let ky = 0, w = weights + (o * inputs + i) * size * size; ky < size; ky++)
            for (let kx = 0; kx < size; kx++, w++) {
              meet(shape, ky, kx);
              for (let y = 0; y < shared.rows; y++)
                addProducts(
                  w,
                  gradient + o * outputSize + shared.output + y * outputRow,
                  to + shared.input + y * inputRow,
                  shared.count,
                );
            }
      }
    },
    convolveWeights: (gradient, input, result, shape, start) => {
      const { outputs, inputs, size } = shape;
      const { inputRow, inputSize, outputRow, outputSize } = measure(shape);
      for (let o = 0, w = result; o < outputs; o++)
        for (let i = 0; i < inputs; i++)
          for (let ky = 0; ky < size; ky++)
            for (let kx = 0; kx < size; kx++, w++) {
              meet(shape, ky, kx);
              beginFour();
              for (let y = 0; y < shared.rows; y++)
                addFour(
                  gradient + o * outputSize + shared.output + y * outputRow,
                  input + i * inputSize + shared.input + y * inputRow,
                  shared.count,
                );
              endFour(w, start);
            }
    },
  };
}

/**
 * A convolution at one place of its kernel: where the shifted input and the output meet, `rows` rows
 * of `count` neighbouring numbers, that start at `input` and `output` of their channels. One for
 * all, so that nothing is allocated.
 */
const shared = {
  /** Lengths of rows and channels. */
  inputRow: 0,
  inputSize: 0,
  outputRow: 0,
  outputSize: 0,
  rows: 0,
  count: 0,
  input: 0,
  output: 0,
};

function measure({ height, width, size, padding, lanes }: ConvolutionShape): typeof shared {
  shared.inputRow = width * lanes;
  shared.inputSize = height * shared.inputRow;
  shared.outputRow = (width + 2 * padding - size + 1) * lanes;
  shared.outputSize = (height + 2 * padding - size + 1) * shared.outputRow;
  return shared;
}

/** x of the output meets x + kx − padding of the input, where that is none of the zeros around. */
function meet(
  { height, width, size, padding, lanes }: ConvolutionShape,
  ky: number,
  kx: number,
): void {
  const [down, right] = [ky - padding, kx - padding];
  const top = Math.max(0, -down);
  const left = Math.max(0, -right);
  shared.rows = Math.min(height + 2 * padding - size + 1, height - down) - top;
  shared.count = (Math.min(width + 2 * padding - size + 1, width - right) - left) * lanes;
  shared.input = (top + down) * shared.inputRow + (left + right) * lanes;
  shared.output = top * shared.outputRow + left * lanes;
}
