import { cos, pow } from "../numerics/elementary/elementary.js";
import { kindOf } from "../numerics/kindOf.js";
import { requireKnown } from "../numerics/requireKnown.js";

/** η as a function of the step, as plain data; steps count from 0, `total` is the run's number of steps. */
export type Schedule =
  | { readonly kind: "constant"; readonly rate: number }
  | {
      /** rate·factor^⌊step/every⌋ */
      readonly kind: "step";
      readonly rate: number;
      readonly factor: number;
      readonly every: number;
    }
  | {
      /** least + (rate − least)·(1 + cos(π·step/total))/2 */
      readonly kind: "cosine";
      readonly rate: number;
      readonly least: number;
    }
  | {
      /** Linear from rate/steps up to the first rate of `after`, which begins then. */
      readonly kind: "warmUp";
      readonly steps: number;
      readonly after: Schedule;
    }
  | {
      /** Triangular between the two, `halfPeriod` steps up and as many down. */
      readonly kind: "cyclical";
      readonly least: number;
      readonly largest: number;
      readonly halfPeriod: number;
    }
  | {
      /** S(m₁, m₂, largest, least): constant up to epoch m₁, linear to epoch m₂, constant after. */
      readonly kind: "ramp";
      readonly from: number;
      readonly to: number;
      readonly largest: number;
      readonly least: number;
    };

/** What a schedule needs to know of its run. */
export interface ScheduleLength {
  /** Steps in an epoch, |D|: 1 with the full batch. */
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
}

/**
 * The same η at every step.
 *
 * @throws RangeError, as all makers of schedules, if a rate is not finite and ≥ 0 or a count no
 *   integer ≥ 1
 *
 * @example
 * constantRate(0.05);
 */
export const constantRate = (rate: number): Schedule =>
  checked({ kind: "constant", rate }, "constantRate");

/**
 * rate·factor^⌊step/every⌋.
 *
 * @param factor - finite and ≥ 0
 * @param every - in steps
 *
 * @example
 * stepDecay(0.1, 0.5, 1000);
 */
export const stepDecay = (rate: number, factor: number, every: number): Schedule =>
  checked({ kind: "step", rate, factor, every }, "stepDecay");

/**
 * Half a cosine from `rate` at the first step towards `least`, which it would reach one step
 * after the last: least + (rate − least)·(1 + cos(π·step/total))/2.
 *
 * @see Loshchilov & Hutter (2017), SGDR: stochastic gradient descent with warm restarts, ICLR
 *
 * @example
 * cosine(0.1);
 */
export const cosine = (rate: number, least = 0): Schedule =>
  checked({ kind: "cosine", rate, least }, "cosine");

/**
 * Step s < `steps` has (s + 1)/steps of the first rate of `after`; `after` follows, as if the run
 * began there.
 *
 * @example
 * warmUp(100, cosine(0.1));
 */
export const warmUp = (steps: number, after: Schedule): Schedule =>
  checked({ kind: "warmUp", steps, after }, "warmUp");

/**
 * From `least` up to `largest` in `halfPeriod` steps, down again in as many, and so on.
 *
 * @see Smith (2017), Cyclical learning rates for training neural networks, WACV
 *
 * @example
 * cyclical(0.001, 0.1, 500);
 */
export const cyclical = (least: number, largest: number, halfPeriod: number): Schedule =>
  checked({ kind: "cyclical", least, largest, halfPeriod }, "cyclical");

/**
 * S(m₁, m₂, largest, least) of the loss barcodes (001, appendix A), with |D| steps in an epoch:
 *
 *     largest                              step ≤ |D|·m₁
 *     (1 − Δ)·largest + Δ·least            between, Δ = (step − |D|·m₁)/(|D|·(m₂ − m₁))
 *     least                                step ≥ |D|·m₂
 *
 * It changes with every batch. Where two cases hold, the first does: m₁ = m₂ is a jump after step
 * |D|·m₁, S(0, 0, largest, least) has `largest` at step 0 only, and S(0, 0, η, η) is the constant η.
 *
 * @param from - m₁ in epochs, ≥ 0, not necessarily whole
 * @param to - m₂ ≥ m₁
 *
 * @example
 * ramp(10, 80, 1e-2, 1e-4); // table A.1, type 2
 */
export const ramp = (from: number, to: number, largest: number, least: number): Schedule =>
  checked({ kind: "ramp", from, to, largest, least }, "ramp");

/**
 * η of a step.
 *
 * @param step - from 0
 * @param length - of the run
 *
 * @example
 * learningRateAt(cosine(0.1), 50, { stepsPerEpoch: 10, totalSteps: 100 }); // 0.05
 */
export function learningRateAt(schedule: Schedule, step: number, length: ScheduleLength): number {
  requireSchedule(schedule, "learningRateAt");
  const { stepsPerEpoch, totalSteps } = length ?? {};
  for (const [name, n] of Object.entries({ step, stepsPerEpoch, totalSteps }))
    if (!Number.isSafeInteger(n) || n < 0)
      throw new RangeError(`learningRateAt: ${name} must be an integer >= 0, got ${kindOf(n)}`);
  return rateOf(schedule, step, length);
}

/** {@link learningRateAt} of what was examined. */
export function rateOf(schedule: Schedule, step: number, length: ScheduleLength): number {
  switch (schedule.kind) {
    case "constant":
      return schedule.rate;
    case "step":
      return schedule.rate * pow(schedule.factor, Math.floor(step / schedule.every));
    case "cosine": {
      const { rate, least } = schedule;
      const total = Math.max(1, length.totalSteps);
      return least + ((rate - least) * (1 + cos((Math.PI * step) / total))) / 2;
    }
    case "warmUp": {
      const { steps, after } = schedule;
      const rest = { ...length, totalSteps: Math.max(1, length.totalSteps - steps) };
      if (step >= steps) return rateOf(after, step - steps, rest);
      return (rateOf(after, 0, rest) * (step + 1)) / steps;
    }
    case "cyclical": {
      const { least, largest, halfPeriod } = schedule;
      const phase = step % (2 * halfPeriod);
      const height = phase <= halfPeriod ? phase : 2 * halfPeriod - phase;
      return least + ((largest - least) * height) / halfPeriod;
    }
    case "ramp": {
      const { from, to, largest, least } = schedule;
      const begin = length.stepsPerEpoch * from;
      const end = length.stepsPerEpoch * to;
      if (step <= begin || largest === least) return largest;
      if (step >= end) return least;
      const part = (step - begin) / (end - begin);
      return (1 - part) * largest + part * least;
    }
  }
}

/**
 * Whether η is the same from a step on, for ever.
 *
 * @example
 * isConstantFrom(warmUp(10, constantRate(0.1)), 10, { stepsPerEpoch: 1, totalSteps: 50 }); // true
 */
export function isConstantFrom(schedule: Schedule, step: number, length: ScheduleLength): boolean {
  switch (schedule.kind) {
    case "constant":
      return true;
    case "step": {
      const { factor } = schedule; // below 1 the rate comes to 0, and stays there
      return factor === 1 || (factor < 1 && learningRateAt(schedule, step, length) === 0);
    }
    case "cosine":
      return schedule.rate === schedule.least;
    case "warmUp": {
      const totalSteps = Math.max(1, length.totalSteps - schedule.steps);
      const from = step - schedule.steps;
      return from >= 0 && isConstantFrom(schedule.after, from, { ...length, totalSteps });
    }
    case "cyclical":
      return schedule.least === schedule.largest;
    case "ramp": {
      const { from, to, largest, least } = schedule;
      return (
        largest === least ||
        (step > length.stepsPerEpoch * from && step >= length.stepsPerEpoch * to)
      );
    }
  }
}

/** Members of each kind: rates are finite and ≥ 0, counts integers ≥ 1, epochs ≥ 0. */
const members: Readonly<Record<Schedule["kind"], Readonly<Record<string, Member>>>> = {
  constant: { rate: "rate" },
  step: { rate: "rate", factor: "rate", every: "count" },
  cosine: { rate: "rate", least: "rate" },
  warmUp: { steps: "count", after: "schedule" },
  cyclical: { least: "rate", largest: "rate", halfPeriod: "count" },
  ramp: { from: "epochs", to: "epochs", largest: "rate", least: "rate" },
};

type Member = "rate" | "count" | "epochs" | "schedule";

/**
 * Refuses what is no schedule.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if the kind is unknown, or there is another member
 * @throws RangeError if a number is missing or out of range
 *
 * @example
 * requireSchedule({ kind: "constant", rate: 0.1 }, "here"); // nothing happens
 */
export function requireSchedule(schedule: Schedule, caller: string): void {
  const known = Object.hasOwn(members, schedule?.kind) ? members[schedule.kind] : undefined;
  if (!known)
    throw new TypeError(
      `${caller}: expected a schedule such as constantRate(0.1), got ${String(schedule?.kind ?? schedule)}`,
    );
  requireKnown(schedule, ["kind", ...Object.keys(known)], "option", caller);
  for (const [name, member] of Object.entries(known)) {
    const value: unknown = (schedule as unknown as Record<string, unknown>)[name];
    if (member === "schedule") requireSchedule(value as Schedule, caller);
    else if (member === "count") {
      if (!Number.isSafeInteger(value) || (value as number) < 1)
        throw new RangeError(`${caller}: ${name} must be an integer >= 1, got ${String(value)}`);
    } else if (!(typeof value === "number" && value >= 0 && value < Infinity))
      throw new RangeError(`${caller}: ${name} must be finite and >= 0, got ${String(value)}`);
  }
  if (schedule.kind === "ramp" && schedule.from > schedule.to)
    throw new RangeError(
      `${caller}: from must be at most to, got ${schedule.from} and ${schedule.to}`,
    );
}

function checked(schedule: Schedule, caller: string): Schedule {
  requireSchedule(schedule, caller);
  return schedule;
}
