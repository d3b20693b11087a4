import { describe, expect, it } from "vitest";
import { hasKernels } from "../../lib/kernels/kernelModule.js";
import {
  type ConvolutionShape,
  KEEP,
  type LayerKernels,
  type Start,
  ZERO,
} from "../../lib/kernels/layerKernels.js";
import { layerKernelsOver } from "../../lib/kernels/layerKernelsOver.js";
import { kernelOf, residentArray } from "../../lib/kernels/residentArray.js";
import { simdMatrixKernels } from "../../lib/kernels/simdMatrixKernels.js";
import { float32Operations, float64Operations } from "../../lib/numerics/arithmetic.js";
import { randomStream } from "../../lib/numerics/random.js";

type Numbers = Float64Array | Float32Array;
type Type = "float64" | "float32";
type Products = Pick<
  LayerKernels,
  "linear" | "linearBack" | "linearWeights" | "convolve" | "convolveBack" | "convolveWeights"
>;

const { uniform } = randomStream(1, "matrixKernels");
let drawn = 0;
const between = (low: number, high: number): number =>
  low + Math.floor(uniform(drawn++) * (high - low + 1));

/** Places of a channel of the input and of the output. */
const placesOf = ({ height, width, size, padding }: ConvolutionShape): [number, number] => [
  height * width,
  (height + 2 * padding - size + 1) * (width + 2 * padding - size + 1),
];

/** Where the tensors of a convolution are, and how many numbers they take. */
function layout(shape: ConvolutionShape) {
  const [places, outPlaces] = placesOf(shape);
  const { outputs, inputs, size, lanes } = shape;
  const sizes = {
    weights: outputs * inputs * size * size,
    bias: outputs,
    input: inputs * places * lanes,
    output: outputs * outPlaces * lanes,
  };
  let free = 0;
  const put = (count: number): number => {
    const at = free;
    free += 4 * Math.ceil(count / 4) + 4; // four between them that nobody may touch
    return at;
  };
  const at = {
    weights: put(sizes.weights),
    bias: put(sizes.bias),
    input: put(sizes.input),
    output: put(sizes.output),
  };
  return { at, sizes, length: free };
}

/** The three sums of a convolution by the letter of the contract, index by index. */
function byDefinition(numbers: Numbers, shape: ConvolutionShape): Products {
  const { outputs, inputs, height, width, size, padding, lanes } = shape;
  const [outHeight, outWidth] = [height + 2 * padding - size + 1, width + 2 * padding - size + 1];
  const rounded = numbers instanceof Float32Array ? Math.fround : (x: number): number => x;
  const inputAt = (i: number, y: number, x: number): number => (i * height + y) * width + x;
  const outputAt = (o: number, y: number, x: number): number => (o * outHeight + y) * outWidth + x;
  const weightAt = (o: number, i: number, ky: number, kx: number): number =>
    ((o * inputs + i) * size + ky) * size + kx;
  const inside = (y: number, x: number, rows: number, columns: number): boolean =>
    y >= 0 && y < rows && x >= 0 && x < columns;
  const begin = (start: Start, index: number, place: number): number =>
    start >= 0 ? numbers[start + index] : start === KEEP ? numbers[place] : 0;

  const convolve: Products["convolve"] = (weights, input, output, _, start) => {
    for (let o = 0; o < outputs; o++)
      for (let y = 0; y < outHeight; y++)
        for (let x = 0; x < outWidth; x++)
          for (let n = 0; n < lanes; n++) {
            const to = output + outputAt(o, y, x) * lanes + n;
            let sum = begin(start, o, to);
            for (let i = 0; i < inputs; i++)
              for (let ky = 0; ky < size; ky++)
                for (let kx = 0; kx < size; kx++) {
                  const [v, u] = [y + ky - padding, x + kx - padding];
                  if (!inside(v, u, height, width)) continue;
                  const number = numbers[input + inputAt(i, v, u) * lanes + n];
                  const product = rounded(numbers[weights + weightAt(o, i, ky, kx)] * number);
                  sum = rounded(sum + product);
                }
            numbers[to] = sum;
          }
  };
  const convolveBack: Products["convolveBack"] = (weights, gradient, result, _, start) => {
    for (let i = 0; i < inputs; i++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          for (let n = 0; n < lanes; n++) {
            const to = result + inputAt(i, y, x) * lanes + n;
            let sum = begin(start, 0, to);
            for (let o = 0; o < outputs; o++)
              for (let ky = 0; ky < size; ky++)
                for (let kx = 0; kx < size; kx++) {
                  const [v, u] = [y + padding - ky, x + padding - kx];
                  if (!inside(v, u, outHeight, outWidth)) continue;
                  const number = numbers[gradient + outputAt(o, v, u) * lanes + n];
                  const product = rounded(numbers[weights + weightAt(o, i, ky, kx)] * number);
                  sum = rounded(sum + product);
                }
            numbers[to] = sum;
          }
  };
  const convolveWeights: Products["convolveWeights"] = (gradient, input, result, _, start) => {
    for (let o = 0; o < outputs; o++)
      for (let i = 0; i < inputs; i++)
        for (let ky = 0; ky < size; ky++)
          for (let kx = 0; kx < size; kx++) {
            const s = [0, 0, 0, 0];
            for (let y = 0; y < outHeight; y++)
              for (let x = 0; x < outWidth; x++)
                for (let n = 0; n < lanes; n++) {
                  const [v, u] = [y + ky - padding, x + kx - padding];
                  if (!inside(v, u, height, width)) continue;
                  const g = numbers[gradient + outputAt(o, y, x) * lanes + n];
                  const number = numbers[input + inputAt(i, v, u) * lanes + n];
                  s[n % 4] = rounded(s[n % 4] + rounded(g * number));
                }
            const sum = rounded(rounded(s[0] + s[2]) + rounded(s[1] + s[3]));
            const to = result + weightAt(o, i, ky, kx);
            numbers[to] = rounded(begin(start, 0, to) + sum);
          }
  };
  return {
    convolve,
    convolveBack,
    convolveWeights,
    linear: (weights, input, output, _, start) => convolve(weights, input, output, shape, start),
    linearBack: (weights, gradient, result, _, start) =>
      convolveBack(weights, gradient, result, shape, start),
    linearWeights: (gradient, input, result, _, start) =>
      convolveWeights(gradient, input, result, shape, start),
  };
}

/** What each of the three operations makes of the same numbers; of a linear layer's if it is one. */
function results(
  products: Products,
  numbers: Numbers,
  first: Numbers,
  shape: ConvolutionShape,
): Numbers[] {
  const { at } = layout(shape);
  const linear = shape.height * shape.width === 1 && shape.size === 1 && shape.padding === 0;
  const [forward, back, weights] = linear
    ? [products.linear, products.linearBack, products.linearWeights]
    : [products.convolve, products.convolveBack, products.convolveWeights];
  const after = (work: () => void): Numbers => {
    numbers.set(first);
    work();
    return numbers.slice();
  };
  return [
    ...[at.bias, ZERO, KEEP].map((start) =>
      after(() => forward(at.weights, at.input, at.output, shape, start)),
    ),
    ...[ZERO, KEEP].flatMap((start) => [
      after(() => back(at.weights, at.output, at.input, shape, start)),
      after(() => weights(at.output, at.input, at.weights, shape, start)),
    ]),
  ];
}

/** Numbers of any size and sign, exact zeros of both signs among them. */
function someNumber(): number {
  const kind = uniform(drawn++);
  if (kind < 0.1) return kind < 0.05 ? 0 : -0;
  return (uniform(drawn++) - 0.5) * 2 ** between(-6, 6);
}

const odd = [Number.NaN, Infinity, -Infinity, -0, 3e38, -3e38, 1e-44];

function compare(shape: ConvolutionShape, type: Type, special: boolean): void {
  const { length } = layout(shape);
  const numbers: Numbers =
    type === "float64" ? residentArray(length) : residentArray(length, "float32");
  const kernel = kernelOf(numbers);
  if (!kernel) throw new Error("no kernels here");
  for (let k = 0; k < length; k++) numbers[k] = someNumber();
  if (special)
    for (let k = 0; k < length; k += between(1, 40)) numbers[k] = odd[between(0, odd.length - 1)];
  const first = numbers.slice();
  const found = results(
    simdMatrixKernels(kernel.kernels, type, numbers.byteOffset),
    numbers,
    first,
    shape,
  );
  const expected = results(byDefinition(numbers, shape), numbers, first, shape);
  const plain = results(
    layerKernelsOver(type === "float64" ? float64Operations : float32Operations, numbers),
    numbers,
    first,
    shape,
  );
  for (let k = 0; k < found.length; k++) {
    expectSame(found[k], expected[k], `${JSON.stringify(shape)} ${type}, call ${k}`);
    expectSame(plain[k], expected[k], `${JSON.stringify(shape)} ${type}, plain call ${k}`);
  }
}

/** The same bits, all NaN being alike. */
function expectSame(found: Numbers, expected: Numbers, what: string): void {
  const at = found.findIndex((x, k) => !Object.is(x, expected[k]));
  expect(at < 0 ? "same" : `[${at}]: ${found[at]}, not ${expected[at]}`, what).toBe("same");
}

function someShape(lanes: number, atMost: number): ConvolutionShape {
  const size = between(1, 8);
  const padding = between(0, size);
  const least = Math.max(1, size - 2 * padding);
  return {
    outputs: between(1, atMost),
    inputs: between(1, atMost),
    height: between(least, least + 3),
    width: between(least, least + 4),
    size,
    padding,
    lanes,
  };
}

describe("the SIMD kernels of linear layers and convolutions", () => {
  it("are there", () => {
    expect(hasKernels()).toBe(true);
  });
  for (const type of ["float64", "float32"] as const) {
    for (const lanes of [4, 8, 12, 52])
      it(`sum in the order of the contract, to the last bit: ${type}, ${lanes} lanes`, () => {
        for (let k = 0; k < (lanes === 52 ? 6 : 24); k++)
          compare(someShape(lanes, lanes === 52 ? 3 : 7), type, k % 4 === 0);
      });
    it(`take the usual shapes: ${type}`, () => {
      const some = { outputs: 6, inputs: 3, height: 9, width: 10, lanes: 4 };
      for (const size of [1, 2, 3, 5, 7])
        for (let padding = 0; padding < size; padding++)
          compare({ ...some, size, padding }, type, false);
    });
    it(`take images of one channel: ${type}`, () => {
      const some = { inputs: 1, height: 8, width: 9, lanes: 8 };
      for (const outputs of [1, 2, 3, 7, 8])
        for (const [size, padding] of [
          [5, 0],
          [4, 0],
          [3, 1],
        ])
          compare({ ...some, outputs, size, padding }, type, outputs === 7);
    });
    it(`take linear layers of any size: ${type}`, () => {
      const place = { height: 1, width: 1, size: 1, padding: 0 };
      for (const [outputs, inputs, lanes] of [
        [1, 1, 4],
        [10, 256, 8],
        [3, 784, 4],
        [5, 7, 52],
        [8, 9, 68],
        [130, 3, 4],
        [2, 450, 12],
      ]) {
        compare({ ...place, outputs, inputs, lanes }, type, false);
        compare({ ...place, outputs, inputs, lanes }, type, true);
      }
    });
    it(`take images of one place and kernels that look beyond every edge: ${type}`, () => {
      for (const size of [1, 3, 5, 8])
        for (const padding of [Math.ceil((size - 1) / 2), size - 1, size, size + 1])
          compare(
            { outputs: 3, inputs: 2, height: 1, width: 1, size, padding, lanes: 4 },
            type,
            false,
          );
    });
    it(`take kernels of more places than there is room for sums at once: ${type}`, () => {
      compare(
        { outputs: 2, inputs: 3, height: 12, width: 11, size: 11, padding: 1, lanes: 4 },
        type,
        false,
      );
      compare(
        { outputs: 3, inputs: 1, height: 13, width: 12, size: 11, padding: 0, lanes: 4 },
        type,
        false,
      );
    });
    it(`take images that are looked at part by part: ${type}`, () => {
      const some = { size: 3, padding: 1, lanes: 12 };
      compare({ ...some, outputs: 1, inputs: 1, height: 30, width: 24 }, type, false);
      compare({ ...some, outputs: 2, inputs: 1, height: 3, width: 120 }, type, false);
      compare({ ...some, outputs: 3, inputs: 2, height: 3, width: 100 }, type, false);
    });
  }
});
