import { median, quantileSorted } from "simple-statistics";
import { formatNamed } from "../precision/formats/formats.js";
import { type Row, type Table, tableOf } from "../results/table.js";
import type { EnsembleRun } from "../training/ensemble.js";

/**
 * The runs of an ensemble in one row per format, in the order in which formats first appear.
 *
 * Columns: `format`; `bits` p; `runs` (count); `steps`, the median number of steps; `loss`, the
 * median final loss; `error`, the median intrinsic error Δ(γ) (§2.1, units of θ), with its
 * quartiles `errorLow` and `errorHigh`; `errorBits`, −log₂ of the median error per step, the
 * precision that the path had in effect (null where the error is 0). Medians, because a run may
 * end in infinity or NaN: such values count as the largest.
 *
 * O(n log n) for n runs.
 *
 * @throws RangeError if there are no runs, or a format's name is unknown
 *
 * @example
 * const runs = await ensemble({ landscape: "twoValleys", formats: ["float16"], starts, learningRate: 0.05, maxSteps: 500 });
 * pathSummary(runs).rows[0].error; // about 0.004
 */
export function pathSummary(runs: readonly EnsembleRun[]): Table {
  if (runs.length === 0) throw new RangeError("pathSummary: got 0 runs, expected at least 1");
  const byFormat = new Map<string, EnsembleRun[]>();
  for (const run of runs) byFormat.set(run.format, [...(byFormat.get(run.format) ?? []), run]);
  return tableOf([...byFormat].map(([format, group]) => summaryRow(format, group)));
}

function summaryRow(format: string, group: readonly EnsembleRun[]): Row {
  const of = (value: (run: EnsembleRun) => number): number[] =>
    group.map((run) => value(run)).map((x) => (Number.isNaN(x) ? Infinity : x));
  const errors = of((run) => run.trajectory.intrinsicError).sort((a, b) => a - b);
  const perStep = median(
    of(({ trajectory }) => trajectory.intrinsicError / Math.max(1, trajectory.stepCount)),
  );
  return {
    format,
    bits: formatNamed(format).significandBits,
    runs: group.length,
    steps: median(of((run) => run.trajectory.stepCount)),
    loss: median(of((run) => run.trajectory.loss)),
    error: quantileSorted(errors, 0.5),
    errorLow: quantileSorted(errors, 0.25),
    errorHigh: quantileSorted(errors, 0.75),
    errorBits: perStep > 0 ? -Math.log2(perStep) : null,
  };
}
