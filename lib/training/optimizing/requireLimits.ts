import { requireKnown } from "../../numerics/requireKnown.js";
import type { Clipping, LossScaling, TrainingOptions } from "../trainingOptions.js";

/**
 * Refuses what is no loss scaling.
 *
 * @throws TypeError if the kind or a member is unknown
 * @throws RangeError if a factor is not finite and > 0, or the interval no integer ≥ 1
 */
export function requireLossScaling(scaling: LossScaling | undefined, caller: string): void {
  if (scaling === undefined) return;
  const names = scaling?.kind === "dynamic" ? ["kind", "factor", "interval"] : ["kind", "factor"];
  requireKind(scaling, ["static", "dynamic"], "lossScaling", caller);
  requireKnown(scaling, names, "option", caller);
  if (scaling.kind === "static" || scaling.factor !== undefined)
    requirePositive("factor", scaling.factor, caller);
  if (scaling.kind === "static" || scaling.interval === undefined) return;
  if (!Number.isSafeInteger(scaling.interval) || scaling.interval < 1)
    throw new RangeError(`${caller}: interval must be an integer >= 1, got ${scaling.interval}`);
}

/**
 * Refuses what is no clipping.
 *
 * @throws TypeError if the kind or a member is unknown
 * @throws RangeError if the limit is not finite and > 0
 */
export function requireClipping(clipping: Clipping | undefined, caller: string): void {
  if (clipping === undefined) return;
  requireKind(clipping, ["norm", "value"], "clipping", caller);
  requireKnown(clipping, ["kind", "limit"], "option", caller);
  requirePositive("limit", clipping.limit, caller);
}

/**
 * Refuses what is no tolerance.
 *
 * @throws TypeError if there is another member
 * @throws RangeError if the loss is NaN or the norm not ≥ 0
 */
export function requireTolerance(tolerance: TrainingOptions["tolerance"], caller: string): void {
  if (tolerance === undefined) return;
  requireKnown(tolerance, ["loss", "gradientNorm"], "tolerance", caller);
  const { loss = 0, gradientNorm = 0 } = tolerance;
  if (typeof loss !== "number" || Number.isNaN(loss))
    throw new RangeError(`${caller}: the tolerance of the loss must be a number, got ${loss}`);
  if (!(typeof gradientNorm === "number" && gradientNorm >= 0))
    throw new RangeError(
      `${caller}: the tolerance of the gradient norm must be >= 0, got ${String(gradientNorm)}`,
    );
}

function requireKind(
  value: { readonly kind: string },
  kinds: readonly string[],
  what: string,
  caller: string,
): void {
  if (!kinds.includes(value?.kind))
    throw new TypeError(
      `${caller}: ${what} must be of kind ${kinds.map((kind) => `"${kind}"`).join(" or ")}, got ${String(value?.kind ?? value)}`,
    );
}

function requirePositive(name: string, value: unknown, caller: string): void {
  if (!(typeof value === "number" && value > 0 && value < Infinity))
    throw new RangeError(`${caller}: ${name} must be finite and > 0, got ${String(value)}`);
}
