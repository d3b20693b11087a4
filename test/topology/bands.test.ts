import { describe, expect, it } from "vitest";
import type { Distances } from "../../lib/numerics/distances.js";
import { randomStream } from "../../lib/numerics/random.js";
import { bootstrapBand } from "../../lib/topology/diagrams/bootstrapBand.js";
import { bottleneckDistance } from "../../lib/topology/diagrams/bottleneckDistance.js";
import { diagramPermutationTest } from "../../lib/topology/diagrams/diagramPermutationTest.js";
import { coveringValue } from "../../lib/topology/diagrams/resampling.js";
import { seenUpTo } from "../../lib/topology/diagrams/seenUpTo.js";
import { subsampleBand } from "../../lib/topology/diagrams/subsampleBand.js";
import { subspace } from "../../lib/topology/diagrams/subspace.js";
import { ripsPersistence } from "../../lib/topology/rips/ripsPersistence.js";
import { clonedWorkers } from "../clonedWorkers.js";
import { diagram } from "./matchings.js";

/** Euclidean distances of n points of the plane, the i-th at at(i). */
function planar(n: number, at: (i: number) => readonly [number, number]): Distances {
  const points = Array.from({ length: n }, (_, i) => at(i));
  const values = points.flatMap(([x, y], i) =>
    points.slice(0, i).map(([u, v]) => Math.hypot(x - u, y - v)),
  );
  return { size: n, values: Float64Array.from(values) };
}

const random = randomStream(8, "clouds");
const circle = (first: number): readonly [number, number] => {
  const angle = 2 * Math.PI * random.uniform(3 * first);
  const radius = 1 + 0.1 * random.uniform(3 * first + 1);
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
};
const blob = (first: number): readonly [number, number] => [
  random.uniform(3 * first),
  random.uniform(3 * first + 1),
];
const ring = planar(60, circle);

describe("the bootstrap band", () => {
  it("compares the sample with resamples in which points are repeated", async () => {
    const { distances, diagrams } = await bootstrapBand(ring, { seed: 4, replicas: 12 });
    expect(diagrams).toEqual(ripsPersistence(ring).diagrams);
    for (const k of [0, 7, 11]) {
      const drawn = Array.from({ length: 60 }, (_, i) =>
        Math.floor(randomStream(4, "bootstrapBand", k).uniform(i) * 60),
      );
      expect(new Set(drawn).size).toBeLessThan(60);
      const resampled = ripsPersistence(subspace(ring, drawn)).diagrams;
      for (const d of [0, 1])
        expect(distances[d][k]).toBe(bottleneckDistance(resampled[d], diagrams[d]).distance);
    }
  });

  it("leaves the loop of a noisy circle standing out, alone", async () => {
    const { widths, distances, diagrams } = await bootstrapBand(ring, { seed: 1, replicas: 40 });
    const { births, deaths } = diagrams[1];
    expect(births.filter((birth, k) => deaths[k] - birth > 2 * widths[1]).length).toBe(1);
    for (const d of [0, 1])
      expect(distances[d].filter((distance) => distance <= widths[d]).length).toBe(38);
  });

  it("has the same bits for any workers, and reports progress to the end", async () => {
    const options = { seed: 2, replicas: 25, maxDimension: 2, threshold: 1.2 };
    const alone = await bootstrapBand(ring, options);
    const done: number[] = [];
    const onProgress = (count: number, total: number): void => {
      done.push(count / total);
    };
    expect(await bootstrapBand(ring, options, clonedWorkers(3), { onProgress })).toEqual(alone);
    expect(done).toEqual([1 / 3, 2 / 3, 1]);
    expect(alone.widths.length).toBe(3);
  });

  it("is cancelled by a signal", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(bootstrapBand(ring, { seed: 1 }, undefined, { signal })).rejects.toThrow("enough");
  });

  it("with a threshold, ends there what is alive there", async () => {
    const { distances, widths } = await bootstrapBand(ring, {
      seed: 2,
      replicas: 20,
      threshold: 0.5,
    });
    for (const values of distances) for (const value of values) expect(value).toBeLessThan(0.5);
    expect(widths[1]).toBeLessThan(
      (await bootstrapBand(ring, { seed: 2, replicas: 20 })).widths[1],
    );
    expect(seenUpTo(diagram([0, Infinity], [1, 2]), 1.5).deaths).toEqual(Float64Array.of(1.5, 1.5));
  });

  it("has no width for one point, or for many that are equal", async () => {
    for (const n of [1, 2, 7]) {
      const { widths } = await bootstrapBand(
        planar(n, () => [1, 1]),
        { seed: 1, replicas: 3 },
      );
      expect([...widths]).toEqual([0, 0]);
    }
  });

  it.each<[object, string]>([
    [{ seed: 1, replicas: 0 }, "replicas must be an integer >= 1, got 0"],
    [{ seed: 1, confidence: 1 }, "confidence must be in (0, 1), got 1"],
    [{ seed: 1, repeats: 5 }, 'there is no option "repeats"'],
    [{ seed: -1 }, "seed must be a safe integer >= 0, got -1"],
    [{ seed: 1, maxDimension: 0.5 }, "maxDimension"],
  ])("refuses %j", async (options, message) => {
    await expect(bootstrapBand(ring, options as { seed: number })).rejects.toThrow(message);
  });

  it("refuses no points, and distances that are not numbers", async () => {
    await expect(bootstrapBand(planar(0, circle), { seed: 1 })).rejects.toThrow(
      "bootstrapBand: needs at least 1 point, got 0",
    );
    const broken = { size: 2, values: Float64Array.of(NaN) };
    await expect(bootstrapBand(broken, { seed: 1 })).rejects.toThrow(RangeError);
  });
});

describe("the subsample band", () => {
  it("is four times a covering Hausdorff distance of subsamples", () => {
    // Of 0, 1 and 5 one is left out: the others are 1, 1 or 4 away.
    const line = planar(3, (i) => [[0, 1, 5][i], 0]);
    const { width, distances } = subsampleBand(line, { seed: 1, size: 2, replicas: 300 });
    expect([...new Set(distances)].sort()).toEqual([1, 4]);
    expect(distances.filter((d) => d === 4).length / 300).toBeCloseTo(1 / 3, 1);
    expect(width).toBe(16);
    expect(subsampleBand(line, { seed: 1, size: 2, confidence: 0.5 }).width).toBe(4);
    expect(subsampleBand(line, { seed: 1, size: 3 }).width).toBe(0);
  });

  it("covers a circle as often as it says", () => {
    let covered = 0;
    for (let trial = 0; trial < 100; trial++) {
      const stream = randomStream(6, "trial", trial);
      const angles = Array.from({ length: 80 }, (_, i) => 2 * Math.PI * stream.uniform(i)).sort(
        (a, b) => a - b,
      );
      const gaps = angles.map((a, i) => (angles[i + 1] ?? angles[0] + 2 * Math.PI) - a);
      const hausdorff = 2 * Math.sin(Math.max(...gaps) / 4);
      const cloud = planar(80, (i) => [Math.cos(angles[i]), Math.sin(angles[i])]);
      if (hausdorff <= subsampleBand(cloud, { seed: trial, replicas: 50 }).width / 2) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(95);
  });

  it("refuses what it cannot draw", () => {
    expect(() => subsampleBand(ring, { seed: 1, size: 61 })).toThrow(
      "subsampleBand: size must be an integer from 1 to 60, got 61",
    );
    expect(() => subsampleBand(planar(0, circle), { seed: 1 })).toThrow("needs at least 1 point");
    expect(subsampleBand(planar(1, circle), { seed: 1 }).width).toBe(0);
  });
});

describe("the permutation test of diagrams", () => {
  it("tells a circle from a disk, and not a circle from another", async () => {
    const unlike = planar(80, (i) => (i < 40 ? circle(i) : blob(i)));
    const alike = planar(80, circle);
    const options = { seed: 1, replicas: 39 };
    const { observed, distances, pValues } = await diagramPermutationTest(unlike, 40, options);
    expect(pValues[1]).toBe(1 / 40);
    expect(Math.max(...distances[1])).toBeLessThan(observed[1]);
    const [a, b] = [0, 40].map(
      (first) =>
        ripsPersistence(
          subspace(
            unlike,
            Array.from({ length: 40 }, (_, i) => first + i),
          ),
        ).diagrams,
    );
    expect(observed[1]).toBe(bottleneckDistance(a[1], b[1]).distance);
    const { pValues: usual } = await diagramPermutationTest(alike, 40, options, clonedWorkers(2));
    expect(usual[1]).toBeGreaterThan(0.1);
    expect(await diagramPermutationTest(unlike, 40, options, clonedWorkers(2))).toEqual({
      observed,
      distances,
      pValues,
    });
  });

  it("gives p-values no smaller than they should be", async () => {
    const pValues: number[] = [];
    for (let trial = 0; trial < 60; trial++) {
      const cloud = planar(16, (i) => blob(100 + 16 * trial + i));
      const options = { seed: trial, replicas: 9, maxDimension: 0 };
      pValues.push((await diagramPermutationTest(cloud, 6, options)).pValues[0]);
    }
    expect(pValues.filter((p) => p <= 0.1).length).toBeLessThanOrEqual(12);
    expect(pValues.filter((p) => p <= 0.5).length).toBeLessThanOrEqual(40);
    expect(pValues.filter((p) => p <= 0.5).length).toBeGreaterThanOrEqual(20);
  });

  it("finds nothing where all points are equal", async () => {
    const { pValues } = await diagramPermutationTest(
      planar(6, () => [0, 0]),
      2,
      { seed: 1, replicas: 9 },
    );
    expect([...pValues]).toEqual([1, 1]);
  });

  it("refuses an empty group", async () => {
    for (const count of [0, 60, 1.5])
      await expect(diagramPermutationTest(ring, count, { seed: 1 })).rejects.toThrow(
        `diagramPermutationTest: expected two groups, got ${count} of 60 points in the first`,
      );
  });
});

describe("what they are made of", () => {
  it("a covering value is one of the values", () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([0.01, 0.55, 0.95, 0.951, 0.999].map((share) => coveringValue(values, share))).toEqual([
      1, 55, 95, 96, 100,
    ]);
    expect(coveringValue(Float64Array.of(1, Infinity), 0.9)).toBe(Infinity);
    expect(coveringValue(new Float64Array(0), 0.5)).toBeNaN();
  });

  it("a subspace keeps the distances, repeated points at 0", () => {
    const three: Distances = { size: 3, values: Float64Array.of(1, 2, 3) };
    expect([...subspace(three, [2, 0, 2]).values]).toEqual([2, 0, 2]);
    expect(subspace(three, []).values.length).toBe(0);
    expect(() => subspace(three, [0, 3])).toThrow("subspace: expected indices below 3, got 3 at 1");
  });

  it("Rips diagrams move no farther than the distances", () => {
    const shift = randomStream(2, "shift");
    for (let trial = 0; trial < 20; trial++) {
      const cloud = planar(14, (i) => blob(2000 + 14 * trial + i));
      const moved = cloud.values.map((d, k) =>
        Math.max(0, d + 0.1 * (shift.uniform(91 * trial + k) - 0.5)),
      );
      const largest = moved.reduce(
        (most, d, k) => Math.max(most, Math.abs(d - cloud.values[k])),
        0,
      );
      const before = ripsPersistence(cloud, { maxDimension: 2 }).diagrams;
      const after = ripsPersistence({ size: 14, values: moved }, { maxDimension: 2 }).diagrams;
      for (const d of [0, 1, 2])
        expect(bottleneckDistance(before[d], after[d]).distance).toBeLessThanOrEqual(
          largest + 1e-15,
        );
    }
  });
});

describe("resampling", () => {
  it("refuses a square matrix, NaN and a cloud in place of distances", async () => {
    const square = { size: 3, values: Float64Array.of(0, 1, 2, 1, 0, 3, 2, 3, 0) };
    const unknown = { size: 3, values: Float64Array.of(1, Number.NaN, 3) };
    const cloud = { points: new Float64Array(6), dim: 2 } as unknown as Distances;
    for (const [wrong, why] of [
      [square, "expected 3 distances for 3 points, got 9"],
      [unknown, "got NaN between points 2 and 0"],
      [cloud, "expected distances { size, values }"],
    ] as const) {
      expect(() => subsampleBand(wrong, { seed: 1 })).toThrow(why);
      await expect(bootstrapBand(wrong, { seed: 1 })).rejects.toThrow(why);
      await expect(diagramPermutationTest(wrong, 1, { seed: 1 })).rejects.toThrow(why);
    }
  });
});
