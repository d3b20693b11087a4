import { TABLES_END, writeTables } from "./elementaryTables.js";
import { type KernelInstance, newInstance } from "./kernelModule.js";
import {
  canLift,
  doubles,
  isUsual,
  KEYS_AT,
  PARAMETER_BYTES,
  singles,
  suitsLanes,
  writeParameters,
} from "./kernelParameters.js";
import type { RoundingMode, RoundingPlan } from "./roundingPlan.js";
import { roundPlainly } from "./roundPlainly.js";
import { mixingKeys } from "./stochasticBits.js";

/** An instance of the SIMD kernels and the arrays that lie in its memory. */
export interface Kernel extends KernelInstance {
  /** Rounds an array in its memory as {@link roundPlainly} does; elements from `index` on. */
  round(array: Float64Array | Float32Array, plan: RoundingPlan, index: number): void;
}

/** Where kernels keep lists and sums during a call. */
export const SCRATCH_AT: number = TABLES_END;
export const SCRATCH_BYTES = 8192;
/** Where arrays may start. */
export const FIRST_FREE: number = SCRATCH_AT + SCRATCH_BYTES;

/** Elements that a kernel takes at a time; what is left over goes the plain way. */
const GROUP = 16;

/**
 * A kernel with a memory of so many bytes, those before FIRST_FREE included.
 *
 * @throws RangeError if there is not so much memory
 */
export function newKernel(bytes: number): Kernel {
  // What the kernels call back needs to know: the call that is running.
  let plan: RoundingPlan | undefined;
  let index = 0;
  let start = 0;
  let numbers: Float64Array | Float32Array = new Float64Array(0);
  const outside = (address: number): void => {
    const i = ((address >>> 0) - start) / numbers.BYTES_PER_ELEMENT; // signed beyond 2 GiB
    numbers[i] = (plan as RoundingPlan).rest(numbers[i], index + i);
  };
  const instance = newInstance(bytes, outside);
  const { buffer, kernels } = instance;
  const parameters = new DataView(buffer, 0, PARAMETER_BYTES);
  writeTables(buffer);
  let written = "";

  const round = (
    array: Float64Array | Float32Array,
    newPlan: RoundingPlan,
    firstIndex: number,
  ): void => {
    const type = array.BYTES_PER_ELEMENT === 8 ? doubles : singles;
    const stochastic = newPlan.mode === "stochastic" || newPlan.mode === "stochastic-equal";
    const odd = stochastic ? firstIndex % 2 : 0;
    const count = array.length - odd - ((array.length - odd) % GROUP);
    if (count <= 0 || newPlan.high < 0 || !suitsLanes(newPlan, type)) {
      roundPlainly(array, newPlan, firstIndex);
      return;
    }
    const { mode } = newPlan;
    if (newPlan !== plan || type.bytes !== numbers.BYTES_PER_ELEMENT) {
      const { significandBits, minExponent, low, high, randomBits } = newPlan;
      const now = `${type.bytes} ${mode} ${significandBits} ${minExponent} ${low} ${high} ${randomBits}`;
      if (now !== written) writeParameters(parameters, newPlan, type);
      written = now;
    }
    plan = newPlan;
    numbers = array;
    start = array.byteOffset;
    index = firstIndex;
    if (odd) roundPlainly(array.subarray(0, 1), newPlan, firstIndex);
    const from = array.byteOffset + odd * type.bytes;
    if (stochastic) {
      roundStochastically(from, count, firstIndex + odd);
    } else if (mode === "nearest-even" && canLift(newPlan, type)) {
      if (type.bytes === 8) kernels.nearestEven64(from, count);
      else kernels.nearestEven32(from, count);
    } else if (cutsAlike(mode)) {
      if (type.bytes === 8) kernels.cutAlike64(from, count);
      else kernels.cutAlike32(from, count);
    } else if (type.bytes === 8) kernels.cutEach64(from, count);
    else kernels.cutEach32(from, count);
    if (odd + count < array.length)
      roundPlainly(array.subarray(odd + count), newPlan, firstIndex + odd + count);
  };

  /** In parts, because the keys change with the block of 2^33 elements. */
  const roundStochastically = (from: number, count: number, evenIndex: number): void => {
    const { seed, step } = plan as RoundingPlan;
    const quick = isUsual(
      plan as RoundingPlan,
      numbers.BYTES_PER_ELEMENT === 8 ? doubles : singles,
    );
    const size = numbers.BYTES_PER_ELEMENT;
    for (let done = 0; done < count; ) {
      const first = evenIndex + done;
      const block = Math.floor(first / 2 ** 33);
      const part = Math.min(count - done, (block + 1) * 2 ** 33 - first);
      const whole = part - (part % 8);
      const keys = mixingKeys(seed, step, block);
      for (let k = 0; k < 3; k++) parameters.setUint32(KEYS_AT + 4 * k, keys[k], true);
      const word = Math.floor(first / 2) | 0;
      const at = from + done * size;
      if (size === 8)
        (quick ? kernels.stochastic64 : kernels.stochasticCarefully64)(at, whole, word);
      else (quick ? kernels.stochastic32 : kernels.stochasticCarefully32)(at, whole, word);
      if (whole < part) {
        const i = evenIndex - index + done;
        roundPlainly(numbers.subarray(i + whole, i + part), plan as RoundingPlan, first + whole);
      }
      done += part;
    }
  };
  return { ...instance, round };
}

/** Modes in which the same is added to every normal number before it is cut. */
const cutsAlike = (mode: RoundingMode): boolean =>
  mode === "toward-zero" || mode === "nearest-away" || mode === "nearest-to-zero";
