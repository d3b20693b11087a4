import { describe, expect, it } from "vitest";
import * as library from "../../lib/index.js";

const { twoValleys } = library;
const theta = Float64Array.of(0.5, 1);
const run = { format: library.float16, learningRate: 0.05, maxSteps: 3 };
/** Functions of an objective, and what follows it. */
const calls: readonly (readonly [string, ...unknown[]])[] = [
  ["criticalPoints"],
  ["descend", theta, run],
  ["stuckSets", theta, run],
  ["shadowDescent", theta, run],
  ["basinMap", { formats: ["float16"], learningRate: 0.05 }],
  ["barrierGrid"],
  ["requiredBits", theta],
  ["precisionPredictors", theta],
  ["denseHessian", theta],
  ["hessianEigenvalues", theta],
  ["hessianOperator", theta],
  ["secantCurvature", theta, theta],
  ["secantProfile", { points: theta, dim: 2 }],
  ["curvatureProfile", { points: theta, dim: 2 }],
  ["gradientError", theta, library.float16],
  ["uniformStarts", 3, 1],
  ["sourceOf"],
  ["translated", [1, 1]],
];
const call = async (name: string, ...values: unknown[]): Promise<unknown> =>
  (library as unknown as Record<string, (...values: unknown[]) => unknown>)[name](...values);
/** Of an error that names a function of the library and what it expected. */
const clear = /^\w+: .*(expected|must be|there is no)/;

describe("what is no objective, no point, no option", () => {
  it.each(calls)("%s names itself and says what it expected", async (name, ...others) => {
    for (const bad of [undefined, null, NaN, "twoValleys", {}, []])
      await expect(call(name as string, bad, ...others)).rejects.toThrow(clear);
    for (const [i] of others.entries())
      for (const bad of [null, NaN, "x"]) {
        const values = others.map((value, k) => (k === i ? bad : value));
        await expect(call(name as string, twoValleys, ...values)).rejects.toThrow(clear);
      }
  });

  it("is refused in options and in lists", async () => {
    const refused: readonly (readonly [string, ...unknown[]])[] = [
      ["criticalPoints", twoValleys, { guesses: 3 }],
      ["criticalPoints", twoValleys, { guesses: [null] }],
      ["criticalPoints", twoValleys, { domain: {} }],
      ["landscape", "x^2", {}, { variables: 3 }],
      ["landscape", "x^2", {}, { criticalPoints: 3 }],
      ["landscape", "x^2", {}, { criticalPoints: [null] }],
      ["landscapeFromFunction", 2, null],
      ["quadratic", null],
      ["quadratic", 3],
      ["matrixOperator", null, 2],
      ["denseMatrix", {}],
      ["blockCurvature", library.matrixOperator(Float64Array.of(1), 1), null],
      ["blockCurvature", library.matrixOperator(Float64Array.of(1), 1), [null]],
      ["barrierGrid", twoValleys, { view: {} }],
      ["barrierGrid", twoValleys, { resolution: null }],
      ["barrierGrid", twoValleys, { learningRate: Infinity }],
      ["basinMap", twoValleys, { formats: [], learningRate: 0.05 }],
      ["basinMap", twoValleys, { formats: "float16", learningRate: 0.05 }],
    ];
    for (const [name, ...values] of refused)
      await expect(call(name, ...values), `${name} ${values}`).rejects.toThrow(clear);
  });
});
