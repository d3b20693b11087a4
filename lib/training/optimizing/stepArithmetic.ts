import { residentArray } from "../../kernels/residentArray.js";
import { roundInPlace } from "../../kernels/roundInPlace.js";
import { type Operations, operations } from "../../precision/operations/operations.js";
import { roundingPlan } from "../../precision/rounding/roundArray.js";
import { completeRounding, type RoundingOptions } from "../../precision/rounding/rounding.js";
import { type Rounder, rounder } from "../../precision/rounding/roundTo.js";
import type { Optimizer } from "../optimizers.js";
import { moveNatively } from "./moveNatively.js";
import { moveOver } from "./moveOver.js";
import type { NumberType, TrainingPlan } from "./trainingPlan.js";

/** An array that numbers of a run are kept in. */
export type Numbers = Float64Array | Float32Array;

/** What a step does with a gradient, in the arithmetic of a run. */
export interface StepArithmetic {
  /** Names the bits of stochastic rounding from here on. */
  atStep(step: number): void;
  /** Rounds every element to the run's format, whatever the arithmetic. */
  round(array: Numbers): void;
  /** array[i] ← array[i]/divisor */
  divide(array: Numbers, divisor: number): void;
  /** array[i] ← factor·array[i] */
  multiply(array: Numbers, factor: number): void;
  /** A scalar of the run as the arithmetic has it. */
  scalar(x: number): number;
  /** One step of the optimizer; the scalars are its `coefficients`. */
  move(
    scalars: readonly number[],
    theta: Numbers,
    gradient: Numbers,
    buffers: readonly Numbers[],
  ): void;
}

/**
 * The arithmetic of a run's steps; `train` says what it is.
 *
 * Stochastic rounding: the n-th number rounded since `atStep(t)` takes element n of (seed, step t).
 */
export function stepArithmetic(plan: TrainingPlan): StepArithmetic {
  const { optimizer } = plan.options;
  const tensors = tensorRounder(plan);
  if (plan.steps === "scalar") return scalarSteps(plan, optimizer, tensors);
  const native = plan.storage === "float32" ? singleSteps(optimizer) : doubleSteps(optimizer);
  if (plan.steps === "native") return { ...tensors, ...native };
  return {
    ...tensors,
    divide: (array, divisor) => {
      native.divide(array, divisor);
      tensors.round(array);
    },
    multiply: (array, factor) => {
      native.multiply(array, factor);
      tensors.round(array);
    },
    scalar: (x) => x,
    move: (scalars, theta, gradient, buffers) => {
      native.move(scalars, theta, gradient, buffers);
      for (const buffer of buffers) tensors.round(buffer);
      tensors.round(theta);
    },
  };
}

type Arrays = Pick<StepArithmetic, "divide" | "multiply" | "scalar" | "move">;

function doubleSteps(optimizer: Optimizer): Arrays {
  return {
    divide: (array, divisor) => {
      for (let i = 0; i < array.length; i++) array[i] /= divisor;
    },
    multiply: (array, factor) => {
      for (let i = 0; i < array.length; i++) array[i] *= factor;
    },
    scalar: (x) => x,
    move: (scalars, theta, gradient, buffers) =>
      moveNatively(optimizer, scalars, theta, gradient, buffers),
  };
}

function singleSteps(optimizer: Optimizer): Arrays {
  const fl = Math.fround;
  return {
    divide: (array, divisor) => {
      const by = fl(divisor);
      for (let i = 0; i < array.length; i++) array[i] = fl(array[i] / by);
    },
    multiply: (array, factor) => {
      const by = fl(factor);
      for (let i = 0; i < array.length; i++) array[i] = fl(array[i] * by);
    },
    scalar: fl,
    move: (scalars, theta, gradient, buffers) =>
      moveNatively(optimizer, scalars.map(fl), theta, gradient, buffers),
  };
}

/** Every operation rounded to the format. */
function scalarSteps(
  plan: TrainingPlan,
  optimizer: Optimizer,
  tensors: Pick<StepArithmetic, "round">,
): StepArithmetic {
  const { format, mode, stochastic, seed } = plan;
  const given = givenRounder(plan);
  const at = (step: number): Operations =>
    operations(format, stochastic ? { rounding: mode, key: { seed, step } } : { rounding: mode });
  let own = at(0);
  return {
    ...tensors,
    atStep: (step) => {
      if (stochastic) own = at(step);
    },
    divide: (array, divisor) => {
      // The divisor as it is: a factor of loss scaling may be beyond the format's range.
      for (let i = 0; i < array.length; i++) array[i] = own.divide(array[i], divisor);
    },
    multiply: (array, factor) => {
      const by = given(factor);
      for (let i = 0; i < array.length; i++) array[i] = own.multiply(array[i], by);
    },
    scalar: (x) => given(x),
    move: (scalars, theta, gradient, buffers) =>
      moveOver(
        own,
        optimizer,
        scalars.map((x) => given(x)),
        theta,
        gradient,
        buffers,
      ),
  };
}

/** Rounds whole arrays to the format of a run, those of one step with consecutive indices. */
function tensorRounder(plan: TrainingPlan): Pick<StepArithmetic, "atStep" | "round"> {
  const { format, mode, stochastic, seed } = plan;
  const at = (step: number): ReturnType<typeof roundingPlan> => {
    const options: RoundingOptions = stochastic
      ? { rounding: mode, key: { seed, step } }
      : { rounding: mode };
    return roundingPlan(format, completeRounding(format, options, "train"));
  };
  let rounding = at(0);
  let index = 0;
  return {
    atStep: (step) => {
      if (stochastic) rounding = at(step);
      index = 0;
    },
    round: (array) => {
      roundInPlace(array, rounding, index);
      index += array.length;
    },
  };
}

/**
 * Rounds what a run is given, its start and scalars: by its mode, in the stochastic ones to nearest,
 * since what is drawn once for a whole run would not average out.
 */
export const givenRounder = ({ format, mode, stochastic }: TrainingPlan): Rounder =>
  rounder(format, { rounding: stochastic ? "nearest-even" : mode });

/** Elements between the starts of arrays that lie together: a cache line of float32. */
const LINE = 16;

/** So many arrays of zeros, in one memory, where steps and rounding need not copy them. */
export function numbersTogether(type: NumberType, length: number, count: number): Numbers[] {
  const stride = Math.ceil(length / LINE) * LINE;
  const all: Numbers =
    type === "float32" ? residentArray(count * stride, "float32") : residentArray(count * stride);
  return Array.from({ length: count }, (_, k) => all.subarray(k * stride, k * stride + length));
}

/** From so many numbers on, `set` is faster than a loop. */
const MANY = 64;

/** to ← from; between the types by a loop, which is faster than `set`. */
export function copyNumbers(from: Numbers, to: Numbers): void {
  if (from.length >= MANY && from.BYTES_PER_ELEMENT === to.BYTES_PER_ELEMENT) to.set(from);
  else for (let i = 0; i < from.length; i++) to[i] = from[i];
}
