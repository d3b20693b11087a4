import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateTape } from "../../lib/landscapes/expression/evaluateTape.js";
import { parseFormula } from "../../lib/landscapes/expression/parseFormula.js";
import { landscape } from "../../lib/landscapes/landscape.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { objectiveFrom, sourceOf } from "../../lib/landscapes/objectiveFrom.js";
import { translated } from "../../lib/landscapes/translated.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { float64Operations } from "../../lib/numerics/arithmetic.js";

const lossAt = (formula: string, ...theta: number[]): number =>
  landscape(formula, {}, { variables: ["x", "y", "z"].slice(0, theta.length) }).loss(
    Float64Array.from(theta),
  );

/** The operations of a formula, in their order: "multiply 0 0" is x·x for the first variable. */
const operationsOf = (formula: string, parameters = {}): string[] =>
  (landscape(formula, parameters).tapes?.loss.nodes ?? []).map(({ operation, operands, value }) =>
    [
      operation,
      ...operands,
      ...(value === undefined ? [] : [Object.is(value, -0) ? "-0" : value]),
    ].join(" "),
  );

describe("A formula", () => {
  it("is read with the usual precedence", () => {
    const cases: [string, number][] = [
      ["2 + 3*x", 17],
      ["-x^2", -25],
      ["(-x)^2", 25],
      ["2^3^2 + 0*x", 512],
      ["x - 3 - 1", 1],
      ["x/2/5", 0.5],
      ["x - (3 - 1)", 3],
      ["2 * -x", -10],
      ["x^-2", 0.04],
      ["--x", 5],
      ["+x", 5],
      ["-x^-1", -0.2],
      ["1e1 + .5 + 2. + x", 17.5],
      ["1E-1*x", 0.5],
    ];
    for (const [formula, value] of cases) expect(lossAt(formula, 5)).toBe(value);
  });
  it("may leave out signs of products, which then bind tighter", () => {
    const cases: [string, number][] = [
      ["2x", 10],
      ["2 (x)", 10],
      ["2x^2", 50],
      ["x y", 15],
      ["(x + 1)(y + 1)", 24],
      ["x 2", 10],
      ["y/2x", 0.3],
      ["1/2x", 2.5],
      ["-1/2x", -2.5],
      ["2 sin(0 x) + 3 pi y / pi", 9],
      ["x.5", 2.5],
      ["2e", 2 * Math.E],
    ];
    for (const [formula, value] of cases) expect(lossAt(formula, 5, 3)).toBe(value);
  });
  it("may be spaced in any way, over several lines too", () => {
    const plain = landscape("min((x-1)^2+y^2,(x+1)^2+y^2)+0.1*x^2*y^2");
    const spaced = landscape(
      "  min(\n\t( x -1 )^ 2+y ^2 ,\r\n (x+\u00A01)^2 + y^2\n)\n + 0.1 * x^2\n * y^2 \n",
    );
    expect(spaced.tapes?.loss).toEqual(plain.tapes?.loss);
    expect(spaced.kinks).toEqual([
      { operation: "minimum", text: "min(  ( x -1 )^ 2+y ^2 ,   (x+\u00A01)^2 + y^2 )" },
    ]);
  });
  it("has numbers, constants and parameters as exact doubles", () => {
    expect(
      operationsOf("0.1*x + K + pi + π + e + tau", { K: 1e-300 }).filter((o) =>
        o.startsWith("constant"),
      ),
    ).toEqual([
      "constant 0.1",
      "constant 1e-300",
      `constant ${Math.PI}`,
      `constant ${Math.E}`,
      `constant ${2 * Math.PI}`,
    ]);
    fc.assert(
      fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(landscape(`x + ${value}`).loss(Float64Array.of(0))).toBe(value);
        expect(landscape("x + K", { K: value }).loss(Float64Array.of(-0))).toBe(value);
      }),
    );
    expect(landscape("x*K", { K: -0 }).loss(Float64Array.of(1))).toBe(-0);
  });
  it("orders its variables: x, y, z, then by letters and numbers", () => {
    // the gradient of Σ (i + 1)·v_i tells which coordinate each variable is
    const order = (names: string[]): number[] => {
      const sum = names.map((name, i) => `${i + 1}*${name}`).join(" + ");
      return [...landscape(sum).gradient(new Float64Array(names.length))];
    };
    expect(order(["z", "y", "x"])).toEqual([3, 2, 1]);
    expect(order(["x10", "x2", "x1", "x"])).toEqual([4, 3, 2, 1]);
    expect(order(["theta_10", "theta_2", "y", "a", "theta"])).toEqual([3, 4, 5, 2, 1]);
    expect(order(["θ2", "θ1", "w11", "w2", "b"])).toEqual([5, 4, 3, 2, 1]);
  });
  it("takes variables by name, also unused ones, and parameters of any name", () => {
    const objective = landscape("width*slope^2", { width: 3 }, { variables: ["bias", "slope"] });
    expect(objective.dimension).toBe(2);
    expect([...objective.gradient(Float64Array.of(5, 2))]).toEqual([0, 12]);
    expect(objective.name).toBe("width*slope^2");
    expect(landscape("x", {}, { name: "line" }).name).toBe("line");
    expect(landscape("3", {}, { variables: ["x"] }).loss(Float64Array.of(1))).toBe(3);
  });
  it("has the functions of calculus", () => {
    const cases: [string, number][] = [
      ["abs(-x)", 0.7],
      ["min(x, y, 0.2)", 0.2],
      ["max(x, y, 0.2)", 1.3],
      ["sqrt(x)", Math.sqrt(0.7)],
      ["exp(x)", Math.exp(0.7)],
      ["log(x)", Math.log(0.7)],
      ["ln(x)", Math.log(0.7)],
      ["log(x, 3)", Math.log(0.7) / Math.log(3)],
      ["log2(x)", Math.log2(0.7)],
      ["log10(x)", Math.log10(0.7)],
      ["sin(x)", Math.sin(0.7)],
      ["cos(x)", Math.cos(0.7)],
      ["tan(x)", Math.tan(0.7)],
      ["tanh(x)", Math.tanh(0.7)],
      ["sinh(x)", Math.sinh(0.7)],
      ["cosh(x)", Math.cosh(0.7)],
      ["sigmoid(x)", 1 / (1 + Math.exp(-0.7))],
      ["logistic(x)", 1 / (1 + Math.exp(-0.7))],
      ["relu(x) + relu(-y)", 0.7],
      ["square(x) + cube(y)", 0.49 + 1.3 ** 3],
      ["pow(x, y)", 0.7 ** 1.3],
      ["pow(x, 2)", 0.49],
      ["x^y", 0.7 ** 1.3],
      ["x^2.5", 0.7 ** 2.5],
      ["x^-0.5", 0.7 ** -0.5],
      ["x^(1/3)", Math.cbrt(0.7)],
      ["e^x", Math.exp(0.7)],
      ["2^x", 2 ** 0.7],
    ];
    for (const [formula, value] of cases) expect(lossAt(formula, 0.7, 1.3)).toBeCloseTo(value, 14);
    expect(lossAt("sinh(x)", 1e-9)).toBeCloseTo(1e-9, 24);
  });
  it("has whole powers by repeated squaring, exact and of either sign", () => {
    for (let n = 0; n <= 40; n++)
      for (const x of [-3, -2, 1, 2, 3]) {
        const exact = x ** n;
        if (Math.abs(exact) < 2 ** 53) expect(lossAt(`x^${n}`, x)).toBe(exact);
      }
    expect(lossAt("x^-3", -2)).toBe(-0.125);
    expect(lossAt("x^9999", -1)).toBe(-1);
    expect(lossAt("x^(3/2)", 4)).toBe(8);
    expect(lossAt("x^0 + 1", 0)).toBe(2);
    expect(landscape("x^n", { n: 3 }).loss(Float64Array.of(-2))).toBe(-8);
    expect(lossAt("x^(1/3)", -8)).toBeNaN();
  });
});

describe("The parts of a formula", () => {
  const spaced = fc.constantFrom("", "", "", " ", "  ", "\t", "\u00A0");
  const { formula: anyFormula } = fc.letrec<{ formula: string; primary: string }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      tie("primary"),
      fc
        .tuple(tie("formula"), spaced, fc.constantFrom(..."+-*/"), spaced, tie("formula"))
        .map((parts) => parts.join("")),
      fc.tuple(fc.constantFrom("-", "+", "--"), spaced, tie("primary")).map((p) => p.join("")),
      fc
        .tuple(tie("primary"), spaced, fc.constant("^"), spaced, tie("primary"))
        .map((p) => p.join("")),
      fc
        .tuple(fc.constantFrom("2", ".5", "(x+1)", "y"), spaced, tie("primary"))
        .map(([a, blank, b]) =>
          // two numbers are no product, a name needs a space, before "(" it would be a call
          /^[\d.]/.test(b) || a === "y" ? `${a} x` : /^\w/.test(b) ? `${a} ${b}` : a + blank + b,
        ),
    ),
    primary: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom("x", "y", "2", "0.5", ".25", "1e-1", "K", "x"),
      fc.tuple(spaced, tie("formula"), spaced).map(([a, inner, b]) => `(${a}${inner}${b})`),
      fc
        .tuple(fc.constantFrom("sin", "abs", "exp", "tanh"), spaced, tie("formula"), spaced)
        .map(([name, a, inner, b]) => `${name}${a}(${inner}${b})`),
      fc
        .tuple(
          fc.constantFrom("min", "max"),
          tie("formula"),
          spaced,
          tie("formula"),
          tie("primary"),
        )
        .map(([name, a, blank, b, c]) => `${name}(${a}${blank},${blank}${b},${c})`),
    ),
  }));

  it("are known by their place: each alone has the value that it has in the whole", () => {
    let compared = 0;
    fc.assert(
      fc.property(anyFormula, (formula) => {
        const parameters = new Map(/K/.test(formula) ? [["K", 1.5]] : []);
        let parsed: ReturnType<typeof parseFormula>;
        try {
          parsed = parseFormula(formula, parameters, ["x", "y"]);
        } catch (error) {
          // 2 2 is not read as a product, 1/0 is no number
          expect((error as Error).message).toMatch(
            /unexpected part|divides by 0|is not finite|is complex|exponent of at most/,
          );
          return;
        }
        const theta = [0.37, 1.21];
        const values = evaluateTape(parsed.partsTape, float64Operations)(theta);
        parsed.parts.forEach(({ start, end }, i) => {
          const text = formula.slice(start, end);
          const known = new Map(/K/.test(text) ? [["K", 1.5]] : []);
          const { tape } = parseFormula(text, known, ["x", "y"]);
          expect(evaluateTape(tape, float64Operations)(theta)).toEqual([values[i]]);
          compared++;
        });
        expect(formula.slice(parsed.parts[parsed.parts.length - 1].start).trim()).toBe(
          formula.trim(),
        );
      }),
      { numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(1000);
  });
});

describe("The order of operations", () => {
  it("is the written one, from left to right, without folding", () => {
    expect(operationsOf("a - b - c")).toEqual([
      "input 0",
      "input 1",
      "input 2",
      "subtract 0 1",
      "subtract 3 2",
    ]);
    expect(operationsOf("2*0.1*x")).toEqual([
      "input 0",
      "constant 2",
      "constant 0.1",
      "multiply 1 2",
      "multiply 3 0",
    ]);
    expect(operationsOf("(1 + x)*(x - 1) + 0")).toEqual([
      "input 0",
      "constant 1",
      "add 1 0",
      "subtract 0 1",
      "multiply 2 3",
      "constant 0",
      "add 4 5",
    ]);
    expect(operationsOf("-2*x")).toEqual(["input 0", "constant 2", "negate 1", "multiply 2 0"]);
    expect(operationsOf("+x*1")).toEqual(["input 0", "constant 1", "multiply 0 1"]);
  });
  it("does an operation on the same operands once", () => {
    expect(operationsOf("x*x + x*x")).toEqual(["input 0", "multiply 0 0", "add 1 1"]);
    expect(operationsOf("x*y + y*x").length).toBe(5);
  });
  it("of powers and composed functions is the documented one", () => {
    expect(operationsOf("x^3")).toEqual(["input 0", "multiply 0 0", "multiply 1 0"]);
    expect(operationsOf("x^4")).toEqual(["input 0", "multiply 0 0", "multiply 1 1"]);
    expect(operationsOf("x^6")).toEqual([
      "input 0",
      "multiply 0 0",
      "multiply 1 0",
      "multiply 2 2",
    ]);
    expect(operationsOf("x^-2")).toEqual(["input 0", "multiply 0 0", "constant 1", "divide 2 1"]);
    expect(operationsOf("x^2.5")).toEqual([
      "input 0",
      "squareRoot 0",
      "multiply 0 0",
      "multiply 2 1",
    ]);
    expect(operationsOf("x^0.5")).toEqual(["input 0", "squareRoot 0"]);
    expect(operationsOf("x^0.3")).toEqual([
      "input 0",
      "constant 0.3",
      "log 0",
      "multiply 1 2",
      "exp 3",
    ]);
    expect(operationsOf("e^(2x)")).toEqual(["input 0", "constant 2", "multiply 1 0", "exp 2"]);
    expect(operationsOf("cube(x) - pow(x, 3)")).toEqual([
      "input 0",
      "multiply 0 0",
      "multiply 1 0",
      "subtract 2 2",
    ]);
    expect(operationsOf("min(x, y, 1)")).toEqual([
      "input 0",
      "input 1",
      "constant 1",
      "minimum 0 1",
      "minimum 3 2",
    ]);
    expect(operationsOf("sigmoid(x)")).toEqual([
      "input 0",
      "constant 2",
      "constant 1",
      "divide 0 1",
      "tanh 3",
      "add 2 4",
      "divide 5 1",
    ]);
    expect(operationsOf("tan(x)")).toEqual(["input 0", "sin 0", "cos 0", "divide 1 2"]);
    expect(operationsOf("cosh(x)")).toEqual([
      "input 0",
      "exp 0",
      "negate 0",
      "exp 2",
      "add 1 3",
      "constant 2",
      "divide 4 5",
    ]);
    expect(operationsOf("sinh(x)")).toEqual([
      "input 0",
      "tanh 0",
      "exp 0",
      "negate 0",
      "exp 3",
      "add 2 4",
      "constant 2",
      "divide 5 6",
      "multiply 1 7",
    ]);
    expect(operationsOf("log10(x)")).toEqual([
      "input 0",
      "constant 10",
      "log 0",
      "log 1",
      "divide 2 3",
    ]);
    expect(operationsOf("relu(x)")).toEqual(["input 0", "constant 0", "maximum 1 0"]);
  });
});

describe("An objective as data", () => {
  it("comes back from what jobs send, with the same bits", () => {
    const objective = landscape(
      "min(x, y^2) + K*x",
      { K: 3 },
      { domain: { lower: [0, 0], upper: [1, 1] } },
    );
    const again = objectiveFrom(structuredClone(sourceOf(objective)));
    const theta = Float64Array.of(0.3, 0.8);
    expect(again.gradient(theta)).toEqual(objective.gradient(theta));
    expect(again.kinks).toEqual(objective.kinks);
    expect(again.domain).toEqual(objective.domain);
    expect(again.name).toBe(objective.name);
  });
  it("is refused where a function was replaced: a worker would compute the old one", () => {
    const turned: Objective = {
      ...twoValleys,
      name: "turned",
      gradient: (theta, out) => twoValleys.gradient(theta, out).reverse(),
    };
    expect(() => sourceOf(turned)).toThrow("sourceOf: turned cannot be sent to a worker");
    expect(() => translated(turned, [1, 0])).toThrow("translated: expected a formula");
  });
  it("is made once for the jobs of one request, from a name with parameters too", () => {
    expect(objectiveFrom("curvedFunnel(K=200)")).toBe(objectiveFrom("curvedFunnel(K=200)"));
    expect(objectiveFrom("twoValleys")).toBe(twoValleys);
  });
  it("is told from others that differ in the sign of a zero, or in NaN and infinity", () => {
    const made = [0, -0, NaN, Infinity, -Infinity].map((value) =>
      objectiveFrom({
        name: "constant",
        loss: {
          inputCount: 1,
          nodes: [
            { operation: "input", operands: [], value: 0 },
            { operation: "constant", operands: [], value },
            { operation: "add", operands: [1, 1] },
          ],
          outputs: [2],
        },
      }).loss(Float64Array.of(1)),
    );
    expect(made).toEqual([0, -0, NaN, Infinity, -Infinity]);
  });
});
