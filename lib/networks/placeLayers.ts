import { kindOf } from "../numerics/kindOf.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { Layer } from "./layers.js";
import type { Network, ParameterView, PlacedLayer, Shape } from "./network.js";
import { sizeOf } from "./sizeOf.js";

/** The members of each kind of layer beside `kind`. */
const members: Readonly<Record<Layer["kind"], readonly string[]>> = {
  linear: ["outputs"],
  convolution: ["outputs", "size", "padding"],
  maxPooling: ["size"],
  averagePooling: ["size"],
  tanh: [],
  sigmoid: [],
  relu: [],
  batchNorm: ["epsilon", "momentum"],
  residual: ["layers"],
};

/** What {@link placeLayers} works out of a network. */
type Placement = Pick<Network, "layers" | "parameters" | "parameterCount" | "stateCount">;

/**
 * Examines layers that follow each other and gives each its shapes, its parameters, and its state.
 *
 * @throws as `network`
 */
export function placeLayers(input: Shape, layers: readonly Layer[]): Placement {
  const parameters: ParameterView[] = [];
  const named = new Map<string, number>();
  let parameterCount = 0;
  let stateCount = 0;

  /** Views of the parameters of a layer, two of them; their places. */
  const addParameters = (kind: string, shapes: readonly [Shape, Shape]): number[] => {
    const roles =
      kind === "batchNorm" ? (["scale", "shift"] as const) : (["weights", "bias"] as const);
    const count = (named.get(kind) ?? 0) + 1;
    named.set(kind, count);
    return shapes.map((shape, k) => {
      const name = `${kind}${count}.${roles[k]}`;
      parameters.push({ name, offset: parameterCount, shape, role: roles[k] });
      parameterCount += sizeOf(shape);
      return parameters.length - 1;
    });
  };

  const place = (layer: Layer, from: Shape, where: string): PlacedLayer => {
    requireLayer(layer, where);
    const refuse = (expected: string): never => {
      throw new RangeError(`network: ${where}, ${layer.kind}, expected ${expected}, got [${from}]`);
    };
    const image = (least: number): Shape =>
      from.length === 3 && Math.min(from[1], from[2]) >= least
        ? from
        : refuse(`[channels, rows, columns] of at least ${least} × ${least}`);
    const placed = {
      layer: { ...layer },
      input: from,
      output: from,
      views: [],
      state: 0,
      inner: [],
    };
    switch (layer.kind) {
      case "linear": {
        const { kind, outputs } = layer;
        const views = addParameters(kind, [[outputs, sizeOf(from)], [outputs]]);
        return { ...placed, output: [outputs], views };
      }
      case "convolution": {
        const { kind, outputs, size, padding } = layer;
        const [inputs, height, width] = image(Math.max(1, size - 2 * padding));
        const output = [outputs, height + 2 * padding - size + 1, width + 2 * padding - size + 1];
        const views = addParameters(kind, [[outputs, inputs, size, size], [outputs]]);
        return { ...placed, output, views };
      }
      case "maxPooling":
      case "averagePooling": {
        const { size } = layer;
        const [channels, height, width] = image(size);
        return {
          ...placed,
          output: [channels, Math.floor(height / size), Math.floor(width / size)],
        };
      }
      case "batchNorm": {
        const state = stateCount;
        stateCount += 2 * from[0];
        return { ...placed, state, views: addParameters(layer.kind, [[from[0]], [from[0]]]) };
      }
      case "residual": {
        const inner = placeAll(layer.layers, from, `${where}.layers`);
        const { output } = inner[inner.length - 1];
        if (output.join() !== from.join())
          refuse(`its layers to keep the shape of its input, not to make [${output}]`);
        const copy = { kind: layer.kind, layers: inner.map((each) => each.layer) };
        return { ...placed, layer: copy, inner };
      }
      default:
        return placed;
    }
  };

  const placeAll = (all: readonly Layer[], from: Shape, where: string): PlacedLayer[] => {
    if (!Array.isArray(all) || all.length < 1)
      throw new RangeError(`network: ${where} must be at least 1 layer, got ${kindOf(all)}`);
    let shape = from;
    return all.map((layer, k) => {
      const placed = place(layer, shape, `${where}[${k}]`);
      shape = placed.output;
      return placed;
    });
  };

  const placed = placeAll(layers, input, "layers");
  return { layers: placed, parameters, parameterCount, stateCount };
}

function requireLayer(layer: Layer, where: string): void {
  const kind = layer?.kind;
  if (!Object.hasOwn(members, String(kind)))
    throw new TypeError(
      `network: ${where} must be one of ${Object.keys(members).join(", ")}, got ${kindOf(kind)}`,
    );
  requireKnown(layer, ["kind", ...members[kind]], "member", `network: ${where}, ${kind}`);
  const requireThat = (holds: boolean, what: string, got: unknown): void => {
    if (!holds)
      throw new RangeError(`network: ${where}, ${kind}, expected ${what}, got ${kindOf(got)}`);
  };
  const numbers = layer as unknown as Record<string, number>;
  for (const [name, least] of [
    ["outputs", 1],
    ["size", 1],
    ["padding", 0],
  ] as const) {
    const n = numbers[name];
    if (members[kind].includes(name))
      requireThat(Number.isSafeInteger(n) && n >= least, `${name}, an integer >= ${least}`, n);
  }
  if (layer.kind === "batchNorm") {
    const { epsilon, momentum } = layer;
    requireThat(epsilon >= 0 && epsilon < Infinity, "epsilon >= 0", epsilon);
    requireThat(momentum >= 0 && momentum <= 1, "momentum in [0, 1]", momentum);
  }
}
