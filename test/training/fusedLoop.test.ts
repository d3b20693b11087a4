import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { type FloatFormat, floatFormat } from "../../lib/precision/formats/format.js";
import { formatNamed, formats, significandBits } from "../../lib/precision/formats/formats.js";
import { roundingModes } from "../../lib/precision/rounding/rounding.js";
import { type DescentOptions, descend } from "../../lib/training/descent.js";
import { completeDescent } from "../../lib/training/descentOptions.js";
import { fusedLoop, largestSquare } from "../../lib/training/fusedLoop.js";

/** Every operation, over a domain where most of them are finite. */
const everything = landscapeFromFunction(
  3,
  (a, [x, y, z]) => {
    const one = a.from(1);
    const square = a.add(a.multiply(x, x), a.multiply(y, y));
    const terms = [
      a.squareRoot(a.add(one, square)),
      a.divide(a.sin(a.multiply(a.from(3), x)), a.add(a.from(2), a.cos(y))),
      a.exp(a.divide(a.negate(square), a.from(7))),
      a.log(a.add(one, a.multiply(z, z))),
      a.tanh(a.subtract(x, z)),
      a.absolute(a.subtract(y, a.from(0.1))),
      a.maximum(a.multiply(x, y), a.minimum(z, a.from(0.3))),
      a.whereLess(x, z, a.multiply(x, x), a.multiply(z, a.from(0.7))),
    ];
    return terms.reduce((sum, term) => a.add(sum, term));
  },
  { name: "everything" },
);
const funnel = landscapeFromFunction(2, (a, [x, y]) => {
  const bend = a.subtract(y, a.multiply(x, x));
  const square = a.multiply(a.subtract(a.from(1), x), a.subtract(a.from(1), x));
  return a.add(square, a.multiply(a.from(60), a.multiply(bend, bend)));
});
const objectives = [twoValleys, everything, funnel].map(({ domain: _, ...rest }) => rest);

const odd = [
  floatFormat({ name: "flushed", significandBits: 5, maxExponent: 5, subnormals: "flushed" }),
  floatFormat({ name: "rounded", significandBits: 5, maxExponent: 5, subnormals: "rounded" }),
  floatFormat({ name: "p25", significandBits: 25, maxExponent: 127 }),
  floatFormat({ name: "p26", significandBits: 26, maxExponent: 127 }),
  floatFormat({ name: "wide", significandBits: 9, maxExponent: 1023 }),
  floatFormat({ name: "high", significandBits: 4, minExponent: 1, maxExponent: 4 }),
  { ...formatNamed("float16"), name: "saturating", overflow: "saturate" },
  { ...formatNamed("float32"), name: "saturating32", overflow: "saturate" },
  ...["fixed8_4", "fixed8_4_wrap", "ufixed8_4", "fixed16_12"].map(formatNamed),
] as FloatFormat[];
const anyFormat = fc.oneof(
  fc.constantFrom(...formats),
  fc.constantFrom(...odd),
  fc.integer({ min: 1, max: 53 }).map(significandBits),
);
const coordinate = fc.oneof(
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.constantFrom(0, -0, 1e-7, -1e-40, 300, -7e4, 1e99, 1e160),
);
const options: fc.Arbitrary<DescentOptions> = fc
  .record({
    format: anyFormat,
    learningRate: fc.constantFrom(0.05, 0.005, 0.4, 1, 1e3, 1e-9),
    maxSteps: fc.constantFrom(0, 1, 2, 7, 150),
    gradientTolerance: fc.constantFrom(0, 1e-6, 0.3, Infinity),
    level: fc.constantFrom("update", "tensor", "operation"),
    rounded: fc.constantFrom("both", "gradient", "update"),
    rounding: fc.oneof(fc.constant("nearest-even" as const), fc.constantFrom(...roundingModes)),
    record: fc.constantFrom("all", "ends", 5),
    intrinsicError: fc.boolean(),
    key: fc.record({ seed: fc.nat(), index: fc.nat(99) }),
  })
  .map((all) => all as DescentOptions);

/** The objective as one that is not made of a formula: it runs in the plain loop. */
const plainly = (objective: Objective): Objective => ({ ...objective, tapes: undefined });

describe("the compiled loop", () => {
  it("is the plain one, bit for bit: formats, levels, modes, landscapes, options", () => {
    fc.assert(
      fc.property(
        fc.nat(objectives.length - 1),
        fc.array(coordinate, { minLength: 3, maxLength: 3 }),
        options,
        (which, from, chosen) => {
          const objective = objectives[which];
          const start = Float64Array.from(from.slice(0, objective.dimension));
          expect(fusedLoop(objective, completeDescent(objective, chosen, "test"))).toBeDefined();
          expect(descend(objective, start, chosen)).toEqual(
            descend(plainly(objective), start, chosen),
          );
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("is not taken for other objectives, nor where code may not be generated", () => {
    const plan = (objective: Objective) =>
      completeDescent(
        objective,
        { format: formatNamed("float16"), learningRate: 1, maxSteps: 1 },
        "",
      );
    expect(fusedLoop(plainly(twoValleys), plan(twoValleys))).toBeUndefined();
    const wide = landscapeFromFunction(17, (a, theta) => theta.reduce((sum, x) => a.add(sum, x)));
    expect(fusedLoop(wide, plan(wide))).toBeUndefined();
    const turned: Objective = {
      ...twoValleys,
      gradient: (theta, out = new Float64Array(2)) => twoValleys.gradient(theta, out).reverse(),
    };
    expect(fusedLoop(turned, plan(turned))).toBeUndefined();
    const Own = globalThis.Function;
    const fresh = landscapeFromFunction(1, (a, [x]) => a.multiply(x, x));
    globalThis.Function = function forbidden(): never {
      throw new EvalError("unsafe-eval");
    } as unknown as FunctionConstructor;
    try {
      expect(fusedLoop(fresh, plan(fresh))).toBeUndefined();
    } finally {
      globalThis.Function = Own;
    }
    expect(fusedLoop(fresh, plan(fresh))).toBeDefined();
  });
});

describe("largestSquare", () => {
  it("makes s <= it the same comparison as √s <= root", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, noNaN: true }), (root) => {
        const square = largestSquare(root);
        expect(Math.sqrt(square)).toBeLessThanOrEqual(root);
        if (square === Number.MAX_VALUE) return;
        const above = square * (1 + 2 ** -52) || Number.MIN_VALUE;
        expect(Math.sqrt(above > square ? above : square + Number.MIN_VALUE)).toBeGreaterThan(root);
      }),
    );
    expect(largestSquare(Infinity)).toBe(Number.MAX_VALUE);
    expect(largestSquare(0)).toBe(0);
  });
});
