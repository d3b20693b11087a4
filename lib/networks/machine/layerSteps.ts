import { activationStep } from "./activationStep.js";
import { batchNormStep } from "./batchNormStep.js";
import { poolingStep } from "./poolingStep.js";
import { productStep } from "./productStep.js";
import type { LayerStep, Room } from "./room.js";
import type { LayerPlace } from "./tensorPlaces.js";

/** What layers that follow each other do, together. */
export function layerSteps<T>(places: readonly LayerPlace[], room: Room<T>): LayerStep {
  const steps = places.map((place) => layerStep(place, room));
  const back = [...steps].reverse();
  return {
    forward: (mode) => {
      for (const step of steps) step.forward(mode);
    },
    backward: () => {
      for (const step of back) step.backward();
    },
    forwardDirection: () => {
      for (const step of steps) step.forwardDirection();
    },
    backwardDirection: () => {
      for (const step of back) step.backwardDirection();
    },
  };
}

function layerStep<T>(place: LayerPlace, room: Room<T>): LayerStep {
  const { layer } = place.placed;
  switch (layer.kind) {
    case "linear":
    case "convolution":
      return productStep(place, room);
    case "maxPooling":
    case "averagePooling":
      return poolingStep(place, layer, room);
    case "batchNorm":
      return batchNormStep(place, layer, room);
    case "residual":
      return residualStep(place, room);
    default:
      return activationStep(place, layer.kind, room);
  }
}

/** y = f(x) + x, f being the block's layers; the gradient of f(x) is that of y. */
function residualStep<T>({ input: x, output: y, inner }: LayerPlace, room: Room<T>): LayerStep {
  const steps = layerSteps(inner, room);
  const last = inner[inner.length - 1].output;
  const { count } = y;
  const roundOutput = room.rounder(y.at, count);
  const roundInputGradient = room.rounder(x.gradient, count);
  return {
    forward: (mode) => {
      steps.forward(mode);
      room.kernels.add(last.at, x.at, y.at, count);
      roundOutput();
    },
    backward: () => {
      steps.backward();
      if (!x.changes) return;
      room.kernels.add(x.gradient, y.gradient, x.gradient, count);
      roundInputGradient();
    },
    forwardDirection: () => {
      steps.forwardDirection();
      if (x.changes) room.kernels.add(last.change, x.change, y.change, count);
      else if (y.changes && y.change !== last.change)
        room.kernels.copy(last.change, y.change, count);
    },
    backwardDirection: () => {
      steps.backwardDirection();
      if (x.changes) room.kernels.add(x.gradientChange, y.gradientChange, x.gradientChange, count);
    },
  };
}
