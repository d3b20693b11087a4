import type { Network, NetworkData } from "../network.js";
import { evaluateXor } from "./xorEvaluation.js";
import { xorData } from "./xorNetwork.js";
import { xorSolutionType } from "./xorSolutionType.js";

/** A plateau of XOR. */
export interface XorPlateau {
  /** "1/8", "1/6", "1/4": its loss for targets 0 and 1. */
  readonly name: string;
  /** Its loss: that times the square of the targets' difference. */
  readonly loss: number;
  /** The patterns that the network cannot tell apart, of 0 … 3. */
  readonly confused: readonly number[];
}

/** Where a run on XOR is. */
export interface XorOutcome {
  /** `other`: still on its way, or diverged. */
  readonly kind: "solution" | "plateau" | "other";
  /** The solution's type, "OR, AND"; "plateau 1/8"; "other". */
  readonly name: string;
}

/** How far an output may be from where a plateau has it, in units of the targets' difference. */
const TOLERANCE = 0.05;

/** Sets of patterns with both targets among them, and the outputs where these are confused. */
const plateaus: readonly { confused: number[]; outputs: number[] }[] = [...Array(16).keys()]
  .map((set) => [0, 1, 2, 3].filter((k) => (set >> k) & 1))
  .map((confused) => {
    const share = confused.filter((k) => k === 1 || k === 2).length / confused.length;
    const outputs = [0, 1, 1, 0].map((target, k) => (confused.includes(k) ? share : target));
    return { confused, share, outputs };
  })
  .filter(({ share }) => share > 0 && share < 1);

/**
 * The plateau of XOR that a network is on, told by its outputs and not by its loss, which a run may
 * have on its way, too.
 *
 * On a plateau the network gives one answer to a set S of patterns with different targets, and the
 * right one to all others. The best answer is the mean of the targets in S; with targets 0 and 1
 * the loss, over all four patterns, then is |S|·(variance of the targets in S)/4:
 *
 *     two confused     answer 1/2           2·(1/4)/4 = 1/8
 *     three            answer 1/3 or 2/3    3·(2/9)/4 = 1/6
 *     all four         answer 1/2           4·(1/4)/4 = 1/4
 *
 * (Two pairs confused are all four: both have the answer 1/2.) Other targets multiply losses by the
 * square of their difference. Each output may be off by 0.05 of the targets' difference: no two
 * plateaus are that close. That a run *stays* is not to be seen from a point: its gradient and its
 * going on tell.
 *
 * @param data - tells the encoding and the targets; `xorData()` unless told
 * @returns undefined if it is on none
 * @throws RangeError if the network is not 2-H-1, θ has another length, or the data are not XOR's
 *
 * @example
 * xorPlateau(xorNetwork(2), new Float64Array(9)); // { name: "1/4", loss: 0.25, confused: [0, 1, 2, 3] }
 */
export function xorPlateau(
  network: Network,
  theta: Float64Array,
  data: NetworkData = xorData(),
): XorPlateau | undefined {
  const { outputs, span } = evaluateXor(network, theta, data, "xorPlateau");
  const plateau = plateaus.find((each) =>
    outputs.every((output, k) => Math.abs(output - each.outputs[k]) <= TOLERANCE),
  );
  if (!plateau) return undefined;
  const { confused } = plateau;
  const parts = [0, 0, 8, 6, 4][confused.length];
  return { name: `1/${parts}`, loss: (span * span) / parts, confused };
}

/**
 * Where a run on XOR is: a solution by its type, a plateau by its loss, or neither. A plateau comes
 * first: outputs of 0.499 and 0.501 make no solution.
 *
 * @param data - tells the encoding and the targets; `xorData()` unless told
 * @throws RangeError if the network is not 2-H-1, θ has another length, or the data are not XOR's
 *
 * @example
 * xorOutcome(xorNetwork(2), new Float64Array(9)); // { kind: "plateau", name: "plateau 1/4" }
 */
export function xorOutcome(
  network: Network,
  theta: Float64Array,
  data: NetworkData = xorData(),
): XorOutcome {
  const plateau = xorPlateau(network, theta, data);
  if (plateau) return { kind: "plateau", name: `plateau ${plateau.name}` };
  const { right, name } = xorSolutionType(network, theta, data);
  return right ? { kind: "solution", name } : { kind: "other", name: "other" };
}
