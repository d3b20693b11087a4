import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { landscape } from "../../lib/landscapes/landscape.js";

const seeds = [
  "min((x-1)^2 + y^2, (x+1)^2 + y^2) + 0.1*x^2*y^2",
  "100*(y-x^2)^2 + (1-x)^2",
  "-200*exp(-(x-1)^2 - 10*y^2) + K*sigmoid(x)/log(2, 3)",
  "sqrt(1 + x^2)^(3/2) - 2 pi sin x_1",
  "max(abs(x), relu(-θ2), 1e-3)",
];
const pieces = [
  ..."+-*/^(),. \n\t=<>!'\"`[]{};:?&|~%#$@\\²−×θ∞𝐱\u0000\u200b",
  "x",
  "y",
  "K",
  "2",
  "0",
  "1e",
  "1e9",
  "0x",
  ".5",
  "**",
  "==",
  "sin",
  "min(",
  "log",
  "pow(",
  "constructor",
  "__proto__",
  "import",
  "eval",
  "Function",
  "globalThis",
  "process",
  "require",
  "createUnit",
  "this",
  "end",
  "in",
  "mod",
  "not",
  "true",
  "NaN",
  "Infinity",
  "i",
  "pi",
];

/** Accepts with a working objective, or refuses in the documented way. */
const acceptOrRefuse = (formula: string): void => {
  let objective: ReturnType<typeof landscape>;
  try {
    objective = landscape(formula);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    expect((error as Error).message).toMatch(/^landscape: /);
    expect((error as Error).message).not.toContain("call stack");
    return;
  }
  const theta = new Float64Array(objective.dimension).fill(0.7);
  expect(typeof objective.loss(theta)).toBe("number");
  expect(objective.gradient(theta).length).toBe(objective.dimension);
};

describe("Formulas at random", () => {
  const asserted = (formulas: fc.Arbitrary<string>, numRuns: number): void => {
    fc.assert(
      fc.property(formulas, (formula) => {
        acceptOrRefuse(formula);
      }),
      { numRuns },
    );
  };
  it("of any characters are accepted or refused, nothing else", () => {
    asserted(fc.string({ unit: "binary", maxLength: 40 }), 1000);
    asserted(fc.string({ unit: "grapheme", maxLength: 40 }), 1000);
  });
  it("of pieces of formulas are accepted or refused, nothing else", () => {
    asserted(
      fc.array(fc.constantFrom(...pieces), { maxLength: 15 }).map((p) => p.join("")),
      4000,
    );
  });
  it("mutated from formulas are accepted or refused, nothing else", () => {
    const mutation = fc.tuple(fc.nat(60), fc.nat(8), fc.constantFrom(...pieces, ""));
    asserted(
      fc
        .tuple(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 4 }))
        .map(([seed, mutations]) =>
          mutations.reduce(
            (text, [at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length),
            seed,
          ),
        ),
      4000,
    );
  });
  it("repeated many times neither hang nor exhaust the stack", () => {
    for (const piece of pieces)
      for (const times of [50, 3000])
        for (const [before, after] of [
          ["", ""],
          ["x+", "+x"],
          ["(", ")"],
        ])
          acceptOrRefuse(before + piece.repeat(times) + after);
    for (const percent of ["1%(".repeat(90), "1%".repeat(90), "1/2/".repeat(5000)])
      acceptOrRefuse(`${percent}x`);
  });
});

describe("Attempts at code", () => {
  const attempts = [
    'cos.constructor("globalThis.reached = 1")()',
    "cos.constructor(`globalThis.reached = 1`)()",
    'cos["constructor"]("globalThis.reached = 1")()',
    "constructor.constructor(x)()",
    "import(x)",
    "import({a: x})",
    'import("node:fs")',
    'evaluate("globalThis.reached = 1")',
    "eval(x)",
    "parse(x)",
    "simplify(x)",
    "derivative(x, x)",
    'createUnit("foo")',
    "createUnit(foo)",
    "a = x",
    "reached = 1",
    "f(x) = x^2",
    "x; globalThis.reached = 1",
    "x\n; y",
    "x); globalThis.reached = 1; (x",
    "x, globalThis.reached",
    "x /* y */",
    "x // y",
    "x # y",
    "`x`",
    "'x'",
    '"x"',
    'x["y"]',
    "x.y",
    "x?.y",
    "x ?? y",
    "(x)?.(y)",
    "{constructor: x}",
    "[x, y][1]",
    "x => x",
    "_(x)",
    "$x",
    "\\u0078",
    "x\u2028y",
    "process.exit(1)",
    "this",
    "config({number: x})",
    "typed(x)",
    "reviver(x, y)",
    "help(sin)",
    "random()",
    "unit(5, m)",
    "5 m to cm",
    "1:10",
    "x!",
    "x'",
    "true ? x : y",
    "compile(x)",
    "chain(x)",
    "map(x, f)",
  ];
  it.each(attempts)("%s is refused, and nothing happens", (formula) => {
    const made = vi.spyOn(globalThis, "Function");
    try {
      expect(() => landscape(formula)).toThrow(RangeError);
      expect(() => landscape(`x + ${formula}`)).toThrow(/^landscape: /);
      expect(made).not.toHaveBeenCalled();
    } finally {
      made.mockRestore();
    }
    expect("reached" in globalThis).toBe(false);
  });
  it("no text of the formula, its parameters or its options gets into generated code", () => {
    const texts: string[] = [];
    class Recorder {
      constructor(...parts: string[]) {
        texts.push(parts[parts.length - 1]);
        // biome-ignore lint/correctness/noConstructorReturn: it stands for Function
        return () => () => 0;
      }
    }
    vi.stubGlobal("Function", Recorder);
    try {
      const objective = landscape(
        "secret*min(hidden, 2.5)^2 + other",
        { secret: 3.25 },
        { variables: ["hidden", "other"], name: '"; globalThis.reached = 1; "' },
      );
      objective.hessian?.(Float64Array.of(1, 2));
      objective.hessianVector?.(Float64Array.of(1, 2), Float64Array.of(1, 2));
      objective.kinkGaps?.(Float64Array.of(1, 2));
    } finally {
      vi.unstubAllGlobals();
    }
    expect(texts.length).toBeGreaterThanOrEqual(4);
    const words = new Set(texts.join(" ").match(/[A-Za-z_][\w.]*/g));
    const allowed =
      /^(v\d+|const|return|function|theta|more|out|use|strict|new|Float64Array|Math\.(min|max|abs|sqrt))$/;
    expect([...words].filter((word) => !allowed.test(word))).toEqual([]);
    expect(texts.join(" ")).toContain("3.25");
  });
});
