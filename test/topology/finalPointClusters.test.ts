import { describe, expect, it } from "vitest";
import type { Path } from "../../lib/paths/path.js";
import {
  finalPointClusters,
  toleranceCurve,
} from "../../lib/topology/classes/finalPointClusters.js";

/** A path from far away to a point. */
const to = (...end: number[]): Path => ({
  points: Float64Array.of(...end.map(() => 99), ...end),
  dim: end.length,
});

describe("finalPointClusters", () => {
  const paths = [
    to(0, 0),
    to(5, 0),
    to(NaN, 0),
    to(0.4, 0),
    to(5, 0),
    to(0.8, 0),
    to(-Infinity, 1),
  ];

  it("chains ends that are nearer than the tolerance", () => {
    const { labels, count, centres, sizes } = finalPointClusters(paths, 0.5);
    expect([...labels]).toEqual([0, 1, -1, 0, 1, 0, -1]);
    expect([count, ...sizes]).toEqual([2, 3, 2]);
    expect(centres[0]).toBeCloseTo(0.4, 15);
    expect([...centres.subarray(1)]).toEqual([0, 5, 0]);
  });

  it("leaves each end alone at tolerance 0", () => {
    expect([...finalPointClusters(paths, 0).labels]).toEqual([0, 1, -1, 2, 3, 4, -1]);
  });

  it("has the count of the tolerance curve", () => {
    const { thresholds, counts, places, linkage } = toleranceCurve(paths);
    expect([...places]).toEqual([0, 1, 3, 4, 5]);
    expect([counts[0], counts.at(-1)]).toEqual([4, 1]);
    expect(linkage.size).toBe(5);
    thresholds.forEach((threshold, k) => {
      const next = thresholds[k + 1] ?? 100;
      expect(finalPointClusters(paths, next).count).toBe(counts[k]);
      expect(finalPointClusters(paths, (threshold + next) / 2).count).toBe(counts[k]);
    });
  });

  it("makes no cluster of no end, and one of one", () => {
    expect(finalPointClusters([], 1).count).toBe(0);
    expect([...finalPointClusters([to(NaN)], 1).labels]).toEqual([-1]);
    expect([...finalPointClusters([to(7)], 1).centres]).toEqual([7]);
    expect([...toleranceCurve([]).counts]).toEqual([0]);
  });

  it("refuses empty paths, mixed dimensions and a tolerance that is none", () => {
    const empty = { points: new Float64Array(0), dim: 2 };
    expect(() => finalPointClusters([to(0, 0), empty], 1)).toThrow(
      "finalPointClusters: expected path 1 of at least 1 whole vertex of 2, got 0 coordinates",
    );
    expect(() => toleranceCurve([to(0, 0), to(0)])).toThrow(
      "toleranceCurve: dimensions differ, 2 and 1",
    );
    expect(() => finalPointClusters([], -1)).toThrow("expected tolerance >= 0, got -1");
    expect(() => finalPointClusters([], NaN)).toThrow("expected tolerance >= 0, got NaN");
  });
});
