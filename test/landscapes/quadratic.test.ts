import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { quadratic } from "../../lib/landscapes/quadratic.js";
import { expectDerivatives, hessianAt, steps } from "./byHand.js";

const spectrum = [3, -1, 0.25, 10, 0, 1];
const centre = [1, -2, 0.5, 0, 3, -1];

/** Eigenvalues and orthonormal eigenvectors of the Hessian, by ml-matrix. */
function eigensystem(objective: ReturnType<typeof quadratic>): {
  values: number[];
  vectors: number[][];
} {
  const n = objective.dimension;
  const H = hessianAt(objective, new Array(n).fill(0));
  const rows = Array.from({ length: n }, (_, i) => [...H.subarray(i * n, i * n + n)]);
  const evd = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  const vectors = evd.eigenvectorMatrix.transpose().to2DArray();
  return { values: evd.realEigenvalues, vectors };
}

describe("quadratic", () => {
  it("is half the sum of λ_i d_i² along the axes", () => {
    const axes = quadratic(spectrum, { centre });
    expect(axes.name).toBe("quadratic(3,-1,0.25,10,0,1)");
    expectDerivatives(
      axes,
      {
        loss: (t) => spectrum.reduce((s, value, i) => s + (value / 2) * (t[i] - centre[i]) ** 2, 0),
        gradient: (t) => spectrum.map((value, i) => value * (t[i] - centre[i])),
        hessian: () =>
          spectrum.flatMap((value, i) => spectrum.map((_, j) => (i === j ? value : 0))),
      },
      10,
    );
  });
  it("keeps its spectrum and its centre under a rotation", () => {
    const turned = quadratic(spectrum, { rotation: 7, centre });
    const { values } = eigensystem(turned);
    [...spectrum]
      .sort((p, q) => p - q)
      .forEach((value, i) => {
        expect(values[i]).toBeCloseTo(value, 13);
      });
    expect([...turned.gradient(Float64Array.from(centre))].map(Math.abs)).toEqual(
      centre.map(() => 0),
    );
    const H = [...hessianAt(turned, centre)];
    expectDerivatives(
      turned,
      {
        loss: (t) =>
          dot(
            t.map((x, i) => x - centre[i]),
            times(H, t),
          ) / 2,
        gradient: (t) => times(H, t),
        hessian: () => H,
      },
      10,
    );
  });
  it("is solved in closed form: θ_T = c + Σ (1 − ηλ_i)^T (q_i·(θ_0 − c)) q_i", () => {
    for (const options of [{ centre }, { centre, rotation: 1 }, { centre, rotation: 2 ** 40 }]) {
      const objective = quadratic(spectrum, options);
      const { values, vectors } = eigensystem(objective);
      const start = [0, 1, 2, -1, 2, 1];
      const learningRate = 0.1;
      let step = 0;
      for (const theta of steps(objective, start, learningRate, 50)) {
        const solved = [...centre];
        values.forEach((value, i) => {
          const from = start.map((x, j) => x - centre[j]);
          const along = (1 - learningRate * value) ** step * dot(vectors[i], from);
          vectors[i].forEach((q, j) => {
            solved[j] += along * q;
          });
        });
        // the component along λ = −1 has grown by 1.1^T
        const size = 10 * 1.1 ** step;
        theta.forEach((value, j) => {
          expect(Math.abs(value - solved[j])).toBeLessThan(1e-14 * size * (step + 1));
        });
        step++;
      }
      expect(step).toBe(51);
    }
  });
  it("has one critical point, of the index of its spectrum, unless an eigenvalue is 0", () => {
    const kinds = [
      [[1, 10], 0, "minimum"],
      [[10, -1], 1, "saddle"],
      [[-2, -1], 2, "maximum"],
    ] as const;
    for (const [values, morseIndex, name] of kinds) {
      const { criticalPoints } = quadratic(values, { centre: [1, 2], rotation: 3 });
      const eigenvalues = [...values].sort((p, q) => p - q);
      expect(criticalPoints).toEqual([{ point: [1, 2], loss: 0, morseIndex, eigenvalues, name }]);
    }
    expect(quadratic([1, 0]).criticalPoints).toBeUndefined();
    expect(quadratic([0]).loss(Float64Array.of(5))).toBe(0);
  });
  it("has another rotation for each seed, always the same", () => {
    const H = (seed: number): number[] => [
      ...hessianAt(quadratic([1, 2], { rotation: seed }), [0, 0]),
    ];
    expect(H(1)).not.toEqual(H(2));
    const pinned = [
      1.9976870285901518, -0.0480377099069686, -0.0480377099069686, 1.0023129714098489,
    ];
    H(1).forEach((value, k) => {
      expect(value).toBeCloseTo(pinned[k], 14);
    });
  });
  it("turns uniformly: the first axis points anywhere on the circle", () => {
    // in the plane q_1 = ±(cos φ, sin φ); the Hessian of λ = (1, 0) is q_1 q_1ᵀ, whose mean over
    // a uniform φ is ½ I and whose entries have variance 1/8
    const count = 400;
    const sums = [0, 0, 0, 0];
    for (let seed = 0; seed < count; seed++)
      hessianAt(quadratic([1, 0], { rotation: seed }), [0, 0]).forEach((value, k) => {
        sums[k] += value / count;
      });
    const error = 4 * Math.sqrt(1 / 8 / count);
    [0.5, 0, 0, 0.5].forEach((mean, k) => {
      expect(Math.abs(sums[k] - mean)).toBeLessThan(error);
    });
  });
  it("is named by its spectrum, or as told", () => {
    expect(quadratic([1, 10]).name).toBe("quadratic(1,10)");
    expect(quadratic(new Array(9).fill(1)).name).toBe("quadratic(n=9)");
    expect(quadratic([1], { name: "bowl" }).name).toBe("bowl");
  });
  it("refuses what is no quadratic", () => {
    expect(() => quadratic([])).toThrow(
      "quadratic: expected one or more finite eigenvalues, got ()",
    );
    expect(() => quadratic([1, NaN])).toThrow("got (1,NaN)");
    expect(() => quadratic([1, 2], { centre: [0] })).toThrow(
      "quadratic: expected a centre of 2 finite numbers, got (0)",
    );
    expect(() => quadratic([1, 2], { rotation: -1 })).toThrow(RangeError);
    expect(() => quadratic([1, 2], { center: [0, 0] } as object)).toThrow(
      'quadratic: there is no option "center"',
    );
  });
});

const dot = (p: readonly number[], q: readonly number[]): number =>
  p.reduce((total, value, i) => total + value * q[i], 0);

/** H (θ − c) */
const times = (H: readonly number[], theta: readonly number[]): number[] =>
  theta.map((_, i) =>
    dot(
      H.slice(6 * i, 6 * i + 6),
      theta.map((x, j) => x - centre[j]),
    ),
  );
