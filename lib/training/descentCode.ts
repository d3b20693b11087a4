import type { Tape } from "../landscapes/expression/tape.js";
import {
  float64Text,
  type OperationText,
  tapeStatements,
} from "../landscapes/expression/tapeCode.js";
import type { FloatFormat } from "../precision/formats/format.js";
import type { Rounder } from "../precision/rounding/roundTo.js";
import type { RoundingLevel } from "./descentOptions.js";
import { nearestEvenText, operationText, roundingTemporaries } from "./roundingText.js";

/** What decides the text of a loop. */
export interface LoopKind {
  readonly format: FloatFormat;
  readonly level: RoundingLevel;
  readonly rounded: "both" | "gradient" | "update";
  readonly nearestEven: boolean;
  readonly stochastic: boolean;
  /** How Δ(γ) is summed: not, in float64 within the loop, or by calling `defect`. */
  readonly defect: "none" | "inside" | "called";
  /** Rounds the constants of the loss. */
  readonly given: Rounder;
}

/** The operations that a loop may call, by these names with `fl_` before them. */
const calledOperations = [
  ...["from", "add", "subtract", "multiply", "divide", "negate", "squareRoot", "absolute"],
  ...["exp", "log", "sin", "cos", "tanh"],
];

/** The parameters of {@link descentCode}. */
export const descentCodeParameters = "fl, operations, defect, first";

/**
 * The loop of gradient descent on a tape, all in local variables, as the text of a function
 * body that returns it: the same steps to the same bits as `plainLoop` takes.
 *
 * Norms are compared by their squares, with bounds that make it the same comparison.
 *
 * Of the body's parameters `fl` rounds and `operations` are those of the format, `defect` is a
 * `StepDefect`, and `first` the key's index. The loop's own: `state`, `until` as a `DescentLoop`,
 * then η, η in the format, the budget, and the largest squares that count as zero and as near.
 */
export function descentCode(gradient: Tape, kind: LoopKind): string {
  const dim = gradient.inputCount;
  const each = (text: (i: number) => string, separator = "\n"): string =>
    Array.from({ length: dim }, (_, i) => text(i)).join(separator);
  const same = (name: string): string =>
    `${each((i) => `n${i} === ${name}${i}`, " && ")} && ${each((i) => `Object.is(n${i}, ${name}${i})`, " && ")}`;
  const plain = tapeStatements(gradient, (i) => `t${i}`, float64Text);
  const outputs = plain.outputs;
  const names = calledOperations.map((name) => `${name}: fl_${name}`).join(", ");
  const members = kind.level === "update" ? "" : `const { ${names} } = operations;`;
  const repeats = `if ((${same("t")}) || (${same("m")})) repeats = true;`;
  return `
${members}
const before = new Float64Array(${dim}), after = new Float64Array(${dim});
return function (state, until, rate, roundedRate, maxSteps, zero, near) {
const { theta, landmark } = state;
${each((i) => `let t${i} = theta[${i}], m${i} = landmark[${i}];`)}
let step = state.step, nextLandmark = state.nextLandmark, repeats = state.repeats;
let error = state.intrinsicError, status = -1, square = NaN;
${roundingTemporaries}
do {
${plain.statements}
const gg = ${each((i) => `${outputs[i]} * ${outputs[i]}`, " + ")};
const tt = ${each((i) => `t${i} * t${i}`, " + ")};
if (!(gg > zero && gg < Infinity && tt <= near) || repeats || step === maxSteps) {
status = !(tt <= near) || !(gg < Infinity) ? 2 : gg <= zero ? 0 : repeats ? 1 : 3;
square = gg;
break;
}
${kind.level === "update" ? updateText(dim, outputs, kind) : innerText(gradient, outputs, kind)}
${defectText(dim, outputs, kind)}
if (step === nextLandmark) {
${each((i) => `m${i} = t${i};`)}
nextLandmark *= 2;
}
step++;
${kind.stochastic ? "" : repeats}
${each((i) => `t${i} = n${i};`)}
} while (step < until);
${each((i) => `theta[${i}] = t${i}; landmark[${i}] = m${i};`)}
state.step = step; state.nextLandmark = nextLandmark; state.repeats = repeats;
state.intrinsicError = error; state.squaredGradient = square; state.status = status;
};`;
}

/** n0, n1 … from t0, t1 … and the gradient, rounded as results. */
function updateText(dim: number, gradient: readonly string[], kind: LoopKind): string {
  const { rounded, nearestEven, stochastic, format } = kind;
  const inline = nearestEvenText(format);
  const round = (expression: string, place: number): string => {
    if (nearestEven) return inline(expression);
    return stochastic ? `fl(${expression}, index + ${place})` : `fl(${expression})`;
  };
  const lines = stochastic ? [`const index = first + ${2 * dim} * step;`] : [];
  gradient.forEach((g, i) => {
    const inner = rounded === "update" ? g : `r${i}`;
    if (rounded !== "update") lines.push(`const r${i} = ${round(g, i)};`);
    const moved = `t${i} - rate * ${inner}`;
    lines.push(`const n${i} = ${rounded === "gradient" ? moved : round(moved, dim + i)};`);
  });
  return lines.join("\n");
}

/** n0, n1 … with the operations of the gradient rounded, and those of the update or its result. */
function innerText(tape: Tape, gradient: readonly string[], kind: LoopKind): string {
  const { level, rounded, nearestEven, format, given } = kind;
  const inline = nearestEvenText(format);
  const round = (expression: string): string =>
    nearestEven ? inline(expression) : `fl_from(${expression})`;
  const text: OperationText = operationText(format, nearestEven);
  const lines: string[] = [];
  let own = gradient;
  if (rounded !== "update") {
    const master = rounded === "gradient";
    if (master)
      for (let i = 0; i < tape.inputCount; i++) lines.push(`const w${i} = ${round(`t${i}`)};`);
    const nodes = tape.nodes.map((node) =>
      node.operation === "constant" ? { ...node, value: given(node.value as number) } : node,
    );
    const made = tapeStatements({ ...tape, nodes }, (i) => (master ? "w" : "t") + i, text, "r");
    lines.push(made.statements);
    own = made.outputs;
  }
  own.forEach((g, i) => {
    if (level === "tensor" || rounded === "gradient") {
      const moved = `t${i} - rate * ${g}`;
      lines.push(`const n${i} = ${rounded === "gradient" ? moved : round(moved)};`);
      return;
    }
    // A gradient of float64 is no number of the format: its product may round twice.
    const exact: OperationText = rounded === "update" ? operationText(format, false) : text;
    lines.push(`const d${i} = ${exact("multiply", ["roundedRate", g])};`);
    lines.push(`const n${i} = ${text("subtract", [`t${i}`, `d${i}`])};`);
  });
  return lines.join("\n");
}

/** Adds the defect of the step to `error`. */
function defectText(dim: number, gradient: readonly string[], { defect }: LoopKind): string {
  const lines: string[] = [];
  if (defect === "none") return "";
  if (defect === "called") {
    for (let i = 0; i < dim; i++) lines.push(`before[${i}] = t${i}; after[${i}] = n${i};`);
    return [...lines, "error += defect(before, after);"].join("\n");
  }
  const squares = gradient.map((g, i) => {
    lines.push(`const e${i} = n${i} - (t${i} - rate * ${g});`);
    return `e${i} * e${i}`;
  });
  return [...lines, `error += Math.sqrt(${squares.join(" + ")});`].join("\n");
}
