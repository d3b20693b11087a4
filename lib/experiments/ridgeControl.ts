import type { Objective } from "../landscapes/objective.js";
import type { MapOptions, Workers } from "../numerics/jobs.js";
import { randomStream } from "../numerics/random.js";
import type { Row, Table } from "../results/table.js";
import { ensemble } from "../training/ensemble.js";
import type { AccessibilityConfig } from "./accessibilityConfig.js";
import { promote } from "./promote.js";

/**
 * How near to a ridge θ₁ = 0 must a start lie for its basin to depend on the format?
 *
 * Starts at θ₁ = ±d for each distance d of the config, half of them on each side, θ₂ uniform
 * over the start region; every start in every format, compared with the reference format after
 * promotion. Uniform starts hardly ever come that near: this control looks where the effect
 * must be if there is one. The sides are counted apart, and no interval is given: which side a
 * start is on is design, not chance, and θ₁ alone decides which side rounds across.
 *
 * Columns: format, distance (dimensionless), side ("left": θ₁ < 0, or "right"), count
 * (switched), of (starts on that side where both runs have a minimum), share.
 *
 * formats · distances · ridgeStarts runs, and one more for each that reaches no minimum itself.
 *
 * @param objective - a landscape with two parameters and a start region
 * @param config - ridgeDistances, ridgeStarts, formats, seed and the main setting
 * @param workers - who runs them
 * @param options - abort signal and progress
 * @throws RangeError if the landscape is not planar or has no start region, or ridgeStarts is
 *   not even and positive
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
  requireRidgeStarts(config);
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
    ridgeDistances.flatMap((distance, d) =>
      (["left", "right"] as const).map((side): Row => {
        const ends = runs.flatMap(({ format: own, run }, k) => {
          const other = reference.get(run) ?? null;
          const here =
            Math.floor(run / ridgeStarts) === d && starts[2 * run] < 0 === (side === "left");
          return own === format && here && promoted[k] !== null && other !== null
            ? [promoted[k] !== other]
            : [];
        });
        const [count, of] = [ends.filter(Boolean).length, ends.length];
        return { format, distance, side, count, of, share: of > 0 ? count / of : null };
      }),
    ),
  );
  return { columns: ["format", "distance", "side", "count", "of", "share"], rows };
}

/**
 * Refuses a config whose starts cannot be shared out evenly between the two sides of the ridge.
 *
 * @throws RangeError if ridgeStarts is not an even integer ≥ 2
 */
export function requireRidgeStarts({ ridgeStarts }: AccessibilityConfig): void {
  if (!(Number.isSafeInteger(ridgeStarts) && ridgeStarts > 0 && ridgeStarts % 2 === 0))
    throw new RangeError(
      `ridgeControl: ridgeStarts must be an even integer >= 2 (half on each side), got ${ridgeStarts}`,
    );
}
