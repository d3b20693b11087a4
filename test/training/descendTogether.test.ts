import fc from "fast-check";
import { expect, it } from "vitest";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { randomStream } from "../../lib/numerics/random.js";
import { type FloatFormat, floatFormat } from "../../lib/precision/formats/format.js";
import { formatNamed, formats, significandBits } from "../../lib/precision/formats/formats.js";
import { roundingModes } from "../../lib/precision/rounding/rounding.js";
import { type DescendedTogether, descendTogether } from "../../lib/training/descendTogether.js";
import { descentEnds } from "../../lib/training/descentEnds.js";
import { descentState, plainLoop, restart, statuses } from "../../lib/training/descentLoop.js";
import { completeDescent, type DescentOptions } from "../../lib/training/descentOptions.js";

/** Every operation, over a domain where most of them are finite. */
const everything = landscapeFromFunction(3, (a, [x, y, z]) => {
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
});

/** The network 2-2-1 with tanh on XOR. */
const xor = landscapeFromFunction(9, (a, w) => {
  const patterns = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]; // biome-ignore format: a table
  const squares = patterns.map(([x, y, target]) => {
    const sum = (bias: number, first: number, p: (typeof w)[0], q: (typeof w)[0]): (typeof w)[0] =>
      a.add(w[bias], a.add(a.multiply(w[first], p), a.multiply(w[first + 1], q)));
    const hidden = [0, 1].map((k) => a.tanh(sum(4 + k, 2 * k, a.from(x), a.from(y))));
    const miss = a.subtract(a.tanh(sum(8, 6, hidden[0], hidden[1])), a.from(target));
    return a.multiply(miss, miss);
  });
  return a.divide(
    squares.reduce((s, t) => a.add(s, t)),
    a.from(4),
  );
});
const { domain: _, ...valleys } = twoValleys;
const objectives: Objective[] = [valleys, everything, xor];

const odd = [
  floatFormat({ name: "flushed", significandBits: 5, maxExponent: 5, subnormals: "flushed" }),
  floatFormat({ name: "p26", significandBits: 26, maxExponent: 127 }),
  floatFormat({ name: "wide", significandBits: 9, maxExponent: 1023 }),
  { ...formatNamed("float64"), name: "copied" },
  ...["fixed8_4", "fixed8_4_wrap", "ufixed8_4", "fixed16_12"].map(formatNamed),
] as FloatFormat[];
const options: fc.Arbitrary<DescentOptions> = fc.record({
  format: fc.oneof(
    fc.constantFrom(formatNamed("float64"), formatNamed("float32"), formatNamed("float16")),
    fc.constantFrom(...formats, ...odd),
    fc.integer({ min: 1, max: 53 }).map(significandBits),
  ),
  learningRate: fc.constantFrom(0.05, 0.4, 1, 1e3, 1e-9),
  maxSteps: fc.constantFrom(0, 1, 2, 7, 150),
  gradientTolerance: fc.constantFrom(0, 1e-6, 0.3, Infinity),
  rounded: fc.constantFrom("both", "gradient", "update"),
  rounding: fc.oneof(
    fc.constant("nearest-even" as const),
    fc.constantFrom(...roundingModes.filter((mode) => !mode.startsWith("stochastic"))),
  ),
});
const coordinate = fc.oneof(
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.constantFrom(0, -0, 1e-7, -1e-40, 300, -7e4, 1e99, 1e160),
);

/** What {@link descendTogether} finds, in words, run after run. */
function together(objective: Objective, starts: Float64Array, how: DescentOptions): string[] {
  const plan = completeDescent(objective, { ...how, intrinsicError: false }, "test");
  const run = descendTogether(objective, plan) as DescendedTogether;
  const found: string[] = [];
  run(
    starts.map((x) => plan.given(x)),
    (n, { theta, step, status, squaredGradient }) => {
      expect(found[n]).toBeUndefined();
      found[n] = `${statuses[status]} after ${step}, ${squaredGradient} at ${words(theta)}`;
    },
  );
  return found;
}

/** The same, one run after another, by the loop that is written to be read. */
function alone(objective: Objective, starts: Float64Array, how: DescentOptions): string[] {
  const plan = completeDescent(objective, { ...how, intrinsicError: false }, "test");
  const loop = plainLoop(objective, plan);
  const dim = objective.dimension;
  const state = descentState(dim);
  return Array.from({ length: starts.length / dim }, (_, n) => {
    restart(state);
    for (let i = 0; i < dim; i++) state.theta[i] = plan.given(starts[n * dim + i]);
    loop(state, Infinity);
    const { theta, step, status, squaredGradient } = state;
    return `${statuses[status]} after ${step}, ${squaredGradient} at ${words(theta)}`;
  });
}

const words = (theta: Float64Array): string =>
  Array.from(theta, (x) => (Object.is(x, -0) ? "-0" : String(x))).join(" ");

for (const [n, objective] of objectives.entries())
  it(`takes the steps of single runs, whatever is rounded and how (${n})`, () => {
    fc.assert(
      fc.property(
        options,
        fc.array(coordinate, {
          minLength: objective.dimension,
          maxLength: 21 * objective.dimension,
        }),
        (how, list) => {
          const whole = list.length - (list.length % objective.dimension);
          const starts = Float64Array.from(list.slice(0, whole));
          expect(together(objective, starts, how)).toEqual(alone(objective, starts, how));
        },
      ),
      { numRuns: 100 },
    );
  });

it("ends more runs than there are lanes as single runs do, each in its own time", () => {
  const random = randomStream(1, "test");
  const starts = Float64Array.from({ length: 2 * 1500 }, (_, i) => 4 * random.uniform(i) - 2);
  for (const name of ["float64", "float16", "p5"]) {
    const how = { format: formatNamed(name), learningRate: 0.1, maxSteps: 400 };
    const found = together(valleys, starts, how);
    expect(found).toEqual(alone(valleys, starts, how));
    expect(new Set(found.map((text) => text.split(",")[0])).size).toBeGreaterThan(5);
  }
});

it("finds cycles of every period", () => {
  // A tent of slope 2 turns any start into a cycle of the format's numbers.
  const tent = landscapeFromFunction(1, (a, [x]) =>
    a.multiply(a.from(0.5), a.subtract(a.multiply(x, x), a.multiply(a.absolute(x), x))),
  );
  const starts = Float64Array.from({ length: 64 }, (_, i) => (i - 32) / 37);
  for (const bits of [3, 6, 9]) {
    const how = { format: significandBits(bits), learningRate: 1.9, maxSteps: 5000 };
    expect(together(tent, starts, how)).toEqual(alone(tent, starts, how));
  }
});

it("is what descentEnds takes for many runs", () => {
  const random = randomStream(2, "test");
  const starts = Float64Array.from({ length: 9 * 40 }, (_, i) => 2 * random.uniform(i) - 1);
  const how = { format: formatNamed("bfloat16"), learningRate: 0.5, maxSteps: 300 };
  const { ends, status, steps } = descentEnds(xor, starts, how);
  for (let n = 0; n < 40; n++) {
    const single = descentEnds(xor, starts.slice(9 * n, 9 * n + 9), how);
    expect([...ends.subarray(9 * n, 9 * n + 9)]).toEqual([...single.ends]);
    expect([status[n], steps[n]]).toEqual([single.status[0], single.steps[0]]);
  }
  const list = new Array(18).fill(0.5) as never;
  expect(() => descentEnds(xor, list, how)).toThrow(
    "descentEnds: starts must be a Float64Array, got Array",
  );
});

it("leaves to others what it cannot do", () => {
  const how = { format: formatNamed("float16"), learningRate: 0.1, maxSteps: 9 };
  const offered = (objective: Objective, more: Partial<DescentOptions>): unknown => {
    const plan = completeDescent(objective, { ...how, intrinsicError: false, ...more }, "test");
    return descendTogether(objective, plan);
  };
  expect(offered(xor, {})).toBeDefined();
  expect(offered(xor, { level: "operation" })).toBeUndefined();
  expect(offered(xor, { rounding: "stochastic", key: { seed: 1 } })).toBeUndefined();
  expect(offered(xor, { intrinsicError: true })).toBeUndefined();
  expect(offered({ ...xor, gradient: (theta) => theta }, {})).toBeUndefined();
});
