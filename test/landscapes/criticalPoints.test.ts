import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CertifiedCriticalPoint,
  type CriticalPointSearch,
  criticalPoints,
} from "../../lib/landscapes/criticalPoints.js";
import {
  type LossFunction,
  landscapeFromFunction,
} from "../../lib/landscapes/landscapeFromFunction.js";
import type { Box, Objective } from "../../lib/landscapes/objective.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import type { ScalarOperations } from "../../lib/numerics/arithmetic.js";

const cube = (n: number, size: number): Box => ({
  lower: new Array(n).fill(-size),
  upper: new Array(n).fill(size),
});
const square = <T>(a: ScalarOperations<T>, x: T): T => a.multiply(x, x);
const sum = <T>(a: ScalarOperations<T>, terms: readonly T[]): T =>
  terms.reduce((s, t) => a.add(s, t));
const inBox = (n: number, size: number, loss: LossFunction): Objective =>
  landscapeFromFunction(n, loss, { domain: cube(n, size) });

const himmelblauLoss: LossFunction = (a, [x, y]) =>
  a.add(
    square(a, a.subtract(a.add(square(a, x), y), a.from(11))),
    square(a, a.subtract(a.add(x, square(a, y)), a.from(7))),
  );
const himmelblau = inBox(2, 5, himmelblauLoss);
const camel = inBox(2, 5, (a, [x, y]) => {
  const x2 = square(a, x);
  const x4 = square(a, x2);
  return sum(a, [
    a.multiply(a.from(2), x2),
    a.multiply(a.from(-1.05), x4),
    a.divide(a.multiply(x2, x4), a.from(6)),
    a.multiply(x, y),
    square(a, y),
  ]);
});
const mullerBrown = landscapeFromFunction(
  2,
  (ops, [x, y]) => {
    const rows = [
      [-200, -1, 0, -10, 1, 0],
      [-100, -1, 0, -10, 0, 0.5],
      [-170, -6.5, 11, -6.5, -0.5, 1.5],
      [15, 0.7, 0.6, 0.7, -1, 1],
    ];
    return sum(
      ops,
      rows.map((row) => {
        const [A, a, b, c, p, q] = row.map(ops.from);
        const [dx, dy] = [ops.subtract(x, p), ops.subtract(y, q)];
        const cross = ops.multiply(b, ops.multiply(dx, dy));
        const [xx, yy] = [ops.multiply(a, square(ops, dx)), ops.multiply(c, square(ops, dy))];
        return ops.multiply(A, ops.exp(sum(ops, [xx, cross, yy])));
      }),
    );
  },
  { domain: { lower: [-1.5, -0.5], upper: [1.2, 2] } },
);
const rosenbrock = (n: number): Objective =>
  inBox(n, 2, (a, theta) =>
    sum(
      a,
      theta.slice(1).map((next, i) => {
        const valley = square(a, a.subtract(next, square(a, theta[i])));
        return a.add(a.multiply(a.from(100), valley), square(a, a.subtract(a.from(1), theta[i])));
      }),
    ),
  );
const hat = inBox(2, 2, (a, [x, y]) =>
  square(a, a.subtract(a.add(square(a, x), square(a, y)), a.from(1))),
);

const coordinates = (search: CriticalPointSearch): number[][] =>
  search.points.map(({ point }) => [...point]);
const indices = (search: CriticalPointSearch): number[] => search.points.map((p) => p.morseIndex);
const near = (a: readonly number[], b: readonly number[], distance: number): boolean =>
  a.every((x, i) => Math.abs(x - b[i]) <= distance);

describe("the classics, against mpmath", () => {
  interface Golden {
    point: string[];
    loss: string;
    eigenvalues: string[];
    morseIndex: number;
  }
  const golden: Record<string, Golden[]> = JSON.parse(
    readFileSync(new URL("../fixtures/criticalPoints/golden.json", import.meta.url), "utf8"),
  );
  it.each([
    ["himmelblau", himmelblau, 9],
    ["threeHumpCamel", camel, 5],
    ["mullerBrown", mullerBrown, 5],
    ["rosenbrock4", rosenbrock(4), 3],
  ] as const)(
    "%s: all critical points, to the last bits, with proofs",
    (name, objective, count) => {
      const search = criticalPoints(objective);
      expect(search.complete).toBe(true);
      expect(search.points.length).toBe(count);
      expect([search.undecided, search.kinkRegions]).toEqual([[], []]);
      for (const { point, loss, eigenvalues, morseIndex } of golden[name]) {
        const expected = point.map(Number);
        const found = search.points.find((p) =>
          near(p.point, expected, 1e-3),
        ) as CertifiedCriticalPoint;
        // The expected numbers are rounded themselves, by half an ulp.
        const ulp = Math.max(...expected.map(Math.abs)) * 2 ** -53;
        expect(found.certified && near(found.point, expected, found.radius + ulp)).toBe(true);
        expect(near(found.point, expected, 2 * ulp)).toBe(true);
        expect(found.radius).toBeLessThan(1e-12);
        expect(found.residual).toBeLessThan(1e-11);
        expect(found.morseIndex).toBe(morseIndex);
        expect(Math.abs(found.loss - Number(loss))).toBeLessThan(1e-12);
        eigenvalues.forEach((value, i) => {
          expect(Math.abs(found.eigenvalues[i] / Number(value) - 1)).toBeLessThan(1e-10);
        });
      }
    },
  );
  it("Himmelblau: the published minima and maximum, 4 − 4 + 1 = 1", () => {
    const search = criticalPoints(himmelblau);
    expect(indices(search)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2]);
    const published = [
      [-3.77931, -3.283186],
      [-2.805118, 3.131312],
      [3, 2],
      [3.584428, -1.848126],
    ];
    published.forEach((minimum, i) => {
      expect(near(search.points[i].point, minimum, 1.1e-6)).toBe(true);
    });
    expect(near(search.points[8].point, [-0.270845, -0.923039], 1e-6)).toBe(true);
    expect(search.points[2].point).toEqual([3, 2]);
    expect([search.indexSum, search.boundaryDegree, search.outward]).toEqual([1, 1, true]);
  });
  it("Müller–Brown: the published minima, saddles and energies", () => {
    const search = criticalPoints(mullerBrown);
    const published = [
      [-558, 1442, -146.7, 0],
      [623, 28, -108.17, 0],
      [-50, 467, -80.77, 0],
      [212, 293, -72.25, 1],
      [-822, 624, -40.66, 1],
    ];
    published.forEach(([x, y, loss, index], i) => {
      expect(near(search.points[i].point, [x / 1000, y / 1000], 6e-4)).toBe(true);
      expect(search.points[i].loss).toBeCloseTo(loss, 1.9);
      expect(search.points[i].morseIndex).toBe(index);
    });
    expect([search.indexSum, search.boundaryDegree, search.outward]).toEqual([1, 1, true]);
  });
  it("Rosenbrock: one point in two and three variables, two minima from four on", () => {
    expect(coordinates(criticalPoints(rosenbrock(2)))).toEqual([[1, 1]]);
    const three = criticalPoints(rosenbrock(3));
    expect(coordinates(three)).toEqual([[1, 1, 1]]);
    // The gradient does not point outward everywhere: nothing is known of the degree.
    expect([three.complete, three.outward, three.boundaryDegree]).toEqual([true, false, undefined]);
    const four = criticalPoints(rosenbrock(4), { boxes: 0 });
    expect(indices(four)).toEqual([0, 0, 1]);
  });
});

describe("what is known beforehand", () => {
  /** ∏(x − r) integrated, with the roots of the derivative in order. */
  const quarticOf =
    (roots: readonly number[]) =>
    <T>(a: ScalarOperations<T>, x: T): T => {
      const [p, q, r] = roots;
      const coefficients = [-p * q * r, (p * q + p * r + q * r) / 2, -(p + q + r) / 3, 1 / 4];
      return coefficients.reduceRight<T>((s, c) => a.multiply(a.add(s, a.from(c)), x), a.from(0));
    };
  const root = fc.integer({ min: -18, max: 18 }).map((k) => k / 10);
  const roots = fc
    .uniqueArray(root, { minLength: 3, maxLength: 3 })
    .map((list) => list.sort((x, y) => x - y));
  const separable = fc.array(roots, { minLength: 1, maxLength: 3 });
  const expectedOf = (all: readonly number[][]): { point: number[]; index: number }[] =>
    all.reduce<{ point: number[]; index: number }[]>(
      (made, of) =>
        made.flatMap(({ point, index }) =>
          of.map((x, k) => ({ point: [...point, x], index: index + (k === 1 ? 1 : 0) })),
        ),
      [{ point: [], index: 0 }],
    );

  it("separable quartics: 3^n points, minima where all factors have one", () => {
    fc.assert(
      fc.property(separable, (all) => {
        const n = all.length;
        const objective = inBox(n, 2, (a, theta) =>
          sum(
            a,
            theta.map((x, i) => quarticOf(all[i])(a, x)),
          ),
        );
        const search = criticalPoints(objective);
        expect(search.complete && search.outward).toBe(true);
        expect(search.points.length).toBe(3 ** n);
        expect([search.indexSum, search.boundaryDegree]).toEqual([1, 1]);
        for (const { point, index } of expectedOf(all)) {
          const found = search.points.find((p) => near(p.point, point, 1e-9));
          expect([found?.certified, found?.morseIndex]).toEqual([true, index]);
        }
      }),
      { numRuns: 25 },
    );
  });
  it("turned and moved, a landscape has the same points turned and moved", () => {
    const before = criticalPoints(himmelblau);
    const place = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(place, place, place, (angle, p, q) => {
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const turned = landscapeFromFunction(
          2,
          (a, [x, y]) => {
            const [u, v] = [a.subtract(x, a.from(p)), a.subtract(y, a.from(q))];
            const first = a.subtract(a.multiply(a.from(c), u), a.multiply(a.from(s), v));
            const second = a.add(a.multiply(a.from(s), u), a.multiply(a.from(c), v));
            return himmelblauLoss(a, [first, second]);
          },
          { domain: { lower: [p - 7, q - 7], upper: [p + 7, q + 7] } },
        );
        const after = criticalPoints(turned);
        expect([after.complete, after.indexSum, after.boundaryDegree]).toEqual([true, 1, 1]);
        expect(after.points.length).toBe(9);
        for (const { point, morseIndex } of before.points) {
          const moved = [c * point[0] + s * point[1] + p, -s * point[0] + c * point[1] + q];
          const found = after.points.find((other) => near(other.point, moved, 1e-12));
          expect(found?.morseIndex).toBe(morseIndex);
        }
      }),
      { numRuns: 10 },
    );
  });
  it("the unit of length does not matter, over eighteen orders of magnitude", () => {
    for (const scale of [1e-9, 1e-3, 1e4, 1e9]) {
      const scaled = inBox(2, 5 * scale, (a, theta) =>
        himmelblauLoss(
          a,
          theta.map((x) => a.divide(x, a.from(scale))),
        ),
      );
      const search = criticalPoints(scaled);
      expect(search.complete && search.points.every(({ certified }) => certified)).toBe(true);
      expect(indices(search)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2]);
      expect(
        near(search.points[8].point, [-0.270845 * scale, -0.923039 * scale], 1e-6 * scale),
      ).toBe(true);
    }
  });
  it("Rastrigin's function has 21 × 21 points, one more minimum than maxima a variable", () => {
    const search = criticalPoints(
      inBox(2, 5.12, (a, theta) =>
        sum(
          a,
          theta.map((x) => {
            const turns = a.multiply(a.from(2 * Math.PI), x);
            return a.subtract(square(a, x), a.multiply(a.from(10), a.cos(turns)));
          }),
        ),
      ),
    );
    expect([search.complete, search.boundaryDegree, search.indexSum]).toEqual([true, 1, 1]);
    const counts = [0, 1, 2].map((index) => indices(search).filter((i) => i === index).length);
    expect(counts).toEqual([11 * 11, 2 * 11 * 10, 10 * 10]);
    expect(search.points[0].point).toEqual([0, 0]);
  });
  it("two points 2·10⁻⁶ apart are two, and none are none", () => {
    const cubic = (c: number): Objective =>
      inBox(1, 1, (a, [x]) =>
        a.subtract(a.divide(a.multiply(square(a, x), x), a.from(3)), a.multiply(a.from(c), x)),
      );
    expect(criticalPoints(cubic(1e-12)).complete).toBe(false);
    const two = criticalPoints(cubic(1e-12), { resolution: 1e-9 });
    expect(two.complete).toBe(true);
    expect(coordinates(two).flat().sort()).toEqual([
      expect.closeTo(-1e-6, 18),
      expect.closeTo(1e-6, 18),
    ]);
    const none = criticalPoints(cubic(-1e-12));
    expect([none.complete, none.points.length, none.boundaryDegree]).toEqual([true, 0, 0]);
  });
});

describe("kinks", () => {
  it("Two Valleys: its two minima, and a neighbourhood of the ridge's lowest point", () => {
    const search = criticalPoints(twoValleys);
    expect(coordinates(search)).toEqual([
      [-1, 0],
      [1, 0],
    ]);
    expect(indices(search)).toEqual([0, 0]);
    expect([search.complete, search.outward, search.indexSum]).toEqual([true, true, 2]);
    expect(search.boundaryDegree).toBe(undefined); // the ridge meets the boundary
    expect(search.kinkRegions.length).toBe(1);
    const [{ lower, upper }] = search.kinkRegions;
    expect(near(lower, [0, 0], 1e-5) && near(upper, [0, 0], 1e-5)).toBe(true);
    expect(Math.max(...lower)).toBeLessThan(0);
    expect(Math.min(...upper)).toBeGreaterThan(0);
  });
  it("a minimum at a kink is no smooth point, a kink elsewhere costs nothing", () => {
    const search = criticalPoints(inBox(2, 2, (a, [x, y]) => a.add(a.absolute(x), square(a, y))));
    expect([search.points.length, search.complete, search.kinkRegions.length]).toEqual([
      0,
      true,
      1,
    ]);
    const shifted = inBox(2, 2, (a, [x, y]) =>
      a.add(square(a, a.subtract(x, a.from(1))), a.add(a.absolute(x), square(a, y))),
    );
    const smooth = criticalPoints(shifted);
    expect(coordinates(smooth)).toEqual([[0.5, 0]]);
    expect([smooth.complete, smooth.kinkRegions]).toEqual([true, []]);
  });
  it("what touches a kink is not certified, though the gradient is 0 on both sides", () => {
    const search = criticalPoints(inBox(1, 2, (a, [x]) => a.multiply(x, a.absolute(x))));
    expect(search.points.every(({ certified }) => !certified)).toBe(true);
    expect([search.indexSum, search.complete, search.kinkRegions.length]).toEqual([0, true, 1]);
  });
  it("a pole is left as a kink, beside what is found", () => {
    const pole = landscapeFromFunction(1, (a, [x]) => a.add(x, a.divide(a.from(1), x)));
    const search = criticalPoints(pole, { domain: { lower: [-3], upper: [2.5] } });
    expect(coordinates(search)).toEqual([[-1], [1]]);
    expect(indices(search)).toEqual([1, 0]);
    for (const { lower, upper } of search.kinkRegions)
      expect(near(lower, [0], 1e-5) && near(upper, [0], 1e-5)).toBe(true);
  });
});

describe("what cannot be proved is not claimed", () => {
  const x4 = <T>(a: ScalarOperations<T>, x: T): T => square(a, square(a, x));
  it.each([
    [
      "a monkey saddle",
      (a, [x, y]) =>
        a.subtract(a.multiply(square(a, x), x), a.multiply(a.from(3), a.multiply(x, square(a, y)))),
      -2,
    ],
    ["x⁴ + y⁴", (a, [x, y]) => a.add(x4(a, x), x4(a, y)), 1],
  ] as [string, LossFunction, number][])("%s has a degenerate point", (_, loss, degree) => {
    const search = criticalPoints(inBox(2, 1, loss));
    expect(search.points.length).toBe(1);
    const [{ point, certified, degenerate, radius }] = search.points;
    expect(near(point, [0, 0], 1e-9)).toBe(true);
    expect([certified, degenerate, radius]).toEqual([false, true, Infinity]);
    expect([search.complete, search.indexSum, search.undecided.length]).toEqual([false, 0, 1]);
    expect(search.boundaryDegree).toBe(degree);
  });
  it("a ring of minima is one region around a certified maximum", () => {
    const search = criticalPoints(hat, { boxes: 3000 });
    expect(search.complete).toBe(false);
    expect(search.points.map(({ certified, degenerate }) => [certified, degenerate])).toEqual([
      [false, true],
      [true, false],
    ]);
    const [onRing, centre] = search.points;
    expect(Math.abs(onRing.point[0] ** 2 + onRing.point[1] ** 2 - 1)).toBeLessThan(1e-9);
    expect([centre.point, centre.morseIndex]).toEqual([[0, 0], 2]);
    expect(search.undecided.length).toBe(1);
    expect(search.boxes).toBe(3000);
  });
  it("a search that may look at few boxes leaves the rest", () => {
    const none = criticalPoints(himmelblau, { boxes: 0 });
    expect([none.complete, none.boxes, none.points.length]).toEqual([false, 0, 9]);
    expect(none.undecided).toEqual([{ lower: [-5, -5], upper: [5, 5], boxes: 1 }]);
    const few = criticalPoints(mullerBrown, { boxes: 100 });
    expect(few.complete).toBe(false);
    expect(few.boxes).toBe(100);
  });
});

describe("the search", () => {
  it("finds by itself what no start led to", () => {
    const all = coordinates(criticalPoints(mullerBrown)).map(String).sort();
    const search = criticalPoints(mullerBrown, { starts: 0 });
    expect(coordinates(search).map(String).sort()).toEqual(all);
    expect([search.complete, search.starts.converged]).toEqual([true, 0]);
  });
  it("is the same every time, and its points do not depend on the seed", () => {
    const search = criticalPoints(camel);
    expect(criticalPoints(camel)).toEqual(search);
    const other = criticalPoints(camel, { seed: 7, starts: 5 });
    expect(other.points).toEqual(search.points);
  });
  it("runs on derivatives without tapes alike", () => {
    const { tapes: _, hessian: __, ...plain } = himmelblau;
    const search = criticalPoints(plain as Objective);
    expect(search.complete).toBe(true);
    expect(coordinates(search)).toEqual(coordinates(criticalPoints(himmelblau)));
    const { tapes: ___, ...valleys } = twoValleys;
    expect(criticalPoints(valleys as Objective).kinkRegions.length).toBe(1);
  });
  it("marks a point on the boundary, where inside cannot be told from outside", () => {
    const bowl = inBox(2, 1, (a, [x, y]) =>
      a.add(square(a, a.subtract(x, a.from(0.3))), square(a, y)),
    );
    const on = (upper: number): CriticalPointSearch =>
      criticalPoints(bowl, { domain: { lower: [-1, -1], upper: [upper, 1] } });
    expect(on(0.3).points.map(({ onBoundary }) => onBoundary)).toEqual([true]);
    expect(on(0.3).boundaryDegree).toBe(undefined);
    expect(on(0.3 + 1e-9).points.map(({ onBoundary }) => onBoundary)).toEqual([false]);
    const outside = on(0.3 - 1e-9);
    expect([outside.points, outside.complete, outside.boundaryDegree]).toEqual([[], true, 0]);
    expect(outside.outward).toBe(false);
  });
  it("records starts at which the loss is not finite", () => {
    const domain = { lower: [-2], upper: [3] };
    const falling = landscapeFromFunction(1, (a, [x]) => a.subtract(x, a.log(x)));
    const search = criticalPoints(falling, { domain, guesses: [[-1], [0.5]] });
    expect(search.starts.notFinite).toBeGreaterThan(0);
    expect([coordinates(search), search.complete]).toEqual([[[1]], true]);
    // The derivative of x + log x is 0 at −1, where there is no loss.
    const rising = landscapeFromFunction(1, (a, [x]) => a.add(x, a.log(x)));
    for (const objective of [rising, { ...rising, tapes: undefined }]) {
      const none = criticalPoints(objective, { domain });
      expect(none.points).toEqual([]);
      expect(none.kinkRegions.some(({ lower }) => near(lower, [-1], 1e-4))).toBe(true);
    }
  });
  it("the degree of Re z^(k+1) is −k, around a point or around none", () => {
    const power = (k: number, shift: number): Objective =>
      inBox(2, 1, (a, [x, y]) => {
        const real = a.subtract(x, a.from(shift));
        let [re, im] = [real, y];
        for (let i = 0; i < k; i++)
          [re, im] = [
            a.subtract(a.multiply(re, real), a.multiply(im, y)),
            a.add(a.multiply(re, y), a.multiply(im, real)),
          ];
        return re;
      });
    for (const k of [1, 2, 3, 4]) {
      expect(criticalPoints(power(k, 0.2), { boxes: 50, starts: 1 }).boundaryDegree).toBe(-k);
      expect(criticalPoints(power(k, 3), { starts: 1 }).boundaryDegree).toBe(0);
    }
  });
});

describe("refusals", () => {
  const bowl = landscapeFromFunction(2, (a, [x, y]) => a.add(square(a, x), square(a, y)));
  const domain = cube(2, 1);
  it.each([
    [{}, "expected a domain, landscape has none"],
    [{ domain: cube(3, 1) }, "expected a domain of 2 dimensions, got 3"],
    [
      { domain: { lower: [0, 1], upper: [1, 1] } },
      "expected finite bounds in order, got 1 and 1 at 1",
    ],
    [{ domain: { lower: [0, 0], upper: [1, Infinity] } }, "expected finite bounds in order"],
    [{ domain, guesses: [[0]] }, "expected guesses of 2 coordinates, got 1"],
    [{ domain, guesses: [[0, 2]] }, "expected guesses in the domain, got coordinate 1 = 2"],
    [{ domain, guesses: [[0, NaN]] }, "got coordinate 1 = NaN"],
    [{ domain, starts: -1 }, "starts must be an integer >= 0, got -1"],
    [{ domain, boxes: 0.5 }, "boxes must be an integer >= 0, got 0.5"],
    [{ domain, resolution: 0 }, "resolution must be in (0, 1), got 0"],
    [{ domain, seed: -1 }, "seed must be a safe integer >= 0"],
    [{ domain, start: 3 }, 'there is no option "start"'],
  ])("%j", (options, message) => {
    expect(() => criticalPoints(bowl, options as object)).toThrow(message);
  });
  it("an objective without derivatives in any arithmetic, or one that looks at values", () => {
    const { gradientOver: _, tapes: __, ...bare } = bowl;
    expect(() => criticalPoints(bare as Objective, { domain })).toThrow(
      "expected derivatives in any arithmetic (gradientOver, hessianOver), landscape has none",
    );
    const { tapes: ___, ...branching } = {
      ...bowl,
      gradientOver: <T>(ops: ScalarOperations<T>, theta: readonly T[]): T[] =>
        theta.map((x) => (ops.less(x, ops.from(0)) ? x : x)),
    };
    expect(() => criticalPoints(branching as Objective, { domain })).toThrow("look at values");
  });
});

describe("Where a loss is undefined", () => {
  it("nothing is proved, also where the derivative does not show it: 0·√x, 0/√x", () => {
    const domain = { lower: [-1], upper: [1] };
    for (const quotient of [false, true]) {
      const loss: LossFunction = (a, [x]) => {
        const moved = a.add(x, a.from(0.5));
        const root = a.squareRoot(x);
        const nothing = quotient ? a.divide(a.from(0), root) : a.multiply(a.from(0), root);
        return a.add(a.multiply(moved, moved), nothing);
      };
      const found = criticalPoints(landscapeFromFunction(1, loss), { domain });
      expect(found.points.filter(({ certified }) => certified)).toEqual([]);
      expect(found.boundaryDegree).toBeUndefined();
    }
  });
});
