import type { Objective } from "../landscapes/objective.js";
import { cellCentres } from "../numerics/evenly.js";
import type { MapOptions, Workers } from "../numerics/jobs.js";
import { ensemble } from "../training/ensemble.js";
import type { AccessibilityConfig } from "./accessibilityConfig.js";
import { arrival, namedMinima } from "./accessibilityRun.js";
import { promote } from "./promote.js";

/** Basins of attraction in one format, on a grid of starts over the landscape's domain. */
export interface PromotedBasins {
  /** Number format. */
  readonly format: string;
  /** θ₁ of the grid's columns, cell centres. */
  readonly xs: Float64Array;
  /** θ₂ of the grid's rows, cell centres. */
  readonly ys: Float64Array;
  /** Names of the minima that the indices below mean. */
  readonly minima: readonly string[];
  /** Row-major over (ys, xs): index of the minimum reached in the format itself, or −1. */
  readonly itself: Int8Array;
  /** The same after promotion: index of the minimum whose basin the run stopped in, or −1. */
  readonly promoted: Int8Array;
}

/**
 * Basins of attraction per format, from one run per grid cell, with the promotion control: of a
 * run that stopped short of a minimum, which `basinMap` counts as nowhere, in whose basin it did.
 *
 * An even number of cells per side keeps the centres off an axis of symmetry such as a ridge.
 * gridSide² · (formats + promotions) runs.
 *
 * @param objective - a landscape with two parameters, a domain and known minima
 * @param config - formats, gridSide, learning rate, budget and threshold
 * @param workers - who runs them
 * @param options - abort signal and progress
 * @throws RangeError if the landscape is not planar or has no domain
 */
export async function promotedBasins(
  objective: Objective,
  config: AccessibilityConfig,
  workers: Workers,
  options: MapOptions = {},
): Promise<PromotedBasins[]> {
  const { domain, dimension, name } = objective;
  if (dimension !== 2 || !domain)
    throw new RangeError(
      `promotedBasins: ${name} has ${dimension} parameters and ${domain ? "a" : "no"} domain, expected 2 and a domain`,
    );
  const { gridSide: side, formats, learningRate, maxSteps, threshold } = config;
  const { lower, upper } = domain;
  const xs = cellCentres(lower[0], upper[0], side);
  const ys = cellCentres(lower[1], upper[1], side);
  const starts = new Float64Array(2 * side * side);
  for (let i = 0; i < side; i++)
    for (let j = 0; j < side; j++) starts.set([xs[j], ys[i]], 2 * (i * side + j));

  const request = { landscape: name, learningRate, maxSteps, record: "ends" } as const;
  const runs = await ensemble({ ...request, formats, starts }, workers, options);
  const minima = namedMinima(objective);
  const names = minima.map((minimum) => minimum.name);
  const arrivals = runs.map(({ trajectory }) => arrival(trajectory, minima, threshold));
  const promotions = await promote(objective, config, runs, workers, options);
  return formats.map((format) => {
    const itself = new Int8Array(side * side).fill(-1);
    const promoted = new Int8Array(side * side).fill(-1);
    runs.forEach(({ format: own, run }, k) => {
      if (own !== format) return;
      itself[run] = names.indexOf(arrivals[k].reached ?? "");
      promoted[run] = names.indexOf(promotions[k] ?? "");
    });
    return { format, xs, ys, minima: names, itself, promoted };
  });
}
