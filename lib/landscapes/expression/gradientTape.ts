import type { ScalarOperations } from "../../numerics/arithmetic.js";
import { type Context, collectTerms, commonContext, type Term } from "./contexts.js";
import { simplifying } from "./simplifying.js";
import type { Tape } from "./tape.js";
import { makeTapeBuilder, type Node, type TapeBuilder } from "./tapeBuilder.js";

/**
 * The gradient of a tape with one output by reverse accumulation (the adjoint method): a tape
 * with inputCount outputs, about four times as long.
 *
 * Derivatives of kinks are one-sided: `minimum` and `maximum` follow the branch whose value
 * they take, at a tie the first; `absolute` has derivative +1 at 0; `whereLess` follows the
 * branch it takes. A branch that is not taken is chosen away, not multiplied by zero, so that
 * its infinities and NaNs stay out of the result; also those of a part that several branches
 * share, where none of them is taken.
 *
 * Order of operations: those of the loss, then those of the adjoints from the last node to the
 * first. The terms of an adjoint w̄ are added, from the last use of w to the first (of one
 * operation that uses w twice: for its first operand, then for its second); terms under the two
 * sides of a choice are one term, at the place of the first of them. From the adjoint w̄ of the
 * result w an operation gives
 *
 *     a + b: w̄, w̄          a·b: w̄·b, w̄·a      √a: w̄/(w + w)      sin a: w̄·cos a
 *     a − b: w̄, −w̄         a·a: w̄·(a + a)     exp a: w̄·w         cos a: −(w̄·sin a)
 *     −a: −w̄               a/b: c = w̄/b, −(c·w)   log a: w̄/a      tanh a: w̄·(1 − w·w)
 *
 * The adjoint of the loss is 1. Simplified as `simplifying` says: so adjoints are subtracted,
 * not negated and added. Operations whose results are not needed are left out.
 *
 * @throws RangeError if the tape has not one output
 * @see Griewank & Walther (2008), Evaluating Derivatives, chapter 3
 */
export function gradientTape(loss: Tape): Tape {
  const { inputCount, nodes, outputs } = loss;
  if (outputs.length !== 1)
    throw new RangeError(`gradientTape: expected a tape with 1 output, got ${outputs.length}`);
  const builder = makeTapeBuilder();
  const inputs = Array.from({ length: inputCount }, (_, i) => builder.input(i));
  const value = builder.append(loss, inputs);
  const ops = simplifying(builder);
  const unionOf = contextUnions();
  const varies: boolean[] = [];
  for (const { operation, operands } of nodes)
    varies.push(operation === "input" || operands.some((operand) => varies[operand]));
  const terms: Term[][] = nodes.map(() => []);
  const gradient: Node[] = new Array(inputCount).fill(builder.from(0));
  terms[outputs[0]].push({ context: undefined, adjoint: builder.from(1) });

  for (let k = nodes.length - 1; k >= 0; k--) {
    if (terms[k].length === 0 || !varies[k]) continue;
    const { operation, operands, value: index = 0 } = nodes[k];
    if (operation === "input") {
      gradient[index] = collectTerms(ops, terms[k], undefined).sum;
      continue;
    }
    const around = terms[k].map((term) => term.context).reduce(commonContext);
    const { sum: adjoint, covers } = collectTerms(ops, terms[k], around);
    // Where none of the terms matters the adjoint is 0; but 0·∞ further down would be NaN.
    const context = covers ? around : unionOf(terms[k], around);
    terms[k] = [];
    const at = operands.map((operand) => value[operand]);
    const give = (operand: number, share: Node, under: Context | undefined = context): void => {
      if (varies[operands[operand]])
        terms[operands[operand]].push({ context: under, adjoint: share });
    };
    const depth = (context?.depth ?? 0) + 1;
    const choose = (first: number, second: number, below: number, otherwise: number): void => {
      const choice = { kink: k, first: at[first], second: at[second] };
      const side = (less: boolean): Context => ({
        parent: context,
        depth,
        side: { ...choice, less },
      });
      // in the order of the operands
      if (below < otherwise) give(below, adjoint, side(true));
      give(otherwise, adjoint, side(false));
      if (below > otherwise) give(below, adjoint, side(true));
    };
    switch (operation) {
      case "minimum":
        choose(1, 0, 1, 0);
        break;
      case "maximum":
        choose(0, 1, 1, 0);
        break;
      case "whereLess":
        choose(0, 1, 2, 3);
        break;
      default:
        if (operands.length === 2 && operands[0] === operands[1] && operation === "multiply") {
          give(0, ops.multiply(adjoint, ops.add(at[0], at[0])));
          break;
        }
        operands.forEach((operand, i) => {
          if (varies[operand]) give(i, share(builder, ops, operation, i, at, value[k], adjoint));
        });
    }
  }
  return builder.finish(inputCount, gradient);
}

/** Makes the context that holds where any of the terms' contexts holds, once per set of them. */
function contextUnions(): (terms: readonly Term[], parent: Context | undefined) => Context {
  const numbers = new Map<Context, number>();
  const made = new Map<string, Context>();
  const numberOf = (context: Context): number => {
    const number = numbers.get(context) ?? numbers.size;
    numbers.set(context, number);
    return number;
  };
  return (terms, parent) => {
    const members = [...new Set(terms.map(({ context }) => context as Context))];
    const key = members
      .map(numberOf)
      .sort((a, b) => a - b)
      .join(" ");
    const union = made.get(key) ?? { parent, depth: (parent?.depth ?? 0) + 1, members };
    made.set(key, union);
    return union;
  };
}

/** Adjoint of operand i from the adjoint w of a smooth operation's result. */
function share(
  builder: TapeBuilder,
  ops: ScalarOperations<Node>,
  operation: string,
  i: number,
  [a, b]: readonly Node[],
  result: Node,
  w: Node,
): Node {
  switch (operation) {
    case "add":
      return w;
    case "subtract":
      return i === 0 ? w : ops.negate(w);
    case "multiply":
      return ops.multiply(w, i === 0 ? b : a);
    case "divide": // of a/b = q: w/b and −(w/b)·q
      return i === 0 ? ops.divide(w, b) : ops.negate(ops.multiply(ops.divide(w, b), result));
    case "negate":
      return ops.negate(w);
    case "squareRoot":
      return ops.divide(w, ops.add(result, result));
    case "absolute":
      return ops.whereLess(a, builder.from(0), ops.negate(w), w);
    case "exp":
      return ops.multiply(w, result);
    case "log":
      return ops.divide(w, a);
    case "sin":
      return ops.multiply(w, ops.cos(a));
    case "cos":
      return ops.negate(ops.multiply(w, ops.sin(a)));
    case "tanh":
      return ops.multiply(w, ops.subtract(builder.from(1), ops.multiply(result, result)));
    default:
      throw new TypeError(`gradientTape: no derivative of ${operation}`);
  }
}
