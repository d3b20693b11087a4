import { formulaError } from "./formulaError.js";
import { formulaConstants, formulaFunctions } from "./formulaFunctions.js";
import { type FormulaToken, isName } from "./formulaTokens.js";

const functionNames: readonly string[] = [...formulaFunctions.keys(), "pow"].sort();
const constantNames: readonly string[] = [...formulaConstants.keys()];

// A letter, or a Greek letter written out, perhaps with a number: x, x2, w_12, θ1, theta_1.
const greek =
  "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|omicron|rho|sigma|upsilon|phi|chi|psi|omega";
const plainVariable = new RegExp(
  `^([A-Za-zα-ωΑ-Ωϑϕ]|(${greek}|${greek.replace(/(^|\|)(.)/g, (_, bar, letter) => bar + letter.toUpperCase())}))(_?[0-9]+)?$`,
);

/**
 * The parameters as a map.
 *
 * @throws TypeError if they are no object; RangeError if one is no finite number or has the name
 *   of a constant or function or one that formulas cannot contain
 */
export function requireParameters(
  parameters: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> {
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters))
    throw new TypeError("landscape: expected parameters as an object of numbers, { K: 60 }");
  const found = new Map<string, number>();
  for (const [name, value] of Object.entries(parameters)) {
    requireFreeName(name, "parameter");
    if (typeof value !== "number" || !Number.isFinite(value))
      throw new RangeError(
        `landscape: expected a finite number as parameter ${name}, got ${describe(value)}`,
      );
    found.set(name, value);
  }
  return found;
}

const describe = (value: unknown): string =>
  typeof value === "number" ? String(value) : value === null ? "null" : typeof value;

function requireFreeName(name: unknown, what: string): void {
  const fail = (why: string): never => {
    const shown = typeof name === "string" ? JSON.stringify(name.slice(0, 40)) : describe(name);
    throw new RangeError(`landscape: ${what} ${shown} ${why}`);
  };
  if (typeof name !== "string" || !isName(name)) {
    fail("has no name that a formula can contain");
    return;
  }
  if (formulaConstants.has(name)) fail("has the name of a constant");
  if (functionNames.includes(name)) fail("has the name of a function");
}

/** Variables asked for by name. */
function requireVariables(
  variables: readonly string[],
  parameters: ReadonlyMap<string, number>,
): readonly string[] {
  if (!Array.isArray(variables) || variables.length === 0)
    throw new RangeError("landscape: expected variables as a list of at least 1 name");
  const before = new Set<string>();
  variables.forEach((name) => {
    requireFreeName(name, "variable");
    if (before.has(name)) throw new RangeError(`landscape: variable ${name} is twice in the list`);
    if (parameters.has(name))
      throw new RangeError(`landscape: ${name} is both a variable and a parameter`);
    before.add(name);
  });
  return [...variables];
}

/**
 * The variables of a formula, in the order of the coordinates of θ.
 *
 * @throws RangeError at the first name that is unknown or misused, if a parameter does not
 *   occur, or if there are no variables
 */
export function formulaVariables(
  formula: string,
  tokens: readonly FormulaToken[],
  parameters: ReadonlyMap<string, number>,
  asked: readonly string[] | undefined,
): readonly string[] {
  const listed = asked && requireVariables(asked, parameters);
  const isListed = new Set(listed);
  const found = new Set<string>();
  const used = new Set<string>();
  tokens.forEach((token, i) => {
    if (token.kind !== "name") return;
    const name = token.text;
    const isFunction = functionNames.includes(name);
    const isKnown = parameters.has(name) || formulaConstants.has(name);
    const isVariable = listed ? isListed.has(name) : plainVariable.test(name);
    if (tokens[i + 1]?.text === "(") {
      if (isFunction) return;
      throw isKnown || isVariable
        ? formulaError(formula, token, `"${name}" is no function`, `a product is ${name}*(…)`)
        : formulaError(
            formula,
            token,
            `unknown function "${name.slice(0, 40)}"`,
            `there are ${functionNames.join(", ")}`,
          );
    }
    if (isFunction)
      throw formulaError(formula, token, `the function ${name} needs arguments in parentheses`);
    used.add(name);
    if (isKnown) return;
    if (!isVariable)
      throw formulaError(
        formula,
        token,
        `unknown name "${name.slice(0, 40)}"`,
        knownNames(parameters, listed),
      );
    found.add(name);
  });
  for (const name of parameters.keys())
    if (!used.has(name)) {
      const names = [...used].filter((other) => !parameters.has(other)).join(", ");
      throw new RangeError(
        `landscape: parameter "${name}" does not occur in the formula, whose other names are ${names || "none"}`,
      );
    }
  if (!listed && found.size === 0)
    throw new RangeError(
      `landscape: the formula "${formula.slice(0, 80)}" contains no variables; name them in options.variables if it is to be constant`,
    );
  return listed ?? [...found].sort(inNaturalOrder);
}

function knownNames(
  parameters: ReadonlyMap<string, number>,
  listed: readonly string[] | undefined,
): string {
  const variables = listed
    ? `variables are ${listed.join(", ")}`
    : "variables are letters and Greek letters, with or without a number; name others in options.variables";
  const others = [...parameters.keys()];
  const known = others.length > 0 ? `; parameters ${others.join(", ")}` : "";
  return `${variables}${known}; constants ${constantNames.join(", ")}`;
}

/** x, y, z first; then by letters, and numbers by their size: w2 before w10. */
function inNaturalOrder(a: string, b: string): number {
  const first = ["x", "y", "z"];
  const [i, j] = [first.indexOf(a), first.indexOf(b)];
  if (i >= 0 || j >= 0) return i >= 0 && j >= 0 ? i - j : i >= 0 ? -1 : 1;
  const [as, bs] = [a, b].map((name) => name.match(/[0-9]+|[^0-9]+/g) ?? []);
  for (let k = 0; k < Math.min(as.length, bs.length); k++) {
    const [p, q] = [as[k], bs[k]];
    const difference = Number(p) - Number(q);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
    if (p !== q && Number.isNaN(difference)) return p < q ? -1 : 1;
  }
  return as.length - bs.length || (a < b ? -1 : 1);
}
