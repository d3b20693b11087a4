import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateTape } from "../../lib/landscapes/expression/evaluateTape.js";
import { gradientTape } from "../../lib/landscapes/expression/gradientTape.js";
import { simplifying } from "../../lib/landscapes/expression/simplifying.js";
import { requireTape, type Tape } from "../../lib/landscapes/expression/tape.js";
import { makeTapeBuilder } from "../../lib/landscapes/expression/tapeBuilder.js";
import {
  callText,
  float64Text,
  generated,
  numberText,
  tapeFunction,
  tapeScalarFunction,
  tapeStatements,
} from "../../lib/landscapes/expression/tapeCode.js";
import {
  objectiveData,
  tapeObjective,
  tapesOf,
} from "../../lib/landscapes/expression/tapeObjective.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { float64Operations } from "../../lib/numerics/arithmetic.js";
import { doubleDoubleOperations } from "../../lib/numerics/doubleDoubleOperations.js";
import { float16 } from "../../lib/precision/formats/formats.js";
import { operations } from "../../lib/precision/operations/operations.js";
import { tapeAndPoint, valuesOf } from "./tapes.js";

/** x² + 3, by hand. */
const parabola: Tape = {
  inputCount: 1,
  nodes: [
    { operation: "input", operands: [], value: 0 },
    { operation: "multiply", operands: [0, 0] },
    { operation: "constant", operands: [], value: 3 },
    { operation: "add", operands: [1, 2] },
  ],
  outputs: [3],
};

describe("A tape builder", () => {
  it("records operations in their order, equal ones once, and drops what is not needed", () => {
    const b = makeTapeBuilder();
    const x = b.input(0);
    b.exp(x);
    const square = b.multiply(x, x);
    expect(b.multiply(x, x)).toBe(square);
    expect(b.nodes.length).toBe(3);
    expect(b.finish(1, [b.add(square, b.from(3))])).toEqual(parabola);
  });
  it("tells apart constants that are equal as numbers, and knows NaN", () => {
    const b = makeTapeBuilder();
    const constants = [0, -0, NaN, Infinity].map(b.from);
    expect(new Set(constants).size).toBe(4);
    expect(b.from(NaN)).toBe(constants[2]);
    expect(b.constantOf(constants[1])).toBe(-0);
    expect(b.constantOf(b.input(0))).toBeNaN();
  });
  it("puts one tape into another", () => {
    const b = makeTapeBuilder();
    const twice = b.add(b.input(0), b.input(1));
    const places = b.append(parabola, [twice]);
    const tape = b.finish(2, [places[parabola.outputs[0]]]);
    expect(evaluateTape(tape, float64Operations)([1, 2])).toEqual([12]);
  });
  it("has no values to look at, and takes only its own results", () => {
    const b = makeTapeBuilder();
    const x = b.input(0);
    expect(() => b.less(x, x)).toThrow("less: a recorded computation has no values to look at");
    expect(() => b.toNumber(x)).toThrow(TypeError);
    expect(() => b.add(x, 1)).toThrow("add: expected results of earlier operations, got 1");
    expect(() => b.add(x, 0.5)).toThrow(TypeError);
    expect(() => b.from("1" as never)).toThrow("from: expected a number, got string");
  });
});

describe("A tape", () => {
  it("is evaluated as its operations say, in every arithmetic", () => {
    fc.assert(
      fc.property(tapeAndPoint, ({ tape, theta }) => {
        const values = valuesOf(tape, theta);
        const expected = tape.outputs.map((k) => values[k]);
        expect(evaluateTape(tape, float64Operations)([...theta])).toEqual(expected);
        expect([tapeScalarFunction(tape)(theta)]).toEqual(expected);
        const precise = evaluateTape(
          tape,
          doubleDoubleOperations,
        )(Array.from(theta, doubleDoubleOperations.from))[0];
        expect(typeof doubleDoubleOperations.toNumber(precise)).toBe("number");
      }),
    );
    const all = makeTapeBuilder();
    const [x, y] = [all.input(0), all.input(1)];
    const results = [
      all.add(x, y),
      all.divide(x, y),
      all.tanh(x),
      all.whereLess(x, y, x, y),
      all.maximum(x, y),
    ];
    const tape = all.finish(2, results);
    const fl = operations(float16);
    expect(evaluateTape(tape, fl)([0.1, 3].map(fl.from))).toEqual([
      fl.add(fl.from(0.1), 3),
      fl.divide(fl.from(0.1), 3),
      fl.tanh(fl.from(0.1)),
      fl.from(0.1),
      3,
    ]);
  });
  it("takes its constants into the arithmetic once, in their order", () => {
    const taken: number[] = [];
    const watched = {
      ...float64Operations,
      from: (value: number): number => {
        taken.push(value);
        return value;
      },
    };
    const b = makeTapeBuilder();
    const sum = b.add(b.multiply(b.input(0), b.from(5)), b.from(7));
    const evaluate = evaluateTape(b.finish(1, [sum]), watched);
    expect([evaluate([1]), evaluate([2])]).toEqual([[12], [17]]);
    expect(taken).toEqual([5, 7]);
  });
  it("survives being stored, and is looked at before it is made into code", () => {
    expect(() => requireTape(parabola, "test")).not.toThrow();
    const [input, square, three, sum] = parabola.nodes;
    const wrong: [unknown, string][] = [
      [null, "got null"],
      [{ ...parabola, inputCount: -1 }, "-1 inputs"],
      [{ ...parabola, nodes: "x" }, "no nodes"],
      [{ ...parabola, outputs: [9] }, "outputs (9)"],
      [{ ...parabola, outputs: ["0); alert(1"] }, "outputs"],
      [
        { ...parabola, nodes: [{ ...input, operation: "alert(1);//" }] },
        'operation "alert(1);//" at node 0',
      ],
      [
        { ...parabola, nodes: [{ ...input, operation: "toString" }] },
        'operation "toString" at node 0',
      ],
      [{ ...parabola, nodes: [{ ...input, value: 1 }] }, "value 1 of input at node 0"],
      [{ ...parabola, nodes: [{ ...input, value: "0]; alert(1); [0" }] }, "of input at node 0"],
      [
        { ...parabola, nodes: [input, square, { ...three, value: "3; alert(1)" }, sum] },
        "value 3; alert(1) of constant at node 2",
      ],
      [
        { ...parabola, nodes: [input, { ...square, operands: [0, 1] }] },
        "operands (0,1) of multiply at node 1",
      ],
      [
        { ...parabola, nodes: [input, { ...square, operands: [0] }] },
        "operands (0) of multiply at node 1",
      ],
      [
        { ...parabola, nodes: [input, { ...square, operands: ["0", "0"] }] },
        "of multiply at node 1",
      ],
    ];
    for (const [tape, message] of wrong) {
      expect(() => requireTape(tape as Tape, "test")).toThrow("test: expected a tape, got ");
      expect(() => requireTape(tape as Tape, "test")).toThrow(message);
      expect(() => tapeStatements(tape as Tape, String, float64Text)).toThrow(TypeError);
      expect(() => tapeObjective({ name: "wrong", loss: tape as Tape })).toThrow(TypeError);
    }
  });
});

describe("Simplifying", () => {
  it("leaves out what changes nothing, and folds nothing", () => {
    const b = makeTapeBuilder();
    const s = simplifying(b);
    const [x, y] = [b.input(0), b.input(1)];
    const [zero, one, two] = [0, 1, 2].map(b.from);
    const minusOne = s.negate(one);
    expect([
      s.add(x, zero),
      s.add(zero, x),
      s.subtract(x, zero),
      s.multiply(x, one),
      s.multiply(one, x),
      s.divide(x, one),
    ]).toEqual(Array(6).fill(x));
    expect([s.multiply(x, zero), s.multiply(zero, x), s.divide(zero, x), s.negate(zero)]).toEqual(
      Array(4).fill(zero),
    );
    const minus = b.negate(x);
    expect([
      s.multiply(x, minusOne),
      s.multiply(b.from(-1), x),
      s.subtract(zero, x),
      s.divide(x, minusOne),
    ]).toEqual(Array(4).fill(minus));
    expect(s.negate(minus)).toBe(x);
    expect(s.add(y, minus)).toBe(b.subtract(y, x));
    expect(s.add(minus, y)).toBe(b.subtract(y, x));
    expect(s.subtract(y, minus)).toBe(b.add(y, x));
    expect(s.whereLess(x, y, one, one)).toBe(one);
    // rounding 0.1 up and negating it is not rounding −0.1 up
    expect(b.nodes[s.negate(b.from(0.1))].operation).toBe("negate");
    expect(b.nodes[s.multiply(two, b.from(0.1))].operation).toBe("multiply");
  });
});

describe("Code of a tape", () => {
  it("is made of names of operations, numbers of nodes and constants", () => {
    const { statements, outputs } = tapeStatements(parabola, (i) => `theta[${i}]`, float64Text);
    expect(statements.split("\n")).toEqual([
      "const v0 = theta[0];",
      "const v1 = v0 * v0;",
      "const v2 = 3;",
      "const v3 = v1 + v2;",
    ]);
    expect(outputs).toEqual(["v3"]);
    expect(tapeStatements(parabola, String, callText, "w").statements).toContain(
      "const w1 = multiply(w0, w0);",
    );
  });
  it("has every double as a literal that is read back as the same", () => {
    const read = (text: string): unknown => new Function(`return ${text};`)();
    for (const value of [0, -0, NaN, Infinity, -Infinity, 5e-324, -1.7976931348623157e308, 0.1])
      expect(Object.is(read(numberText(value)), value)).toBe(true);
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(Object.is(read(numberText(value)), value)).toBe(true);
      }),
    );
  });
  it("passes errors on that are not the ban of generating code", () => {
    expect(() => generated("theta", "return (;")).toThrow(SyntaxError);
  });
  it("writes to the array it is given, which may be one of its inputs' array", () => {
    const gradient = tapeFunction(gradientTape(parabola), "out = new Float64Array(1)");
    const theta = Float64Array.of(4);
    expect(gradient(theta)).toEqual(Float64Array.of(8));
    expect(gradient(theta, theta)).toBe(theta);
    expect(theta).toEqual(Float64Array.of(8));
  });
});

describe("An objective made of a tape", () => {
  it("needs a variable and one output", () => {
    const constant: Tape = {
      inputCount: 0,
      nodes: [{ operation: "constant", operands: [], value: 1 }],
      outputs: [0],
    };
    expect(() => tapeObjective({ name: "c", loss: constant })).toThrow(
      "tapeObjective: expected a loss of at least 1 variable, got 0",
    );
    expect(() => tapeObjective({ name: "c", loss: { ...parabola, outputs: [0, 1] } })).toThrow(
      "gradientTape: expected a tape with 1 output, got 2",
    );
  });
  it("gives its data back, as plain data", () => {
    const data = { name: "parabola", loss: parabola, domain: { lower: [-1], upper: [1] } };
    const objective = tapeObjective(data);
    expect(objectiveData(objective)).toMatchObject(structuredClone(data));
    expect(JSON.parse(JSON.stringify(objectiveData(objective))).loss).toEqual(parabola);
  });
  it("has no tapes of its own, and no data, once a function of it was replaced", () => {
    const objective = tapeObjective({ name: "parabola", loss: parabola });
    expect(tapesOf(objective)).toBe(objective.tapes);
    expect(tapesOf({ ...objective, name: "renamed", domain: undefined })).toBe(objective.tapes);
    expect(tapesOf({ ...objective, hessian: undefined })).toBe(objective.tapes);
    const gradient: Objective["gradient"] = (theta, out) => objective.gradient(theta, out);
    const other = tapeObjective({ name: "other", loss: parabola });
    const changed: Partial<Objective>[] = [
      { gradient },
      { loss: other.loss },
      { hessian: other.hessian },
      { gradientOver: other.gradientOver },
      { tapes: other.tapes },
    ];
    for (const change of changed) {
      expect(tapesOf({ ...objective, ...change })).toBeUndefined();
      expect(objectiveData({ ...objective, ...change })).toBeUndefined();
    }
    expect(tapesOf({ ...objective, tapes: undefined })).toBeUndefined();
  });
  it("makes Hessian, product and kinks when they are first asked for, once", () => {
    const objective = tapeObjective({ name: "parabola", loss: parabola });
    expect(objective.hessian).toBe(objective.hessian);
    expect(objective.hessianVector).toBe(objective.hessianVector);
    expect(objective.tapes?.hessian).toBe(objective.tapes?.hessian);
    expect([...(objective.kinkGaps?.(Float64Array.of(1)) ?? [1])]).toEqual([]);
    expect(objective.kinks).toEqual([]);
  });
  it("has the Hessian column by column where one program would be too long, with the same values", () => {
    const n = 150;
    const b = makeTapeBuilder();
    const x = Array.from({ length: n }, (_, i) => b.input(i));
    // Σ x_i²·x_(i+1)
    const sum = x
      .map((xi, i) => b.multiply(b.multiply(xi, xi), x[(i + 1) % n]))
      .reduce((s, t) => b.add(s, t));
    const objective = tapeObjective({ name: "chain", loss: b.finish(n, [sum]) });
    expect((objective.tapes?.hessianVector.nodes.length ?? 0) * n).toBeGreaterThan(40_000);
    const theta = Float64Array.from({ length: n }, (_, i) => (i % 5) + 1);
    const hessian = objective.hessian?.(theta) ?? new Float64Array(0);
    for (let i = 0; i < n; i++) {
      const next = (i + 1) % n;
      expect(hessian[i * n + i]).toBe(2 * theta[next]);
      expect(hessian[i * n + next]).toBe(2 * theta[i]);
      expect(hessian[next * n + i]).toBe(2 * theta[i]);
    }
    expect(hessian.filter((h) => h !== 0).length).toBe(3 * n);
    expect(objective.hessianOver?.(float64Operations, [...theta])).toEqual([...hessian]);
  });
});
