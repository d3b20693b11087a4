import type { PoolingLayer } from "../layers.js";
import type { LayerStep, Room } from "./room.js";
import type { LayerPlace } from "./tensorPlaces.js";

/** The largest, or the mean, of each window; both are linear once it is known which is the largest. */
export function poolingStep<T>(place: LayerPlace, layer: PoolingLayer, room: Room<T>): LayerStep {
  const { placed, input: x, output: y, own: chosen } = place;
  const [channels, height, width] = placed.input;
  const shape = { channels, height, width, size: layer.size, lanes: room.layout.lanes };
  const roundOutput = room.rounder(y.at, y.count);
  const roundInputGradient = room.rounder(x.gradient, x.count);
  if (layer.kind === "averagePooling")
    return {
      forward: () => {
        room.kernels.averagePool(x.at, y.at, shape);
        roundOutput();
      },
      backward: () => {
        if (!x.changes) return;
        room.kernels.averageSpread(y.gradient, x.gradient, shape);
        roundInputGradient();
      },
      forwardDirection: () => {
        if (x.changes) room.kernels.averagePool(x.change, y.change, shape);
      },
      backwardDirection: () => {
        if (x.changes) room.kernels.averageSpread(y.gradientChange, x.gradientChange, shape);
      },
    };
  // What a maximum chooses was rounded already.
  return {
    forward: () => room.kernels.maxPool(x.at, y.at, chosen, shape),
    backward: () => {
      if (x.changes) room.kernels.spread(y.gradient, chosen, x.gradient, shape);
    },
    forwardDirection: () => {
      if (x.changes) room.kernels.pick(x.change, chosen, y.change, shape);
    },
    backwardDirection: () => {
      if (x.changes) room.kernels.spread(y.gradientChange, chosen, x.gradientChange, shape);
    },
  };
}
