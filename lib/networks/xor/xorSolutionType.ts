import type { Network, NetworkData } from "../network.js";
import { evaluateXor } from "./xorEvaluation.js";
import { xorData } from "./xorNetwork.js";

/** What the hidden units of a network for XOR compute. */
export interface XorSolutionType {
  /** Truth tables of the units up to complement, by name: "A∧¬B, ¬A∧B", "OR, AND" … */
  readonly name: string;
  /** One number for each unit, ascending by name: bit k is the unit's answer to pattern k, the highest bit 0. */
  readonly tables: readonly number[];
  /** Whether all four outputs are on the right side of the middle between the targets. */
  readonly right: boolean;
}

/** The tables with bit 3 (pattern 11) complemented away, in the order in which they are named. */
const names: readonly (readonly [table: number, name: string])[] = [
  ...([
    [4, "A∧¬B"],
    [2, "¬A∧B"],
    [1, "OR"],
    [7, "AND"],
  ] as const),
  ...([
    [3, "A"],
    [5, "B"],
    [6, "XOR"],
    [0, "constant"],
  ] as const),
];

/**
 * The type of a solution of XOR: the multiset of its hidden units' truth tables.
 *
 * A unit answers true where its number before the activation is > 0. A table counts as the same as
 * its complement, which another sign of the output weight makes of it (so A∧B stands for ¬A∨¬B too);
 * the order of units does not count. So the type is the same along an orbit of `networkSymmetries`,
 * unless a number is exactly 0.
 *
 * Of two units there are two types that solve XOR by their tables alone: A∧¬B with ¬A∧B, and OR
 * with AND. Others can be `right` too, where the output uses how strongly a unit answers.
 *
 * @param theta - parameters; not finite ones have tables of false where a number is NaN, and are not right
 * @param data - tells the encoding and the targets; `xorData()` unless told
 * @throws RangeError if the network is not 2-H-1, θ has another length, or the data are not XOR's
 *
 * @example
 * const theta = Float64Array.of(9, -9, -9, 9, -4, -4, 5, 5, 5);
 * xorSolutionType(xorNetwork(2), theta); // { name: "A∧¬B, ¬A∧B", tables: [4, 2], right: true }
 */
export function xorSolutionType(
  network: Network,
  theta: Float64Array,
  data: NetworkData = xorData(),
): XorSolutionType {
  const { hidden, potentials, outputs } = evaluateXor(network, theta, data, "xorSolutionType");
  const kinds = Array.from({ length: hidden }, (_, h) => {
    let table = 0;
    for (let k = 0; k < 4; k++) if (potentials[4 * h + k] > 0) table |= 1 << k;
    const folded = table < 8 ? table : 15 - table;
    return names.findIndex(([named]) => named === folded);
  }).sort((a, b) => a - b);
  return {
    name: kinds.map((kind) => names[kind][1]).join(", "),
    tables: kinds.map((kind) => names[kind][0]),
    right: outputs.every((output, k) => (k === 1 || k === 2 ? output > 0.5 : output < 0.5)),
  };
}
