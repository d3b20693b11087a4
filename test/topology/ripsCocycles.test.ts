import fc from "fast-check";
import { expect, it } from "vitest";
import { type Distances, distanceBetween } from "../../lib/numerics/distances.js";
import type { RipsBars } from "../../lib/topology/rips/ripsBars.js";
import { ripsCohomology } from "../../lib/topology/rips/ripsCohomology.js";

const anyDistances = fc.integer({ min: 2, max: 8 }).chain((size) => {
  const length = (size * (size - 1)) / 2;
  return fc
    .array(fc.constantFrom(1, 2, 3, 4, 5, 6, Infinity), { minLength: length, maxLength: length })
    .map((values): Distances => ({ size, values: Float64Array.from(values) }));
});

/** Values of a bar's cocycle by vertices. */
const valuesOf = ({ dimension: d, cocycles }: RipsBars, k: number): Map<string, number> => {
  const { simplices, coefficients } = (cocycles ?? [])[k];
  return new Map(
    Array.from(coefficients, (c, i) => [
      simplices.subarray(i * (d + 1), (i + 1) * (d + 1)).join(),
      c,
    ]),
  );
};

it("gives every bar a cocycle, zero on no class until the bar's death", () => {
  fc.assert(
    fc.property(anyDistances, fc.constantFrom(2, 3, 7), (input, modulus) => {
      const options = { maxDimension: 2, threshold: 5, modulus, cocycles: true };
      for (const bars of ripsCohomology(input, options))
        for (const k of bars.births.keys()) {
          const d = bars.dimension;
          const values = valuesOf(bars, k);
          for (const value of values.values()) expect(value > 0 && value < modulus).toBe(true);
          // The coboundary vanishes on all simplices that are there before the death.
          const cofaces = (vertices: number[], length: number): void => {
            if (length >= bars.deaths[k] || length > 5) return;
            if (vertices.length === d + 2) {
              let sum = 0;
              for (const i of vertices.keys()) {
                const value = values.get(vertices.filter((_, at) => at !== i).join()) ?? 0;
                sum += i % 2 === 0 ? value : modulus - value;
              }
              expect(sum % modulus).toBe(0);
              return;
            }
            for (let w = (vertices.at(-1) ?? -1) + 1; w < input.size; w++) {
              const longer = vertices.map((v) => distanceBetween(input, v, w));
              cofaces([...vertices, w], Math.max(length, ...longer));
            }
          };
          cofaces([], 0);
          // At the birth the only simplex of the cocycle is the birth simplex: no coboundary.
          const birth = bars.birthSimplices.subarray(k * (d + 1), (k + 1) * (d + 1)).join();
          expect(values.has(birth)).toBe(true);
          if (d > 0)
            for (const simplex of values.keys()) {
              const vertices = simplex.split(",").map(Number);
              const lengths = vertices.flatMap((v) =>
                vertices.map((w) => distanceBetween(input, v, w)),
              );
              expect(Math.max(...lengths)).toBeGreaterThanOrEqual(bars.births[k]);
            }
        }
    }),
  );
});

it("gives components their indicator functions just before they end", () => {
  // 0 and 1 at distance 1, 2 and 3 at distance 2, the pairs 5 apart.
  const input = { size: 4, values: Float64Array.of(1, 5, 5, 5, 5, 2) };
  const options = { maxDimension: 0, threshold: Infinity, modulus: 2, cocycles: true };
  const [components] = ripsCohomology(input, options);
  expect([...components.deaths]).toEqual([1, 2, 5, Infinity]);
  const sets = components.cocycles?.map(({ simplices }) => [...simplices]);
  expect(sets).toEqual([[1], [3], [2, 3], [0, 1, 2, 3]]);
});
