import type { ScalarOperations } from "../numerics/arithmetic.js";
import type { Numbers } from "./machine/room.js";
import type { LossName } from "./network.js";

/** Where the losses of images find their numbers: offsets in one memory; an image is a lane. */
export interface LossPlace<T> {
  readonly operations: ScalarOperations<T>;
  readonly numbers: Numbers<T>;
  /** y, the outputs: [output][lane]. */
  readonly outputAt: number;
  /** t, [output][lane]; one-hot for classes. */
  readonly targetsAt: number;
  /** w, the factor of each image's loss: [lane]. */
  readonly weightsAt: number;
  readonly outputs: number;
  readonly lanes: number;
}

/** What outputs are compared by; each function for the image in one lane. */
export interface Loss {
  /** ℓ, without its weight. */
  value<T>(place: LossPlace<T>, lane: number): T;
  /** w·∂ℓ/∂y, written to `result`, an offset: [output][lane]. */
  gradient<T>(place: LossPlace<T>, lane: number, result: number): void;
  /** w·(∂²ℓ/∂y²)·change, written likewise. */
  directional<T>(place: LossPlace<T>, lane: number, change: number, result: number): void;
}

/** The mean over the outputs of a function f(y, t). */
function meanLoss(
  f: <T>(operations: ScalarOperations<T>, y: T, t: T) => T,
  slope: <T>(operations: ScalarOperations<T>, y: T, t: T) => T,
  slopeChange: <T>(operations: ScalarOperations<T>, y: T, change: T) => T,
): Loss {
  const share = <T>({ operations, numbers, weightsAt, outputs }: LossPlace<T>, lane: number): T =>
    operations.divide(numbers[weightsAt + lane], operations.from(outputs));
  return {
    value: ({ operations, numbers, outputAt, targetsAt, outputs, lanes }, lane) => {
      let sum = operations.from(0);
      for (let k = lane; k < outputs * lanes; k += lanes)
        sum = operations.add(sum, f(operations, numbers[outputAt + k], numbers[targetsAt + k]));
      return operations.divide(sum, operations.from(outputs));
    },
    gradient: (place, lane, result) => {
      const { operations, numbers, outputAt, targetsAt, outputs, lanes } = place;
      const factor = share(place, lane);
      for (let k = lane; k < outputs * lanes; k += lanes) {
        const s = slope(operations, numbers[outputAt + k], numbers[targetsAt + k]);
        numbers[result + k] = operations.multiply(factor, s);
      }
    },
    directional: (place, lane, change, result) => {
      const { operations, numbers, outputAt, outputs, lanes } = place;
      const factor = share(place, lane);
      for (let k = lane; k < outputs * lanes; k += lanes) {
        const s = slopeChange(operations, numbers[outputAt + k], numbers[change + k]);
        numbers[result + k] = operations.multiply(factor, s);
      }
    },
  };
}

/** f = (y − t)². */
const meanSquaredError: Loss = meanLoss(
  ({ subtract, multiply }, y, t) => {
    const difference = subtract(y, t);
    return multiply(difference, difference);
  },
  ({ subtract, add }, y, t) => {
    const difference = subtract(y, t);
    return add(difference, difference);
  },
  ({ add }, _, change) => add(change, change),
);

/** e = exp(−|y|), never above 1. */
const decay = <T>({ exp, negate, absolute }: ScalarOperations<T>, y: T): T =>
  exp(negate(absolute(y)));

/**
 * f = −t·ln σ(y) − (1 − t)·ln(1 − σ(y)) = max(y, 0) − y·t + ln(1 + e), σ the logistic function;
 * f′ = σ − t, f″ = e/(1 + e)².
 */
const binaryCrossEntropy: Loss = meanLoss(
  (a, y, t) => {
    const zero = a.from(0);
    const linear = a.subtract(a.whereLess(y, zero, zero, y), a.multiply(y, t));
    return a.add(linear, a.log(a.add(a.from(1), decay(a, y))));
  },
  (a, y, t) => {
    const [one, e] = [a.from(1), decay(a, y)];
    return a.subtract(a.divide(a.whereLess(y, a.from(0), e, one), a.add(one, e)), t);
  },
  (a, y, change) => {
    const e = decay(a, y);
    const sum = a.add(a.from(1), e);
    return a.multiply(a.divide(e, a.multiply(sum, sum)), change);
  },
);

/**
 * ℓ = Σ_o t_o·(ln Σ_k exp(y_k − m) − (y_o − m)), m the largest y; with p = softmax(y) and T = Σt its
 * gradient is T·p − t, which changes by T·p∘(∂y − p·∂y).
 */
const softmaxCrossEntropy: Loss = {
  value: ({ operations: a, numbers, outputAt, targetsAt, outputs, lanes }, lane) => {
    const end = outputs * lanes;
    const largest = largestOutput(a, numbers, outputAt + lane, outputAt + end, lanes);
    let sum = a.from(0);
    for (let k = lane; k < end; k += lanes)
      sum = a.add(sum, a.exp(a.subtract(numbers[outputAt + k], largest)));
    const logarithm = a.log(sum);
    let loss = a.from(0);
    for (let k = lane; k < end; k += lanes) {
      const surprise = a.subtract(logarithm, a.subtract(numbers[outputAt + k], largest));
      loss = a.add(loss, a.multiply(numbers[targetsAt + k], surprise));
    }
    return loss;
  },
  gradient: (place, lane, result) => {
    const { operations: a, numbers, targetsAt, weightsAt, outputs, lanes } = place;
    softmax(place, lane, result);
    const total = targetSum(place, lane);
    for (let k = lane; k < outputs * lanes; k += lanes) {
      const slope = a.subtract(a.multiply(total, numbers[result + k]), numbers[targetsAt + k]);
      numbers[result + k] = a.multiply(numbers[weightsAt + lane], slope);
    }
  },
  directional: (place, lane, change, result) => {
    const { operations: a, numbers, weightsAt, outputs, lanes } = place;
    softmax(place, lane, result);
    let mean = a.from(0);
    for (let k = lane; k < outputs * lanes; k += lanes)
      mean = a.add(mean, a.multiply(numbers[result + k], numbers[change + k]));
    const factor = a.multiply(numbers[weightsAt + lane], targetSum(place, lane));
    for (let k = lane; k < outputs * lanes; k += lanes) {
      const moved = a.multiply(numbers[result + k], a.subtract(numbers[change + k], mean));
      numbers[result + k] = a.multiply(factor, moved);
    }
  },
};

/** p_o = exp(y_o − m)/Σ_k exp(y_k − m), written to `result`. */
function softmax<T>(place: LossPlace<T>, lane: number, result: number): void {
  const { operations: a, numbers, outputAt, outputs, lanes } = place;
  const end = outputs * lanes;
  const largest = largestOutput(a, numbers, outputAt + lane, outputAt + end, lanes);
  let sum = a.from(0);
  for (let k = lane; k < end; k += lanes) {
    numbers[result + k] = a.exp(a.subtract(numbers[outputAt + k], largest));
    sum = a.add(sum, numbers[result + k]);
  }
  for (let k = lane; k < end; k += lanes) numbers[result + k] = a.divide(numbers[result + k], sum);
}

function largestOutput<T>(
  { maximum }: ScalarOperations<T>,
  numbers: Numbers<T>,
  from: number,
  end: number,
  lanes: number,
): T {
  let largest = numbers[from];
  for (let k = from + lanes; k < end; k += lanes) largest = maximum(largest, numbers[k]);
  return largest;
}

function targetSum<T>(place: LossPlace<T>, lane: number): T {
  const { operations, numbers, targetsAt, outputs, lanes } = place;
  let sum = operations.from(0);
  for (let k = lane; k < outputs * lanes; k += lanes)
    sum = operations.add(sum, numbers[targetsAt + k]);
  return sum;
}

/**
 * The losses of one image by name, in any arithmetic; sums over outputs in their order, from 0. Where
 * an output is NaN the loss is NaN. No cross-entropy overflows for finite outputs, unless two of a
 * softmax are further apart than the largest number: then the loss may be NaN, as 0·∞.
 *
 * - `meanSquaredError`: mean over the outputs of (y − t)²
 * - `binaryCrossEntropy`: mean over the outputs of −t·ln σ(y) − (1 − t)·ln(1 − σ(y))
 * - `softmaxCrossEntropy`: −Σ_o t_o·ln softmax(y)_o
 *
 * @example
 * losses.meanSquaredError.value(place, 0);
 */
export const losses: Readonly<Record<LossName, Loss>> = {
  meanSquaredError,
  binaryCrossEntropy,
  softmaxCrossEntropy,
};
