// mathjs as one bundled file: its package of some 600 modules takes 0.3 s to import, this 0.14 s.
// @ts-expect-error: the bundle has no types of its own; what is used of it is described below
import mathjs from "mathjs/lib/browser/math.js";

/** A node of mathjs' expression tree, as far as formulas of plain arithmetic contain them. */
export interface ParsedNode {
  /** ConstantNode, SymbolNode, OperatorNode, ParenthesisNode, FunctionNode. */
  readonly type: string;
  /** Of a SymbolNode. */
  readonly name?: string;
  /** Of an OperatorNode: the operator as written. */
  readonly op?: string;
  /** Of an OperatorNode: whether it is a product without a sign. */
  readonly implicit?: boolean;
  /** Operands of an OperatorNode, arguments of a FunctionNode. */
  readonly args?: readonly ParsedNode[];
  /** What a FunctionNode calls. */
  readonly fn?: ParsedNode;
  /** What a ParenthesisNode encloses. */
  readonly content?: ParsedNode;
}

/**
 * The expression tree of a text, by mathjs. Nothing is evaluated.
 *
 * @throws SyntaxError, with the position (from 1) as `char`
 * @see de Jong & Mansfield (2018), Math.js: An advanced mathematics library for JavaScript,
 *   Computing in Science & Engineering 20(1)
 */
export const mathjsParse: (text: string) => ParsedNode = (mathjs as { parse: never }).parse;
