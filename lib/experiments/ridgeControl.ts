import type { Objective } from "../landscapes/objective.js";
import type { MapOptions, Workers } from "../numerics/jobs.js";
import { randomStream } from "../numerics/random.js";
import { wilsonInterval } from "../numerics/statistics.js";
import type { Row, Table } from "../results/table.js";
import { ensemble } from "../training/ensemble.js";
import type { AccessibilityConfig } from "./accessibilityConfig.js";
import { promote } from "./promote.js";

/**
 * How near to a ridge θ₁ = 0 must a start lie for its basin to depend on the format?
 *
 * Starts at θ₁ = ±d for each distance d of the config, alternating sides, θ₂ uniform over the
 * start region; every start in every format, compared with the reference format after
 * promotion. Uniform starts hardly ever come that near: this control looks where the
 * effect must be if there is one.
 *
 * Columns: format, distance (dimensionless), count (switched), of, share, low, high.
 *
 * @param objective - a landscape with two parameters and a start region
 * @param config - ridgeDistances, ridgeStarts, formats, seed and the main setting
 * @param workers - who runs them
 * @param options - abort signal and progress
 * @throws RangeError if the landscape is not planar or has no start region
 */
export async function ridgeControl(
  objective: Objective,
  config: AccessibilityConfig,
  workers: Workers,
  options: MapOptions = {},
): Promise<Table> {
  const { dimension, startRegion, name } = objective;
  if (dimension !== 2 || !startRegion)
    throw new RangeError(
      `ridgeControl: ${name} has ${dimension} parameters and ${startRegion ? "a" : "no"} start region, expected 2 and a start region`,
    );
  const { ridgeDistances, ridgeStarts, formats, seed, learningRate, maxSteps } = config;
  const random = randomStream(seed, "ridge");
  const [low, high] = [startRegion.lower[1], startRegion.upper[1]];
  const starts = new Float64Array(2 * ridgeDistances.length * ridgeStarts);
  for (let i = 0; i < starts.length / 2; i++) {
    const distance = ridgeDistances[Math.floor(i / ridgeStarts)];
    starts[2 * i] = i % 2 === 0 ? distance : -distance;
    starts[2 * i + 1] = low + (high - low) * random.uniform(i);
  }
  const request = { landscape: name, formats, starts, learningRate, maxSteps } as const;
  const runs = await ensemble({ ...request, record: "ends" }, workers, options);
  const promoted = await promote(objective, config, runs, workers, options);
  const reference = new Map<number, string | null>();
  runs.forEach(({ format, run }, k) => {
    if (format === formats[0]) reference.set(run, promoted[k]);
  });
  const rows = formats.flatMap((format) =>
    ridgeDistances.map((distance, d): Row => {
      const ends = runs.flatMap((run, k) =>
        run.format === format && Math.floor(run.run / ridgeStarts) === d
          ? [{ own: promoted[k], other: reference.get(run.run) ?? null }]
          : [],
      );
      const known = ends.filter(({ own, other }) => own !== null && other !== null);
      const count = known.filter(({ own, other }) => own !== other).length;
      const of = known.length;
      const share = of > 0 ? count / of : null;
      const interval = wilsonInterval(count, of, config.confidence);
      return { format, distance, count, of, share, low: interval.low, high: interval.high };
    }),
  );
  return { columns: ["format", "distance", "count", "of", "share", "low", "high"], rows };
}
