import { losses } from "../losses.js";
import type { Network, NetworkData } from "../network.js";
import type { NormMode } from "../networkMachine.js";
import { sizeOf } from "../sizeOf.js";
import { layerSteps } from "./layerSteps.js";
import { loadImages } from "./loadImages.js";
import type { Room } from "./room.js";

/** The passes of a `NetworkMachine`, in the arithmetic of a room. */
export interface Passes<T> {
  load(
    data: NetworkData,
    first: number,
    count: number,
    weight: number,
    order?: ArrayLike<number>,
  ): void;
  forward(mode: NormMode): void;
  /** ℓ of the image in a lane, without its weight. */
  lossOf(lane: number): T;
  backward(): void;
  directional(): void;
}

/** The passes of a network in a room; nothing is checked, and nothing allocated later. */
export function networkPasses<T>(network: Network, room: Room<T>): Passes<T> {
  const { layout, numbers } = room;
  const { lanes, input, output, targets, weights } = layout;
  const { outputs } = network;
  const size = sizeOf(network.input);
  const steps = layerSteps(layout.layers, room);
  const loss = losses[network.loss];
  const place = {
    ...{ numbers, outputs, lanes, outputAt: output.at, targetsAt: targets, weightsAt: weights },
    operations: room.operations,
  };
  /** The image in each lane, and where it starts in the data. */
  const images = new Uint32Array(lanes);
  const starts = new Uint32Array(lanes);
  const roundInput = room.rounder(input.at, input.count);
  const roundGradient = room.rounder(output.gradient, output.count);

  const load = (
    data: NetworkData,
    first: number,
    count: number,
    weight: number,
    order?: ArrayLike<number>,
  ): void => {
    const { from } = room.operations;
    const zero = from(0);
    for (let n = 0; n < count; n++) {
      images[n] = order ? order[first + n] : first + n;
      starts[n] = images[n] * size;
    }
    // The last image once more in lanes beyond it: what is finite of the images is finite there, and
    // 0 times it is 0 in the gradient of weights.
    starts.fill(starts[count - 1], count);
    loadImages(room, data.inputs, starts, lanes, size);
    const given = data.targets;
    for (let k = 0; k < outputs * lanes; k++) numbers[targets + k] = zero;
    if (given instanceof Float64Array) {
      for (let o = 0; o < outputs; o++)
        for (let n = 0; n < count; n++)
          numbers[targets + o * lanes + n] = from(given[images[n] * outputs + o]);
    } else {
      const one = from(1);
      for (let n = 0; n < count; n++) numbers[targets + given.classes[images[n]] * lanes + n] = one;
    }
    const ownWeight = from(weight);
    for (let n = 0; n < lanes; n++) numbers[weights + n] = n < count ? ownWeight : zero;
    room.images = count;
    roundInput();
  };

  /** In lanes without an image the gradient is 0. */
  const clearBeyond = (at: number): void => {
    const zero = room.operations.from(0);
    for (let k = 0; k < outputs * lanes; k += lanes)
      for (let n = room.images; n < lanes; n++) numbers[at + k + n] = zero;
  };

  return {
    load,
    forward: (mode) => steps.forward(mode),
    lossOf: (lane) => {
      place.operations = room.operations;
      return loss.value(place, lane);
    },
    backward: () => {
      if (!output.changes) return;
      place.operations = room.operations;
      for (let n = 0; n < room.images; n++) loss.gradient(place, n, output.gradient);
      clearBeyond(output.gradient);
      roundGradient();
      steps.backward();
    },
    directional: () => {
      if (!output.changes) return;
      steps.forwardDirection();
      const { change, gradientChange } = output;
      place.operations = room.operations;
      for (let n = 0; n < room.images; n++) loss.directional(place, n, change, gradientChange);
      clearBeyond(gradientChange);
      steps.backwardDirection();
    },
  };
}
