import type { LossScaling } from "../trainingOptions.js";

/** The factor of loss scaling during a run; plain data. */
export interface LossScale {
  /** 1 without loss scaling. */
  factor: number;
  /** Steps since the factor last changed, in dynamic scaling. */
  goodSteps: number;
  /** Steps left out so far. */
  skippedSteps: number;
}

/** What a run begins with: 65,536 in dynamic scaling unless told, 1 without. */
export const firstLossScale = (scaling: LossScaling | undefined): LossScale => ({
  factor: scaling ? (scaling.factor ?? 65536) : 1,
  goodSteps: 0,
  skippedSteps: 0,
});

/**
 * What a gradient makes of the factor, and whether the step is taken. Dynamic scaling: one that is
 * not finite halves the factor, unless that is 0, and leaves the step out; after `interval` good steps
 * in a row the factor doubles, unless that is infinite. Without, every step is taken.
 *
 * @see Micikevicius et al. (2018), Mixed precision training, ICLR
 *
 * @example
 * const scale = firstLossScale({ kind: "dynamic" });
 * followGradient(scale, { kind: "dynamic" }, false); // false: scale.factor is 32768
 */
export function followGradient(
  scale: LossScale,
  scaling: LossScaling | undefined,
  finite: boolean,
): boolean {
  if (scaling?.kind !== "dynamic") return true;
  if (!finite) {
    if (scale.factor / 2 > 0) scale.factor /= 2;
    scale.goodSteps = 0;
    scale.skippedSteps++;
    return false;
  }
  scale.goodSteps++;
  if (scale.goodSteps === (scaling.interval ?? 2000)) {
    if (scale.factor * 2 < Infinity) scale.factor *= 2;
    scale.goodSteps = 0;
  }
  return true;
}

/** No overflow of a number format is cured by a factor below this. */
const LEAST_FACTOR = 2 ** -32;

/** Whether a gradient that is not finite ends the run: it would not be with a smaller factor either. */
export const isHopeless = ({ factor }: LossScale, scaling: LossScaling | undefined): boolean =>
  scaling?.kind !== "dynamic" || factor < LEAST_FACTOR;
