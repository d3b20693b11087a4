import { formulaError, type Span } from "./formulaError.js";

/** A number, a name or one of + - * / ^ ( ) , with its place in the formula. */
export interface FormulaToken extends Span {
  readonly kind: "number" | "name" | "sign";
  readonly text: string;
}

/** Longest formula, in characters. */
const longestFormula = 100_000;

/** How many parentheses, signs and powers may stand inside each other. */
const deepestFormula = 100;

// Latin and Greek, without the signs × and ÷ and Greek punctuation that stand among them.
const LETTER =
  "A-Za-z_\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02AF\\u0370-\\u037D\\u0386\\u0388-\\u03FF";
const token = new RegExp(
  `([ \\t\\r\\n\\u00A0]+)|((?:\\d+(?:\\.(?![*/^])\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?)|([${LETTER}][${LETTER}0-9]*)|([-+*/^(),])`,
  "y",
);

/** A name of a variable or parameter, as formulas can contain it. */
export const isName = (text: string): boolean =>
  new RegExp(`^[${LETTER}][${LETTER}0-9]*$`).test(text) && !(text in reservedWords);

/** Words that the parser does not read as names. */
const reservedWords: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  mod: "the operator mod",
  to: "the operator to",
  in: "the operator in",
  and: "a logical operator",
  xor: "a logical operator",
  or: "a logical operator",
  not: "a logical operator",
  true: "a truth value",
  false: "a truth value",
  null: "null",
  undefined: "undefined",
  NaN: "NaN",
  Infinity: "an infinite number",
  end: "end",
});

/** What else a formula cannot contain: how it begins, what it is, what to write instead. */
const refused: readonly (readonly [RegExp, string, string?])[] = [
  [/\*\*/y, '"**"', "a power is written ^"],
  [/[<>]|[=!]=|[≤≥≠]/y, "a comparison", "min, max, abs and relu are there to choose"],
  [/=/y, "an assignment or definition"],
  [/["'`´’“”]/y, "a string or transposition"],
  [/\[|\]/y, "a matrix or index"],
  [/\{|\}/y, "an object"],
  [/;/y, "a second statement"],
  [/\?/y, "a conditional"],
  [/:/y, "a range or conditional"],
  [/[&|~]/y, "a logical or bitwise operator"],
  [/%/y, "a percentage or remainder"],
  [/!/y, "a factorial"],
  [/#/y, "a comment"],
  [/\.[*/^]/y, "an element-wise operator"],
  [/\./y, "a property"],
  [/[\u2212\u2010-\u2015]/y, "a dash that is no minus sign", 'write "-"'],
  [/[\u00D7\u00B7\u22C5\u2219]/y, 'a multiplication sign other than "*"', 'write "*"'],
  [/[\u00B2\u00B3\u00B9\u2070-\u2079]/y, "a raised digit", "a power is written ^"],
];

/**
 * The tokens of a formula of plain arithmetic, before any parser has seen it.
 *
 * @throws RangeError at the first character that is no part of plain arithmetic, by kind, or if
 *   the formula is empty, too long or too deeply nested
 */
export function formulaTokens(formula: string): FormulaToken[] {
  if (formula.length > longestFormula)
    throw new RangeError(
      `landscape: expected a formula of at most ${longestFormula} characters, got ${formula.length}`,
    );
  const tokens: FormulaToken[] = [];
  for (let start = 0; start < formula.length; ) {
    token.lastIndex = start;
    const match = token.exec(formula);
    if (!match) throw unexpected(formula, start);
    const [text, blank, number, name] = match;
    const span = { start, end: start + text.length };
    start = span.end;
    if (blank !== undefined) continue;
    if (text === "*" && formula[start] === "*") throw unexpected(formula, span.start);
    if (number === "0" && /[box]/.test(formula[start] ?? ""))
      throw formulaError(formula, span, "binary, octal and hexadecimal numbers are not accepted");
    if (number !== undefined && !Number.isFinite(Number(number)))
      throw formulaError(formula, span, `the constant "${partOfNumber(number)}" is not finite`);
    if (name !== undefined && name in reservedWords)
      throw formulaError(formula, span, `${reservedWords[name]} is not plain arithmetic`);
    tokens.push({ ...span, text, kind: number !== undefined ? "number" : name ? "name" : "sign" });
  }
  if (tokens.length === 0) throw new RangeError("landscape: expected a formula, got an empty one");
  requireShallow(formula, tokens);
  return tokens;
}

const partOfNumber = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

function unexpected(formula: string, start: number): RangeError {
  for (const [pattern, kind, hint] of refused) {
    pattern.lastIndex = start;
    const match = pattern.exec(formula);
    if (!match) continue;
    const span = { start, end: start + match[0].length };
    return formulaError(formula, span, `${kind} is not plain arithmetic`, hint);
  }
  const character = String.fromCodePoint(formula.codePointAt(start) as number);
  const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  const shown = /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `"${character}"` : `U+${code}`;
  const span = { start, end: start + character.length };
  return formulaError(formula, span, `unexpected character ${shown}`);
}

/**
 * The parser calls itself for every parenthesis, sign and power: a formula must not be able
 * to exhaust its stack.
 */
function requireShallow(formula: string, tokens: readonly FormulaToken[]): void {
  // per open parenthesis, how many signs and powers are waiting for their operand in it
  const waiting = [0];
  let depth = 0;
  tokens.forEach(({ text, start, end }, i) => {
    const last = waiting.length - 1;
    const before = i > 0 ? tokens[i - 1] : undefined;
    const prefix = !before || (before.kind === "sign" && before.text !== ")");
    if (text === "(") {
      waiting.push(0);
      depth++;
    } else if (text === ")" && last > 0) depth -= 1 + (waiting.pop() as number);
    else if (text === "^" || (prefix && (text === "-" || text === "+"))) {
      waiting[last]++;
      depth++;
    } else if (text === "," || text === "*" || text === "/" || text === "+" || text === "-") {
      depth -= waiting[last];
      waiting[last] = 0;
    }
    if (depth > deepestFormula)
      throw formulaError(
        formula,
        { start, end },
        `expected at most ${deepestFormula} parentheses, signs and powers inside each other, got more`,
      );
  });
}
