import { inThisThread, type Job, type MapOptions, type Workers } from "../../numerics/jobs.js";
import {
  type GridPersistence,
  type GridPersistenceOptions,
  gridPersistence,
} from "./gridPersistence.js";

/** A function on a grid and what to do with it, for a worker. */
export interface GridPersistenceTask {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
  readonly options: GridPersistenceOptions;
}

/**
 * {@link gridPersistence} by a worker, so that this thread stays free: for grids of three axes,
 * which take seconds.
 *
 * @param values - row-major, the last axis running fastest
 * @param shape - points along each axis
 * @param options - of {@link gridPersistence}
 * @param workers - who computes; this thread unless told
 * @param mapOptions - a signal that aborts; a callback for progress, the whole being one step
 * @throws RangeError or TypeError (as a rejection) where {@link gridPersistence} throws
 *
 * @example
 * const { diagrams } = await gridPersistenceOn([0, 2, 1], [3]);
 * diagrams[0].births; // 0, 1
 */
export async function gridPersistenceOn(
  values: ArrayLike<number>,
  shape: readonly number[],
  options: GridPersistenceOptions = {},
  workers: Workers = inThisThread,
  mapOptions: MapOptions = {},
): Promise<GridPersistence> {
  const [result] = await workers.map(gridPersistenceJob, [{ values, shape, options }], mapOptions);
  return result;
}

/** Does a task; called by {@link gridPersistenceOn}. */
export function gridPersistenceTask({
  values,
  shape,
  options,
}: GridPersistenceTask): GridPersistence {
  return gridPersistence(values, shape, options);
}

/** {@link gridPersistenceTask}, as something a worker can find. */
export const gridPersistenceJob: Job<GridPersistenceTask, GridPersistence> = {
  module: import.meta.url,
  name: "gridPersistenceTask",
  run: gridPersistenceTask,
};
