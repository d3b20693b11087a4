import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { convNet } from "../../lib/networks/architectures/convNet.js";
import { mlp } from "../../lib/networks/architectures/mlp.js";
import { asObjective } from "../../lib/networks/asObjective.js";
import { initialise } from "../../lib/networks/initialise.js";
import { symmetryOrbit } from "../../lib/networks/symmetry/symmetryElements.js";
import { xorData, xorNetwork } from "../../lib/networks/xor/xorNetwork.js";
import { xorOutcome, xorPlateau } from "../../lib/networks/xor/xorOutcome.js";
import { xorSolutionType } from "../../lib/networks/xor/xorSolutionType.js";
import { norm } from "../../lib/numerics/vector.js";
import { float64 } from "../../lib/precision/formats/formats.js";
import { type DescentOptions, descend, type Trajectory } from "../../lib/training/descent.js";
import { descentEnds } from "../../lib/training/descentEnds.js";
import { plainForward } from "./plainForward.js";

const data = xorData();
const net = xorNetwork();
const linearNet = xorNetwork(2, { outputActivation: "none" });

/** Mean squared error of 2-H-1, tanh and sigmoid, on the four patterns, written out. */
function xorLoss(hidden: number): Objective {
  return landscapeFromFunction(4 * hidden + 1, (a, theta) => {
    let total = a.from(0);
    for (const [x, y, target] of [
      [0, 0, 0],
      [0, 1, 1],
      [1, 0, 1],
      [1, 1, 0],
    ]) {
      let z = theta[4 * hidden];
      for (let h = 0; h < hidden; h++) {
        let potential = theta[2 * hidden + h];
        potential = a.add(potential, a.multiply(theta[2 * h], a.from(x)));
        potential = a.add(potential, a.multiply(theta[2 * h + 1], a.from(y)));
        z = a.add(z, a.multiply(theta[3 * hidden + h], a.tanh(potential)));
      }
      const output = a.multiply(a.add(a.tanh(a.multiply(z, a.from(0.5))), a.from(1)), a.from(0.5));
      const error = a.subtract(output, a.from(target));
      total = a.add(total, a.multiply(a.from(0.25), a.multiply(error, error)));
    }
    return total;
  });
}
const loss = xorLoss(2);
const options = (maxSteps: number): DescentOptions => ({
  ...{ format: float64, learningRate: 2, maxSteps, gradientTolerance: 1e-9 },
  ...{ record: "ends", intrinsicError: false },
});
const descended = (start: Float64Array, maxSteps: number): Trajectory =>
  descend(loss, start, options(maxSteps));
const start = (seed: number): Float64Array => initialise(net, { kind: "normal", seed });

describe("xorData and xorNetwork", () => {
  it("are the truth table of exclusive or, and 4H + 1 parameters", () => {
    expect([...data.inputs]).toEqual([0, 0, 0, 1, 1, 0, 1, 1]);
    expect(data.targets).toEqual(Float64Array.of(0, 1, 1, 0));
    const other = xorData({ encoding: "signed", targets: [0.1, 0.9] });
    expect([...other.inputs]).toEqual([-1, -1, -1, 1, 1, -1, 1, 1]);
    expect(other.targets).toEqual(Float64Array.of(0.1, 0.9, 0.9, 0.1));
    expect(other.source).toBe("XOR, inputs -1 and 1, targets 0.1 and 0.9");
    expect([1, 2, 3].map((h) => xorNetwork(h).parameterCount)).toEqual([5, 9, 13]);
    const kinds = (network = net): string => network.layers.map(({ layer }) => layer.kind).join();
    expect(kinds()).toBe("linear,tanh,linear,sigmoid");
    expect(kinds(linearNet)).toBe("linear,tanh,linear");
  });
  it("refuse other encodings, equal targets, no units", () => {
    expect(() => xorData({ encoding: "bipolar" as "signed" })).toThrow('"signed", got bipolar');
    expect(() => xorData({ targets: [1, 1] })).toThrow("two different finite targets, got 1,1");
    expect(() => xorData({ targets: [0, NaN] })).toThrow(RangeError);
    expect(() => xorNetwork(0)).toThrow(RangeError);
    expect(() => xorNetwork(2, { output: "tanh" } as object)).toThrow(TypeError);
  });
});

describe("xorSolutionType", () => {
  it("names the two types of 2-2-1, and their complements alike", () => {
    // units A − B − ½ and B − A − ½
    const first = Float64Array.of(9, -9, -9, 9, -4, -4, 5, 5, 5);
    expect(xorSolutionType(net, first)).toEqual({
      name: "A∧¬B, ¬A∧B",
      tables: [4, 2],
      right: true,
    });
    // units A + B − ½ and 3/2 − A − B, the complement of AND
    const second = Float64Array.of(9, 9, -9, -9, -4, 13, 9, 9, -8);
    expect(xorSolutionType(net, second)).toEqual({ name: "OR, AND", tables: [1, 7], right: true });
  });
  it("reads tables in the encoding of the data", () => {
    const theta = Float64Array.of(2, 2, -2, -2, 1, 1, 9, 9, -8); // A + B + ½, ½ − A − B
    expect(xorSolutionType(net, theta).name).toBe("OR, constant");
    const signed = xorData({ encoding: "signed" });
    expect(xorSolutionType(net, theta, signed).name).toBe("OR, AND");
  });
  it("is the same along an orbit", () => {
    for (const hidden of [2, 3]) {
      const network = xorNetwork(hidden);
      fc.assert(
        fc.property(fc.nat(1e6), (seed) => {
          const theta = initialise(network, { kind: "normal", seed });
          const types = symmetryOrbit(network, theta).map((each) => xorSolutionType(network, each));
          expect(new Set(types.map(({ name, right }) => `${name} ${right}`)).size).toBe(1);
        }),
        { numRuns: 30 },
      );
    }
  });
  it("agrees with the outputs by definition on what is right", () => {
    for (let seed = 0; seed < 200; seed++) {
      const theta = start(seed);
      const outputs = plainForward(net, theta, [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]).flat();
      const right = outputs.map((y) => Number(y > 0.5)).join() === "0,1,1,0";
      expect(xorSolutionType(net, theta).right).toBe(right);
    }
  });
  it("has no answer true where a number is NaN, and is not right then", () => {
    const nan = new Float64Array(9).fill(NaN);
    expect(xorSolutionType(net, nan)).toEqual({
      ...{ name: "constant, constant", tables: [0, 0], right: false },
    });
  });
  it("refuses other networks, lengths and data", () => {
    const theta = new Float64Array(9);
    expect(() => xorSolutionType(mlp([2, 2, 2, 1]), theta)).toThrow(
      "xorSolutionType: expected a network 2-H-1, got [2] linear, tanh, linear, tanh, linear [1]",
    );
    expect(() => xorSolutionType(mlp([3, 1, 1]), theta)).toThrow(RangeError);
    expect(() => xorSolutionType(convNet(), theta)).toThrow(RangeError);
    expect(() => xorPlateau(net, theta.subarray(1))).toThrow(
      "xorPlateau: expected 9 parameters, got 8",
    );
    const other = { ...data, targets: Float64Array.of(0, 0, 0, 1), source: "AND" };
    expect(() => xorPlateau(net, theta, other)).toThrow('the patterns of xorData, got "AND"');
  });
});

describe("xorPlateau", () => {
  // Saturated units are ±1, so outputs are drawn by hand.
  const [or, a] = [
    { w: [90, 90], b: -45 },
    { w: [90, 0], b: -45 },
  ];
  const theta = (v1: number, v2: number, c: number): Float64Array =>
    Float64Array.of(...or.w, ...a.w, or.b, a.b, v1, v2, c);
  const meanSquaredError = (point: Float64Array, targets: readonly number[]): number =>
    plainForward(linearNet, point, [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ])
      .flat()
      .reduce((sum, y, k) => sum + (y - targets[k]) ** 2 / 4, 0);
  it.each([
    ["1/8", theta(1 / 2, -1 / 4, 1 / 4), [2, 3]], // 0, 1, ½, ½
    ["1/6", theta(1 / 3, 0, 1 / 3), [1, 2, 3]], // 0, ⅔, ⅔, ⅔
    ["1/4", theta(0, 0, 1 / 2), [0, 1, 2, 3]], // ½, ½, ½, ½
  ] as const)(
    "has exactly the loss %s where outputs are those of confused patterns",
    (name, at, confused) => {
      const found = xorPlateau(linearNet, at);
      const [, parts] = name.split("/").map(Number);
      expect(found).toEqual({ name, loss: 1 / parts, confused });
      expect(meanSquaredError(at, [0, 1, 1, 0])).toBeCloseTo(1 / parts, 14);
      expect(xorOutcome(linearNet, at)).toEqual({ kind: "plateau", name: `plateau ${name}` });
      // other targets scale outputs and losses
      const scaled = at.map((x, i) => (i < 6 ? x : 0.8 * x));
      scaled[8] += 0.1;
      const narrow = xorPlateau(linearNet, scaled, xorData({ targets: [0.1, 0.9] }));
      expect(narrow?.name).toBe(name);
      expect(narrow?.loss).toBeCloseTo(0.64 / parts, 14);
      expect(meanSquaredError(scaled, [0.1, 0.9, 0.9, 0.1])).toBeCloseTo(0.64 / parts, 14);
    },
  );
  it("allows outputs 0.05 off, no more, and knows no plateau from the loss alone", () => {
    expect(xorPlateau(linearNet, theta(0, 0, 0.549))?.name).toBe("1/4");
    expect(xorPlateau(linearNet, theta(0, 0, 0.551))).toBeUndefined();
    // outputs √½, 1, 1, 0: loss 1/8, but no two patterns are confused
    const root = Math.sqrt(0.5);
    const lift = (1 - root) / 2; // OR takes √½ to 1, AND takes 1 to 0
    const half = Float64Array.of(90, 90, 90, 90, -45, -135, lift, -0.5, root + lift - 0.5);
    expect(meanSquaredError(half, [0, 1, 1, 0])).toBeCloseTo(1 / 8, 12);
    expect(xorPlateau(linearNet, half)).toBeUndefined();
    expect(xorOutcome(linearNet, half)).toEqual({ kind: "other", name: "other" });
    expect(xorOutcome(net, new Float64Array(9).fill(NaN)).kind).toBe("other");
  });
});

describe("XOR 2-2-1, tanh, mean squared error, N(0, 1), 20,000 steps at rate 2 in float64", () => {
  it("is the objective of the network and its data", () => {
    const objective = asObjective(net, data);
    for (let seed = 0; seed < 20; seed++) {
      expect(objective.loss(start(seed))).toBeCloseTo(loss.loss(start(seed)), 14);
      const own = loss.gradient(start(seed));
      objective.gradient(start(seed)).forEach((g, i) => {
        expect(g).toBeCloseTo(own[i], 14);
      });
    }
  });
  it("ends in the two types of solution and on the plateaus at 1/8 and 1/6, nothing else, from 400 starts", () => {
    const counts: Record<string, number> = {};
    const starts = new Float64Array(400 * 9);
    for (let seed = 0; seed < 400; seed++) starts.set(start(seed), 9 * seed);
    const objective = asObjective(net, data);
    const { ends } = descentEnds(objective, starts, options(20_000));
    for (let seed = 0; seed < 400; seed++) {
      const end = ends.subarray(9 * seed, 9 * seed + 9);
      const { kind, name } = xorOutcome(net, end);
      counts[name] = (counts[name] ?? 0) + 1;
      // near the exact loss of its kind, and hardly moving
      const exact = kind === "solution" ? 0 : (xorPlateau(net, end)?.loss ?? NaN);
      expect(Math.abs(objective.loss(end) - exact)).toBeLessThan(1e-3);
      expect(norm(objective.gradient(end))).toBeLessThan(1e-3);
    }
    expect(counts).toEqual({
      ...{ "A∧¬B, ¬A∧B": 141, "OR, AND": 93, "plateau 1/8": 162, "plateau 1/6": 4 },
    });
  });

  it("stays at 1/8, but leaves 1/6 for a solution, given time", () => {
    for (const [seed, steps] of [
      [131, 120_000],
      [380, 40_000],
    ])
      expect(xorOutcome(net, descended(start(seed), steps).end).name).toBe("OR, AND");
    for (const seed of [0, 13]) {
      const { end, loss } = descended(start(seed), 200_000);
      expect(xorOutcome(net, end).name).toBe("plateau 1/8");
      expect(Math.abs(loss - 1 / 8)).toBeLessThan(1e-5);
    }
  });
});
