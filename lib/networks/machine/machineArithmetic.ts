import type { LayerKernels } from "../../kernels/layerKernels.js";
import { layerKernels } from "../../kernels/layerKernelsOf.js";
import { layerKernelsOver } from "../../kernels/layerKernelsOver.js";
import { roundInPlace } from "../../kernels/roundInPlace.js";
import {
  float32Operations,
  float64Operations,
  type ScalarOperations,
} from "../../numerics/arithmetic.js";
import { operations } from "../../precision/operations/operations.js";
import { roundArray, roundingPlan } from "../../precision/rounding/roundArray.js";
import {
  completeRounding,
  isStochastic,
  type RoundingOptions,
} from "../../precision/rounding/rounding.js";
import type { MachineRounding } from "../networkMachine.js";
import type { Room } from "./room.js";

/** How a machine computes on its memory. */
export interface MachineArithmetic {
  readonly operations: ScalarOperations<number>;
  readonly kernels: LayerKernels;
  rounder(at: number, count: number): () => void;
  /** Keys the random bits of stochastic rounding from here on. */
  atStep(room: Room<number>, step: number): void;
}

/**
 * The arithmetic of a memory's type, with tensors rounded to a format or without, or that of a format.
 *
 * @throws as `completeRounding`, and a RangeError if the memory cannot hold the format's numbers
 */
export function machineArithmetic(
  numbers: Float64Array | Float32Array,
  rounding: MachineRounding | undefined,
  simd: boolean,
): MachineArithmetic {
  const native = {
    operations: numbers instanceof Float64Array ? float64Operations : float32Operations,
    kernels: layerKernels(numbers, simd),
  };
  const nothing = (): void => {};
  if (!rounding) return { ...native, rounder: () => nothing, atStep: nothing };
  const { format, level, mode = "nearest-even", seed } = rounding;
  const optionsAt = (step: number): RoundingOptions =>
    seed === undefined ? { rounding: mode } : { rounding: mode, key: { seed, step } };

  if (level === "operation") {
    const arithmeticAt = (step: number): Pick<Room<number>, "operations" | "kernels"> => {
      const own = operations(format, optionsAt(step));
      return { operations: own, kernels: layerKernelsOver(own, numbers) };
    };
    return {
      ...arithmeticAt(0),
      rounder: () => nothing,
      atStep: (room, step) => {
        if (isStochastic(mode)) Object.assign(room, arithmeticAt(step));
      },
    };
  }

  roundArray(numbers.subarray(0, 0), format, optionsAt(0)); // refuses what float32 cannot hold
  let plan = roundingPlan(format, completeRounding(format, optionsAt(0), "networkMachine"));
  let rounded = 0;
  return {
    ...native,
    rounder: (at, count) => {
      if (at < 0) return nothing;
      const part = numbers.subarray(at, at + count);
      return () => {
        roundInPlace(part, plan, rounded);
        rounded += count;
      };
    },
    atStep: (_, step) => {
      if (!isStochastic(mode)) return;
      plan = roundingPlan(format, completeRounding(format, optionsAt(step), "networkMachine"));
      rounded = 0;
    },
  };
}
