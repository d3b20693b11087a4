import type { Objective } from "../landscapes/objective.js";
import type { Path } from "../paths/path.js";
import type { PrecisionRun } from "./pathByPrecision.js";

/**
 * What the runs of {@link pathByPrecision} show: which stall, which run out of budget and in
 * which coordinates they still moved, which converge, and by how much a bit lowers the loss.
 * Every sentence is read off the runs; one that does not hold for them is left out.
 *
 * @param objective - the landscape they ran on
 * @param runs - one per p, in ascending order, all vertices recorded
 * @param floor - loss of the minimum (loss units)
 *
 * @example
 * precisionCaption(twoValleys, runs, 0); // "Move the slider; float64 is blue. p = 2 stalls …"
 */
export function precisionCaption(
  objective: Objective,
  runs: readonly PrecisionRun[],
  floor: number,
): string {
  const ended = (status: string): PrecisionRun[] =>
    runs.filter(({ trajectory }) => trajectory.status === status);
  const [stalled, budget, converged] = ["stalled", "budget", "converged"].map(ended);
  const sentences = ["Move the slider; the float64 path is blue."];
  if (stalled.length > 0)
    sentences.push(
      `Stalled, with every step shorter than half a gap between numbers: ${bitRange(stalled)}.`,
    );
  if (budget.length > 0)
    sentences.push(`Out of budget: ${bitRange(budget)}${motion(objective, budget)}.`);
  const ratios = lossRatios(budget, floor);
  if (ratios.length > 0 && ratios.every((ratio) => Math.abs(ratio - 4) < 0.1))
    sentences.push(`Among these every further bit lowers the loss four times.`);
  if (converged.length > 0)
    sentences.push(`Converged, the gradient below its tolerance: ${bitRange(converged)}.`);
  return sentences.join(" ");
}

/** "p = 2" or "p = 3 to 22", with gaps "p = 3 to 5, 8". */
function bitRange(runs: readonly PrecisionRun[]): string {
  const ranges: [number, number][] = [];
  for (const { bits } of runs) {
    const last = ranges[ranges.length - 1];
    if (last?.[1] === bits - 1) last[1] = bits;
    else ranges.push([bits, bits]);
  }
  return `p = ${ranges.map(([a, b]) => (a === b ? a : `${a} to ${b}`)).join(", ")}`;
}

/** Where all the runs agree on it: which coordinates moved in the last step and which did not. */
function motion(objective: Objective, runs: readonly PrecisionRun[]): string {
  const moves = (k: number): boolean[] => runs.map(({ trajectory }) => movesAtEnd(trajectory, k));
  const all = Array.from({ length: objective.dimension }, (_, k) => moves(k));
  if (!all.every((own) => own.every((moving) => moving === own[0]))) return "";
  const [still, moving] = [false, true].map((wanted) =>
    all.flatMap((own, k) => (own[0] === wanted ? [`θ${"₁₂"[k] ?? k + 1}`] : [])),
  );
  if (still.length < 1 || moving.length < 1) return "";
  return `; ${still.join(", ")} stands still and ${moving.join(", ")}, near 0 where the gaps are finer, still moves`;
}

function movesAtEnd({ points, dim }: Path, k: number): boolean {
  const end = points.length - dim + k;
  return points[end] !== points[end - dim];
}

/** Loss with p bits over the loss with p + 1, of runs one bit apart. */
function lossRatios(runs: readonly PrecisionRun[], floor: number): number[] {
  return runs.slice(1).flatMap(({ bits, trajectory }, k) => {
    const before = runs[k];
    return bits === before.bits + 1
      ? [(before.trajectory.loss - floor) / (trajectory.loss - floor)]
      : [];
  });
}
