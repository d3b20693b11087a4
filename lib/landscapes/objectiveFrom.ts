import { type ObjectiveData, objectiveData, tapeObjective } from "./expression/tapeObjective.js";
import { landscapeNamed } from "./landscapes.js";
import type { Objective } from "./objective.js";
import { requireObjective } from "./requireObjective.js";

/** An objective as something that can be sent to a worker: the name of a built-in one, or data. */
export type ObjectiveSource = string | ObjectiveData;

/** Objectives made lately, so that the jobs of one request compile each once. */
const made = new Map<string, Objective>();
const KEPT = 8;

/**
 * The objective that a source describes.
 *
 * @throws RangeError if it is a name and no built-in landscape has it
 * @throws TypeError if it is data with no tape
 *
 * @example
 * objectiveFrom("twoValleys").dimension; // 2
 */
export function objectiveFrom(source: ObjectiveSource): Objective {
  const isName = typeof source === "string";
  const key = isName ? source : JSON.stringify(source, exactly);
  const known = made.get(key) ?? (isName ? landscapeNamed(source) : tapeObjective(source));
  made.delete(key);
  made.set(key, known);
  if (made.size > KEPT) made.delete(made.keys().next().value as string);
  return known;
}

/** JSON would write −0 as 0, NaN and the infinities as null. */
const exactly = (_: string, value: unknown): unknown =>
  typeof value === "number" && (Object.is(value, -0) || !Number.isFinite(value))
    ? { number: Object.is(value, -0) ? "-0" : String(value) }
    : value;

/**
 * What {@link objectiveFrom} takes to make this objective again, as data.
 *
 * @throws TypeError if it is not made of a formula or a recorded function, or one of its functions
 *   was replaced
 *
 * @example
 * sourceOf(twoValleys);
 */
export function sourceOf(objective: Objective): ObjectiveData {
  requireObjective(objective, "sourceOf");
  const data = objectiveData(objective);
  if (!data)
    throw new TypeError(
      `sourceOf: ${objective.name} cannot be sent to a worker; make it with landscape or landscapeFromFunction`,
    );
  return data;
}
