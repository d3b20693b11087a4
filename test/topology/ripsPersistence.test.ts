import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Distances, distanceBetween } from "../../lib/numerics/distances.js";
import { euclideanDistances } from "../../lib/numerics/euclideanDistances.js";
import { pointsFromRows } from "../../lib/numerics/pointsFromRows.js";
import { bottleneckDistance } from "../../lib/topology/diagrams/bottleneckDistance.js";
import type { RipsOptions } from "../../lib/topology/rips/ripsOptions.js";
import { ripsPersistence } from "../../lib/topology/rips/ripsPersistence.js";
import type { RipsSource } from "../../lib/topology/rips/ripsSource.js";
import type { WeightedGraph } from "../../lib/topology/rips/weightedGraph.js";
import { slowRips } from "./slowRips.js";

interface Golden {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly runs: readonly {
    readonly maxDimension: number;
    readonly threshold: number | null;
    readonly modulus: number;
    readonly diagrams: readonly (readonly [number, number | null])[][];
  }[];
}
const golden = JSON.parse(
  readFileSync(new URL("../fixtures/rips/gudhi.json", import.meta.url), "utf8"),
) as Golden[];

const sizeOf = (count: number): number => (1 + Math.sqrt(1 + 8 * count)) / 2;
const distancesOf = (values: ArrayLike<number>): Distances => ({
  size: sizeOf(values.length),
  values: Float64Array.from(values),
});

/** Bars of every dimension as pairs. */
const pairs = (source: RipsSource, options?: RipsOptions): number[][][] =>
  ripsPersistence(source, options).diagrams.map(({ births, deaths }) =>
    Array.from(births, (birth, k) => [birth, deaths[k]]),
  );

/** The same distances as a graph, its edges in another order and turned round. */
function asGraph({ size, values }: Distances): WeightedGraph {
  const edges: number[] = [];
  const lengths: number[] = [];
  for (let i = size - 1; i > 0; i--)
    for (let j = 0; j < i; j++) {
      const length = values[(i * (i - 1)) / 2 + j];
      if (length === Infinity && (i + j) % 2 === 0) continue;
      edges.push(...((i + j) % 3 === 0 ? [i, j] : [j, i]));
      lengths.push(length);
    }
  return { size, edges: Uint32Array.from(edges), lengths: Float64Array.from(lengths) };
}

const square = pointsFromRows([
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
]);

/** Distances with many ties, zeros and infinities, or none. */
const tied = fc.integer({ min: 1, max: 10 }).chain((size) =>
  fc
    .array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(Infinity)), {
      minLength: (size * (size - 1)) / 2,
      maxLength: (size * (size - 1)) / 2,
    })
    .map(distancesOf),
);
const untied = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 45, maxLength: 45 })
  .map(distancesOf);

describe("ripsPersistence", () => {
  it("sees one loop in the corners of a square", () => {
    const { diagrams, birthSimplices, deathSimplices, ...more } = ripsPersistence(square);
    expect(diagrams).toEqual([
      { dimension: 0, births: new Float64Array(4), deaths: Float64Array.of(1, 1, 1, Infinity) },
      { dimension: 1, births: Float64Array.of(1), deaths: Float64Array.of(Math.SQRT2) },
    ]);
    expect(birthSimplices.map((list) => list.length)).toEqual([4, 2]);
    expect(deathSimplices.map((list) => list.length)).toEqual([8, 3]);
    expect(more).toEqual({
      ...{ threshold: Math.SQRT2, pointCount: 4, edgeCount: 6, modulus: 2, warnings: [] },
    });
  });

  for (const { name, values, runs } of golden)
    it(`has GUDHI's bars to the last bit: ${name}`, () => {
      const distances = distancesOf(values.map((value) => value ?? Infinity));
      for (const { maxDimension, threshold, modulus, diagrams } of runs) {
        const options = { maxDimension, modulus, ...(threshold === null ? {} : { threshold }) };
        const expected = diagrams.map((bars) => bars.map(([b, d]) => [b, d ?? Infinity]));
        expect(pairs(distances, options)).toEqual(expected);
        expect(pairs(asGraph(distances), options)).toEqual(expected);
      }
    });

  it("agrees with the definition, ties and infinite distances included", () => {
    fc.assert(
      fc.property(
        fc.oneof(tied, untied),
        fc.constantFrom(2, 3, 5),
        fc.constantFrom(Infinity, 0, 2, 0.5),
        (distances, modulus, threshold) => {
          const maxDimension = distances.size > 8 ? 1 : 3;
          const options = { maxDimension, modulus, threshold };
          const d = (i: number, j: number): number => distanceBetween(distances, i, j);
          const slow = slowRips(distances.size, d, options);
          const found = pairs(distances, options).flatMap((bars, dimension) =>
            bars.map(([birth, death]) => ({ dimension, birth, death })),
          );
          expect(found).toEqual(
            slow.map(({ dimension, birth, death }) => ({ dimension, birth, death })),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it("names simplices whose longest edges are birth and death", () => {
    fc.assert(
      fc.property(fc.oneof(tied, untied), (distances) => {
        const { diagrams, birthSimplices, deathSimplices } = ripsPersistence(distances, {
          maxDimension: 2,
        });
        const diameter = (vertices: readonly number[]): number =>
          vertices.reduce(
            (most, v) =>
              vertices.reduce((m, w) => Math.max(m, distanceBetween(distances, v, w)), most),
            0,
          );
        for (const { dimension, births, deaths } of diagrams)
          for (const [k, birth] of births.entries()) {
            const corners = (list: Uint32Array, count: number): number[] =>
              Array.from(list.subarray(k * count, (k + 1) * count));
            const first = corners(birthSimplices[dimension], dimension + 1);
            const last = corners(deathSimplices[dimension], dimension + 2);
            expect(first).toEqual([...new Set(first)].sort((a, b) => a - b));
            expect(diameter(first)).toBe(birth);
            if (deaths[k] === Infinity) expect(new Set(last)).toEqual(new Set([0xffffffff]));
            else expect(diameter(last)).toBe(deaths[k]);
          }
      }),
      { numRuns: 60 },
    );
  });

  it("does not depend on the names of the points", () => {
    fc.assert(
      fc.property(tied, fc.infiniteStream(fc.nat()), (distances, numbers) => {
        const { size } = distances;
        const order = Array.from({ length: size }, (_, i) => i)
          .map((i) => [numbers.next().value as number, i])
          .sort((a, b) => a[0] - b[0])
          .map(([, i]) => i);
        const values: number[] = [];
        for (let i = 1; i < size; i++)
          for (let j = 0; j < i; j++) values.push(distanceBetween(distances, order[i], order[j]));
        const renamed = distancesOf(values);
        expect(pairs(renamed, { maxDimension: 2 })).toEqual(pairs(distances, { maxDimension: 2 }));
      }),
      { numRuns: 60 },
    );
  });

  it("scales with the distances, by powers of two to the last bit", () => {
    fc.assert(
      fc.property(untied, fc.integer({ min: -900, max: 900 }), (distances, exponent) => {
        const factor = 2 ** exponent;
        const sensible = distances.values.map((value) => (value < 1e-20 ? 0 : value));
        const one = { size: distances.size, values: sensible };
        const other = { size: distances.size, values: sensible.map((value) => value * factor) };
        const scaled = pairs(one).map((bars) => bars.map(([b, d]) => [b * factor, d * factor]));
        expect(pairs(other)).toEqual(scaled);
      }),
      { numRuns: 40 },
    );
  });

  it("is stable: no diagram moves by more than the distances do", () => {
    fc.assert(
      fc.property(untied, untied, (one, move) => {
        const values = one.values.map((value, k) =>
          Math.max(0, value + (move.values[k] - 0.5) / 10),
        );
        const most = values.reduce(
          (m, value, k) => Math.max(m, Math.abs(value - one.values[k])),
          0,
        );
        const a = ripsPersistence(one, { maxDimension: 2 }).diagrams;
        const b = ripsPersistence({ size: one.size, values }, { maxDimension: 2 }).diagrams;
        for (const d of [0, 1, 2])
          expect(bottleneckDistance(a[d], b[d]).distance).toBeLessThanOrEqual(most * (1 + 1e-12));
      }),
      { numRuns: 40 },
    );
  });

  it("has one bar of dimension 0 for every point that has no twin", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 }), (places) => {
        const cloud = { points: Float64Array.from(places), dim: 1 };
        expect(pairs(cloud)[0].length).toBe(new Set(places).size);
      }),
    );
  });

  it("defines what little input means", () => {
    const empty = { size: 0, values: new Float64Array(0) };
    expect(pairs(empty, { maxDimension: 2 })).toEqual([[], [], []]);
    expect(pairs({ points: new Float64Array(0), dim: 3 })).toEqual([[], []]);
    expect(ripsPersistence(empty, { cycles: true, cocycles: true })).toMatchObject({
      ...{ threshold: 0, pointCount: 0, edgeCount: 0, cycles: [[], []], cocycles: [[], []] },
    });
    const one = { points: Float64Array.of(7), dim: 1 };
    expect(pairs(one)).toEqual([[[0, Infinity]], []]);
    expect(ripsPersistence(one).threshold).toBe(0);
    expect(pairs({ points: Float64Array.of(7, 7), dim: 1 })).toEqual([[[0, Infinity]], []]);
    expect(pairs({ size: 3, edges: new Uint32Array(0), lengths: new Float64Array(0) })).toEqual([
      ...[Array.from({ length: 3 }, () => [0, Infinity]), []],
    ]);
  });

  it("gives every dimension that is asked for, though few points can fill few", () => {
    const { diagrams, birthSimplices } = ripsPersistence(square, { maxDimension: 255 });
    expect(diagrams.length).toBe(256);
    expect(diagrams[255].births.length + birthSimplices[255].length).toBe(0);
  });

  it("cuts at the enclosing radius, whatever more is asked for", () => {
    const line = distancesOf([1, 2, 1]); // from the middle point all is within 1
    expect(ripsPersistence(line, { threshold: 100 })).toMatchObject({ threshold: 1, edgeCount: 2 });
    expect(ripsPersistence(line, { threshold: 0.5 })).toMatchObject({
      threshold: 0.5,
      edgeCount: 0,
    });
    const parts = distancesOf([1, Infinity, Infinity]);
    expect(ripsPersistence(parts)).toMatchObject({ threshold: 1, edgeCount: 1 });
  });

  it("takes −0 for 0 and leaves the caller's numbers alone", () => {
    const distances = distancesOf([-0, 1, 1]);
    expect(pairs(distances)).toEqual([
      [
        [0, 1],
        [0, Infinity],
      ],
      [],
    ]);
    expect(Object.is(distances.values[0], -0)).toBe(true);
  });

  it("warns of a matrix passed as points, and of a transposed one", () => {
    const matrix = { points: Float64Array.of(0, 1, 2, 1, 0, 3, 2, 3, 0), dim: 3 };
    expect(ripsPersistence(matrix).warnings).toEqual([
      expect.stringContaining("Is this a distance matrix?"),
    ]);
    const wide = { points: Float64Array.of(0, 1, 2, 3, 4, 5), dim: 3 };
    expect(ripsPersistence(wide).warnings).toEqual([expect.stringContaining("transposed?")]);
  });

  it("refuses what is no distance, saying where", () => {
    const run = (source: unknown, options?: unknown) => () =>
      ripsPersistence(source as RipsSource, options as RipsOptions);
    expect(run(distancesOf([1, 2, NaN]))).toThrow(
      new RangeError("ripsPersistence: expected distances >= 0, got NaN between points 2 and 1"),
    );
    expect(run(distancesOf([1, -2, 3]))).toThrow("got -2 between points 2 and 0");
    expect(run({ size: 3, values: Float64Array.of(1) })).toThrow(
      "expected 3 distances for 3 points, got 1",
    );
    expect(run({ size: 2.5, values: new Float64Array(0) })).toThrow("whole size");
    expect(run({ points: Float64Array.of(0, NaN, 1, 1), dim: 2 })).toThrow(
      "got NaN in point 0, coordinate 1",
    );
    expect(run({ points: Float64Array.of(0, 1, 2), dim: 2 })).toThrow(
      "expected whole points of 2 coordinates, got 3 coordinates",
    );
    expect(run({ points: [0, 1], dim: 1 })).toThrow(TypeError);
    expect(run([[0, 1]])).toThrow(TypeError);
    expect(run(undefined)).toThrow(TypeError);
    const graph = (edges: number[], lengths: number[]) => ({
      ...{ size: 3, edges: Uint32Array.from(edges), lengths: Float64Array.from(lengths) },
    });
    expect(run(graph([0, 3], [1]))).toThrow("expected vertices below 3, got edge 0 from 0 to 3");
    expect(run(graph([1, 1], [1]))).toThrow("expected no loops, got edge 0 from 1 to itself");
    expect(run(graph([0, 1, 1, 0], [1, 2]))).toThrow("expected each edge once, got 1 and 0");
    expect(run(graph([0, 1, 1], [1]))).toThrow("expected 2 vertices for each of 1 lengths");
    expect(run(graph([0, 1], [NaN]))).toThrow("got NaN for edge 0, from 0 to 1");
  });

  it("refuses options that mean nothing", () => {
    const run = (options: object) => () => ripsPersistence(square, options as RipsOptions);
    expect(run({ maxdim: 2 })).toThrow(TypeError);
    for (const maxDimension of [-1, 0.5, NaN, 256])
      expect(run({ maxDimension })).toThrow(RangeError);
    for (const threshold of [-1, NaN]) expect(run({ threshold })).toThrow(RangeError);
    for (const modulus of [0, 1, 4, 9, 2.5, 32771, NaN])
      expect(run({ modulus })).toThrow(RangeError);
    for (const memoryLimit of [0, NaN]) expect(run({ memoryLimit })).toThrow(RangeError);
    expect(run({ cycles: 1 })).toThrow(TypeError);
    expect(run({ monitor: {} })).toThrow(TypeError);
  });

  it("refuses what would not fit, before it takes the memory", () => {
    const many = { points: new Float64Array(2e5), dim: 1 };
    expect(() => ripsPersistence(many)).toThrow(/memoryLimit.*200000 points/);
    const points = Float64Array.from({ length: 200 }, (_, k) => (k * k) % 101);
    for (const maxDimension of [30, 255])
      expect(() => ripsPersistence({ points, dim: 2 }, { maxDimension })).toThrow(/memoryLimit/);
    expect(() => ripsPersistence(square, { memoryLimit: 10 })).toThrow(
      /^ripsPersistence: expected to need at most .* GiB \(memoryLimit\), got a forecast of /,
    );
  });

  it("ends when the monitor throws", () => {
    const points = Float64Array.from({ length: 600 }, (_, k) => (k * k * 7919) % 1009);
    const calls: string[] = [];
    const monitor = {
      progress(phase: string, done: number, total: number): void {
        calls.push(phase);
        expect(done).toBeLessThanOrEqual(total);
        throw new Error("enough");
      },
    };
    expect(() => ripsPersistence({ points, dim: 2 }, { monitor, maxDimension: 2 })).toThrow(
      "enough",
    );
    expect(calls.length).toBe(1);
  });

  it("takes the Euclidean distances of points", () => {
    expect(pairs(square)).toEqual(pairs(euclideanDistances(square)));
  });
});

describe("options of ripsPersistence", () => {
  it("takes no null or text for a number", () => {
    const pair = { size: 2, values: Float64Array.of(1) };
    for (const name of ["threshold", "memoryLimit", "modulus", "maxDimension"])
      for (const value of [null, "1", true])
        expect(() => ripsPersistence(pair, { [name]: value } as RipsOptions)).toThrow(
          `ripsPersistence: expected ${name} to be a number, got ${value === null ? "null" : typeof value}`,
        );
  });
});

describe("errors of ripsPersistence", () => {
  it("name the kind of an array, not its million numbers", () => {
    const values = new Float32Array(499500) as unknown as Float64Array;
    expect(() => ripsPersistence({ size: 1000, values })).toThrow(
      /^ripsPersistence: expected distances in a Float64Array, got Float32Array$/,
    );
    expect(() => ripsPersistence({ points: values, dim: 2 })).toThrow(
      /^ripsPersistence: expected points in a Float64Array, got Float32Array$/,
    );
  });
});

describe("a distance matrix passed as points", () => {
  it("is noticed also if rounding errors make it asymmetric", () => {
    const points = Float64Array.of(0, 1, 2, 1 + 2 ** -50, 0, 3, 2, 3, 0);
    expect(ripsPersistence({ points, dim: 3 }).warnings[0]).toContain("distance matrix?");
  });
});
