/** Vertices kept of a run, in order. */
export interface Recorded {
  /** m·dim coordinates, row by row. */
  readonly points: Float64Array;
  /** Number of steps before each of the m vertices. */
  readonly steps: Float64Array;
}

/** Keeps the vertices of one run. */
export interface Recorder {
  /** Offers the state after `step` steps; called for 0 and every `nextAfter`, in order. */
  offer(step: number, theta: Float64Array): void;
  /** The first step after `step`, the one offered last, that would be kept now; ∞ if none. */
  nextAfter(step: number): number;
  /** What was kept, the last state offered, given again, included. */
  finish(step: number, theta: Float64Array): Recorded;
}

/**
 * Keeps all states of a run, or at most `limit` of them by a rule that needs no look ahead.
 *
 * Thinning: the states of the steps 0, k, 2k, … and the last one are kept, k being the
 * smallest power of two with which these are at most `limit`. O(dim) a step, amortised.
 *
 * @param dim - length of a state
 * @param limit - ∞ or an integer ≥ 2
 *
 * @example
 * const recorder = makeRecorder(2, 100);
 */
export function makeRecorder(dim: number, limit: number): Recorder {
  const room = Math.min(64, limit);
  let points: Float64Array = new Float64Array(room * dim);
  let steps: Float64Array = new Float64Array(room);
  let count = 0;
  let stride = 1;

  const append = (step: number, theta: Float64Array): void => {
    if (count === steps.length) {
      points = enlarged(points);
      steps = enlarged(steps);
    }
    points.set(theta, count * dim);
    steps[count++] = step;
  };
  /** Drops every other state, so that there is room for one more. */
  const thin = (): void => {
    for (let i = 2; i < count; i += 2) {
      points.copyWithin((i / 2) * dim, i * dim, (i + 1) * dim);
      steps[i / 2] = steps[i];
    }
    count = Math.ceil(count / 2);
    stride *= 2;
  };
  return {
    offer(step, theta) {
      if (step % stride === 0 && count === limit) thin();
      if (step % stride === 0) append(step, theta);
    },
    nextAfter(step) {
      // Of two vertices the second is the last one, whichever that is.
      return limit === 2 ? Infinity : step - (step % stride) + stride;
    },
    finish(step, theta) {
      if (steps[count - 1] !== step) {
        if (count === limit) thin();
        append(step, theta);
      }
      return { points: points.slice(0, count * dim), steps: steps.slice(0, count) };
    },
  };
}

function enlarged(array: Float64Array): Float64Array {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
