import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Distances, distanceBetween } from "../../lib/numerics/distances.js";
import { randomStream } from "../../lib/numerics/random.js";
import { NO_SIMPLEX, type RipsBars } from "../../lib/topology/rips/ripsBars.js";
import {
  type RipsCohomologyOptions,
  ripsCohomology,
  ripsMemory,
} from "../../lib/topology/rips/ripsCohomology.js";
import type { WeightedGraph } from "../../lib/topology/rips/weightedGraph.js";
import { slowRips } from "./slowRips.js";

const defaults = { maxDimension: 1, threshold: Infinity, modulus: 2, cocycles: false };

const rips = (
  input: Distances | WeightedGraph,
  options: Partial<RipsCohomologyOptions> = {},
): RipsBars[] => ripsCohomology(input, { ...defaults, ...options });

/** [birth, death] of each bar, by dimension. */
const pairs = (bars: readonly RipsBars[]): number[][][] =>
  bars.map(({ births, deaths }) => Array.from(births, (birth, k) => [birth, deaths[k]]));

const byDefinition = (
  distances: Distances,
  options: Partial<RipsCohomologyOptions> = {},
): number[][][] => {
  const bars = slowRips(distances.size, (i, j) => distanceBetween(distances, i, j), options);
  return Array.from({ length: (options.maxDimension ?? 1) + 1 }, (_, d) =>
    bars.filter((bar) => bar.dimension === d).map(({ birth, death }) => [birth, death]),
  );
};

const distances = (size: number, between: (i: number, j: number) => number): Distances => {
  const values = new Float64Array((size * (size - 1)) / 2);
  for (let i = 1, k = 0; i < size; i++) for (let j = 0; j < i; j++) values[k++] = between(i, j);
  return { size, values };
};
const ofPoints = (points: readonly (readonly number[])[]): Distances =>
  distances(points.length, (i, j) =>
    Math.sqrt(points[i].reduce((sum, x, k) => sum + (x - points[j][k]) ** 2, 0)),
  );
/** The finite distances as edges, among `spread` times as many vertices: few edges a pair. */
const asGraph = ({ size, values }: Distances, spread = 1): WeightedGraph => {
  const edges: number[] = [];
  const lengths: number[] = [];
  for (let i = 1, k = 0; i < size; i++)
    for (let j = 0; j < i; j++, k++)
      if (values[k] < Infinity) {
        edges.push(spread * i, spread * j);
        lengths.push(values[k]);
      }
  return {
    size: size * spread,
    edges: Uint32Array.from(edges),
    lengths: Float64Array.from(lengths),
  };
};

/** Distances of up to 9 things: small integers with many ties, or any; some of them infinite. */
const anyDistances = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom("ties", "any", "gaps"))
  .chain(([size, kind]) => {
    const length = (size * (size - 1)) / 2;
    const value =
      kind === "ties"
        ? fc.integer({ min: 0, max: 4 })
        : kind === "any"
          ? fc.double({ min: 0, max: 1, noNaN: true })
          : fc.constantFrom(1, 2, 3, Infinity);
    return fc
      .array(value, { minLength: length, maxLength: length })
      .map((values): Distances => ({ size, values: Float64Array.from(values) }));
  });

const root2 = Math.sqrt(2);
const square = ofPoints([[0, 0], [1, 0], [1, 1], [0, 1]]); // biome-ignore format: a drawing
const octahedron = ofPoints([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]); // biome-ignore format: a drawing

describe("hand-drawn Rips complexes", () => {
  it("has one loop in the square, from its side to its diagonal", () => {
    const [components, loops] = rips(square);
    expect(pairs([components])[0]).toEqual([[0, 1], [0, 1], [0, 1], [0, Infinity]]); // biome-ignore format: a list
    expect(pairs([loops])[0]).toEqual([[1, root2]]);
    expect([...components.birthSimplices]).toEqual([1, 2, 3, 0]);
    expect([...components.deathSimplices.subarray(6)]).toEqual([NO_SIMPLEX, NO_SIMPLEX]);
    expect([...loops.birthSimplices]).toEqual([2, 3]);
    expect([...loops.deathSimplices]).toEqual([0, 2, 3]);
  });

  it("has one cavity in the octahedron", () => {
    const bars = rips(octahedron, { maxDimension: 3 });
    expect(pairs(bars).slice(1)).toEqual([[], [[root2, 2]], []]);
  });

  it("tells ℤ/2 from ℤ/3 on the projective plane", () => {
    // The least triangulation has all edges; its barycentric subdivision is a flag complex.
    const triangles = ["012", "023", "034", "045", "015", "124", "235", "134", "245", "135"];
    const faces = [...new Set(triangles.flatMap((t) => [t, t[0] + t[1], t[0] + t[2], t[1] + t[2], ...t]))]; // biome-ignore format: a list
    expect(faces).toHaveLength(31);
    const inside = (a: string, b: string): boolean => [...a].every((v) => b.includes(v));
    const plane = distances(31, (i, j) =>
      inside(faces[i], faces[j]) || inside(faces[j], faces[i]) ? 1 : Infinity,
    );
    for (const input of [plane, asGraph(plane), asGraph(plane, 9)]) {
      const [, loops2, cavities2] = pairs(rips(input, { maxDimension: 2 }));
      expect([loops2, cavities2]).toEqual([[[1, Infinity]], [[1, Infinity]]]);
      const [, loops3, cavities3] = pairs(rips(input, { maxDimension: 2, modulus: 3 }));
      expect([loops3, cavities3]).toEqual([[], []]);
    }
  });

  it("is defined for none, one and two points", () => {
    expect(
      pairs(
        rips(
          distances(0, () => 0),
          { maxDimension: 2 },
        ),
      ),
    ).toEqual([[], [], []]);
    expect(pairs(rips(distances(1, () => 0)))).toEqual([[[0, Infinity]], []]);
    expect(pairs(rips(distances(2, () => 3)))).toEqual([[[0, 3], [0, Infinity]], []]); // biome-ignore format: a list
    expect(pairs(rips(distances(2, () => 0)))).toEqual([[[0, Infinity]], []]);
    expect(pairs(rips(distances(2, () => Infinity)))[0]).toEqual([[0, Infinity], [0, Infinity]]); // biome-ignore format: a list
  });

  it("keeps the loop for ever if the threshold is below its death", () => {
    expect(pairs(rips(square, { threshold: 1.4 }))[1]).toEqual([[1, Infinity]]);
    expect(pairs(rips(square, { threshold: 0.5 }))).toEqual([Array(4).fill([0, Infinity]), []]);
    expect([...rips(square, { threshold: 1 })[1].deathSimplices]).toEqual(
      Array(3).fill(NO_SIMPLEX),
    );
  });
});

describe("Rips bars", () => {
  it("are those of the definition, with ties, gaps, thresholds and any field", () => {
    const options = fc.record({
      maxDimension: fc.integer({ min: 0, max: 3 }),
      threshold: fc.constantFrom(0.3, 2, Infinity),
      modulus: fc.constantFrom(2, 3, 5, 65521),
    });
    fc.assert(
      fc.property(anyDistances, options, (input, chosen) => {
        const expected = byDefinition(input, chosen);
        expect(pairs(rips(input, chosen))).toEqual(expected);
        expect(pairs(rips(asGraph(input), chosen))).toEqual(expected);
        const spread = pairs(rips(asGraph(input, 40), chosen));
        expect(spread.slice(1)).toEqual(expected.slice(1));
        expect(spread[0]).toHaveLength(expected[0].length + 39 * input.size);
      }),
      { numRuns: 150 },
    );
  });

  it("are those of the definition on points of a sphere, a grid and a polygon", () => {
    const polygon = Array.from({ length: 14 }, (_, k) => [[0, 1, 3, 6][k % 4], (k * k) % 7]);
    const grid = Array.from({ length: 16 }, (_, k) => [k % 4, Math.floor(k / 4)]);
    const cube = Array.from({ length: 8 }, (_, k) => [k & 1, (k >> 1) & 1, k >> 2]);
    for (const points of [polygon, grid, cube])
      for (const modulus of [2, 3]) {
        const [input, options] = [ofPoints(points), { maxDimension: 2, modulus }];
        expect(pairs(rips(input, options))).toEqual(byDefinition(input, options));
      }
  });

  it("do not depend on labels, and scale with the distances", () => {
    fc.assert(
      fc.property(
        anyDistances,
        fc.array(fc.nat(), { minLength: 9, maxLength: 9 }),
        (input, keys) => {
          const order = Array.from({ length: input.size }, (_, i) => i);
          order.sort((a, b) => keys[a] - keys[b]);
          const moved = distances(input.size, (i, j) => distanceBetween(input, order[i], order[j]));
          const scaled = distances(input.size, (i, j) => 2 ** 40 * distanceBetween(input, i, j));
          const expected = pairs(rips(input, { maxDimension: 2 }));
          expect(pairs(rips(moved, { maxDimension: 2 }))).toEqual(expected);
          expect(pairs(rips(scaled, { maxDimension: 2 }))).toEqual(
            expected.map((bars) => bars.map((bar) => bar.map((t) => t * 2 ** 40))),
          );
        },
      ),
    );
  });

  it("of loops are the same whether or not higher dimensions are asked for", () => {
    // With loops alone, stretches of edges are passed over while no loop is alive.
    const stream = randomStream(11, "points");
    for (const hole of [0, 0.6, 0.95]) {
      const points: number[][] = [];
      for (let i = 0; points.length < 70; i++) {
        const [x, y] = [2 * stream.uniform(2 * i) - 1, 2 * stream.uniform(2 * i + 1) - 1];
        const radius = Math.sqrt(x * x + y * y);
        if (radius > hole && radius < 1) points.push([x + (points.length % 2 ? 3 : 0), y]);
      }
      for (const input of [ofPoints(points), asGraph(ofPoints(points), 9)])
        for (const modulus of [2, 3]) {
          const expected = pairs(rips(input, { maxDimension: 2, modulus })).slice(0, 2);
          expect(pairs(rips(input, { modulus }))).toEqual(expected);
        }
    }
  });

  it("begin and end with simplices of their lengths", () => {
    fc.assert(
      fc.property(anyDistances, (input) => {
        const longest = (vertices: readonly number[]): number =>
          Math.max(
            0,
            ...vertices.flatMap((v) => vertices.map((w) => distanceBetween(input, v, w))),
          );
        for (const { dimension: d, births, deaths, ...bars } of rips(input, { maxDimension: 2 }))
          for (const k of births.keys()) {
            const birth = [...bars.birthSimplices.subarray(k * (d + 1), (k + 1) * (d + 1))];
            const death = [...bars.deathSimplices.subarray(k * (d + 2), (k + 1) * (d + 2))];
            expect(birth).toEqual([...new Set(birth)].sort((a, b) => a - b));
            expect(longest(birth)).toBe(births[k]);
            if (deaths[k] < Infinity) expect(longest(death)).toBe(deaths[k]);
            else expect(death).toEqual(Array(d + 2).fill(NO_SIMPLEX));
          }
      }),
    );
  });
});

describe("the monitor", () => {
  it("is told of every phase and can end the work", () => {
    const input = distances(60, (i, j) => ((i * 7919 + j * 104729) % 1009) + 1000);
    const phases = new Set<string>();
    rips(input, { maxDimension: 2, monitor: { progress: (phase) => phases.add(phase) } });
    expect(phases).toContain("edges");
    const cancel = (): void => {
      throw new Error("enough");
    };
    expect(() => rips(input, { monitor: { progress: cancel } })).toThrow("enough");
  });
});

describe("ripsMemory", () => {
  it("grows with edges and points", () => {
    expect(ripsMemory(5000, 12497500, 1)).toBeLessThan(1.4e9);
    expect(ripsMemory(5000, 12497500, 1)).toBeGreaterThan(2e8);
    expect(ripsMemory(100000, 200000, 1)).toBeLessThan(1e8);
    expect(ripsMemory(1000, 499500, 0)).toBeLessThan(ripsMemory(1000, 499500, 1));
  });
});
