import { KEEP, ZERO } from "../../kernels/layerKernels.js";
import type { BatchNormLayer } from "../layers.js";
import type { LayerStep, Room } from "./room.js";
import { type LayerPlace, NONE } from "./tensorPlaces.js";

/**
 * Batch normalization, per channel x̂ = (x − μ)/σ and y = scale·x̂ + shift, σ = √(variance + epsilon);
 * in training μ and the variance are those of the batch and change with x. With ȳ the gradient of y,
 * ∂ a change along the direction, ⟨·⟩ the mean over the batch in training and 0 in evaluation:
 *
 *     x̄  = α·(ȳ − ⟨ȳ⟩ − x̂·⟨ȳ·x̂⟩),   α = scale/σ
 *     ∂x̂ = (∂x − ⟨∂x⟩ − x̂·q)/σ,      q = ⟨x̂·∂x⟩,   ∂(1/σ) = −q/σ²
 *     ∂y = scale·∂x̂ + ∂scale·x̂ + ∂shift
 *     ∂x̄ = ∂α·(ȳ − ⟨ȳ⟩ − x̂·⟨ȳ·x̂⟩) + α·(∂ȳ − ⟨∂ȳ⟩ − ∂x̂·⟨ȳ·x̂⟩ − x̂·⟨∂ȳ·x̂ + ȳ·∂x̂⟩)
 *
 * @see Ioffe & Szegedy (2015), Batch normalization, ICML
 */
export function batchNormStep<T>(
  place: LayerPlace,
  layer: BatchNormLayer,
  room: Room<T>,
): LayerStep {
  const { placed, input: x, output: y, parameters, own: normalized, ownChange } = place;
  const { layout, numbers } = room;
  const channels = placed.input[0];
  const places = x.count / channels / layout.lanes;
  const rows = { channels, places, lanes: layout.lanes, images: 0 };
  /** Lanes without an image too, which have a copy of one. */
  const allRows = { ...rows, images: layout.lanes };
  const [one, minusMean, inverse, inverseChange, meanGradient, meanProduct] = arrays(place, 0);
  const [alpha, beta, gamma, delta, sum, otherSum] = arrays(place, 6);
  const scale = layout.parameters + parameters.at;
  const gradient = layout.gradient + parameters.at;
  const direction = layout.direction + parameters.at;
  const product = layout.product + parameters.at;
  const state = layout.state + placed.state;
  const roundOutput = room.rounder(y.at, y.count);
  const roundInputGradient = room.rounder(x.gradient, x.count);
  const roundGradient = room.rounder(gradient, parameters.count);
  let inTraining = true;

  /** array[c] = formula(c) for each channel. */
  const compute = (array: number, formula: (c: number) => T): void => {
    for (let c = 0; c < channels; c++) numbers[array + c] = formula(c);
  };
  /** The two sums become means over the batch, or 0 in evaluation. */
  const toMeans = (...sums: number[]): void => {
    const { from, divide } = room.operations;
    const count = from(rows.images * places);
    for (const array of sums)
      compute(array, (c) => (inTraining ? divide(numbers[array + c], count) : from(0)));
  };
  const addTo = (array: number, sums: number): void => {
    const { add } = room.operations;
    compute(array, (c) => add(numbers[array + c], numbers[sums + c]));
  };

  /** Mean and variance of the batch, to which the running ones move. */
  const follow = (mean: number, variance: number): void => {
    const { from, add, subtract, multiply } = room.operations;
    const [count, momentum] = [rows.images * places, from(layer.momentum)];
    const unbiased = from(count > 1 ? count / (count - 1) : 1);
    const move = (array: number, to: (c: number) => T): void =>
      compute(array, (c) => {
        const now = numbers[array + c];
        return add(now, multiply(momentum, subtract(to(c), now)));
      });
    move(state, (c) => numbers[mean + c]);
    move(state + channels, (c) => multiply(numbers[variance + c], unbiased));
  };

  return {
    forward: (mode) => {
      const { kernels, operations } = room;
      const { from, add, divide, negate, squareRoot } = operations;
      rows.images = room.images;
      inTraining = mode === "training";
      compute(one, () => from(1));
      const [mean, variance] = inTraining ? [sum, otherSum] : [state, state + channels];
      if (inTraining) {
        kernels.sums(x.at, mean, rows, ZERO);
        toMeans(mean);
      }
      compute(minusMean, (c) => negate(numbers[mean + c]));
      kernels.combine(x.at, one, NONE, NONE, minusMean, normalized, allRows);
      if (inTraining) {
        kernels.dots(normalized, normalized, variance, rows, ZERO);
        toMeans(variance);
        follow(mean, variance);
      }
      const epsilon = from(layer.epsilon);
      compute(inverse, (c) =>
        divide(numbers[one], squareRoot(add(numbers[variance + c], epsilon))),
      );
      kernels.combine(normalized, inverse, NONE, NONE, NONE, normalized, allRows);
      kernels.combine(normalized, scale, NONE, NONE, scale + channels, y.at, allRows);
      roundOutput();
    },

    backward: () => {
      const { kernels, operations } = room;
      const { multiply, negate } = operations;
      kernels.sums(y.gradient, meanGradient, rows, ZERO);
      kernels.dots(y.gradient, normalized, meanProduct, rows, ZERO);
      addTo(gradient, meanProduct);
      addTo(gradient + channels, meanGradient);
      roundGradient();
      if (!x.changes) return;
      toMeans(meanGradient, meanProduct);
      compute(alpha, (c) => multiply(numbers[scale + c], numbers[inverse + c]));
      compute(beta, (c) => negate(multiply(numbers[alpha + c], numbers[meanProduct + c])));
      compute(gamma, (c) => negate(multiply(numbers[alpha + c], numbers[meanGradient + c])));
      kernels.combine(y.gradient, alpha, normalized, beta, gamma, x.gradient, rows);
      roundInputGradient();
    },

    forwardDirection: () => {
      const { kernels, operations } = room;
      const { from, multiply, negate } = operations;
      if (x.changes) {
        const [mean, q] = [sum, otherSum];
        kernels.sums(x.change, mean, rows, ZERO);
        kernels.dots(normalized, x.change, q, rows, ZERO);
        toMeans(mean, q);
        compute(beta, (c) => negate(multiply(numbers[inverse + c], numbers[q + c])));
        compute(gamma, (c) => negate(multiply(numbers[inverse + c], numbers[mean + c])));
        compute(inverseChange, (c) => multiply(numbers[inverse + c], numbers[beta + c]));
        kernels.combine(x.change, inverse, normalized, beta, gamma, ownChange, allRows);
      } else {
        kernels.fill(ownChange, 0, x.count);
        compute(inverseChange, () => from(0));
      }
      const shift = direction + channels;
      kernels.combine(ownChange, scale, normalized, direction, shift, y.change, allRows);
    },

    backwardDirection: () => {
      const { kernels, operations } = room;
      const { add, multiply, negate } = operations;
      const at = (array: number, c: number): T => numbers[array + c];
      const [meanChange, productChange] = [sum, otherSum];
      kernels.sums(y.gradientChange, meanChange, rows, ZERO);
      kernels.dots(y.gradientChange, normalized, productChange, rows, ZERO);
      kernels.dots(y.gradient, ownChange, productChange, rows, KEEP);
      addTo(product, productChange);
      addTo(product + channels, meanChange);
      if (!x.changes) return;
      toMeans(meanChange, productChange);
      // ∂α in delta, for the terms of ∂ȳ and ∂x̂ first, then those of ȳ and x̂
      compute(delta, (c) =>
        add(
          multiply(at(direction, c), at(inverse, c)),
          multiply(at(scale, c), at(inverseChange, c)),
        ),
      );
      const bothTerms = (mean: number, change: number) => (c: number) =>
        negate(add(multiply(at(alpha, c), at(change, c)), multiply(at(delta, c), at(mean, c))));
      const result = x.gradientChange;
      compute(gamma, bothTerms(meanGradient, meanChange));
      compute(beta, (c) => negate(multiply(at(alpha, c), at(meanProduct, c))));
      kernels.combine(y.gradientChange, alpha, ownChange, beta, gamma, result, rows);
      kernels.combine(result, one, y.gradient, delta, NONE, result, rows);
      compute(beta, bothTerms(meanProduct, productChange));
      kernels.combine(result, one, normalized, beta, NONE, result, rows);
    },
  };
}

/** Offsets of arrays with a number per channel, from the `first` on. */
const arrays = ({ placed, perChannel }: LayerPlace, first: number): number[] =>
  Array.from({ length: 6 }, (_, k) => perChannel + (first + k) * placed.input[0]);
