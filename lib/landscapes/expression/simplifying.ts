import type { ScalarOperations } from "../../numerics/arithmetic.js";
import type { Node, TapeBuilder } from "./tapeBuilder.js";

/**
 * The operations of a builder without those that change nothing: what derivatives are
 * recorded with.
 *
 * x + 0, x − 0, x·1, x/1 are x; 0·x and 0/x are 0; x·(−1), x/(−1) and 0 − x are −x; −(−x) is x;
 * x + (−y) and x − (−y) are one operation; a choice between equals is no choice. All are exact in
 * every format for finite operands, up to the sign of a zero. No constants are folded: 2·0.1 is
 * rounded when it is evaluated, as the format says.
 */
export function simplifying(builder: TapeBuilder): ScalarOperations<Node> {
  const negated = (node: Node): Node | undefined => {
    const { operation, operands } = builder.nodes[node];
    return operation === "negate" ? operands[0] : undefined;
  };
  const is = (node: Node, value: number): boolean => {
    const opposite = negated(node);
    return opposite === undefined
      ? builder.constantOf(node) === value
      : builder.constantOf(opposite) === -value;
  };
  const negate = (a: Node): Node => (is(a, 0) ? a : (negated(a) ?? builder.negate(a)));
  const subtract = (a: Node, b: Node): Node => {
    if (is(b, 0)) return a;
    if (is(a, 0)) return negate(b);
    const opposite = negated(b);
    return opposite === undefined ? builder.subtract(a, b) : builder.add(a, opposite);
  };
  return {
    ...builder,
    negate,
    subtract,
    add: (a, b) => {
      if (is(a, 0)) return b;
      if (is(b, 0)) return a;
      const [minusA, minusB] = [negated(a), negated(b)];
      if (minusB !== undefined) return builder.subtract(a, minusB);
      return minusA === undefined ? builder.add(a, b) : builder.subtract(b, minusA);
    },
    multiply: (a, b) => {
      if (is(a, 0) || is(b, 0)) return builder.from(0);
      if (is(a, 1)) return b;
      if (is(b, 1)) return a;
      if (is(a, -1)) return negate(b);
      return is(b, -1) ? negate(a) : builder.multiply(a, b);
    },
    divide: (a, b) => {
      if (is(a, 0) || is(b, 1)) return a;
      return is(b, -1) ? negate(a) : builder.divide(a, b);
    },
    whereLess: (a, b, below, otherwise) =>
      below === otherwise ? below : builder.whereLess(a, b, below, otherwise),
  };
}
