import { float64Operations } from "../../numerics/arithmetic.js";
import * as elementary from "../../numerics/elementary/elementary.js";
import { evaluateTape } from "./evaluateTape.js";
import { requireTape, type Tape, type TapeNode } from "./tape.js";

/** How the operations of a tape are written in JavaScript, from the operands' names. */
export type OperationText = (
  operation: TapeNode["operation"],
  operands: readonly string[],
) => string;

/** A tape longer than this is interpreted: its code would take the engine too long to compile. */
export const longestCode = 20_000;

/** Operations of doubles, as text; the elementary functions are the project's, by their names. */
export const float64Text: OperationText = (operation, [a, b, c, d]) => {
  switch (operation) {
    case "add":
      return `${a} + ${b}`;
    case "subtract":
      return `${a} - ${b}`;
    case "multiply":
      return `${a} * ${b}`;
    case "divide":
      return `${a} / ${b}`;
    case "negate":
      return `-${a}`;
    case "squareRoot":
      return `Math.sqrt(${a})`;
    case "absolute":
      return `Math.abs(${a})`;
    case "minimum":
      return `Math.min(${a}, ${b})`;
    case "maximum":
      return `Math.max(${a}, ${b})`;
    case "whereLess":
      return `${a} < ${b} ? ${c} : ${d}`;
    default:
      return `${operation}(${a})`;
  }
};

/** Operations as calls of functions of the same names. */
export const callText: OperationText = (operation, operands) =>
  `${operation}(${operands.join(", ")})`;

/**
 * A tape as the text of JavaScript statements, one `const` per node.
 *
 * The text is made of the operations' names, numbers of nodes and the digits of constants; no
 * text from a formula enters it.
 *
 * @param inputText - how input i is written
 * @param operationText - how an operation is written
 * @param prefix - what the names of the nodes begin with
 * @returns the statements, and the names of the outputs
 * @throws TypeError if it is no tape: what is made into code is looked at first
 */
export function tapeStatements(
  tape: Tape,
  inputText: (index: number) => string,
  operationText: OperationText,
  prefix = "v",
): { readonly statements: string; readonly outputs: readonly string[] } {
  requireTape(tape, "tapeStatements");
  const name = (k: number): string => prefix + k;
  const lines = tape.nodes.map(({ operation, operands, value = NaN }, k) => {
    if (operation === "input") return `const ${name(k)} = ${inputText(value)};`;
    if (operation === "constant") return `const ${name(k)} = ${numberText(value)};`;
    return `const ${name(k)} = ${operationText(operation, operands.map(name))};`;
  });
  return { statements: lines.join("\n"), outputs: tape.outputs.map(name) };
}

/** A double as a literal that is read back as the same double. */
export const numberText = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

/** What {@link tapeFunction} makes: takes θ, perhaps a second vector, and where to write. */
export type TapeFunction = (theta: Float64Array, ...others: Float64Array[]) => Float64Array;

/**
 * A tape as a function of doubles with the speed of hand-written code.
 *
 * Where code may not be generated (a page's security policy), or if it were too long, the tape
 * is interpreted, to the same bits.
 *
 * @param tape - what is to be computed
 * @param parameters - what follows `theta`: "out", or "more, out" for a second vector of inputs;
 *   `out` may have a default of the form "out = new Float64Array(3)"
 * @param split - how many inputs come from `theta`, the others from `more`; all unless told
 */
export function tapeFunction(
  tape: Tape,
  parameters: string,
  split: number = tape.inputCount,
): TapeFunction {
  if (tape.nodes.length <= longestCode) {
    const { statements, outputs } = tapeStatements(
      tape,
      (i) => (i < split ? `theta[${i}]` : `more[${i - split}]`),
      float64Text,
    );
    const stores = outputs.map((output, i) => `out[${i}] = ${output};`).join("\n");
    const made = generated(`theta, ${parameters}`, `${statements}\n${stores}\nreturn out;`);
    if (made) return made as TapeFunction;
  }
  const evaluate = evaluateTape(tape, float64Operations);
  const two = split < tape.inputCount;
  return (theta, ...others) => {
    const inputs = two ? [...theta.subarray(0, split), ...others[0]] : [...theta];
    const out = others[two ? 1 : 0] ?? new Float64Array(tape.outputs.length);
    out.set(evaluate(inputs));
    return out;
  };
}

/** A tape with one output as a function of doubles, `theta ⇒ value`. */
export function tapeScalarFunction(tape: Tape): (theta: Float64Array) => number {
  if (tape.nodes.length <= longestCode) {
    const { statements, outputs } = tapeStatements(tape, (i) => `theta[${i}]`, float64Text);
    const made = generated("theta", `${statements}\nreturn ${outputs[0]};`);
    if (made) return made as (theta: Float64Array) => number;
  }
  const evaluate = evaluateTape(tape, float64Operations);
  return (theta) => evaluate([...theta])[0];
}

/**
 * Function of the given text, with the elementary functions, and what else `scope` names, in
 * scope; undefined where generating code is forbidden.
 */
export function generated(
  parameters: string,
  body: string,
  scope: Readonly<Record<string, unknown>> = {},
): ((...values: never[]) => unknown) | undefined {
  const { exp, log, sin, cos, tanh } = elementary;
  const names = { exp, log, sin, cos, tanh, ...scope };
  try {
    const make = new Function(
      ...Object.keys(names),
      `"use strict"; return function (${parameters}) {\n${body}\n};`,
    );
    return make(...Object.values(names));
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}
