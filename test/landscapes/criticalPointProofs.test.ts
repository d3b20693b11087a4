import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundaryDegree, pointsOutward } from "../../lib/landscapes/critical/boundary.js";
import { isWithin, pointBox, touch } from "../../lib/landscapes/critical/boxes.js";
import { certify } from "../../lib/landscapes/critical/certify.js";
import { enclosures } from "../../lib/landscapes/critical/enclosures.js";
import { inOrder } from "../../lib/landscapes/critical/inOrder.js";
import { intervalTape } from "../../lib/landscapes/critical/intervalTape.js";
import { inverse } from "../../lib/landscapes/critical/inverse.js";
import { newton } from "../../lib/landscapes/critical/newton.js";
import { newtonTest } from "../../lib/landscapes/critical/newtonTest.js";
import { clusters } from "../../lib/landscapes/critical/regions.js";
import { evenStarts } from "../../lib/landscapes/critical/starts.js";
import { evaluateTape } from "../../lib/landscapes/expression/evaluateTape.js";
import type { Tape, TapeNode, TapeOperation } from "../../lib/landscapes/expression/tape.js";
import { himmelblau } from "../../lib/landscapes/himmelblau.js";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { float64Operations } from "../../lib/numerics/arithmetic.js";
import { intervalOperations } from "../../lib/numerics/intervalOperations.js";

/** θᵀAθ/2 − b·θ for a symmetric A. */
const quadratic = (A: readonly number[], b: readonly number[]): Objective =>
  landscapeFromFunction(b.length, (a, theta) => {
    let sum = a.from(0);
    theta.forEach((x, i) => {
      theta.forEach((y, j) => {
        sum = a.add(sum, a.multiply(a.from(A[i * b.length + j] / 2), a.multiply(x, y)));
      });
      sum = a.subtract(sum, a.multiply(a.from(b[i]), x));
    });
    return sum;
  });
const unit = fc.integer({ min: 0, max: 10_000 }).map((k) => k / 10_000);

describe("intervalTape", () => {
  const operations: [TapeOperation, number][] = [
    ["add", 2],
    ["subtract", 2],
    ["multiply", 2],
    ["divide", 2],
    ["minimum", 2],
    ["maximum", 2],
    ["negate", 1],
    ["squareRoot", 1],
    ["absolute", 1],
    ["exp", 1],
    ["log", 1],
    ["sin", 1],
    ["cos", 1],
    ["tanh", 1],
    ["whereLess", 4],
  ];
  /** Two inputs, a constant, then any operations on anything before. */
  const tapes = fc
    .array(
      fc.tuple(fc.constantFrom(...operations), fc.array(fc.nat(), { minLength: 4, maxLength: 4 })),
      {
        minLength: 1,
        maxLength: 12,
      },
    )
    .map((list): Tape => {
      const nodes: TapeNode[] = [
        { operation: "input", operands: [], value: 0 },
        { operation: "input", operands: [], value: 1 },
        { operation: "constant", operands: [], value: 0.75 },
      ];
      for (const [[operation, count], picks] of list)
        nodes.push({ operation, operands: picks.slice(0, count).map((k) => k % nodes.length) });
      return { inputCount: 2, nodes, outputs: nodes.map((_, k) => k) };
    });
  const boxes = fc.tuple(
    fc.double({ min: -3, max: 3, noNaN: true }),
    fc.double({ min: -3, max: 3, noNaN: true }),
    unit,
    unit,
  );
  it("holds the values in doubles at points of the box, and lies in what intervals as objects give", () => {
    fc.assert(
      fc.property(
        tapes,
        boxes,
        fc.array(fc.tuple(unit, unit), { minLength: 5, maxLength: 5 }),
        (tape, [x, y, w, h], shares) => {
          const box = Float64Array.of(x, x + w, y, y + h);
          const out = new Float64Array(2 * tape.outputs.length);
          const smooth = intervalTape(tape)(box, out);
          const objects = evaluateTape(
            tape,
            intervalOperations,
          )([
            { lower: box[0], upper: box[1] },
            { lower: box[2], upper: box[3] },
          ]);
          objects.forEach(({ lower, upper }, k) => {
            if (Number.isNaN(lower)) return;
            expect(lower <= out[2 * k] && out[2 * k + 1] <= upper).toBe(true);
          });
          const evaluate = evaluateTape(tape, float64Operations);
          for (const [s, t] of shares) {
            const at = [x + s * (box[1] - x), y + t * (box[3] - y)].map((z, i) =>
              Math.min(z, box[2 * i + 1]),
            );
            const values = evaluate(at);
            // Rounding is monotonic: the computed values lie inside like the exact ones.
            values.forEach((value, k) => {
              const [lower, upper] = [out[2 * k], out[2 * k + 1]];
              if (!Number.isFinite(value) || Number.isNaN(lower)) return;
              expect(lower <= value && value <= upper).toBe(true);
            });
            if (smooth) expect(out.every((bound) => !Number.isNaN(bound))).toBe(true);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
  it("knows squares, kinks and poles", () => {
    const tape = (operation: TapeOperation, operands: number[]): Tape => ({
      inputCount: 2,
      nodes: [
        { operation: "input", operands: [], value: 0 },
        { operation: "input", operands: [], value: 1 },
        { operation, operands },
      ],
      outputs: [2],
    });
    const run = (operation: TapeOperation, operands: number[], ...box: number[]): unknown[] => {
      const out = new Float64Array(2);
      return [intervalTape(tape(operation, operands))(Float64Array.from(box), out), ...out];
    };
    expect(run("multiply", [0, 0], -1, 2, 0, 0)).toEqual([true, 0, 4]);
    expect(run("multiply", [0, 1], -1, 2, -1, 2)).toEqual([true, -2, 4]);
    expect(run("minimum", [0, 1], 0, 1, 1, 2)).toEqual([false, 0, 1]);
    expect(run("minimum", [0, 1], 0, 1, 1.5, 2)).toEqual([true, 0, 1]);
    expect(run("absolute", [0], 0, 1, 0, 0)).toEqual([false, 0, 1]);
    expect(run("divide", [1, 0], 0, 1, 1, 2)).toEqual([false, 1, Infinity]);
    expect(run("log", [0], 0, 1, 0, 0)).toEqual([false, -Infinity, 0]);
    expect(run("whereLess", [0, 1, 1, 0], 0, 1, 1, 2)).toEqual([false, 0, 2]);
    expect(run("whereLess", [0, 1, 1, 0], 0, 1, 1.5, 2)).toEqual([true, 1.5, 2]);
    expect(run("whereLess", [0, 1, 1, 0], 1.5, 2, 0, 1)).toEqual([true, 1.5, 2]);
  });
});

describe("newtonTest", () => {
  const known = (himmelblau.criticalPoints ?? []).map(({ point }) =>
    pointBox(Float64Array.from(point)),
  );
  const grown = (point: Float64Array): Float64Array =>
    point.map((x, i) => x + (i & 1 ? 1e-15 : -1e-15));
  const test = newtonTest(enclosures(himmelblau));
  const boxes = fc
    .tuple(unit, unit, unit, unit)
    .map(([p, q, w, h]) =>
      Float64Array.of(
        10 * p - 5,
        10 * p - 5 + 2 * w ** 3 + 1e-6,
        10 * q - 5,
        10 * q - 5 + 2 * h ** 3 + 1e-6,
      ),
    );
  const nearKnown = fc.tuple(fc.nat(8), unit, unit, unit).map(([k, p, q, w]) => {
    const size = 10 ** (-6 * w);
    const [x, y] = [known[k][0] - p * size, known[k][2] - q * size];
    return Float64Array.of(x, x + size, y, y + size);
  });
  it("says none, one, at most one only where that is so", () => {
    expect(known.length).toBe(9);
    const image = new Float64Array(4);
    fc.assert(
      fc.property(fc.oneof(boxes, nearKnown), (box) => {
        // The known coordinates are rounded: what is as near to a face may be in or out.
        const surely = known.filter((point) => isWithin(grown(point), box));
        const perhaps = known.filter((point) => touch(grown(point), box));
        const verdict = test.examine(box, image);
        if (verdict === "none") expect(surely.length).toBe(0);
        if (verdict === "one") expect(perhaps.length).toBe(1);
        if (verdict === "regular" || test.isInjective(box))
          expect(surely.length).toBeLessThanOrEqual(1);
        for (const point of surely) {
          test.examine(box, image);
          expect(touch(grown(point), image)).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
    const says = (...box: number[]): string => test.examine(Float64Array.from(box), image);
    expect(says(2.96, 3.03, 1.97, 2.05)).toBe("one");
    expect(says(3, 3.05, 2, 2.05)).toBe("regular"); // it lies in a corner
    expect(says(4, 5, 4, 5)).toBe("none");
    expect(says(-5, 5, -5, 5)).toBe("undecided");
  });
});

describe("certify", () => {
  it("proves the index of a quadratic form MᵀDM, the number of negative entries of D", () => {
    const small = fc.integer({ min: -2, max: 2 });
    const sizes = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(
        sizes,
        fc.array(small, { minLength: 25, maxLength: 25 }),
        fc.array(
          fc.integer({ min: -9, max: 9 }).filter((d) => d !== 0),
          { minLength: 5, maxLength: 5 },
        ),
        fc.array(small, { minLength: 5, maxLength: 5 }),
        (n, m, d, place) => {
          // M is unit upper triangular.
          const M = (i: number, j: number): number => (i === j ? 1 : i < j ? m[5 * i + j] : 0);
          const A = Float64Array.from({ length: n * n }, (_, at) => {
            let sum = 0;
            for (let k = 0; k < n; k++) sum += M(k, Math.floor(at / n)) * d[k] * M(k, at % n);
            return sum;
          });
          const point = Float64Array.from(place.slice(0, n));
          const b = Array.from(point, (_, i) => point.reduce((s, x, j) => s + A[i * n + j] * x, 0));
          const objective = quadratic([...A], b);
          const widths = new Float64Array(n).fill(10);
          const proof = certify(enclosures(objective), point, A, widths);
          expect(proof.morseIndex).toBe(d.slice(0, n).filter((entry) => entry < 0).length);
          expect(proof.residual).toBe(0);
          expect(proof.radius).toBeLessThan(1e-10);
        },
      ),
      { numRuns: 300 },
    );
  });
  it("proves nothing beside a critical point, or where the Hessian is singular", () => {
    const widths = Float64Array.of(10, 10);
    const enclosed = enclosures(himmelblau);
    const beside = Float64Array.of(3.1, 2);
    const hessian = (himmelblau.hessian as NonNullable<Objective["hessian"]>)(beside);
    const { radius, cover, residual } = certify(enclosed, beside, hessian, widths);
    expect([radius, cover]).toEqual([Infinity, undefined]);
    expect(residual).toBeGreaterThan(1);
    const valley = quadratic([1, 1, 1, 1], [0, 0]);
    const zero = new Float64Array(2);
    const flat = certify(enclosures(valley), zero, Float64Array.of(1, 1, 1, 1), widths);
    expect([flat.radius, flat.morseIndex, flat.residual]).toEqual([Infinity, undefined, 0]);
  });
});

describe("topology", () => {
  const domain = Float64Array.of(-2, 1, -1, 3);
  it("a form with p positive and q negative directions has degree (−1)^q if the point is inside", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: -5, max: 5 }),
        unit,
        unit,
        (p, q, r, s, t) => {
          const determinant = p * r - q * q;
          fc.pre(determinant !== 0);
          const [x, y] = [-3 + 5 * s, -2 + 6 * t];
          fc.pre([x + 2, x - 1, y + 1, y - 3].every((distance) => Math.abs(distance) > 0.01));
          const objective = quadratic([p, q, q, r], [p * x + q * y, q * x + r * y]);
          const isInside = x > -2 && x < 1 && y > -1 && y < 3;
          const test = newtonTest(enclosures(objective));
          expect(boundaryDegree(domain, test)).toBe(isInside ? Math.sign(determinant) : 0);
          if (pointsOutward(domain, test)) expect(isInside && determinant > 0).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
  it("in three variables an outward gradient gives 1, in one the signs at the ends decide", () => {
    const cube = Float64Array.of(-1, 1, -1, 1, -1, 1);
    const bowl = newtonTest(enclosures(quadratic([2, 1, 0, 1, 2, 0, 0, 0, 1], [0, 0, 0])));
    expect([pointsOutward(cube, bowl), boundaryDegree(cube, bowl)]).toEqual([true, 1]);
    const saddle = newtonTest(enclosures(quadratic([2, 0, 0, 0, 2, 0, 0, 0, -1], [0, 0, 0])));
    expect([pointsOutward(cube, saddle), boundaryDegree(cube, saddle)]).toEqual([false, undefined]);
    const line = Float64Array.of(-1, 2);
    for (const [a, b, degree] of [
      [1, 0, 1],
      [-1, 0, -1],
      [1, 5, 0],
      [1, 2, undefined],
    ] as const)
      expect(boundaryDegree(line, newtonTest(enclosures(quadratic([a], [b]))))).toBe(degree);
    const kinked = landscapeFromFunction(3, (a, [x, y, z]) =>
      a.add(a.absolute(x), a.add(a.multiply(y, y), a.multiply(z, z))),
    );
    const test = newtonTest(enclosures(kinked));
    expect([pointsOutward(cube, test), boundaryDegree(cube, test)]).toEqual([true, undefined]);
  });
});

describe("the parts", () => {
  it("inverse times matrix is the identity; singular ones have none", () => {
    const entries = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(entries, ([a, b, c, d, e, f, g, h, i]) => {
        const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
        const matrix = Float64Array.of(a, b, c, d, e, f, g, h, i);
        const made = inverse(matrix, 3);
        if (determinant === 0) return;
        for (let k = 0; k < 9; k++) {
          let sum = 0;
          for (let j = 0; j < 3; j++)
            sum += (made as Float64Array)[3 * Math.floor(k / 3) + j] * matrix[3 * j + (k % 3)];
          expect(sum).toBeCloseTo(k % 4 === 0 ? 1 : 0, 8);
        }
      }),
    );
    expect(inverse(Float64Array.of(1, 2, 2, 4), 2)).toBe(undefined);
    expect(inverse(Float64Array.of(NaN), 1)).toBe(undefined);
  });
  it("boxes are joined where they touch", () => {
    const box = (x: number, y: number, rough = false) => ({
      box: Float64Array.of(x, x + 1, y, y + 1),
      rough,
    });
    const found = clusters(
      [box(5, 5), box(0, 0, true), box(1, 1, true), box(6, 5, true), box(0, 9)],
      new Float64Array(2).fill(0.01),
    );
    expect(found.map(({ region, rough }) => [region, rough])).toEqual([
      [{ lower: [0, 0], upper: [2, 2], boxes: 2 }, true],
      [{ lower: [0, 9], upper: [1, 10], boxes: 1 }, false],
      [{ lower: [5, 5], upper: [7, 6], boxes: 2 }, false],
    ]);
    expect(clusters([], new Float64Array(2))).toEqual([]);
  });
  it("points are in order of loss, symmetric ones in order of place", () => {
    const of = (loss: number, x: number) => ({ loss, point: [x], morseIndex: 0 });
    const list = [of(1 + 1e-15, -1), of(1, 1), of(-5, 3)];
    expect(inOrder(list).map(({ point }) => point[0])).toEqual([3, -1, 1]);
  });
  it("starts fill the box evenly: every cell of a coarse grid has some", () => {
    const counts = new Array(16).fill(0);
    for (const [x, y] of evenStarts(Float64Array.of(-1, 1, 10, 14), 256, 3))
      counts[4 * Math.floor((x + 1) * 2) + Math.floor(y - 10)]++;
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(12);
    expect(Math.max(...counts)).toBeLessThanOrEqual(20);
  });
  it("deflation leads from the same start to another point", () => {
    const box = Float64Array.of(-5, 5, -5, 5);
    const start = Float64Array.of(2.9, 2.2);
    const found: Float64Array[] = [];
    for (let k = 0; k < 4; k++) {
      const { status, point } = newton(himmelblau, start, box, found);
      expect(status).toBe("converged");
      for (const other of found)
        expect(Math.abs(point[0] - other[0]) + Math.abs(point[1] - other[1])).toBeGreaterThan(0.1);
      found.push(point);
    }
  });
});
