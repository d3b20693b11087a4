import { type ConvolutionShape, KEEP, type Start, ZERO } from "../../kernels/layerKernels.js";
import { sizeOf } from "../sizeOf.js";
import type { LayerStep, Room } from "./room.js";
import type { LayerPlace } from "./tensorPlaces.js";

/**
 * A layer that multiplies by weights, y = W·x + b; linear or a convolution. With ȳ the gradient of y
 * and ∂ a change along the direction:
 *
 *     W̄ = ȳ·xᵀ        b̄ = Σȳ     x̄ = Wᵀ·ȳ
 *     ∂y = ∂W·x + W·∂x + ∂b
 *     ∂W̄ = ∂ȳ·xᵀ + ȳ·∂xᵀ    ∂b̄ = Σ∂ȳ    ∂x̄ = ∂Wᵀ·ȳ + Wᵀ·∂ȳ
 */
export function productStep<T>(place: LayerPlace, room: Room<T>): LayerStep {
  const { input: x, output: y, parameters } = place;
  const { layout, rounder } = room;
  const { outputs, multiply, multiplyBack, multiplyWeights } = products(place, room);
  const weightCount = parameters.count - outputs;
  const [weights, gradient, change, product] = [
    layout.parameters,
    layout.gradient,
    layout.direction,
    layout.product,
  ].map((array) => array + parameters.at);
  const places = y.count / outputs / layout.lanes;
  const rows = { channels: outputs, places, lanes: layout.lanes, images: layout.lanes };
  const roundOutput = rounder(y.at, y.count);
  const roundInputGradient = rounder(x.gradient, x.count);
  const roundGradient = rounder(gradient, parameters.count);
  return {
    forward: () => {
      multiply(weights, x.at, y.at, weights + weightCount);
      roundOutput();
    },
    backward: () => {
      multiplyWeights(y.gradient, x.at, gradient);
      room.kernels.sums(y.gradient, gradient + weightCount, rows, KEEP);
      roundGradient();
      if (!x.changes) return;
      multiplyBack(weights, y.gradient, x.gradient, ZERO);
      roundInputGradient();
    },
    forwardDirection: () => {
      multiply(change, x.at, y.change, change + weightCount);
      if (x.changes) multiply(weights, x.change, y.change, KEEP);
    },
    backwardDirection: () => {
      multiplyWeights(y.gradientChange, x.at, product);
      room.kernels.sums(y.gradientChange, product + weightCount, rows, KEEP);
      if (!x.changes) return;
      multiplyWeights(y.gradient, x.change, product);
      multiplyBack(change, y.gradient, x.gradientChange, ZERO);
      multiplyBack(weights, y.gradientChange, x.gradientChange, KEEP);
    },
  };
}

/** The three products of a layer, of tensors at offsets. */
interface Products {
  readonly outputs: number;
  multiply(weights: number, input: number, output: number, start: Start): void;
  multiplyBack(weights: number, gradient: number, result: number, start: Start): void;
  /** Added to what is there. */
  multiplyWeights(gradient: number, input: number, result: number): void;
}

function products<T>({ placed }: LayerPlace, room: Room<T>): Products {
  const { layer, input } = placed;
  const { lanes } = room.layout;
  if (layer.kind === "convolution") {
    const { outputs, size, padding } = layer;
    const [inputs, height, width] = input;
    const shape: ConvolutionShape = { outputs, inputs, height, width, size, padding, lanes };
    return {
      outputs,
      multiply: (w, x, y, start) => room.kernels.convolve(w, x, y, shape, start),
      multiplyBack: (w, g, to, start) => room.kernels.convolveBack(w, g, to, shape, start),
      multiplyWeights: (g, x, to) => room.kernels.convolveWeights(g, x, to, shape, KEEP),
    };
  }
  const outputs = sizeOf(placed.output);
  const shape = { outputs, inputs: sizeOf(input), lanes };
  return {
    outputs,
    multiply: (w, x, y, start) => room.kernels.linear(w, x, y, shape, start),
    multiplyBack: (w, g, to, start) => room.kernels.linearBack(w, g, to, shape, start),
    multiplyWeights: (g, x, to) => room.kernels.linearWeights(g, x, to, shape, KEEP),
  };
}
