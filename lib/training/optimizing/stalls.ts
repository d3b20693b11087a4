import { copyNumbers, type Numbers } from "./stepArithmetic.js";

/** What is remembered of a run in order to see that it cannot move any more; plain data. */
export interface StallMemory {
  /** An earlier state that later ones are compared with. */
  readonly landmark: Numbers[];
  /** Whether there is one. */
  marked: boolean;
  /** From how many steps on the landmark is set next. */
  nextLandmark: number;
  /** After how many steps it was set; with mini-batches. */
  since: number;
  /** Whether the state was there before. */
  repeats: boolean;
}

/** Sees whether a run is stalled. */
export interface StallDetector {
  readonly memory: StallMemory;
  /** Before step `step` moves the state; `settled` if all steps from it on are the same map. */
  before(step: number, settled: boolean, state: readonly Numbers[]): void;
  /** When the run has made `step` steps, the last of them perhaps left out. */
  after(step: number, state: readonly Numbers[], skipped: boolean): void;
}

/**
 * With the full batch and deterministic rounding a step is a map of θ and the optimizer's state; once
 * its coefficients are settled, the same one for ever, and a state that was there before comes back
 * for ever. The state before the step and Brent's landmark are compared, so that a fixed point is
 * seen at once and a cycle of period λ entered after μ steps after at most 3·max(λ, μ) + 3.
 *
 * @see Brent (1980), An improved Monte Carlo factorization algorithm, BIT 20
 */
export function cycleDetector(state: readonly Numbers[], memory?: StallMemory): StallDetector {
  const own = memory ?? firstMemory(state);
  const previous = state.map((array) => array.slice());
  let comparable = false;
  return {
    memory: own,
    before(step, settled, now) {
      comparable = settled;
      if (!settled) return;
      copyAll(now, previous);
      if (step < own.nextLandmark) return;
      copyAll(now, own.landmark);
      own.marked = true;
      own.nextLandmark = 2 * step;
    },
    after(_step, now) {
      own.repeats =
        comparable && (sameState(now, previous) || (own.marked && sameState(now, own.landmark)));
    },
  };
}

/**
 * With mini-batches: whole epochs at one learning rate, none of their steps left out, at whose ends θ is
 * bit for bit what it was at the beginning, and in all no fewer steps than `patience`: a velocity still
 * grows while θ stands. No proof, for the batches of the next epoch are others.
 */
export function stillnessDetector(
  theta: Numbers,
  stepsPerEpoch: number,
  patience: number,
  memory?: StallMemory,
): StallDetector {
  const own = memory ?? firstMemory([theta]);
  return {
    memory: own,
    before(step, settled, [now]) {
      if (step % stepsPerEpoch !== 0) return;
      if (own.marked && settled && sameState([now], own.landmark)) return;
      copyNumbers(now, own.landmark[0]);
      own.marked = settled;
      own.since = step;
    },
    after(step, [now], skipped) {
      if (skipped) own.marked = false;
      if (step % stepsPerEpoch !== 0) return;
      const long = own.marked && step - own.since >= patience;
      own.repeats = long && sameState([now], own.landmark);
    },
  };
}

/** For runs that no state of theirs proves stalled. */
export const noDetector = (): StallDetector => ({
  memory: firstMemory([]),
  before: () => {},
  after: () => {},
});

const firstMemory = (state: readonly Numbers[]): StallMemory => ({
  landmark: state.map((array) => array.slice()),
  marked: false,
  nextLandmark: 1,
  since: 0,
  repeats: false,
});

function copyAll(from: readonly Numbers[], to: readonly Numbers[]): void {
  for (let k = 0; k < from.length; k++) copyNumbers(from[k], to[k]);
}

/** Equal bit for bit: a step could tell −0 from +0. */
function sameState(a: readonly Numbers[], b: readonly Numbers[]): boolean {
  for (let k = 0; k < a.length; k++)
    for (let i = 0; i < a[k].length; i++) if (!Object.is(a[k][i], b[k][i])) return false;
  return true;
}
