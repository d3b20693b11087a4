import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Distances, distanceBetween } from "../../lib/numerics/distances.js";
import { euclideanDistances } from "../../lib/numerics/euclideanDistances.js";
import { pointsFromRows } from "../../lib/numerics/pointsFromRows.js";
import type { Chain } from "../../lib/topology/rips/chain.js";
import { ripsPersistence } from "../../lib/topology/rips/ripsPersistence.js";
import { inSpan } from "../../lib/topology/rips/spanModulo.js";
import { verifyCocycle, verifyCycle } from "../../lib/topology/rips/verifyRepresentatives.js";

const square = euclideanDistances(
  pointsFromRows([
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ]),
);
const chain = (simplices: number[], coefficients: number[]): Chain => ({
  simplices: Uint32Array.from(simplices),
  coefficients: Int32Array.from(coefficients),
});
const around = chain([0, 1, 1, 2, 2, 3, 0, 3], [1, 1, 1, 4]); // over ℤ/5
const loop = { birth: 1, death: Math.SQRT2 };

/** Random distances: tied, with zeros and infinities, or all different. */
const someDistances = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.boolean())
  .chain(([size, ties]) => {
    const value = ties
      ? fc.oneof(
          { weight: 9, arbitrary: fc.integer({ min: 0, max: 4 }) },
          { weight: 1, arbitrary: fc.constant(Infinity) },
        )
      : fc.double({ min: 0, max: 1, noNaN: true });
    const count = (size * (size - 1)) / 2;
    return fc
      .array(value, { minLength: count, maxLength: count })
      .map((values): Distances => ({ size, values: Float64Array.from(values) }));
  });

describe("representatives of ripsPersistence", () => {
  it("are cycles and cocycles of their bars, over every field, ties or not", () => {
    const threshold = fc.constantFrom(Infinity, 3, 0.5);
    fc.assert(
      fc.property(
        someDistances,
        fc.constantFrom(2, 3, 7),
        threshold,
        (distances, modulus, longest) => {
          const found = ripsPersistence(distances, {
            ...{ maxDimension: distances.size > 7 ? 1 : 2, modulus, threshold: longest },
            ...{ cycles: true, cocycles: true },
          });
          for (const [d, { births, deaths }] of found.diagrams.entries()) {
            expect(found.cycles?.[d].length).toBe(births.length);
            expect(found.cocycles?.[d].length).toBe(births.length);
            for (const [k, birth] of births.entries()) {
              const bar = { birth, death: deaths[k] };
              for (const [verify, chains] of [
                [verifyCycle, found.cycles],
                [verifyCocycle, found.cocycles],
              ] as const)
                expect(
                  verify(chains?.[d][k] as Chain, distances, bar, modulus, found.threshold),
                ).toEqual({ valid: true });
            }
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  it("run once round a circle, and round its inside only once", () => {
    const points = Float64Array.from({ length: 48 }, (_, k) =>
      k % 2 === 0 ? Math.cos((k * Math.PI) / 24) : Math.sin(((k - 1) * Math.PI) / 24),
    );
    const { diagrams, cycles } = ripsPersistence({ points, dim: 2 }, { cycles: true });
    expect(diagrams[1].births.length).toBe(1);
    expect(cycles?.[1][0].coefficients.length).toBe(24); // all the short edges
    expect(cycles?.[0].map(({ simplices }) => simplices.length).sort()).toEqual([
      ...[1, ...new Array<number>(23).fill(2)],
    ]);
  });

  it("find the torsion of the projective plane over ℤ/2 only", () => {
    // Half a great circle apart is the farthest: opposite points are one.
    const directions = Array.from({ length: 40 }, (_, k) => {
      const z = 1 - (k + 0.5) / 40;
      const angle = k * Math.PI * (3 - Math.sqrt(5));
      const r = Math.sqrt(1 - z * z);
      return [r * Math.cos(angle), r * Math.sin(angle), z];
    });
    const values: number[] = [];
    for (const [i, p] of directions.entries())
      for (const q of directions.slice(0, i)) {
        const dot = p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
        values.push(Math.sqrt(1 - Math.min(1, dot * dot)));
      }
    const distances = { size: 40, values: Float64Array.from(values) };
    const longest = (modulus: number): number[] =>
      ripsPersistence(distances, { maxDimension: 2, modulus }).diagrams.map(({ births, deaths }) =>
        births.reduce((most, birth, k) => Math.max(most, Math.min(deaths[k], 9) - birth), 0),
      );
    expect(longest(2)[1]).toBeGreaterThan(0.4);
    expect(longest(3)[1]).toBeLessThan(0.2);
    const { diagrams, cycles } = ripsPersistence(distances, { maxDimension: 1, cycles: true });
    for (const [k, birth] of diagrams[1].births.entries()) {
      const bar = { birth, death: diagrams[1].deaths[k] };
      expect(verifyCycle(cycles?.[1][k] as Chain, distances, bar, 2)).toEqual({ valid: true });
    }
  });

  it("are given for essential bars of a graph, too", () => {
    const ring = {
      size: 6,
      edges: Uint32Array.of(0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 0),
      lengths: Float64Array.of(1, 2, 3, 4, 5, 6),
    };
    const { diagrams, cycles } = ripsPersistence(ring, { cycles: true, modulus: 3 });
    expect(diagrams[1].deaths).toEqual(Float64Array.of(Infinity));
    expect(cycles?.[1][0].simplices.length).toBe(12);
  });
});

describe("verifyCycle", () => {
  it("accepts the way round a square", () => {
    expect(verifyCycle(around, square, loop, 5)).toEqual({ valid: true });
  });
  it("says what is wrong", () => {
    const why = (of: Chain, bar = loop, modulus = 5): string | undefined => {
      const { valid, why: text } = verifyCycle(of, square, bar, modulus);
      expect(valid).toBe(false);
      return text;
    };
    expect(why(chain([], []))).toBe("it is 0");
    expect(why(chain([0, 1, 1, 2, 2, 3, 0, 3], [1, 1, 1, 1]))).toBe("its boundary is not 0");
    expect(why(chain([0, 1, 1, 2, 0, 2], [1, 1, 4]))).toMatch(
      "simplex 0,2 is longer than the birth 1",
    );
    expect(why(around, { birth: 1, death: 1.2 })).toBe("it is no boundary at the death 1.2");
    expect(why(around, { birth: 1, death: 9 })).toBe("it is a boundary before the death 9");
    expect(why(around, { birth: 1, death: Infinity })).toMatch("boundary before the death");
    expect(why(around, { birth: 1.1, death: Math.SQRT2 })).toMatch("from before the birth 1.1");
    expect(why(chain([1, 0], [1]))).toMatch("ascending");
    expect(why(chain([0, 9], [1]))).toMatch("below 4");
    expect(why(chain([0, 1, 0, 1], [1, 1]))).toBe("simplex 0,1 is there twice");
    expect(why(chain([0, 1], [5]))).toBe("coefficient 5 is not in 1 … 4");
    expect(why(chain([0, 1, 2], [1, 1]))).toBe("it has 3 vertices for 2 coefficients");
  });
  it("takes an essential bar up to the threshold", () => {
    expect(verifyCycle(around, square, { birth: 1, death: Infinity }, 5, 1.3).valid).toBe(true);
  });
  it("refuses what is too large to list", () => {
    const values = new Float64Array((200 * 199) / 2).fill(1);
    expect(() => verifyCycle(around, { size: 200, values }, { birth: 1, death: 1 }, 5)).toThrow(
      RangeError,
    );
  });
});

describe("verifyCocycle", () => {
  it("accepts a cut through one side of a square", () => {
    expect(verifyCocycle(chain([0, 1], [3]), square, loop, 5)).toEqual({ valid: true });
  });
  it("says what is wrong", () => {
    const why = (of: Chain, bar = loop): string | undefined => {
      const { valid, why: text } = verifyCocycle(of, square, bar, 5);
      expect(valid).toBe(false);
      return text;
    };
    expect(why(chain([], []))).toBe("it is 0");
    expect(why(chain([0, 1], [1]), { birth: 1, death: 9 })).toMatch("does not vanish on 0,1,2");
    expect(why(chain([0, 1], [1]), { birth: 1, death: 1.2 })).toBe(
      "it can be continued beyond the death 1.2",
    );
    expect(why(chain([0, 1, 0, 3], [1, 1]))).toBe("it is a coboundary at the birth 1"); // of vertex 0
    expect(why(chain([0, 1], [1]), { birth: 1.1, death: Math.SQRT2 })).toBe(
      "it is no coboundary before the birth 1.1",
    );
  });
  it("knows the components", () => {
    const line = { size: 3, values: Float64Array.of(1, 3, 2) };
    const right = chain([2], [1]);
    expect(verifyCocycle(right, line, { birth: 0, death: 2 }, 2)).toEqual({ valid: true });
    expect(verifyCocycle(right, line, { birth: 0, death: 3 }, 2).valid).toBe(false);
    expect(
      verifyCocycle(chain([0, 1, 2], [1, 1, 1]), line, { birth: 0, death: Infinity }, 2).valid,
    ).toBe(true); // prettier-ignore
  });
});

describe("inSpan", () => {
  const vector = (values: number[], modulus: number): Map<number, number> =>
    new Map(values.flatMap((value, k) => (value % modulus ? [[k, value % modulus]] : [])));
  it("finds every combination, and nothing outside, by trying all of them", () => {
    const small = fc.array(fc.nat(8), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.constantFrom(2, 3, 5), small, small, small, (p, a, b, target) => {
        let found = false;
        for (let s = 0; s < p; s++)
          for (let t = 0; t < p; t++)
            found ||= target.every((value, k) => (s * a[k] + t * b[k] - value) % p === 0);
        expect(inSpan([vector(a, p), vector(b, p)], vector(target, p), p)).toBe(found);
      }),
    );
  });
});

it("measures with the same distance as the verifier", () => {
  expect(distanceBetween(square, 0, 2)).toBe(Math.SQRT2);
});
