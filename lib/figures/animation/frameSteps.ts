/**
 * The step that each frame shows: from 0 to the last, t + 1 growing by an equal factor from
 * frame to frame but by one step at least.
 *
 * @param last - number of steps of the longest run
 * @param most - at most so many frames, at least 2
 *
 * @example
 * frameSteps(100, 6); // [0, 2, 5, 15, 39, 100]
 * frameSteps(3, 72); // [0, 1, 2, 3]
 */
export function frameSteps(last: number, most: number): number[] {
  if (last + 1 <= most) return Array.from({ length: last + 1 }, (_, t) => t);
  const steps = [0];
  for (let frame = 1; frame < most; frame++) {
    const at = steps[frame - 1];
    // What is left of the way in as many equal factors as there are frames left.
    const factor = ((last + 1) / (at + 1)) ** (1 / (most - frame));
    steps.push(Math.max(at + 1, Math.round((at + 1) * factor - 1)));
  }
  return steps;
}
