import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Isometry,
  requireIsometry,
  signedPermutation,
  transformed,
} from "../../lib/paths/isometry.js";
import { isGroup, symmetrised } from "../../lib/paths/isometryGroup.js";
import type { Path } from "../../lib/paths/path.js";

const planar = (...points: number[]): Path => ({ points: Float64Array.from(points), dim: 2 });
const rotation = (angle: number, translation?: number[]): Isometry => ({
  matrix: Float64Array.of(Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle)),
  ...(translation && { translation: Float64Array.from(translation) }),
});
const identity = signedPermutation([0, 1], [1, 1]);

/** The symmetries of H hidden tanh units with in + 1 weights in and 1 out: H!·2^H. */
function hiddenUnitSymmetries(hidden: number, inputs: number): Isometry[] {
  const unit = inputs + 2;
  const orders: number[][] = [[]];
  for (let n = 0; n < hidden; n++)
    orders.push(
      ...orders
        .splice(0)
        .flatMap((order) =>
          Array.from({ length: n + 1 }, (_, at) => [...order.slice(0, at), n, ...order.slice(at)]),
        ),
    );
  return orders.flatMap((order) =>
    Array.from({ length: 2 ** hidden }, (_, flips) => {
      const targets = order.flatMap((to) => Array.from({ length: unit }, (_, i) => to * unit + i));
      const signs = order.flatMap((_, h) =>
        new Array<number>(unit).fill((flips >> h) & 1 ? -1 : 1),
      );
      return signedPermutation([...targets, hidden * unit], [...signs, 1]);
    }),
  );
}

describe("transformed", () => {
  it("turns a quarter", () => {
    const quarter = signedPermutation([1, 0], [1, -1]);
    expect(transformed(planar(3, 4, 1, -2), quarter).points).toEqual(Float64Array.of(-4, 3, 2, 1));
  });
  it("rotates, then translates", () => {
    const { points } = transformed(planar(1, 2), rotation(Math.PI / 6, [10, 20]));
    expect(points[0]).toBeCloseTo(10 + Math.sqrt(0.75) - 1, 14);
    expect(points[1]).toBeCloseTo(20 + 0.5 + 2 * Math.sqrt(0.75), 14);
  });
  it("by a signed permutation only moves bits: −0, NaN, infinities, subnormal numbers", () => {
    const odd = [-0, NaN, Infinity, -Infinity, 5e-324, 0.1, -1e308];
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }),
        fc.array(fc.constantFrom(1, -1), { minLength: 7, maxLength: 7 }),
        (targets, signs) => {
          const path = { points: Float64Array.from([...odd, ...odd]), dim: 7 };
          const { points } = transformed(path, signedPermutation(targets, signs));
          odd.forEach((value, i) => {
            expect(points[targets[i]]).toBe(signs[i] * value);
            expect(points[7 + targets[i]]).toBe(signs[i] * value);
          });
        },
      ),
    );
  });
  it("keeps a path of no vertices, and refuses sizes that do not fit", () => {
    expect(transformed(planar(), identity).points.length).toBe(0);
    expect(() => transformed(planar(1, 2), { matrix: Float64Array.of(1) })).toThrow(
      "transformed: expected an isometry of 2 × 2 entries, got 1",
    );
    const translation = new Float64Array(3);
    expect(() => transformed(planar(1, 2), { ...identity, translation })).toThrow(
      "transformed: expected a translation of 2 coordinates, got 3",
    );
  });
});

describe("signedPermutation", () => {
  it("refuses what is none", () => {
    expect(() => signedPermutation([0, 0], [1, 1])).toThrow("each target 0 … 1 once, got 0 at 1");
    expect(() => signedPermutation([0, 2], [1, 1])).toThrow("got 2 at 1");
    expect(() => signedPermutation([0, 0.5], [1, 1])).toThrow("got 0.5 at 1");
    expect(() => signedPermutation([0, 1], [1, 0])).toThrow("a sign 1 or -1, got 0 at 1");
    expect(() => signedPermutation([0, 1], [1])).toThrow("got 1 and 2");
    expect(() => signedPermutation([], [])).toThrow("at least 1, got 0 and 0");
  });
});

describe("requireIsometry", () => {
  it("accepts rotations, reflections, signed permutations", () => {
    for (const isometry of [
      rotation(1),
      rotation(-2.5, [3, 4]),
      signedPermutation([1, 0], [1, -1]),
    ])
      requireIsometry(isometry, 2, "here");
  });
  it("says where a matrix fails", () => {
    const bent = { matrix: Float64Array.of(1, 0, 1e-6, 1) };
    expect(() => requireIsometry(bent, 2, "here")).toThrow(
      "here: expected an orthogonal matrix, got rows 1 and 0 with product 0.000001, not 0",
    );
    const long = { matrix: Float64Array.of(1, 0, 0, 2) };
    expect(() => requireIsometry(long, 2, "here")).toThrow("rows 1 and 1 with product 4, not 1");
    const broken = { matrix: Float64Array.of(1, 0, NaN, 1) };
    expect(() => requireIsometry(broken, 2, "here")).toThrow("got NaN at (1, 0)");
    const adrift = { ...identity, translation: Float64Array.of(0, Infinity) };
    expect(() => requireIsometry(adrift, 2, "here")).toThrow("got Infinity at 1");
    expect(() => requireIsometry({} as Isometry, 2, "here")).toThrow(TypeError);
  });
});

describe("isGroup", () => {
  const turns = [0, 1, 2, 3, 4].map((k) => rotation((2 * Math.PI * k) / 5));
  it("knows cyclic groups, with and without a centre elsewhere", () => {
    expect(isGroup(turns)).toBe(true);
    expect(isGroup(turns.slice(0, 4))).toBe(false);
    const pointReflection = { ...rotation(Math.PI), translation: Float64Array.of(2e6, -4) };
    expect(isGroup([identity, pointReflection])).toBe(true);
    expect(isGroup([pointReflection])).toBe(false);
    expect(isGroup([identity, rotation(0, [1, 0])])).toBe(false);
  });
  it("knows the 8 and 48 symmetries of the small networks", () => {
    const [small, large] = [hiddenUnitSymmetries(2, 2), hiddenUnitSymmetries(3, 2)];
    expect([small.length, small[0].matrix.length]).toEqual([8, 81]);
    expect([large.length, large[0].matrix.length]).toEqual([48, 169]);
    expect(isGroup(small)).toBe(true);
    expect(isGroup(large)).toBe(true);
    expect(isGroup(large.slice(1))).toBe(false);
  });
  it("refuses no isometries, no isometry, and different spaces", () => {
    expect(() => isGroup([])).toThrow("isGroup: expected at least 1 isometry, got 0");
    expect(() => isGroup([{ matrix: Float64Array.of(2) }])).toThrow("isGroup: expected an orthog");
    expect(() => isGroup([identity, signedPermutation([0], [1])])).toThrow("isGroup: expected an");
  });
});

describe("symmetrised", () => {
  it("adds the identity and the missing inverses, and keeps the indices", () => {
    const eighth = rotation(Math.PI / 4, [1, 2]);
    const all = symmetrised([eighth]);
    expect(all.length).toBe(3);
    expect(all[0]).toBe(eighth);
    const path = planar(3, 4, -1, 7);
    const back = transformed(transformed(path, eighth), all[2]);
    for (let k = 0; k < 4; k++) expect(back.points[k]).toBeCloseTo(path.points[k], 14);
  });
  it("leaves a group as it is", () => {
    const group = hiddenUnitSymmetries(2, 2);
    expect(symmetrised(group)).toEqual(group);
  });
});
