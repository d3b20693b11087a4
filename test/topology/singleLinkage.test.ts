import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Distances, distanceBetween } from "../../lib/numerics/distances.js";
import { unionFind } from "../../lib/numerics/unionFind.js";
import { dendrogramLines, dendrogramOrder } from "../../lib/topology/classes/dendrogram.js";
import {
  classCount,
  classCountCurve,
  metricClasses,
} from "../../lib/topology/classes/metricClasses.js";
import { singleLinkage } from "../../lib/topology/classes/singleLinkage.js";
import { witnessChain } from "../../lib/topology/classes/witnessChain.js";
import { bettiCurve } from "../../lib/topology/diagrams/bettiCurve.js";
import { ripsPersistence } from "../../lib/topology/rips/ripsPersistence.js";

const golden: {
  name: string;
  size: number;
  values: number[];
  pairs: number[];
  heights: number[];
  flat: [number, number[]][];
}[] = JSON.parse(
  readFileSync(new URL("../fixtures/linkage/linkages.json", import.meta.url), "utf8"),
);

const triangle = (size: number, ...values: number[]): Distances => ({
  size,
  values: Float64Array.from(values),
});

/** Few distinct values, so that ties, duplicates and unreachable things abound. */
const anyDistances: fc.Arbitrary<Distances> = fc.integer({ min: 0, max: 9 }).chain((size) =>
  fc
    .array(fc.constantFrom(0, 1, 2, 2.5, 3, 7, Infinity), {
      minLength: (size * (size - 1)) / 2,
      maxLength: (size * (size - 1)) / 2,
    })
    .map((values) => triangle(size, ...values)),
);

/** The smallest possible largest hop between any two, by Floyd's recursion. */
function minimax(distances: Distances): number[][] {
  const indices = [...Array(distances.size).keys()];
  const best = indices.map((i) => indices.map((j) => distanceBetween(distances, i, j)));
  for (const k of indices)
    for (const i of indices)
      for (const j of indices) best[i][j] = Math.min(best[i][j], Math.max(best[i][k], best[k][j]));
  return best;
}

const byFirstAppearance = (labels: ArrayLike<number>): number[] => {
  const seen = [...new Set(Array.from(labels))];
  return Array.from(labels, (label) => seen.indexOf(label));
};

describe("unionFind", () => {
  it("represents a set by its smallest number", () => {
    const sets = unionFind(6);
    expect([sets.union(5, 3), sets.union(3, 4), sets.union(4, 5)]).toEqual([true, true, false]);
    expect([0, 1, 2, 3, 4, 5].map(sets.find)).toEqual([0, 1, 2, 3, 3, 3]);
    expect(sets.count()).toBe(4);
    expect(unionFind(0).count()).toBe(0);
    expect(() => unionFind(-1)).toThrow("unionFind: expected a size >= 0, got -1");
  });
});

describe("singleLinkage", () => {
  it("equals SciPy's, ties and duplicates included", () => {
    for (const { name, size, values, pairs, heights, flat } of golden) {
      const linkage = singleLinkage(triangle(size, ...values));
      expect([name, ...linkage.heights]).toEqual([name, ...heights]);
      expect([name, ...linkage.pairs]).toEqual([name, ...pairs]);
      for (const [delta, labels] of flat)
        expect([...metricClasses(linkage, delta)]).toEqual(byFirstAppearance(labels));
    }
  });

  it("links two things of the merged sets at the merge's distance", () => {
    fc.assert(
      fc.property(anyDistances, (distances) => {
        const { size, pairs, heights, links } = singleLinkage(distances);
        const members = Array.from({ length: size }, (_, i) => [i]);
        for (const [k, height] of heights.entries()) {
          const [a, b] = [members[pairs[2 * k]], members[pairs[2 * k + 1]]];
          expect(pairs[2 * k]).toBeLessThan(pairs[2 * k + 1]);
          expect(distanceBetween(distances, links[2 * k], links[2 * k + 1])).toBe(height);
          expect(a.includes(links[2 * k]) || a.includes(links[2 * k + 1])).toBe(true);
          expect(b.includes(links[2 * k]) || b.includes(links[2 * k + 1])).toBe(true);
          for (const i of a)
            for (const j of b)
              expect(distanceBetween(distances, i, j)).toBeGreaterThanOrEqual(height);
          members.push([...a, ...b]);
          if (k > 0) expect(height).toBeGreaterThanOrEqual(heights[k - 1]);
        }
      }),
    );
  });

  it("has nothing to merge for none and for one", () => {
    for (const size of [0, 1]) {
      const linkage = singleLinkage(triangle(size));
      expect([linkage.pairs.length, linkage.heights.length]).toEqual([0, 0]);
      expect(classCount(linkage, 1)).toBe(size);
      expect([...dendrogramOrder(linkage)]).toEqual([0].slice(0, size));
      expect(dendrogramLines(linkage).x.length).toBe(0);
      expect([...classCountCurve(linkage).counts]).toEqual([size]);
    }
  });

  it("refuses what is no triangle of distances", () => {
    expect(() => singleLinkage(triangle(3, 1, 2))).toThrow(
      "singleLinkage: expected 3 distances for 3 points, got 2",
    );
    expect(() => singleLinkage(triangle(2, NaN))).toThrow(
      "singleLinkage: expected distances >= 0, got NaN between points 1 and 0",
    );
    expect(() => singleLinkage(triangle(3, 1, -2, 0))).toThrow("got -2 between points 2 and 0");
    expect(() => singleLinkage(triangle(-1))).toThrow("expected a whole size >= 0, got -1");
  });
});

describe("metricClasses", () => {
  it("joins what chains of hops < delta connect", () => {
    fc.assert(
      fc.property(anyDistances, fc.constantFrom(-1, 0, 1, 2, 2.2, 3, 8, Infinity), (d, delta) => {
        const best = minimax(d);
        const labels = metricClasses(d, delta);
        labels.forEach((label, i) => {
          labels.forEach((other, j) => {
            expect(label === other).toBe(i === j || best[i][j] < delta);
          });
        });
        expect(byFirstAppearance(labels)).toEqual([...labels]);
        expect(new Set(labels).size).toBe(classCount(singleLinkage(d), delta));
      }),
    );
  });

  it("does not count a hop of exactly delta", () => {
    expect([...metricClasses(triangle(2, 1), 1)]).toEqual([0, 1]);
    expect([...metricClasses(triangle(2, 1), 1 + 2 ** -52)]).toEqual([0, 0]);
    expect([...metricClasses(triangle(2, 0), 0)]).toEqual([0, 1]);
  });

  it("counts the H0 bars of the Rips diagram that are alive at delta", () => {
    fc.assert(
      fc.property(anyDistances, (distances) => {
        fc.pre(distances.size > 0);
        const linkage = singleLinkage(distances);
        const { diagrams } = ripsPersistence(distances, { maxDimension: 0, threshold: Infinity });
        for (const delta of [1e-9, 0.5, 1, 1.5, 2, 2.5, 2.7, 3, 7, 8]) {
          const alive = diagrams[0].deaths.filter((death) => death >= delta).length;
          expect(classCount(linkage, delta)).toBe(alive);
          // The Betti curve counts death > delta: the same but where a bar dies.
          if (!linkage.heights.includes(delta))
            expect([...bettiCurve(diagrams[0], [delta])]).toEqual([alive]);
        }
        expect(linkage.heights.filter((height) => height > 0 && height < Infinity)).toEqual(
          diagrams[0].deaths.filter(Number.isFinite),
        );
        expect(classCount(linkage, 0)).toBe(distances.size); // bars of length 0 too
      }),
    );
  });

  it("refuses NaN", () => {
    expect(() => metricClasses(triangle(2, 1), NaN)).toThrow("metricClasses: expected delta");
    expect(() => classCount(singleLinkage(triangle(2, 1)), NaN)).toThrow("classCount: expected");
  });

  it("counts on every step of the curve what it counts there", () => {
    fc.assert(
      fc.property(anyDistances, (distances) => {
        const linkage = singleLinkage(distances);
        const { thresholds, counts } = classCountCurve(linkage);
        counts.forEach((count, k) => {
          const next = thresholds[k + 1] ?? Infinity;
          expect(classCount(linkage, next)).toBe(count);
          expect(classCount(linkage, thresholds[k] + 0.01)).toBe(count);
          if (k > 0) expect(count).toBeLessThan(counts[k - 1]);
        });
      }),
    );
  });
});

describe("witnessChain", () => {
  it("is a chain with the smallest possible largest hop", () => {
    fc.assert(
      fc.property(anyDistances, fc.constantFrom(0, 1, 2.2, Infinity), (distances, delta) => {
        const best = minimax(distances);
        const labels = metricClasses(distances, delta);
        for (let i = 0; i < distances.size; i++)
          for (let j = 0; j < distances.size; j++) {
            const witness = witnessChain(distances, i, j, delta);
            expect(witness.height).toBe(best[i][j]);
            expect(witness.joined).toBe(labels[i] === labels[j]);
            expect([witness.chain[0], witness.chain.at(-1)]).toEqual([i, j]);
            witness.hops.forEach((hop, k) => {
              const [from, to] = witness.chain.subarray(k);
              expect(distanceBetween(distances, from, to)).toBe(hop);
            });
            expect(witness.hops[witness.bottleneck] ?? 0).toBe(witness.height);
          }
      }),
      { numRuns: 50 },
    );
  });

  it("refuses what is no index", () => {
    expect(() => witnessChain(triangle(2, 1), 0, 2)).toThrow(
      "witnessChain: expected indices below 2, got 2",
    );
  });
});

describe("dendrogram", () => {
  it("draws brackets whose feet stand on their own sides, without crossings", () => {
    fc.assert(
      fc.property(anyDistances, (distances) => {
        const linkage = singleLinkage(distances);
        const { order, x, y } = dendrogramLines(linkage);
        expect([...order].sort((a, b) => a - b)).toEqual([...order.keys()]);
        const spans = Array.from(order, (_, i) => [order.indexOf(i), order.indexOf(i)]);
        for (let k = 0; k < x.length / 4; k++) {
          const [a, b] = [spans[linkage.pairs[2 * k]], spans[linkage.pairs[2 * k + 1]]];
          const [left, right] = a[0] < b[0] ? [a, b] : [b, a];
          expect(left[1] + 1).toBe(right[0]); // neighbours: no leaf of another set between
          const feet = x.subarray(4 * k, 4 * k + 4);
          expect(feet[0] >= left[0] && feet[0] <= left[1]).toBe(true);
          expect(feet[3] >= right[0] && feet[3] <= right[1]).toBe(true);
          expect([feet[1], feet[2]]).toEqual([feet[0], feet[3]]);
          expect([y[4 * k + 1], y[4 * k + 2]]).toEqual([linkage.heights[k], linkage.heights[k]]);
          spans.push([left[0], right[1]]);
        }
        expect(x.length / 4).toBe(linkage.heights.filter(Number.isFinite).length);
      }),
    );
  });

  it("stands a bracket on the middle of the ones below", () => {
    const { order, x, y } = dendrogramLines(singleLinkage(triangle(3, 5, 1, 4)));
    expect([...order]).toEqual([0, 2, 1]);
    expect([...x]).toEqual([0, 0, 1, 1, 0.5, 0.5, 2, 2]);
    expect([...y]).toEqual([0, 1, 1, 0, 1, 4, 4, 0]);
  });
});
