import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Isometry, signedPermutation, transformed } from "../../lib/paths/isometry.js";
import { isGroup, symmetrised } from "../../lib/paths/isometryGroup.js";
import type { Path } from "../../lib/paths/path.js";
import { symmetricDistance } from "../../lib/paths/symmetricDistance.js";

const planar = (...points: number[]): Path => ({ points: Float64Array.from(points), dim: 2 });
/** The symmetries of the square. */
const square: Isometry[] = [
  [0, 1],
  [1, 0],
].flatMap((targets) =>
  [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ].map((signs) => signedPermutation(targets, signs)),
);
const [identity] = square;
/** Largest distance at equal index. */
const sup = (p: Path, q: Path): number => {
  let largest = 0;
  for (let i = 0; i < p.points.length; i += 2)
    largest = Math.max(
      largest,
      Math.hypot(p.points[i] - q.points[i], p.points[i + 1] - q.points[i + 1]),
    );
  return largest;
};
const paths = fc
  .array(fc.integer({ min: -9, max: 9 }), { minLength: 6, maxLength: 6 })
  .map((points) => planar(...points));

describe("symmetricDistance", () => {
  it("finds the symmetry that makes two paths one", () => {
    expect(isGroup(square)).toBe(true);
    fc.assert(
      fc.property(paths, fc.nat(7), (p, index) => {
        const image = transformed(p, square[index]);
        const { distance, isometry } = symmetricDistance(image, p, square);
        expect(distance).toBe(0);
        expect(transformed(p, square[isometry]).points).toEqual(image.points);
      }),
    );
  });
  it("is the Fréchet distance when only the identity is given", () => {
    const [p, q] = [planar(0, 0, 1, 0, 1, 0), planar(0, 1, 1, 2)];
    expect(symmetricDistance(p, q, [identity])).toEqual({ distance: 2, isometry: 0 });
  });
  it("over a group is symmetric, invariant, and obeys the triangle inequality", () => {
    fc.assert(
      fc.property(paths, paths, paths, fc.nat(7), (p, q, r, index) => {
        const d = (a: Path, b: Path): number => symmetricDistance(a, b, square, sup).distance;
        expect(d(p, q)).toBe(d(q, p));
        expect(d(p, transformed(q, square[index]))).toBe(d(p, q));
        expect(d(p, r)).toBeLessThanOrEqual(d(p, q) + d(q, r) + 1e-12);
      }),
    );
  });
  it("over other sets is not even symmetric, until they are symmetrised", () => {
    const quarter = signedPermutation([1, 0], [1, -1]);
    const [p, q] = [planar(0, 1), planar(1, 0)];
    expect(symmetricDistance(p, q, [quarter]).distance).toBe(0);
    expect(symmetricDistance(q, p, [quarter]).distance).toBe(2);
    const both = symmetrised([quarter]);
    expect(symmetricDistance(p, q, both)).toEqual({ distance: 0, isometry: 0 });
    expect(symmetricDistance(q, p, both)).toEqual({ distance: 0, isometry: 2 });
  });
  it("takes the first of equally near images, and carries NaN", () => {
    const still = planar(0, 0);
    expect(symmetricDistance(still, still, square)).toEqual({ distance: 0, isometry: 0 });
    expect(symmetricDistance(still, planar(NaN, 0), square)).toEqual({
      distance: NaN,
      isometry: 0,
    });
    const far = planar(Infinity, 0);
    expect(symmetricDistance(still, far, square)).toEqual({ distance: Infinity, isometry: 0 });
  });
  it("refuses no isometries and what is none", () => {
    const p = planar(0, 0);
    expect(() => symmetricDistance(p, p, [])).toThrow("expected at least 1 isometry, got 0");
    const stretched = { matrix: Float64Array.of(2, 0, 0, 1) };
    expect(() => symmetricDistance(p, p, [identity, stretched])).toThrow(
      "symmetricDistance: expected an orthogonal matrix, got rows 0 and 0",
    );
  });
});
