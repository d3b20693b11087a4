import { sigmoid, tanh } from "../../numerics/elementary/elementary.js";
import type { Network, NetworkData } from "../network.js";
import { requireNetwork } from "../requireNetwork.js";

/** What the hidden units and the output of a network 2-H-1 make of the four patterns. */
export interface XorEvaluation {
  readonly hidden: number;
  /** Number before the activation, of unit h for pattern k at h·4 + k. */
  readonly potentials: Float64Array;
  /** Outputs for 00, 01, 10, 11, in units where the targets are 0 and 1. */
  readonly outputs: Float64Array;
  /** The difference of the targets; losses are in units of its square. */
  readonly span: number;
}

const functions = { tanh, sigmoid, relu: (z: number): number => Math.max(z, 0) } as const;

/**
 * Evaluates a network 2-H-1 on the four patterns, in float64.
 *
 * @param caller - the function to name in the error
 * @throws RangeError if the network is no linear layer, activation, linear layer (activation) with two
 *   inputs and one output, θ has another length, or the data are not XOR's
 *
 * @example
 * evaluateXor(xorNetwork(), theta, xorData(), "here").outputs;
 */
export function evaluateXor(
  network: Network,
  theta: Float64Array,
  data: NetworkData,
  caller: string,
): XorEvaluation {
  requireNetwork(network, caller);
  const kinds = network.layers.map(({ layer }) => layer.kind);
  const [, behind, , behindOutput] = kinds;
  const [hidden] = network.parameters[0]?.shape ?? [];
  if (
    !/^linear (tanh|sigmoid|relu) linear( (tanh|sigmoid|relu))?$/.test(kinds.join(" ")) ||
    network.input.join() !== "2" ||
    network.outputs !== 1
  )
    throw new RangeError(
      `${caller}: expected a network 2-H-1, got [${network.input}] ${kinds.join(", ")} [${network.outputs}]`,
    );
  if (theta?.length !== network.parameterCount)
    throw new RangeError(
      `${caller}: expected ${network.parameterCount} parameters, got ${theta?.length}`,
    );
  const { inputs, targets, source } = data ?? {};
  if (!follows(inputs, [0, 0, 0, 1, 1, 0, 1, 1]) || !follows(targets, [0, 1, 1, 0]))
    throw new RangeError(`${caller}: expected the patterns of xorData, got "${source}"`);

  const of = (kind: string | undefined, z: number): number =>
    kind === undefined ? z : functions[kind as keyof typeof functions](z);
  const [low, span] = [targets[0], targets[1] - targets[0]];
  const potentials = new Float64Array(4 * hidden);
  const outputs = new Float64Array(4);
  for (let k = 0; k < 4; k++) {
    let z = theta[4 * hidden];
    for (let h = 0; h < hidden; h++) {
      const [a, b] = [inputs[2 * k], inputs[2 * k + 1]];
      const potential = theta[2 * hidden + h] + theta[2 * h] * a + theta[2 * h + 1] * b;
      potentials[4 * h + k] = potential;
      z += theta[3 * hidden + h] * of(behind, potential);
    }
    outputs[k] = (of(behindOutput, z) - low) / span;
  }
  return { hidden, potentials, outputs, span };
}

/** Whether these are two different numbers, where the pattern has 0 and 1. */
function follows(values: unknown, pattern: readonly number[]): values is Float64Array {
  if (!(values instanceof Float64Array || values instanceof Float32Array)) return false;
  const [no, yes] = [values[pattern.indexOf(0)], values[pattern.indexOf(1)]];
  const expected = pattern.map((bit) => (bit ? yes : no));
  return no !== yes && values.join() === expected.join();
}
