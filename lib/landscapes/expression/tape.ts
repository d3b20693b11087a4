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

/** How many operands an operation has. */
export function operandCount(operation: TapeOperation): number {
  switch (operation) {
    case "input":
    case "constant":
      return 0;
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
    case "minimum":
    case "maximum":
      return 2;
    case "whereLess":
      return 4;
    default:
      return 1;
  }
}
