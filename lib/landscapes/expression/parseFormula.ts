import { float64Operations } from "../../numerics/arithmetic.js";
import type { Kink } from "../objective.js";
import { formulaError, partOf, type Span } from "./formulaError.js";
import { formulaConstants, formulaFunctions, largestPower, power } from "./formulaFunctions.js";
import { formulaVariables } from "./formulaNames.js";
import { type FormulaToken, formulaTokens } from "./formulaTokens.js";
import { isKink } from "./kinks.js";
import { mathjsParse, type ParsedNode } from "./mathjsParse.js";
import type { Tape, TapeNode } from "./tape.js";
import { makeTapeBuilder, type Node, neededNodes } from "./tapeBuilder.js";

/** A formula as a straight-line program. */
export interface ParsedFormula {
  /** Names of the coordinates of θ. */
  readonly variables: readonly string[];
  /** θ ↦ L(θ). */
  readonly tape: Tape;
  /** The kinks of the tape, in its order. */
  readonly kinks: readonly Kink[];
  /** Every part of the formula, in the order of evaluation: output i of `partsTape`. */
  readonly parts: readonly Span[];
  /** θ ↦ the values of all parts. */
  readonly partsTape: Tape;
}

/** A part of the formula that has been recorded. */
interface Part extends Span {
  readonly node: Node;
}

/**
 * A formula of plain arithmetic, parsed by mathjs and recorded operation by operation; what it
 * may contain and in which order it is evaluated is said at `landscape`.
 *
 * The tree that mathjs makes has no positions. But read in order it is the sequence of the
 * formula's tokens, which were found before: the walk through the tree takes one token after
 * the other, checks that it is the same, and so knows where each part stands.
 *
 * @throws RangeError pointing at what is wrong in the formula
 */
export function parseFormula(
  formula: string,
  parameters: ReadonlyMap<string, number>,
  asked?: readonly string[],
): ParsedFormula {
  const tokens = formulaTokens(formula);
  const root = parsed(formula, tokens);
  const variables = formulaVariables(formula, tokens, parameters, asked);
  const places = new Map(variables.map((name, i) => [name, i]));
  const builder = makeTapeBuilder();
  variables.forEach((_, i) => {
    builder.input(i);
  });
  const parts: Part[] = [];
  /** Per node of the builder: its value if it contains no variable, and where it comes from. */
  const values: (number | undefined)[] = variables.map(() => undefined);
  const origins: Span[] = variables.map(() => ({ start: 0, end: 0 }));
  let cursor = 0;

  /** The next token, which must be this one. */
  const take = (text?: string): FormulaToken => {
    const token = tokens[cursor++] ?? { start: formula.length, end: formula.length, text: "" };
    if (token.text !== text)
      throw formulaError(
        formula,
        token,
        "the parser reads the formula in another way",
        "write all multiplication signs",
      );
    return token;
  };
  const part = (node: Node, start: number, end: number): Part => {
    const span = { start, end };
    for (let k = values.length; k < builder.nodes.length; k++) {
      origins.push(span);
      values.push(constantValue(builder.nodes[k], values));
      const trouble = troubleOf(builder.nodes[k], values, k);
      if (trouble) throw formulaError(formula, span, `"${partOf(formula, span)}" ${trouble}`);
    }
    parts.push({ node, start, end });
    return parts[parts.length - 1];
  };
  const raised = (base: Part, exponent: Part): Node => {
    const constant = values[exponent.node];
    const natural = builder.constantOf(base.node) === Math.E;
    if (!natural && constant !== undefined && Math.abs(constant) > largestPower)
      throw formulaError(
        formula,
        exponent,
        `expected an exponent of at most ${largestPower}, got ${constant},`,
      );
    return power(builder, base.node, exponent.node, constant, natural);
  };

  const leaf = ({ type, name }: ParsedNode): Part => {
    const isNumber = type === "ConstantNode" && tokens[cursor]?.kind === "number";
    const { text, start, end } = take(isNumber ? tokens[cursor].text : name);
    const value = isNumber ? Number(text) : (parameters.get(text) ?? formulaConstants.get(text));
    const node =
      value === undefined ? builder.input(places.get(text) as number) : builder.from(value);
    return part(node, start, end);
  };
  const call = ({ fn, args = [] }: ParsedNode): Part => {
    const name = take(fn?.name);
    take("(");
    const operands = args.map((argument, i) => {
      if (i > 0) take(",");
      return visit(argument);
    });
    const { end } = take(")");
    const made = formulaFunctions.get(name.text);
    const [least, most] = made?.counts ?? [2, 2];
    if (args.length < least || args.length > most) {
      const expected =
        most === Infinity ? `${least} or more` : least === most ? least : `${least} or ${most}`;
      const what = `${name.text} takes ${expected} argument${expected === 1 ? "" : "s"}, got ${args.length},`;
      throw formulaError(formula, { start: name.start, end }, what);
    }
    const nodes = operands.map(({ node }) => node);
    return part(
      made ? made.apply(builder, nodes) : raised(operands[0], operands[1]),
      name.start,
      end,
    );
  };
  /** A part that is no binary operation. */
  const simple = (node: ParsedNode): Part => {
    if (node.type === "ParenthesisNode" && node.content) {
      const { start } = take("(");
      const inner = visit(node.content);
      return part(inner.node, start, take(")").end);
    }
    if (node.type === "FunctionNode") return call(node);
    if (node.type !== "OperatorNode") return leaf(node);
    const sign = take(node.op);
    const operand = visit((node.args as readonly ParsedNode[])[0]);
    return part(
      sign.text === "-" ? builder.negate(operand.node) : operand.node,
      sign.start,
      operand.end,
    );
  };
  const visit = (node: ParsedNode): Part => {
    // a + b + c + … is a tree that is deep on its left: no recursion there
    const chain: ParsedNode[] = [];
    let first = node;
    while (first.type === "OperatorNode" && first.args?.length === 2) {
      chain.push(first);
      first = first.args[0];
    }
    let left = simple(first);
    for (const { op, implicit, args } of chain.reverse()) {
      if (!implicit) take(op);
      else if (/[\r\n]/.test(formula.slice(left.end, tokens[cursor]?.start)))
        throw formulaError(
          formula,
          tokens[cursor],
          "expected an operator between two lines, got none,",
        );
      const right = visit((args as readonly ParsedNode[])[1]);
      const recorded =
        op === "^" ? raised(left, right) : builder[operationOf(op)](left.node, right.node);
      left = part(recorded, left.start, right.end);
    }
    return left;
  };

  const { node: output } = visit(root);
  if (cursor < tokens.length) take();
  const used = neededNodes(builder.nodes, [output]);
  const kinks: Kink[] = [];
  builder.nodes.forEach(({ operation }, k) => {
    if (used[k] && isKink(operation)) kinks.push({ operation, text: partOf(formula, origins[k]) });
  });
  const n = variables.length;
  return {
    variables,
    tape: builder.finish(n, [output]),
    kinks,
    parts,
    partsTape: { inputCount: n, nodes: builder.nodes, outputs: parts.map(({ node }) => node) },
  };
}

/** mathjs' tree, its errors made ours. */
function parsed(formula: string, tokens: readonly FormulaToken[]): ParsedNode {
  try {
    return mathjsParse(formula.replace(/[\t\r\n\u00A0]/g, " "));
  } catch (error) {
    const { message, char } = error as { message: string; char?: number };
    if (char === undefined)
      throw new RangeError(
        `landscape: expected a formula that can be parsed, got "${partOf(formula, { start: 0, end: formula.length })}" (${message})`,
      );
    const start = Math.min(char - 1, formula.length);
    const at = tokens.find((token) => token.start === start) ?? { start, end: start };
    const what = message.replace(/ \(char \d+\)$/, "");
    throw formulaError(formula, at, what.charAt(0).toLowerCase() + what.slice(1));
  }
}

function operationOf(op: string | undefined): "add" | "subtract" | "multiply" | "divide" {
  switch (op) {
    case "+":
      return "add";
    case "-":
      return "subtract";
    case "*":
      return "multiply";
    case "/":
      return "divide";
    default:
      throw new RangeError(`landscape: the operator ${op} is not plain arithmetic`);
  }
}

/** The value of a node if it contains no variable. */
function constantValue(
  { operation, operands, value }: TapeNode,
  values: readonly (number | undefined)[],
): number | undefined {
  if (operation === "input" || operation === "constant")
    return operation === "input" ? undefined : value;
  const at = operands.map((operand) => values[operand]);
  if (at.includes(undefined)) return undefined;
  return (float64Operations[operation] as (...operands: unknown[]) => number)(...at);
}

/** What is wrong with the value of a part whatever the variables are. */
function troubleOf(
  { operation, operands: [a, b] }: TapeNode,
  values: readonly (number | undefined)[],
  k: number,
): string | undefined {
  const value = values[k];
  if (operation === "divide" && values[b] === 0) return "divides by 0";
  if (value === undefined || Number.isFinite(value)) return undefined;
  const below = (values[a] as number) < 0;
  if ((operation === "squareRoot" || operation === "log") && below) return "is complex";
  return `is not finite (${value})`;
}
