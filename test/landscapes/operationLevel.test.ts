import { create, parseDependencies } from "mathjs/number";
import { describe, expect, it } from "vitest";
import { evaluateTape } from "../../lib/landscapes/expression/evaluateTape.js";
import { landscape } from "../../lib/landscapes/landscape.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { randomStream } from "../../lib/numerics/random.js";
import { bfloat16, float8_e4m3fn, float16, float32 } from "../../lib/precision/formats/formats.js";
import { type Operations, operations } from "../../lib/precision/operations/operations.js";
import type { RoundingOptions } from "../../lib/precision/rounding/rounding.js";

const { parse } = create({ parseDependencies });

/** What is looked at of mathjs' tree. */
interface Tree {
  type: string;
  op?: string;
  name?: string;
  value?: number;
  args: Tree[];
  content: Tree;
  fn: { name: string };
}

/**
 * The slow reference: walks the tree of the formula and does one rounded operation after the
 * other, as the documentation of landscape says; shares nothing with the tapes.
 */
function walk(fl: Operations, formula: string, names: Record<string, number>): number {
  const power = (x: number, written: Tree): number => {
    const n = exact(written);
    const half = n - Math.floor(n) === 0.5;
    if (!Number.isInteger(n) && !half) return fl.exp(fl.multiply(value(written), fl.log(x)));
    const whole = Math.floor(Math.abs(n));
    let result = x;
    for (const digit of whole.toString(2).slice(1)) {
      result = fl.multiply(result, result);
      if (digit === "1") result = fl.multiply(result, x);
    }
    if (half) result = whole === 0 ? fl.squareRoot(x) : fl.multiply(result, fl.squareRoot(x));
    return n < 0 ? fl.divide(fl.from(1), result) : result;
  };
  const exact = (tree: Tree): number => {
    if (tree.type === "ParenthesisNode") return exact(tree.content);
    if (tree.type === "ConstantNode") return tree.value as number;
    const [a, b] = tree.args.map(exact);
    return tree.args.length === 1 ? -a : a / b;
  };
  const value = (tree: Tree): number => {
    if (tree.type === "ConstantNode") return fl.from(tree.value as number);
    if (tree.type === "SymbolNode") return fl.from(names[tree.name as string]);
    if (tree.type === "ParenthesisNode") return value(tree.content);
    if (tree.type === "FunctionNode") return call(tree.fn.name, tree.args.map(value));
    if (tree.args.length === 1) return fl.negate(value(tree.args[0]));
    const left = value(tree.args[0]);
    if (tree.op === "^") return power(left, tree.args[1]);
    const right = value(tree.args[1]);
    if (tree.op === "+") return fl.add(left, right);
    if (tree.op === "-") return fl.subtract(left, right);
    return tree.op === "*" ? fl.multiply(left, right) : fl.divide(left, right);
  };
  const call = (name: string, [a, ...more]: number[]): number => {
    switch (name) {
      case "min":
        return more.reduce((x, y) => fl.minimum(x, y), a);
      case "max":
        return more.reduce((x, y) => fl.maximum(x, y), a);
      case "abs":
        return fl.absolute(a);
      case "relu":
        return fl.maximum(fl.from(0), a);
      case "sqrt":
        return fl.squareRoot(a);
      case "log":
        return fl.log(a);
      case "log2":
        return fl.divide(fl.log(a), fl.log(fl.from(2)));
      case "exp":
        return fl.exp(a);
      case "sin":
        return fl.sin(a);
      case "cos":
        return fl.cos(a);
      case "tanh":
        return fl.tanh(a);
      case "sigmoid":
        return fl.divide(fl.add(fl.from(1), fl.tanh(fl.divide(a, fl.from(2)))), fl.from(2));
      case "cosh":
        return fl.divide(fl.add(fl.exp(a), fl.exp(fl.negate(a))), fl.from(2));
      default:
        throw new TypeError(name);
    }
  };
  return value(parse(formula) as unknown as Tree);
}

const formulas = [
  "min((x-1)^2 + y^2, (x+1)^2 + y^2) + 0.1*x^2*y^2",
  "(1-x)^2 + 100*(y-x^2)^2",
  "(x^2+y-11)^2 + (x+y^2-7)^2",
  "-2*exp(-(x-0.3)^2 - 1.7*y^2) + 0.1 - x/3 - y/7",
  "max(abs(x), relu(-y), 1e-3) + 2x^2 y - 1/2x",
  "sqrt(1 + x^2)^3 + tanh(x*y) - sigmoid(3x) + cosh(y)/10",
  "log(1 + x^2 + 2*y^2) + log2(3 + y) + (2 + x)^-3 + (2 + y)^2.5 + (3+x)^0.3",
  "sin(x)*cos(y) + x^7 - x^6/6 + (2 + y)^(3/2) + (2 + y)^0.5",
];
const settings: [Parameters<typeof operations>[0], RoundingOptions["rounding"]][] = [
  [float32, "nearest-even"],
  [float16, "nearest-even"],
  [float16, "up"],
  [bfloat16, "toward-zero"],
  [bfloat16, "down"],
  [float8_e4m3fn, "nearest-even"],
];

describe("At the level of operations", () => {
  it.each(formulas)("%s has the bits of the operations called one by one", (formula) => {
    const objective = landscape(formula, {}, { variables: ["x", "y"] });
    const { uniform } = randomStream(4, "operationLevel");
    for (const [format, rounding] of settings) {
      const fl = operations(format, { rounding });
      for (let i = 0; i < 40; i++) {
        const [x, y] = [0, 1].map((j) => fl.from(3 * uniform(2 * i + j) - 1.5));
        const got = objective.lossOver?.(fl, [x, y]);
        expect(got).toBe(walk(fl, formula, { x, y }));
        const loss = (objective.tapes as NonNullable<Objective["tapes"]>).loss;
        expect(evaluateTape(loss, fl)([x, y])).toEqual([got]);
      }
    }
  });
  it("the gradient of Rosenbrock's function is done in the documented order", () => {
    const objective = landscape("(1-x)^2 + K*(y-x^2)^2", { K: 100 });
    const { uniform } = randomStream(5, "operationLevel");
    for (const [format, rounding] of settings) {
      const { from, add, subtract, multiply } = operations(format, { rounding });
      for (let i = 0; i < 40; i++) {
        const [x, y] = [0, 1].map((j) => from(3 * uniform(2 * i + j) - 1.5));
        const a = subtract(from(1), x);
        const r = subtract(y, multiply(x, x));
        // adjoints: 1 of the sum; K of (y − x²)²; K·(r + r) of r; minus that of x²; 1·(a + a) of a
        const ofR = multiply(from(100), add(r, r));
        const ofSquare = multiply(-ofR, add(x, x));
        // x is used last in x², first in 1 − x
        const expected = [subtract(ofSquare, add(a, a)), ofR];
        expect(objective.gradientOver?.(operations(format, { rounding }), [x, y])).toEqual(
          expected,
        );
      }
    }
  });
  it("the gradient of a quotient with a kink is done in the documented order", () => {
    // L = min(x·y, x)/y
    const objective = landscape("min(x*y, x)/y");
    const { uniform } = randomStream(6, "operationLevel");
    for (const [format, rounding] of settings) {
      const { from, subtract, multiply, divide } = operations(format, { rounding });
      for (let i = 0; i < 40; i++) {
        const [x, y] = [from(3 * uniform(2 * i) - 1.5), from(0.5 + uniform(2 * i + 1))];
        const product = multiply(x, y);
        const quotient = divide(Math.min(product, x), y);
        const w = divide(from(1), y);
        const chooses = x < product;
        const expected = [
          // w from min's second operand, or w·y from the product, its first
          chooses ? w : multiply(w, y),
          // −w·L from the quotient, then w·x from the product where min follows it
          subtract(chooses ? 0 : multiply(w, x), multiply(w, quotient)),
        ];
        expect(objective.gradientOver?.(operations(format, { rounding }), [x, y])).toEqual(
          expected,
        );
      }
    }
  });
});
