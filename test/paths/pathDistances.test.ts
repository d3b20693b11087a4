import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { discreteFrechet } from "../../lib/paths/discreteFrechet.js";
import { discreteFrechetWithin } from "../../lib/paths/discreteFrechetWithin.js";
import { dynamicTimeWarping, warpingCoupling } from "../../lib/paths/dynamicTimeWarping.js";
import { endPointDistance } from "../../lib/paths/endPointDistance.js";
import { frechetCoupling } from "../../lib/paths/frechetCoupling.js";
import type { Path } from "../../lib/paths/path.js";

const path = (dim: number, ...points: number[]): Path => ({
  points: Float64Array.from(points),
  dim,
});
const line = (...points: number[]): Path => path(1, ...points);
const rows = ({ points, dim }: Path): number[][] =>
  Array.from({ length: points.length / dim }, (_, i) => [...points.slice(i * dim, (i + 1) * dim)]);
const distances = [discreteFrechet, dynamicTimeWarping, endPointDistance];

/** ‖a − b‖, summed in order. */
const apart = (a: number[], b: number[]): number =>
  Math.sqrt(a.reduce((sum, x, k) => sum + (x - b[k]) * (x - b[k]), 0));

/** Distances along every coupling of p and q, by recursion over all of them. */
function couplings(p: number[][], q: number[][]): number[][] {
  const found: number[][] = [];
  const extend = (i: number, j: number, before: number[]): void => {
    if (i >= p.length || j >= q.length) return;
    const here = [...before, apart(p[i], q[j])];
    if (i === p.length - 1 && j === q.length - 1) found.push(here);
    for (const [di, dj] of [
      [1, 0],
      [0, 1],
      [1, 1],
    ])
      extend(i + di, j + dj, here);
  };
  extend(0, 0, []);
  return found;
}

/** Paths of 1 to `most` vertices in one space, `count` of them. */
const paths = (count: number, most: number, coordinate: fc.Arbitrary<number>) =>
  fc.integer({ min: 1, max: 4 }).chain((dim) =>
    fc.array(
      fc
        .integer({ min: 1, max: most })
        .chain((m) => fc.array(coordinate, { minLength: m * dim, maxLength: m * dim }))
        .map((points) => path(dim, ...points)),
      { minLength: count, maxLength: count },
    ),
  );
/** Multiples of 2⁻²⁰: squares of their differences are in range. */
const real = fc.integer({ min: -1e8, max: 1e8 }).map((x) => x * 2 ** -20);
const small = fc.integer({ min: -3, max: 3 });

interface Golden {
  dim: number;
  p: number[];
  q: number[];
  frechetSquared: number;
  warping: number;
}
const golden = JSON.parse(
  readFileSync(new URL("../fixtures/paths/pathDistances.json", import.meta.url), "utf8"),
) as Golden[];

describe("the distances of paths", () => {
  it("are what one reads off a drawing", () => {
    const low = path(2, 0, 0, 1, 0, 2, 0);
    const high = path(2, 0, 1, 1, 1, 2, 1);
    expect(distances.map((distance) => distance(low, high))).toEqual([1, 3, 1]);
    const detour = path(2, 0, 0, 1, 3, 2, 0);
    expect(distances.map((distance) => distance(low, detour))).toEqual([3, 3, 0]);
    const back = path(2, 0, 0, 2, 0, 1, 0, 3, 0);
    const straight = path(2, 0, 0, 1, 0, 2, 0, 3, 0);
    expect(discreteFrechet(back, straight)).toBe(1); // rest at 1 or 2 while the other goes back
  });
  it("tell a path from its reverse, where the set of its points cannot", () => {
    expect(discreteFrechet(line(0, 9), line(9, 0))).toBe(9);
  });
  it("are the least over all couplings, by the definition", () => {
    fc.assert(
      fc.property(paths(2, 5, real), ([p, q]) => {
        const all = couplings(rows(p), rows(q));
        const frechet = Math.min(...all.map((leash) => Math.max(...leash)));
        const sums = all.map((leash) => leash.reduce((sum, d) => sum + d, 0));
        expect(discreteFrechet(p, q)).toBe(frechet);
        expect(dynamicTimeWarping(p, q)).toBe(Math.min(...sums));
      }),
      { numRuns: 150 },
    );
  });
  it("agree with exact arithmetic, the square of Fréchet's being an integer", () => {
    for (const { dim, p, q, frechetSquared, warping } of golden) {
      const [one, other] = [path(dim, ...p), path(dim, ...q)];
      expect(discreteFrechet(one, other)).toBe(Math.sqrt(frechetSquared));
      expect(discreteFrechetWithin(one, other, Math.sqrt(frechetSquared))).toBe(true);
      expect(dynamicTimeWarping(one, other)).toBeCloseTo(warping, 9 - Math.log10(warping + 1));
    }
    expect(golden.length).toBe(12);
  });
  it("are symmetric, 0 from a path to itself; Fréchet and end points obey the triangle", () => {
    fc.assert(
      fc.property(paths(3, 12, real), ([p, q, r]) => {
        for (const distance of distances) {
          expect(distance(p, q)).toBe(distance(q, p));
          expect(distance(p, p)).toBe(0);
        }
        for (const distance of [discreteFrechet, endPointDistance])
          expect(distance(p, r)).toBeLessThanOrEqual(
            (distance(p, q) + distance(q, r)) * (1 + 1e-14),
          );
        expect(endPointDistance(p, q)).toBeLessThanOrEqual(discreteFrechet(p, q));
        expect(discreteFrechet(p, q)).toBeLessThanOrEqual(dynamicTimeWarping(p, q));
      }),
    );
  });
  it("warping breaks the triangle inequality: it is no metric", () => {
    const [p, q, r] = [line(0, 0, 0), line(0, 1), line(1, 1, 1)];
    expect(dynamicTimeWarping(p, q)).toBe(1);
    expect(dynamicTimeWarping(q, r)).toBe(1);
    expect(dynamicTimeWarping(p, r)).toBe(3);
  });
  it("Fréchet's does not see vertices that are repeated", () => {
    const repeats = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(paths(2, 12, real), repeats, ([p, q], times) => {
        const rested = rows(p).flatMap((row, i) => Array.from({ length: times[i] }, () => row));
        expect(discreteFrechet(path(p.dim, ...rested.flat()), q)).toBe(discreteFrechet(p, q));
      }),
    );
    expect(dynamicTimeWarping(line(1, 1), line(0))).toBe(2);
  });
  it("are those of the moved paths, within rounding", () => {
    const [c, s] = [0.6, 0.8];
    const moved = (p: Path): Path =>
      path(2, ...rows(p).flatMap(([x, y]) => [c * x - s * y + 7, s * x + c * y - 2]));
    fc.assert(
      fc.property(paths(2, 12, real), (found) => {
        const [p, q] = found.map((each) => path(2, ...rows(each).flatMap(([x, y]) => [x, y ?? 0])));
        for (const distance of distances)
          expect(Math.abs(distance(moved(p), moved(q)) - distance(p, q))).toBeLessThan(1e-11);
      }),
    );
  });
  it("a leash is long enough exactly from the distance on", () => {
    fc.assert(
      fc.property(paths(2, 14, fc.oneof(real, small)), ([p, q]) => {
        const distance = discreteFrechet(p, q);
        for (const [a, b] of [
          [p, q],
          [q, p],
        ]) {
          expect(discreteFrechetWithin(a, b, distance)).toBe(true);
          if (distance > 0)
            expect(discreteFrechetWithin(a, b, distance * (1 - 2 ** -53))).toBe(false);
        }
        expect(discreteFrechetWithin(p, q, distance / 2)).toBe(distance === 0);
      }),
    );
  });
});

describe("the couplings", () => {
  it("go on by 0 or 1 from end to end, and attain the distance where they say", () => {
    fc.assert(
      fc.property(paths(2, 14, fc.oneof(real, small)), ([p, q]) => {
        const frechet = frechetCoupling(p, q);
        const warping = warpingCoupling(p, q);
        expect(frechet.distance).toBe(discreteFrechet(p, q));
        expect(warping.distance).toBe(dynamicTimeWarping(p, q));
        const [a, b] = [rows(p), rows(q)];
        for (const { pairs } of [frechet, warping]) {
          expect([...pairs.slice(0, 2)]).toEqual([0, 0]);
          expect([...pairs.slice(-2)]).toEqual([a.length - 1, b.length - 1]);
          for (let t = 2; t < pairs.length; t += 2) {
            const [di, dj] = [pairs[t] - pairs[t - 2], pairs[t + 1] - pairs[t - 1]];
            expect([di, dj].every((d) => d === 0 || d === 1) && di + dj > 0).toBe(true);
          }
        }
        const along = (pairs: Uint32Array): number[] =>
          Array.from({ length: pairs.length / 2 }, (_, t) =>
            apart(a[pairs[2 * t]], b[pairs[2 * t + 1]]),
          );
        const leashes = along(frechet.pairs);
        expect(Math.max(...leashes)).toBe(frechet.distance);
        expect(leashes.indexOf(frechet.distance)).toBe(frechet.tightest);
        expect(along(warping.pairs).reduce((sum, d) => sum + d, 0)).toBe(warping.distance);
      }),
    );
  });
  it("are those of the drawing", () => {
    const { pairs, tightest } = frechetCoupling(line(0, 5, 9), line(0, 9));
    expect([...pairs]).toEqual([0, 0, 1, 1, 2, 1]);
    expect(tightest).toBe(1);
  });
});

describe("out of the ordinary", () => {
  it("NaN anywhere makes every distance NaN, and no leash long enough", () => {
    for (const bad of [line(NaN, 1, 2), line(0, NaN, 2), line(0, 1, NaN)])
      for (const [p, q] of [
        [bad, line(0, 1)],
        [line(0, Infinity), bad],
        [bad, bad],
      ]) {
        for (const distance of distances) expect(distance(p, q)).toBeNaN();
        expect(discreteFrechetWithin(p, q, Infinity)).toBe(false);
        expect(frechetCoupling(p, q)).toEqual({
          ...{ distance: NaN, tightest: -1, pairs: new Uint32Array(0) },
        });
        expect(warpingCoupling(p, q)).toEqual({ distance: NaN, pairs: new Uint32Array(0) });
      }
  });
  it("paths that diverged are infinitely far from others, not from those that went the same way", () => {
    const [up, alsoUp, down] = [line(0, Infinity), line(3, 7, Infinity), line(0, -Infinity)];
    for (const distance of distances) {
      expect(distance(up, up)).toBe(0);
      expect(distance(up, down)).toBe(Infinity);
      expect(distance(up, line(0, 1))).toBe(Infinity);
    }
    expect(discreteFrechet(up, alsoUp)).toBe(7); // (0, 3), (0, 7), then both are at ∞
    expect(endPointDistance(up, alsoUp)).toBe(0);
    expect(frechetCoupling(up, down).distance).toBe(Infinity);
    expect(discreteFrechetWithin(up, down, Infinity)).toBe(true);
    const sideways = [path(2, 0, 0, Infinity, 3e-200), path(2, 0, 0, Infinity, -1e-200)];
    expect(endPointDistance(sideways[0], sideways[1])).toBe(4e-200);
  });
  it("lengths whose squares leave the range are as exact as others", () => {
    fc.assert(
      fc.property(paths(2, 8, real), fc.constantFrom(-1000, -600, 600, 1000), ([p, q], power) => {
        const scaled = ({ points, dim }: Path): Path =>
          path(dim, ...[...points].map((x) => x * 2 ** power));
        for (const distance of distances)
          expect(distance(scaled(p), scaled(q)) * 2 ** -power).toBe(distance(p, q));
      }),
    );
    expect(discreteFrechet(line(1e308), line(-1e308))).toBe(Infinity);
    expect(discreteFrechet(line(5e-324), line(0))).toBe(5e-324);
  });
  it("one vertex is compared with all of the other path", () => {
    expect(discreteFrechet(line(1), line(0, 4, 2))).toBe(3);
    expect(dynamicTimeWarping(line(1), line(0, 4, 2))).toBe(5);
    expect(distances.map((distance) => distance(line(1), line(1)))).toEqual([0, 0, 0]);
  });
  it("what is no path is refused by name", () => {
    const functions = { discreteFrechet, dynamicTimeWarping, endPointDistance };
    for (const [name, distance] of Object.entries({
      ...functions,
      ...{ frechetCoupling, warpingCoupling },
    })) {
      expect(() => distance(path(2, 1, 2), line(1))).toThrow(
        new RangeError(`${name}: dimensions differ, 2 and 1`),
      );
      expect(() => distance(line(1), line())).toThrow(
        new RangeError(
          `${name}: expected a path of at least 1 whole vertex of 1, got 0 coordinates`,
        ),
      );
      expect(() => distance(path(2, 1, 2, 3), path(2, 1, 2))).toThrow(
        new RangeError(
          `${name}: expected a path of at least 1 whole vertex of 2, got 3 coordinates`,
        ),
      );
      expect(() => distance(path(0), path(0))).toThrow(RangeError);
    }
    for (const leash of [-1, NaN])
      expect(() => discreteFrechetWithin(line(1), line(1), leash)).toThrow(
        new RangeError(`discreteFrechetWithin: expected a leash >= 0, got ${leash}`),
      );
  });
});
