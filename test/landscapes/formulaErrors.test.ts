import { describe, expect, it } from "vitest";
import { formulaError } from "../../lib/landscapes/expression/formulaError.js";
import { samplePoints } from "../../lib/landscapes/expression/requireRegions.js";
import { type FormulaOptions, landscape } from "../../lib/landscapes/landscape.js";

/** What landscape throws. */
const errorOf = (formula: unknown, parameters: unknown = {}, options: unknown = {}): Error => {
  try {
    landscape(formula as string, parameters as Record<string, number>, options as FormulaOptions);
  } catch (error) {
    return error as Error;
  }
  throw new Error(`accepted: ${String(formula)}`);
};

/** Checks message and marked part: the carets stand below exactly that part. */
const expectMarked = (
  formula: string,
  what: string,
  marked: string,
  parameters = {},
  options = {},
): void => {
  const error = errorOf(formula, parameters, options);
  expect(error).toBeInstanceOf(RangeError);
  const [first, shown, carets] = error.message.split("\n");
  expect(first).toMatch(/^landscape: /);
  expect(first).toContain(what);
  const column = carets.indexOf("^");
  expect(carets.trim()).toMatch(/^\^+$/);
  expect(shown.slice(column, column + carets.trim().length)).toBe(marked);
  const position = formula.replace(/[\n\t\r]/g, " ").indexOf(marked) + 1;
  if (formula.split(marked).length === 2) expect(first).toContain(`at character ${position} of "`);
};

describe("A wrong formula is refused with its position:", () => {
  it("the message has the position, the formula and carets", () => {
    expect(errorOf("x^2 + 3*y + foo").message).toBe(
      [
        'landscape: unknown name "foo" at character 13 of "x^2 + 3*y + foo"',
        "  x^2 + 3*y + foo",
        "              ^^^",
        "variables are letters and Greek letters, with or without a number; name others in options.variables; constants pi, π, e, tau",
      ].join("\n"),
    );
  });
  it("names and calls", () => {
    expectMarked("x + foo*y", 'unknown name "foo"', "foo");
    expectMarked("x + 2 xy", 'unknown name "xy"', "xy");
    expectMarked("x + y", 'unknown name "y"', "y", {}, { variables: ["x"] });
    expectMarked("sin(x) + sn(x)", 'unknown function "sn"', "sn");
    expectMarked("y + x (y + 1)", '"x" is no function', "x");
    expectMarked("K(x)", '"K" is no function', "K", { K: 1 });
    expectMarked("2 sin x", "the function sin needs arguments", "sin");
    expectMarked("x + cos", "the function cos needs arguments", "cos");
    expectMarked("1 + min( x )", "min takes 2 or more arguments, got 1", "min( x )");
    expectMarked("x*sin(x , y)", "sin takes 1 argument, got 2", "sin(x , y)");
    expectMarked("x + log()", "log takes 1 or 2 arguments, got 0", "log()");
    expectMarked("log(x,2,3)", "log takes 1 or 2 arguments, got 3", "log(x,2,3)");
    expectMarked("y + pow(x)", "pow takes 2 arguments, got 1", "pow(x)");
    expect(errorOf("atan(x)").message).toContain("there are abs, cos, cosh, cube, exp, ln, log");
  });
  it("syntax", () => {
    expectMarked("x + * y", "value expected", "*");
    expectMarked("(x + y))", "unexpected operator )", ")");
    expectMarked("x 2 3", "unexpected part", "3");
    expectMarked("x, y", "unexpected operator ,", ",");
    expectMarked("x\n  y", "expected an operator between two lines", "y");
    expect(errorOf("x +").message).toContain(
      'unexpected end of expression at character 4 of "x +"',
    );
    expect(errorOf("(x").message).toContain("parenthesis ) expected at character 3");
    for (const empty of ["", "   ", "\n\t"])
      expect(errorOf(empty).message).toBe("landscape: expected a formula, got an empty one");
    expectMarked("2e+x", "igit expected", "2");
  });
  it("what is no plain arithmetic, by its kind", () => {
    const cases: [string, string, string][] = [
      ["x == 1", "a comparison", "=="],
      ["x <= y", "a comparison", "<"],
      ["x != y", "a comparison", "!="],
      ["x ≤ y", "a comparison", "≤"],
      ["a = x", "an assignment or definition", "="],
      ["f(x) = x^2", "an assignment or definition", "="],
      ["x ? y : z", "a conditional", "?"],
      ["x : y", "a range", ":"],
      ["x; y", "a second statement", ";"],
      ['"x" + y', "a string", '"'],
      ["x'", "a string or transposition", "'"],
      ["`x`", "a string", "`"],
      ["[x, y]", "a matrix or index", "["],
      ['x["y"]', "a matrix or index", "["],
      ["{a: x}", "an object", "{"],
      ["x.y", "a property", "."],
      ["x .* y", "an element-wise operator", ".*"],
      ["2.*x", "an element-wise operator", ".*"],
      ["x ./ y", "an element-wise operator", "./"],
      ["x .^ 2", "an element-wise operator", ".^"],
      ["x!", "a factorial", "!"],
      ["50% x", "a percentage", "%"],
      ["x & y", "a logical or bitwise", "&"],
      ["~x", "a logical or bitwise", "~"],
      ["x and y", "a logical operator", "and"],
      ["not x", "a logical operator", "not"],
      ["x mod y", "the operator mod", "mod"],
      ["5 in + x", "the operator in", "in"],
      ["x to y", "the operator to", "to"],
      ["x + true", "a truth value", "true"],
      ["x + null", "null", "null"],
      ["x + NaN", "NaN", "NaN"],
      ["x + Infinity", "an infinite number", "Infinity"],
      ["x**2", '"**"', "**"],
      ["x # y", "a comment", "#"],
      ["x² + 1", "a raised digit", "²"],
      ["x − y", "a dash", "−"],
      ["x × y", "a multiplication sign", "×"],
      ["x + 0x1F", "hexadecimal", "0"],
      ["x + 0b1", "binary", "0"],
      ["x + 5 cm", 'unknown name "cm"', "cm"],
      ["x + ∂", "unexpected character", "∂"],
      ["x $ y", "unexpected character", "$"],
      ["x @ y", "unexpected character", "@"],
      ["x \\ y", "unexpected character", "\\"],
      ["x + 𝐱", "unexpected character", "𝐱"],
    ];
    for (const [formula, what, marked] of cases) expectMarked(formula, what, marked);
    expect(errorOf("x\u200b").message).toContain("unexpected character U+200B at character 2");
  });
  it("constant parts that are complex or not finite", () => {
    expectMarked("x + sqrt(-1)", '"sqrt(-1)" is complex', "sqrt(-1)");
    expectMarked("x*log(2 - 4)", '"log(2 - 4)" is complex', "log(2 - 4)");
    expectMarked("(-8)^(1/3) + x", '"(-8)^(1/3)" is complex', "(-8)^(1/3)");
    expectMarked("(-2)^x", '"(-2)^x" is complex', "(-2)^x");
    expectMarked("x + 1/0", '"1/0" divides by 0', "1/0");
    expectMarked("x/(1 - 1)", '"x/(1 - 1)" divides by 0', "x/(1 - 1)");
    expectMarked("x + 0^-1", "divides by 0", "0^-1");
    expectMarked("x*log(0)", "is not finite (-Infinity)", "log(0)");
    expectMarked("x + exp(1000)", "is not finite (Infinity)", "exp(1000)");
    expectMarked("(x + 1)^1e300", "expected an exponent of at most 10000", "1e300");
    expectMarked("x + 1e400", "is not finite", "1e400");
    expectMarked("x/K", "divides by 0", "x/K", { K: 0 });
    expectMarked("x*sqrt(K)", "is complex", "sqrt(K)", { K: -3 });
  });
  it("what is too long or too deep, without exhausting the stack", () => {
    for (const deep of [
      `${"(".repeat(10_000)}x${")".repeat(10_000)}`,
      `${"-".repeat(10_000)}x`,
      `${"x^".repeat(10_000)}x`,
      `${"sin(".repeat(10_000)}x${")".repeat(10_000)}`,
      `${"-(".repeat(60)}x${")".repeat(60)}`,
      "(".repeat(10_000),
    ]) {
      const error = errorOf(deep);
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toContain(
        "landscape: expected at most 100 parentheses, signs and powers inside each other",
      );
      expect(error.message.length).toBeLessThan(500);
    }
    expect(errorOf(`x${"+x".repeat(100_000)}`).message).toBe(
      "landscape: expected a formula of at most 100000 characters, got 200001",
    );
    expect(errorOf("x".repeat(5000)).message.length).toBeLessThan(600);
  });
  it("marks the right place of a long formula", () => {
    const formula = `${"x + ".repeat(500)}foo${" + y".repeat(500)}`;
    const [first, shown, carets] = errorOf(formula).message.split("\n");
    expect(first).toContain("at character 2001 of");
    expect(shown.slice(carets.indexOf("^"), carets.indexOf("^") + 3)).toBe("foo");
    expect(carets.trim()).toBe("^^^");
    expect(formulaError("abc", { start: 3, end: 3 }, "end").message).toContain("\n  abc\n     ^");
  });
});

describe("What is long but allowed works:", () => {
  it("100 levels, a sum of 30,000 terms", () => {
    expect(landscape(`${"(".repeat(100)}x${")".repeat(100)}`).loss(Float64Array.of(3))).toBe(3);
    expect(landscape(`${"-(".repeat(50)}x${")".repeat(50)}`).loss(Float64Array.of(3))).toBe(3);
    expect(landscape("(x-1)".repeat(300)).dimension).toBe(1);
    expect(
      landscape(`x${"+x^2-y".repeat(10_000)}`).gradient(Float64Array.of(0.5, 1))[0],
    ).toBeCloseTo(10_001, 5);
  });
});

describe("Parameters and variables", () => {
  it("that are wrong are refused by name", () => {
    const cases: [string, unknown, unknown, string][] = [
      ["x", { K: 1 }, {}, 'parameter "K" does not occur in the formula, whose other names are x'],
      [
        "k*x",
        { K: 1 },
        {},
        'parameter "K" does not occur in the formula, whose other names are k, x',
      ],
      ["K*x", { K: NaN }, {}, "expected a finite number as parameter K, got NaN"],
      ["K*x", { K: Infinity }, {}, "expected a finite number as parameter K, got Infinity"],
      ["K*x", { K: "1;alert(1)" }, {}, "expected a finite number as parameter K, got string"],
      ["K*x", { K: 1n }, {}, "expected a finite number as parameter K, got bigint"],
      ["K*x", { K: null }, {}, "expected a finite number as parameter K, got null"],
      ["x", { pi: 3 }, {}, 'parameter "pi" has the name of a constant'],
      ["x", { sin: 3 }, {}, 'parameter "sin" has the name of a function'],
      ["x", { pow: 3 }, {}, 'parameter "pow" has the name of a function'],
      ["x", { "a b": 3 }, {}, 'parameter "a b" has no name that a formula can contain'],
      ["x", { true: 3 }, {}, 'parameter "true" has no name that a formula can contain'],
      ["x", {}, { variables: ["x", "x"] }, "variable x is twice in the list"],
      ["K*x", { K: 1 }, { variables: ["x", "K"] }, "K is both a variable and a parameter"],
      ["x", {}, { variables: [] }, "expected variables as a list of at least 1 name"],
      ["x", {}, { variables: "x" }, "expected variables as a list of at least 1 name"],
      ["x", {}, { variables: ["x", "e"] }, 'variable "e" has the name of a constant'],
      ["x", {}, { variables: ["x", 3] }, "variable 3 has no name that a formula can contain"],
      ["1 + 2", {}, {}, 'the formula "1 + 2" contains no variables'],
      ["K", { K: 3 }, {}, 'the formula "K" contains no variables'],
      ["x", {}, { name: "" }, "expected a name"],
    ];
    for (const [formula, parameters, options, message] of cases)
      expect(errorOf(formula, parameters, options).message).toContain(`landscape: ${message}`);
  });
  it("names of JavaScript's objects are names like others", () => {
    for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty", "prototype"]) {
      expect(errorOf(`x + ${name}`).message).toContain(`unknown name "${name}"`);
      expect(errorOf(`x + ${name}(x)`).message).toContain(`unknown function "${name}"`);
      const parameters = JSON.parse(`{"${name}": 3}`);
      expect(landscape(`x*${name}`, parameters).loss(Float64Array.of(2))).toBe(6);
    }
  });
  it("of the wrong type are refused", () => {
    for (const formula of [undefined, null, 3, ["x"], { toString: () => "x" }])
      expect(errorOf(formula)).toBeInstanceOf(TypeError);
    for (const parameters of [null, 3, [1], "K"])
      expect(errorOf("x", parameters)).toBeInstanceOf(TypeError);
    expect(errorOf("x", {}, null)).toBeInstanceOf(TypeError);
    expect(errorOf("x", {}, { domian: {} }).message).toContain(
      'landscape: there is no option "domian"',
    );
  });
});

describe("Domains", () => {
  const box = (...sides: [number, number][]): { lower: number[]; upper: number[] } => ({
    lower: sides.map(([a]) => a),
    upper: sides.map(([, b]) => b),
  });
  it("must be boxes of the right dimension, start region and critical points within", () => {
    const cases: [unknown, string][] = [
      [{ domain: box([0, 1]) }, "landscape: domain.lower: expected 2 finite numbers, got (0)"],
      [
        { domain: { lower: [0, 0] } },
        "landscape: domain.upper: expected 2 finite numbers, got undefined",
      ],
      [
        { domain: box([0, 1], [1, 1]) },
        "landscape: domain: expected lower < upper, got [1, 1] for coordinate 1",
      ],
      [
        { domain: box([2, 1], [1, 2]) },
        "landscape: domain: expected lower < upper, got [2, 1] for coordinate 0",
      ],
      [
        { domain: box([0, Infinity], [1, 2]) },
        "landscape: domain.upper: expected 2 finite numbers, got (Infinity, 2)",
      ],
      [
        { domain: box([Number.NaN, 1], [1, 2]) },
        "landscape: domain.lower: expected 2 finite numbers, got (NaN, 1)",
      ],
      [
        { startRegion: box([0, 1]) },
        "landscape: startRegion.lower: expected 2 finite numbers, got (0)",
      ],
      [
        { domain: box([0, 1], [0, 1]), startRegion: box([0, 1], [0, 2]) },
        "landscape: startRegion: expected a point of the domain, got (1, 2) outside [0, 1] × [0, 1]",
      ],
      [
        {
          domain: box([0, 1], [0, 1]),
          criticalPoints: [{ point: [0, 2], loss: 0, morseIndex: 0 }],
        },
        "landscape: critical point: expected a point of the domain, got (0, 2)",
      ],
      [
        { criticalPoints: [{ point: [0], loss: 0, morseIndex: 0 }] },
        "landscape: critical point: expected 2 finite numbers, got (0)",
      ],
    ];
    for (const [options, message] of cases) {
      const error = errorOf("x + y", {}, options);
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toContain(message);
    }
    const fine = {
      domain: box([0, 1], [0, 1]),
      startRegion: box([0, 1], [0, 1]),
      criticalPoints: [{ point: [1, 0], loss: 0, morseIndex: 0 }],
    };
    expect(landscape("x + y", {}, fine).domain).toEqual(fine.domain);
  });
  it("on which the loss is not finite are refused, with the first part that is not", () => {
    expectMarked(
      "y^2 + 3*log(x - 1)",
      'the loss is NaN at x = 0, y = 0 in the domain: "log(x - 1)" is NaN,',
      "log(x - 1)",
      {},
      { domain: box([-2, 2], [-2, 2]) },
    );
    expectMarked("1/(x*y) + y", "is Infinity", "1/(x*y)", {}, { domain: box([-1, 1], [-1, 1]) });
    expectMarked(
      "x + exp(y)",
      '"exp(y)" is Infinity',
      "exp(y)",
      {},
      { domain: box([0, 1], [0, 1000]) },
    );
    // only in a corner
    expectMarked(
      "log(x + y)",
      "the loss is -Infinity at x = 0, y = 0 in the domain",
      "log(x + y)",
      {},
      { domain: box([0, 1], [0, 1]) },
    );
    // inside, neither in a corner nor in the centre
    expectMarked(
      "sqrt(abs(x*y) + 0.1 - relu(x - 0.3)) + x",
      "is NaN",
      "sqrt(abs(x*y) + 0.1 - relu(x - 0.3))",
      {},
      { domain: box([-1, 1.01], [-1, 1]) },
    );
    // a part may be infinite where the loss is not
    expect(landscape("1/(1 + exp(x))", {}, { domain: box([-1000, 1000]) }).dimension).toBe(1);
  });
  it("are tried at the centre, the corners and 64 points that leave no large gap", () => {
    const points = [...samplePoints(box([0, 1], [0, 2]))];
    expect(points.length).toBe(1 + 4 + 64);
    expect(points.slice(0, 5).map((p) => [...p])).toEqual([
      [0.5, 1],
      [0, 0],
      [1, 0],
      [0, 2],
      [1, 2],
    ]);
    const inside = points.slice(5);
    for (let i = 0; i < 16; i++) {
      // each cell of a 4 × 4 grid has its point
      const [a, b] = [i % 4, Math.floor(i / 4)];
      expect(inside.some(([x, y]) => Math.floor(4 * x) === a && Math.floor(2 * y) === b)).toBe(
        true,
      );
    }
    const many = Array.from({ length: 30 }, (): [number, number] => [-1, 1]);
    expect([...samplePoints(box(...many))].length).toBe(1 + 2 + 64);
  });
});
