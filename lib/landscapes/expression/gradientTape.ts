import type { ScalarOperations } from "../../numerics/arithmetic.js";
import { simplifying } from "./simplifying.js";
import type { Tape } from "./tape.js";
import { makeTapeBuilder, type Node, type TapeBuilder } from "./tapeBuilder.js";

/**
 * Under which outcomes of comparisons a node matters: one side of the choice at `kink`, inside
 * the context in which that choice matters. The root context is `undefined`.
 */
interface Context {
  readonly parent: Context | undefined;
  readonly depth: number;
  /** The node that chooses. */
  readonly kink: Node;
  /** It takes the side `less` if this one … */
  readonly first: Node;
  /** … is less than this one. */
  readonly second: Node;
  readonly less: boolean;
}

/** A term of a node's adjoint: the derivative of the output by it, under a context. */
interface Term {
  readonly context: Context | undefined;
  readonly adjoint: Node;
}

/**
 * The gradient of a tape with one output by reverse accumulation (the adjoint method): a tape
 * with inputCount outputs, about four times as long.
 *
 * Derivatives of kinks are one-sided: `minimum` and `maximum` follow the branch whose value
 * they take, at a tie the first; `absolute` has derivative +1 at 0; `whereLess` follows the
 * branch it takes. A branch that is not taken is chosen away, not multiplied by zero, so that
 * its infinities and NaNs stay out of the result.
 *
 * Order of operations: the operations of the loss, then those of the adjoints from the last
 * node to the first; the terms of an adjoint are added from the last use of the node to the
 * first. Simplified as `simplifying` says.
 *
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
  const contexts = new Map<string, Context>();
  const terms: Term[][] = nodes.map(() => []);
  const gradient: Node[] = new Array(inputCount).fill(builder.from(0));
  terms[outputs[0]].push({ context: undefined, adjoint: builder.from(1) });

  for (let k = nodes.length - 1; k >= 0; k--) {
    if (terms[k].length === 0) continue;
    const { operation, operands, value: index = 0 } = nodes[k];
    if (operation === "input") {
      gradient[index] = collect(ops, terms[k], undefined);
      continue;
    }
    const context = terms[k].map((term) => term.context).reduce(common);
    const adjoint = collect(ops, terms[k], context);
    const at = operands.map((operand) => value[operand]);
    const side = (first: number, second: number, less: boolean): Context => {
      const key = `${k} ${less}`;
      const made = contexts.get(key) ?? {
        parent: context,
        depth: (context?.depth ?? 0) + 1,
        kink: value[k],
        first: at[first],
        second: at[second],
        less,
      };
      contexts.set(key, made);
      return made;
    };
    const give = (operand: number, share: Node, under: Context | undefined = context): void => {
      terms[operands[operand]].push({ context: under, adjoint: share });
    };
    switch (operation) {
      case "minimum": // the second where second < first
        give(0, adjoint, side(1, 0, false));
        give(1, adjoint, side(1, 0, true));
        break;
      case "maximum": // the second where first < second
        give(0, adjoint, side(0, 1, false));
        give(1, adjoint, side(0, 1, true));
        break;
      case "whereLess":
        give(2, adjoint, side(0, 1, true));
        give(3, adjoint, side(0, 1, false));
        break;
      default:
        if (operands.length === 2 && operands[0] === operands[1] && operation === "multiply") {
          give(0, ops.multiply(adjoint, ops.add(at[0], at[0])));
          break;
        }
        operands.forEach((_, i) => {
          give(i, share(builder, ops, operation, i, at, value[k], adjoint));
        });
    }
  }
  return builder.finish(inputCount, gradient);
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

/** The innermost context that contains both. */
function common(a: Context | undefined, b: Context | undefined): Context | undefined {
  let [x, y] = [a, b];
  while (x !== y) {
    if ((x?.depth ?? 0) >= (y?.depth ?? 0)) x = x?.parent;
    else y = y?.parent;
  }
  return x;
}

/** The sum of the terms, those under inner contexts chosen by the comparisons that lead to them. */
function collect(
  ops: ScalarOperations<Node>,
  terms: readonly Term[],
  target: Context | undefined,
): Node {
  const pending = [...terms];
  for (;;) {
    let deepest: Context | undefined = target;
    for (const { context } of pending)
      if (context !== target && (context?.depth ?? 0) > (deepest?.depth ?? 0)) deepest = context;
    if (deepest === target || deepest === undefined) break;
    const { parent, kink, first, second } = deepest;
    const sumOf = (less: boolean): Node => {
      let sum = ops.from(0);
      for (let i = 0; i < pending.length; ) {
        const { context, adjoint } = pending[i];
        if (context?.kink === kink && context.less === less && context.parent === parent) {
          sum = ops.add(sum, adjoint);
          pending.splice(i, 1);
        } else i++;
      }
      return sum;
    };
    const [below, otherwise] = [sumOf(true), sumOf(false)];
    pending.push({ context: parent, adjoint: ops.whereLess(first, second, below, otherwise) });
  }
  return pending.map((term) => term.adjoint).reduce((sum, adjoint) => ops.add(sum, adjoint));
}
