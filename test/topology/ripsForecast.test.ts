import { describe, expect, it } from "vitest";
import type { Distances } from "../../lib/numerics/distances.js";
import { euclideanDistances } from "../../lib/numerics/euclideanDistances.js";
import { randomStream } from "../../lib/numerics/random.js";
import { enclosingRadius } from "../../lib/topology/rips/enclosingRadius.js";
import { ripsForecast } from "../../lib/topology/rips/ripsForecast.js";
import { ripsPersistence } from "../../lib/topology/rips/ripsPersistence.js";
import { sampledCounts } from "../../lib/topology/rips/simplexCounts.js";
import type { WeightedGraph } from "../../lib/topology/rips/weightedGraph.js";

const uniformCloud = (count: number, dim: number) => {
  const { uniform } = randomStream(3, "forecast test");
  return { points: Float64Array.from({ length: count * dim }, (_, k) => uniform(k)), dim };
};
const allEqual = (size: number): Distances => ({
  ...{ size, values: new Float64Array((size * (size - 1)) / 2).fill(1) },
});
const asGraph = ({ size, values }: Distances): WeightedGraph => {
  const edges: number[] = [];
  for (let i = 1; i < size; i++) for (let j = 0; j < i; j++) edges.push(i, j);
  return { size, edges: Uint32Array.from(edges), lengths: values };
};

describe("enclosingRadius", () => {
  it("is the least distance within which some point has all others", () => {
    expect(enclosingRadius({ size: 3, values: Float64Array.of(1, 2, 1) })).toBe(1);
    expect(enclosingRadius({ size: 1, values: new Float64Array(0) })).toBe(0);
    expect(enclosingRadius({ size: 0, values: new Float64Array(0) })).toBe(0);
  });
  it("is infinite if every point misses another", () => {
    const values = Float64Array.of(1, Infinity, Infinity, Infinity, Infinity, 1);
    expect(enclosingRadius({ size: 4, values })).toBe(Infinity);
    const edges = Uint32Array.of(0, 1, 2, 3);
    expect(enclosingRadius({ size: 4, edges, lengths: Float64Array.of(1, 1) })).toBe(Infinity);
  });
  it("is the same for a graph with all edges", () => {
    const distances = euclideanDistances(uniformCloud(30, 2));
    expect(enclosingRadius(asGraph(distances))).toBe(enclosingRadius(distances));
  });
});

describe("sampledCounts", () => {
  it("is exact where every walk sees the same: n choose k + 1", () => {
    const { simplexCounts } = sampledCounts(allEqual(12), 1, 3);
    expect(Array.from(simplexCounts)).toEqual([12, 66, 220, 495].map((n) => expect.closeTo(n, 9)));
  });
  it("is near the truth for a cloud, whatever it is given as", () => {
    const cloud = uniformCloud(120, 2);
    const distances = euclideanDistances(cloud);
    const near = (i: number, j: number): boolean => distances.values[(i * (i - 1)) / 2 + j] <= 0.3;
    const truth = [120, 0, 0];
    for (let i = 0; i < 120; i++)
      for (let j = 0; j < i; j++)
        if (near(i, j)) {
          truth[1]++;
          for (let k = 0; k < j; k++) if (near(i, k) && near(j, k)) truth[2]++;
        }
    for (const source of [cloud, distances, asGraph(distances)]) {
      const { simplexCounts } = sampledCounts(source, 0.3, 2);
      for (const d of [0, 1, 2]) {
        expect(simplexCounts[d] / truth[d]).toBeGreaterThan(0.7);
        expect(simplexCounts[d] / truth[d]).toBeLessThan(1.4);
      }
    }
  });
});

describe("ripsForecast", () => {
  it("has the threshold and the edges that the computation has", () => {
    const cloud = uniformCloud(200, 2);
    for (const options of [{}, { threshold: 0.2 }, { maxDimension: 2, threshold: 9 }]) {
      const { threshold, edgeCount, pointCount } = ripsPersistence(cloud, options);
      const forecast = ripsForecast(cloud, options);
      expect(forecast).toMatchObject({ threshold, edgeCount, pointCount, refused: false });
      expect(forecast.simplexCounts.length).toBe((options.maxDimension ?? 1) + 2);
      expect(forecast.simplexCounts[1]).toBe(edgeCount);
      expect(forecast.bytes).toBeGreaterThan(8 * 199 * 100);
      expect(forecast.seconds).toBeGreaterThan(0);
    }
  });
  it("grows with points, dimension and threshold", () => {
    const cost = (count: number, options = {}) => ripsForecast(uniformCloud(count, 3), options);
    expect(cost(400).bytes).toBeGreaterThan(cost(200).bytes);
    expect(cost(200, { maxDimension: 2 }).seconds).toBeGreaterThan(cost(200).seconds);
    expect(cost(200, { maxDimension: 2 }).bytes).toBeGreaterThanOrEqual(cost(200).bytes);
    expect(cost(200, { threshold: 0.1 }).bytes).toBeLessThan(cost(200).bytes);
  });
  it("says what would be refused, and answers for many points", () => {
    expect(ripsForecast(uniformCloud(50, 2), { memoryLimit: 1000 }).refused).toBe(true);
    const many = ripsForecast(uniformCloud(2e5, 1));
    expect(many.refused).toBe(true);
    expect(many.bytes).toBeGreaterThan(8 * 2e10);
    expect(many.edgeCount).toBeGreaterThan(1e10);
    expect(many.edgeCount).toBeLessThan(2e10);
  });
  it("defines no points and no edges", () => {
    for (const size of [0, 1])
      expect(ripsForecast(allEqual(size))).toMatchObject({ pointCount: size, edgeCount: 0 });
  });
  it("refuses bad input like the computation, under its own name", () => {
    expect(() => ripsForecast({ points: Float64Array.of(NaN), dim: 1 })).toThrow(/^ripsForecast: /);
    expect(() => ripsForecast(allEqual(3), { maxDimension: -1 })).toThrow(/^ripsForecast: /);
  });
});

describe("memory of cocycles", () => {
  it("is forecast: a chain that is joined from its last vertex on has n²/2 of their vertices", () => {
    const n = 4000;
    const chain: WeightedGraph = {
      size: n,
      edges: Uint32Array.from({ length: 2 * (n - 1) }, (_, k) => (k >> 1) + (k & 1)),
      lengths: Float64Array.from({ length: n - 1 }, (_, i) => n - i),
    };
    const options = { maxDimension: 0, cocycles: true };
    const { cocycles } = ripsPersistence(chain, options);
    const vertices = cocycles?.[0].reduce((sum, { simplices }) => sum + simplices.length, 0) ?? 0;
    expect(vertices).toBe((n * (n + 1)) / 2);
    const { bytes } = ripsForecast(chain, options);
    expect(bytes).toBeGreaterThan(8 * vertices);
    expect(bytes).toBeLessThan(9 * vertices);
    expect(() => ripsPersistence(chain, { ...options, memoryLimit: 2 ** 25 })).toThrow("forecast");
  });
});
