import { kindOf } from "../../numerics/kindOf.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import { mlp } from "../architectures/mlp.js";
import type { Activation } from "../layers.js";
import type { Network, NetworkData } from "../network.js";

/** What {@link xorData} may be told. */
export interface XorDataOptions {
  /** False and true as inputs: 0 and 1 ("binary", default) or −1 and 1 ("signed"). */
  readonly encoding?: "binary" | "signed";
  /** What the output should be for false and for true; 0, 1 unless told. */
  readonly targets?: readonly [number, number];
}

/** What {@link xorNetwork} may be told. */
export interface XorNetworkOptions {
  /** Of the hidden units; tanh unless told. */
  readonly activation?: Activation;
  /** Of the output; sigmoid unless told. */
  readonly outputActivation?: Activation | "none";
}

/**
 * The four patterns of exclusive or, in the order (A, B) = 00, 01, 10, 11.
 *
 * With targets 0 and 1 and a sigmoid output the loss has no minimum: weights grow without end, about
 * as the logarithm of time. Where final weights are compared take 0.1 and 0.9.
 *
 * @throws TypeError if an option or an encoding is unknown
 * @throws RangeError if the targets are not two different finite numbers
 *
 * @example
 * xorData().targets; // [0, 1, 1, 0]
 * xorData({ encoding: "signed", targets: [0.1, 0.9] });
 */
export function xorData(options: XorDataOptions = {}): NetworkData {
  requireKnown(options, ["encoding", "targets"], "option", "xorData");
  const { encoding = "binary", targets = [0, 1] } = options;
  if (encoding !== "binary" && encoding !== "signed")
    throw new TypeError(`xorData: encoding must be "binary" or "signed", got ${String(encoding)}`);
  const [low, high] = Array.isArray(targets) ? targets : [NaN, NaN];
  if (!(targets?.length === 2 && Number.isFinite(low) && Number.isFinite(high) && low !== high))
    throw new RangeError(`xorData: expected two different finite targets, got ${String(targets)}`);
  const off = encoding === "binary" ? 0 : -1;
  return {
    inputs: Float64Array.of(off, off, off, 1, 1, off, 1, 1),
    targets: Float64Array.of(low, high, high, low),
    count: 4,
    source: `XOR, inputs ${off} and 1, targets ${low} and ${high}`,
  };
}

/**
 * The network 2-H-1 with mean squared error for {@link xorData}: 4H + 1 parameters.
 *
 * Where training ends, by full-batch gradient descent in float64 from N(0, 1) with the defaults
 * (tanh hidden units, sigmoid output, inputs and targets 0 and 1), learning rate 2, 20,000 steps,
 * seeds 0 … 399, H = 2, as `xorOutcome` names it:
 *
 *     A∧¬B, ¬A∧B  141    OR, AND  93    plateau 1/8  162    plateau 1/6  4
 *
 * and nowhere else. The plateaus differ: the four at 1/6 were slow, and had solved XOR after 40,000 to
 * 320,000 steps; none at 1/8 left it within 220,000. With a linear output other combinations of truth
 * tables solve XOR too.
 *
 * @param hidden - H ≥ 1; 2 unless told
 * @throws RangeError if H is no integer ≥ 1
 * @throws TypeError if an option is unknown
 *
 * @example
 * xorNetwork(3).parameterCount; // 13
 */
export function xorNetwork(hidden = 2, options: XorNetworkOptions = {}): Network {
  requireKnown(options, ["activation", "outputActivation"], "option", "xorNetwork");
  const { activation = "tanh", outputActivation = "sigmoid" } = options;
  if (!Number.isSafeInteger(hidden) || hidden < 1)
    throw new RangeError(
      `xorNetwork: expected hidden units, an integer >= 1, got ${kindOf(hidden)}`,
    );
  return mlp([2, hidden, 1], {
    ...{ activation, name: `xor(${hidden})`, loss: "meanSquaredError" },
    ...(outputActivation === "none" ? {} : { outputActivation }),
  });
}
