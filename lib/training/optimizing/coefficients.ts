import { pow } from "../../numerics/elementary/elementary.js";
import type { Optimizer } from "../optimizers.js";

/**
 * The scalars of one step of an optimizer, evaluated in float64, in the order in which the functions
 * that move parameters take them:
 *
 * - sgd: η, μ, λ
 * - adam, adamW: η/(1 − β₁ᵗ), β₁, 1 − β₁, β₂, 1 − β₂, √(1 − β₂ᵗ), ε, and λ or 1 − ηλ
 * - rmsProp: η, α, 1 − α, ε, μ, λ
 *
 * As long as they stay the same, so does the map (θ, g, state) ↦ (θ, state).
 *
 * @param rate - η
 * @param t - which step it is of those that were taken, from 1
 *
 * @example
 * coefficients(sgd({ momentum: 0.9 }), 0.1, 1); // [0.1, 0.9, 0]
 */
export function coefficients(optimizer: Optimizer, rate: number, t: number): number[] {
  switch (optimizer.kind) {
    case "sgd":
      return [rate, optimizer.momentum, optimizer.weightDecay];
    case "adam":
    case "adamW": {
      const { kind, beta1, beta2, epsilon, weightDecay } = optimizer;
      const last = kind === "adam" ? weightDecay : 1 - rate * weightDecay;
      const first = rate / (1 - pow(beta1, t));
      return [
        first,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        Math.sqrt(1 - pow(beta2, t)),
        epsilon,
        last,
      ];
    }
    case "rmsProp": {
      const { decay, epsilon, momentum, weightDecay } = optimizer;
      return [rate, decay, 1 - decay, epsilon, momentum, weightDecay];
    }
  }
}

/** How many arrays of the length of θ an optimizer keeps: b; m and v; v and b. 0 at first. */
export function bufferCount(optimizer: Optimizer): number {
  if (optimizer.kind === "sgd") return optimizer.momentum > 0 ? 1 : 0;
  if (optimizer.kind === "rmsProp") return optimizer.momentum > 0 ? 2 : 1;
  return 2;
}

/**
 * Whether the coefficients stay the same from step t on, were η to: those of Adam change until
 * 1 − βᵗ is 1 to the last bit, for β₂ = 0.999 some 37,000 steps.
 */
export function areSettled(optimizer: Optimizer, t: number): boolean {
  if (optimizer.kind === "sgd" || optimizer.kind === "rmsProp") return true;
  return 1 - pow(optimizer.beta1, t) === 1 && 1 - pow(optimizer.beta2, t) === 1;
}

/**
 * Steps after which an optimizer has forgotten 99.9 % of what it saw: 7/(1 − β), β the slowest of its
 * means; 0 without any.
 */
export function memorySteps(optimizer: Optimizer): number {
  const { kind } = optimizer;
  const means =
    kind === "sgd"
      ? [optimizer.momentum]
      : kind === "rmsProp"
        ? [optimizer.momentum, optimizer.decay]
        : [optimizer.beta1, optimizer.beta2];
  const slowest = Math.max(...means);
  return slowest === 0 ? 0 : Math.ceil(7 / (1 - slowest));
}
