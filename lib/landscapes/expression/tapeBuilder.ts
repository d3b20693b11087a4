import type { ScalarOperations } from "../../numerics/arithmetic.js";
import type { Tape, TapeNode, TapeOperation } from "./tape.js";

/** A node under construction: its number in the tape. */
export type Node = number;

/**
 * Records operations instead of performing them: a computation written over
 * `ScalarOperations<T>`, run once with these, becomes a {@link Tape}.
 *
 * An operation that was already recorded with the same operands is not recorded again.
 * `less` and `toNumber` have no answer here: what a tape does must not depend on values.
 */
export interface TapeBuilder extends ScalarOperations<Node> {
  /** Nodes recorded so far. */
  readonly nodes: readonly TapeNode[];
  /** Input number `index`. */
  input(index: number): Node;
  /** The value of a node that is a constant, else NaN. */
  constantOf(node: Node): number;
  /** Records the nodes of another tape, its inputs replaced; returns where each of them went. */
  append(tape: Tape, inputs: readonly Node[]): Node[];
  /** The tape that ends in the given results; operations that none of them needs are dropped. */
  finish(inputCount: number, outputs: readonly Node[]): Tape;
}

/**
 * An empty {@link TapeBuilder}.
 *
 * @example
 * const builder = makeTapeBuilder();
 * const x = builder.input(0);
 * builder.finish(1, [builder.multiply(x, x)]).nodes.length; // 2
 */
export function makeTapeBuilder(): TapeBuilder {
  const nodes: TapeNode[] = [];
  const known = new Map<string, Node>();
  const record = (operation: TapeOperation, operands: readonly Node[], value?: number): Node => {
    for (const operand of operands)
      if (!Number.isInteger(operand) || operand < 0 || operand >= nodes.length)
        throw new TypeError(`${operation}: expected results of earlier operations, got ${operand}`);
    const zero = Object.is(value, -0) ? "-" : "";
    const key = `${operation} ${operands.join(" ")} ${zero}${value}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    nodes.push(value === undefined ? { operation, operands } : { operation, operands, value });
    known.set(key, nodes.length - 1);
    return nodes.length - 1;
  };
  const unary = (operation: TapeOperation) => (a: Node) => record(operation, [a]);
  const binary = (operation: TapeOperation) => (a: Node, b: Node) => record(operation, [a, b]);
  const noValue = (name: string) => (): never => {
    throw new TypeError(
      `${name}: a recorded computation has no values to look at; use minimum, maximum, absolute or whereLess`,
    );
  };
  return {
    nodes,
    input: (index) => record("input", [], index),
    from: (x) => {
      if (typeof x !== "number") throw new TypeError(`from: expected a number, got ${typeof x}`);
      return record("constant", [], x);
    },
    constantOf: (node) => {
      const { operation, value = NaN } = nodes[node];
      return operation === "constant" ? value : NaN;
    },
    add: binary("add"),
    subtract: binary("subtract"),
    multiply: binary("multiply"),
    divide: binary("divide"),
    negate: unary("negate"),
    squareRoot: unary("squareRoot"),
    absolute: unary("absolute"),
    minimum: binary("minimum"),
    maximum: binary("maximum"),
    exp: unary("exp"),
    log: unary("log"),
    sin: unary("sin"),
    cos: unary("cos"),
    tanh: unary("tanh"),
    whereLess: (a, b, below, otherwise) => record("whereLess", [a, b, below, otherwise]),
    less: noValue("less"),
    toNumber: noValue("toNumber"),
    append: (tape, inputs) => {
      const places: Node[] = [];
      for (const { operation, operands, value } of tape.nodes)
        places.push(
          operation === "input"
            ? inputs[value as number]
            : record(
                operation,
                operands.map((k) => places[k]),
                value,
              ),
        );
      return places;
    },
    finish: (inputCount, outputs) => needed(inputCount, nodes, outputs),
  };
}

/** Which nodes the outputs need: 1, else 0. */
export function neededNodes(nodes: readonly TapeNode[], outputs: readonly Node[]): Uint8Array {
  const used = new Uint8Array(nodes.length);
  for (const output of outputs) used[output] = 1;
  for (let k = nodes.length - 1; k >= 0; k--)
    if (used[k]) for (const operand of nodes[k].operands) used[operand] = 1;
  return used;
}

/** The nodes that the outputs need, in their order, renumbered. */
function needed(inputCount: number, nodes: readonly TapeNode[], outputs: readonly Node[]): Tape {
  const used = neededNodes(nodes, outputs);
  const places = new Int32Array(nodes.length);
  const kept: TapeNode[] = [];
  nodes.forEach((node, k) => {
    if (!used[k]) return;
    places[k] = kept.length;
    kept.push({ ...node, operands: node.operands.map((operand) => places[operand]) });
  });
  return { inputCount, nodes: kept, outputs: outputs.map((output) => places[output]) };
}
