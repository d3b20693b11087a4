import { float64Operations } from "../numerics/arithmetic.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { evaluateTape } from "./expression/evaluateTape.js";
import { formulaError, partOf } from "./expression/formulaError.js";
import { requireParameters } from "./expression/formulaNames.js";
import { type ParsedFormula, parseFormula } from "./expression/parseFormula.js";
import {
  landscapeOptions,
  requireFiniteLoss,
  requireRegions,
} from "./expression/requireRegions.js";
import { tapeObjective } from "./expression/tapeObjective.js";
import type { LandscapeOptions } from "./landscapeFromFunction.js";
import type { Objective } from "./objective.js";

/** What may be said of a landscape beside its formula. */
export interface FormulaOptions extends LandscapeOptions {
  /**
   * Names of the coordinates of θ in their order; may contain names that the formula does not
   * use. Unless told, those that the formula uses: x, y, z first, then by letter and number.
   */
  readonly variables?: readonly string[];
}

/**
 * A landscape from one formula, `"min((x-1)^2 + y^2, (x+1)^2 + y^2) + 0.1*x^2*y^2"`.
 *
 * The formula is parsed (by mathjs) and recorded, never executed as code; gradient, Hessian and
 * Hessian-vector product are derived from the record, and everything can be executed in any
 * format. It is made of
 *
 * - *numbers*, as the nearest double: `2`, `0.5`, `1e-3`;
 * - *variables*: letters and Greek letters, with or without a number (`x`, `w12`, `theta_1`, `θ1`),
 *   others if named in `options.variables`; *parameters* by their names; `pi` or `π`, `e`, `tau` (2π);
 * - `+ - * / ^ ( )`: −x² is −(x²), x^y^z is x^(y^z). A product may be written without a sign,
 *   `2x`, `2 (x + 1)`, `x y`, and then binds tighter: `a/2x` is a/(2x); only between
 *   numbers `1/2x` is (1/2)·x. `x (y)` is refused: it reads like a call;
 * - *functions*: abs, min and max (2 or more arguments), sqrt, exp, log or ln, log(x, base), log2,
 *   log10, sin, cos, tan, sinh, cosh, tanh, sigmoid or logistic, relu, square, cube, pow(x, y).
 *
 * **Order of operations**, which is what the level `operation` rounds: as written, from left
 * to right, innermost first, all operations of the left operand before those of the right one,
 * those of all arguments before those of the function; a − b − c is (a − b) − c. Nothing is
 * folded or reordered: 2·0.1·x is two products. An operation that occurs twice on the same
 * operands is done once. Numbers and parameters are rounded when they are taken into a format;
 * unary plus is nothing. Composed functions are
 *
 *     x^n, n = 2, 3, …   by n's binary digits from the second on: r ← r·r, and r ← r·x for a 1,
 *                        from r = x; x³ = (x·x)·x, x⁴ = (x·x)·(x·x); x¹ is x, x⁰ is 1
 *     x^−n, x^(n+½)      1/x^n; √x, then x^n, then x^n·√x, and x^½ is √x
 *     x^y                exp(y·log x), for x > 0; e^y is exp(y), also for a whole number y
 *     square(x), cube(x) x², x³                      log(x, b)  log x / log b, also log2, log10
 *     min(a, b, c)       min(min(a, b), c)           relu(x)    max(0, x), derivative 0 at 0
 *     sigmoid(x)         (1 + tanh(x/2))/2           tan(x)     sin x / cos x
 *     cosh(x)            (exp x + exp(−x))/2         sinh(x)    tanh x · cosh x
 *
 * An exponent without variables counts by its value as a double, `x^(3/2)`, `x^k`, and may be
 * as large as 10,000. The derivatives are done in the order that `gradientTape` says. Kinks (min,
 * max, abs, relu) have one-sided derivatives: at a tie those of the first argument, of abs +1;
 * they are listed in `kinks`.
 *
 * Time and memory are linear in the length of the formula, at most 100,000 characters.
 *
 * @param formula - the loss
 * @param parameters - values of the names that are no variables, { K: 60 }
 * @param options - name, domain, start region, critical points, variables
 * @throws RangeError if the formula is wrong, with the position, if a parameter is not finite,
 *   does not occur or has the name of something else, if a box is empty or has another dimension,
 *   or if the loss is not finite at a point of the domain (centre, corners, 64 others are tried)
 * @throws TypeError if the formula is no text, the parameters are no object, an option is misspelt
 *
 * @example
 * const bowl = landscape("x^2 + K*y^2", { K: 60 });
 * bowl.gradient(Float64Array.of(1, 2)); // [2, 240]
 */
export function landscape(
  formula: string,
  parameters: Readonly<Record<string, number>> = {},
  options: FormulaOptions = {},
): Objective {
  if (typeof formula !== "string")
    throw new TypeError(`landscape: expected a formula as text, got ${typeof formula}`);
  requireKnown(options, [...landscapeOptions, "variables"], "option", "landscape");
  const { variables, ...described } = options;
  if (variables !== undefined && !Array.isArray(variables))
    throw new RangeError(
      `landscape: expected variables as a list of at least 1 name, got ${String(variables)}`,
    );
  const parsed = parseFormula(formula, requireParameters(parameters), variables);
  requireRegions(described, parsed.variables.length, "landscape");
  const objective = tapeObjective({
    name: formula,
    ...described,
    loss: parsed.tape,
    kinks: parsed.kinks,
  });
  requireFiniteLoss(objective.loss, described.domain, (theta, value) =>
    notFinite(formula, parsed, theta, value),
  );
  return objective;
}

/** The error that names the first part of the formula that is not finite at θ. */
function notFinite(
  formula: string,
  { variables, parts, partsTape }: ParsedFormula,
  theta: Float64Array,
  loss: number,
): RangeError {
  const values = evaluateTape(partsTape, float64Operations)([...theta]);
  const first = values.findIndex((value) => !Number.isFinite(value));
  const point = variables.map((name, i) => `${name} = ${theta[i]}`).join(", ");
  const text = partOf(formula, parts[first]);
  const what = `the loss is ${loss} at ${point} in the domain: "${text}" is ${values[first]},`;
  return formulaError(formula, parts[first], what);
}
