import type { Activation } from "../layers.js";
import type { LayerStep, Room } from "./room.js";
import type { LayerPlace } from "./tensorPlaces.js";

/**
 * A function of each number, y = f(x). With ȳ the gradient of y and ∂ a change along the direction:
 *
 *     x̄ = ȳ·f′     ∂y = ∂x·f′     ∂x̄ = ∂ȳ·f′ + ȳ·∂f′,     f′ and ∂f′ from y and ∂y.
 */
export function activationStep<T>(place: LayerPlace, kind: Activation, room: Room<T>): LayerStep {
  const { input: x, output: y } = place;
  const { count } = y;
  /** derivative·f′ */
  const back = (derivative: number, result: number): void =>
    room.kernels[`${kind}Back`](y.at, derivative, result, count);
  const roundOutput = room.rounder(y.at, count);
  const roundInputGradient = room.rounder(x.gradient, count);
  return {
    forward: () => {
      room.kernels[kind](x.at, y.at, count);
      if (kind !== "relu") roundOutput(); // 0 and numbers that were rounded already
    },
    backward: () => {
      if (!x.changes) return;
      back(y.gradient, x.gradient);
      if (kind !== "relu") roundInputGradient();
    },
    forwardDirection: () => {
      if (x.changes) back(x.change, y.change);
    },
    backwardDirection: () => {
      if (!x.changes) return;
      back(y.gradientChange, x.gradientChange);
      if (kind !== "relu")
        room.kernels[`${kind}Bend`](y.at, y.change, y.gradient, x.gradientChange, count);
    },
  };
}
