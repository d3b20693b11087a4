import { cos, log } from "../numerics/elementary/elementary.js";
import { kindOf } from "../numerics/kindOf.js";
import { type RandomStream, randomStream } from "../numerics/random.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { Activation } from "./layers.js";
import type { Network, ParameterView, Shape } from "./network.js";
import { requireNetwork } from "./requireNetwork.js";
import { sizeOf } from "./sizeOf.js";

/** Random starts; see {@link initialise}. */
export type Initialisation = NormalStart | ScaledStart;

/** Weights and biases from N(0, deviation²). */
export interface NormalStart {
  readonly kind: "normal";
  readonly seed: number;
  /** Unless told 1. */
  readonly deviation?: number;
  /** "random" (default): as the weights; "zero". */
  readonly biases?: "random" | "zero";
}

/** Weights whose deviation goes with the number of inputs, and outputs, of a layer. */
export interface ScaledStart {
  readonly kind: "kaiming" | "xavier";
  readonly seed: number;
  /** Of the weights; "normal" unless told. */
  readonly distribution?: "normal" | "uniform";
  /** Factor of the deviation; unless told √2 for kaiming, 1 for xavier. See {@link gainOf}. */
  readonly gain?: number;
  /** What kaiming counts: inputs of a unit ("in", default), or outputs that an input goes to ("out"). */
  readonly fan?: "in" | "out";
  /** "zero" (default), or "random": uniform in ±1/√(fan-in), as PyTorch's layers start. */
  readonly biases?: "random" | "zero";
}

/**
 * Random parameters to start from, the same for every number format (which rounds them).
 *
 * - `normal`: weights and biases N(0, deviation²);
 * - `kaiming`: weights of deviation gain/√fan, gain √2 (He et al., for relu), biases 0;
 * - `xavier`: weights of deviation gain·√(2/(fan-in + fan-out)) (Glorot & Bengio), biases 0.
 *
 * Weights of a uniform distribution with deviation s are in ±√3·s. Of a linear layer, fan-in is the
 * number of inputs and fan-out that of outputs; of a convolution each is the number of channels
 * times size². What PyTorch's layers start from is kaiming, uniform, with gain 1/√3 and random
 * biases. Scales of batch normalization are 1, shifts 0, always.
 *
 * Numbers are keyed by (seed, name of the parameter, unit, place in the unit's row), so they depend
 * on no other layer; and of a wider layer, or one with more inputs, those that the narrower one has
 * too are its numbers (times the ratio of the deviations). Normal numbers by Box and Muller,
 * √(−2 ln(1 − u₁))·cos 2πu₂, in the project's own log and cos: the same bits on every engine. The
 * largest possible is 8.6.
 *
 * O(parameters), some 0.5 µs each.
 *
 * @returns a new array of `parameterCount` numbers
 * @throws RangeError if a number is out of range
 * @throws TypeError if an option is unknown, or a word that is none
 * @see He, Zhang, Ren & Sun (2015), Delving deep into rectifiers, ICCV
 * @see Glorot & Bengio (2010), Understanding the difficulty of training deep feedforward neural
 *   networks, AISTATS
 *
 * @example
 * initialise(mlp([2, 2, 1]), { kind: "normal", seed: 1 });
 * initialise(convNet(), { kind: "kaiming", distribution: "uniform", seed: 1 });
 */
export function initialise(network: Network, initialisation: Initialisation): Float64Array {
  requireNetwork(network, "initialise");
  requireInitialisation(initialisation);
  const theta = new Float64Array(network.parameterCount);
  let weights: Shape = [];
  for (const { name, offset, shape, role } of network.parameters) {
    if (role === "weights") weights = shape; // those of the bias that follows
    if (role === "scale") theta.fill(1, offset, offset + shape[0]);
    const draw = drawer(initialisation, role, weights);
    if (draw === undefined) continue;
    const stream = randomStream(initialisation.seed, name);
    const row = sizeOf(shape.slice(1));
    for (let unit = 0; unit < shape[0]; unit++)
      for (let k = 0; k < row; k++)
        theta[offset + unit * row + k] = draw(stream, unit * LONGEST_ROW + k);
  }
  return theta;
}

/**
 * The factor by which an activation shrinks deviations, as PyTorch's `calculate_gain`: √2 for relu,
 * 5/3 for tanh, 1 for sigmoid and for none.
 *
 * @throws TypeError if it is no activation
 *
 * @example
 * initialise(network, { kind: "xavier", gain: gainOf("tanh"), seed: 1 });
 */
export function gainOf(activation: Activation | "none" = "none"): number {
  const gains = { relu: Math.sqrt(2), tanh: 5 / 3, sigmoid: 1, none: 1 };
  if (!Object.hasOwn(gains, activation))
    throw new TypeError(
      `gainOf: expected one of ${Object.keys(gains).join(", ")}, got ${kindOf(activation)}`,
    );
  return gains[activation];
}

/** Fan-in and fan-out of a layer's weights, [outputs, inputs, …]. */
export function fansOf(weights: Shape): { readonly in: number; readonly out: number } {
  const [outputs, inputs, ...sides] = weights;
  const field = sizeOf(sides);
  return { in: inputs * field, out: outputs * field };
}

type Draw = (stream: RandomStream, index: number) => number;

/** Numbers between a unit's and the next one's in a stream. */
const LONGEST_ROW = 2 ** 26;

/** How the numbers of a parameter are drawn; undefined if they are not. */
function drawer(
  initialisation: Initialisation,
  role: ParameterView["role"],
  weights: Shape,
): Draw | undefined {
  if (role === "scale" || role === "shift") return undefined;
  if (initialisation.kind === "normal") {
    const { deviation = 1, biases = "random" } = initialisation;
    return role === "bias" && biases === "zero" ? undefined : normal(deviation);
  }
  const { kind, distribution = "normal", fan = "in", biases = "zero" } = initialisation;
  const fans = fansOf(weights);
  if (role === "bias") return biases === "zero" ? undefined : uniform(1 / Math.sqrt(fans.in));
  const { gain = kind === "kaiming" ? gainOf("relu") : 1 } = initialisation;
  const variance = kind === "kaiming" ? 1 / fans[fan] : 2 / (fans.in + fans.out);
  const deviation = gain * Math.sqrt(variance);
  return distribution === "normal" ? normal(deviation) : uniform(Math.sqrt(3) * deviation);
}

const normal =
  (deviation: number): Draw =>
  (stream, index) => {
    const [a, b, c, d] = stream.bits(index);
    const radius = Math.sqrt(-2 * log(1 - fraction(a, b)));
    return deviation * (radius * cos(2 * Math.PI * fraction(c, d)));
  };

const uniform =
  (bound: number): Draw =>
  (stream, index) =>
    bound * (2 * stream.uniform(index) - 1);

/** A multiple of 2⁻⁵³ in [0, 1) of two random words, as `RandomStream.uniform` makes it. */
const fraction = (high: number, low: number): number =>
  ((high >>> 5) * 0x4000000 + (low >>> 6)) * 2 ** -53;

const words: Readonly<Record<string, readonly unknown[]>> = {
  distribution: [undefined, "normal", "uniform"],
  fan: [undefined, "in", "out"],
  biases: [undefined, "random", "zero"],
};

function requireInitialisation(initialisation: Initialisation): void {
  const { kind } = initialisation ?? {};
  if (kind !== "normal" && kind !== "kaiming" && kind !== "xavier")
    throw new TypeError(
      `initialise: kind must be "normal", "kaiming" or "xavier", got ${String(kind)}`,
    );
  const own = {
    normal: ["deviation"],
    kaiming: ["distribution", "gain", "fan"],
    xavier: ["distribution", "gain"],
  }[kind];
  requireKnown(initialisation, ["kind", "seed", "biases", ...own], "option", "initialise");
  const options = initialisation as Partial<NormalStart> & Partial<ScaledStart>;
  for (const name of ["distribution", "fan", "biases"] as const)
    if (!words[name].includes(options[name]))
      throw new TypeError(
        `initialise: ${name} must be ${words[name].slice(1).join(" or ")}, got ${String(options[name])}`,
      );
  for (const name of ["deviation", "gain"] as const) {
    const { [name]: value = 1 } = options;
    if (!(typeof value === "number" && value >= 0 && value < Infinity))
      throw new RangeError(`initialise: ${name} must be finite and >= 0, got ${kindOf(value)}`);
  }
  const { seed } = initialisation;
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`initialise: seed must be a safe integer >= 0, got ${kindOf(seed)}`);
}
