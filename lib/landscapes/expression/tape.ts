/** What a node of a {@link Tape} computes; the names are those of `ScalarOperations`. */
export type TapeOperation =
  | "input"
  | "constant"
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "negate"
  | "squareRoot"
  | "absolute"
  | "minimum"
  | "maximum"
  | "exp"
  | "log"
  | "sin"
  | "cos"
  | "tanh"
  | "whereLess";

/** One scalar operation. */
export interface TapeNode {
  /** What is computed. */
  readonly operation: TapeOperation;
  /** Of which earlier nodes, by number: none, one, two, or the four of `whereLess`. */
  readonly operands: readonly number[];
  /** Of a `constant`: its value. Of an `input`: which one, from 0. */
  readonly value?: number;
}

/**
 * A straight-line program (Wengert list): scalar operations, each on earlier results, no loops
 * and no branches. Plain data: it can be stored, and sent to a worker.
 *
 * The order of the nodes is the order in which an evaluation performs them, in every
 * arithmetic and at every precision. Equal operations on equal operands occur once.
 *
 * @see Wengert (1964), A simple automatic derivative evaluation program, CACM 7(8)
 */
export interface Tape {
  /** Number of inputs. */
  readonly inputCount: number;
  /** Operations, in the order of their evaluation. */
  readonly nodes: readonly TapeNode[];
  /** Numbers of the nodes that are results. */
  readonly outputs: readonly number[];
}

/** How many operands each operation has. A map: only the names themselves are found in it. */
const operandCounts: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ input: 0, constant: 0 },
    ...{ add: 2, subtract: 2, multiply: 2, divide: 2, minimum: 2, maximum: 2 },
    ...{ negate: 1, squareRoot: 1, absolute: 1, exp: 1, log: 1, sin: 1, cos: 1, tanh: 1 },
    whereLess: 4,
  } satisfies Record<TapeOperation, number>),
);

/**
 * Refuses what is no straight-line program: a tape may come from a file or from another thread,
 * and is made into code.
 *
 * @param caller - the function to name in the error
 * @throws TypeError naming the first node that is wrong
 */
export function requireTape(tape: Tape, caller: string): void {
  const refuse = (what: string): never => {
    throw new TypeError(`${caller}: expected a tape, got ${what}`);
  };
  const { inputCount, nodes, outputs } = tape ?? refuse(String(tape));
  const isIndex = (i: unknown, end: number): boolean =>
    Number.isInteger(i) && (i as number) >= 0 && (i as number) < end;
  if (!isIndex(inputCount, Infinity)) refuse(`${inputCount} inputs`);
  if (!Array.isArray(nodes) || !Array.isArray(outputs)) refuse("no nodes or no outputs");
  nodes.forEach(({ operation, operands, value }, k) => {
    const count = operandCounts.get(operation);
    if (count === undefined) refuse(`operation "${operation}" at node ${k}`);
    if (operands.length !== count || !operands.every((i: number) => isIndex(i, k)))
      refuse(`operands (${operands}) of ${operation} at node ${k}`);
    if (
      operation === "input"
        ? !isIndex(value, inputCount)
        : operation === "constant" && typeof value !== "number"
    )
      refuse(`value ${value} of ${operation} at node ${k}`);
  });
  if (!outputs.every((output) => isIndex(output, nodes.length))) refuse(`outputs (${outputs})`);
}
