import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../lib/numerics/random.js";
import { bottleneckDistance } from "../../lib/topology/diagrams/bottleneckDistance.js";
import type { Diagram } from "../../lib/topology/diagrams/diagram.js";
import type { Ground } from "../../lib/topology/diagrams/pairDistance.js";
import { wassersteinDistance } from "../../lib/topology/diagrams/wassersteinDistance.js";
import { coarseDiagrams, diagram, leastByTrial, pairsOf, referenceCases } from "./matchings.js";

const grounds: readonly Ground[] = [Infinity, 2, 1];
const empty = diagram();

const randomBars = (count: number, first: number): Diagram => {
  const random = randomStream(3, "bars");
  return diagram(
    ...Array.from({ length: count }, (_, i) => {
      const birth = random.uniform(first + 2 * i);
      return [birth, birth + random.uniform(first + 2 * i + 1)];
    }),
  );
};

describe("the Wasserstein distance", () => {
  it("of a hand-drawn pair of diagrams is read off", () => {
    const [a, b] = [diagram([0, 4], [2, 2.5]), diagram([0.5, 4])];
    expect(wassersteinDistance(a, b)).toEqual({
      distance: 0.75,
      matching: { pairs: Int32Array.of(0, 0, 1, -1) },
    });
    expect(wassersteinDistance(a, b, { order: 2 }).distance).toBe(Math.sqrt(0.25 + 0.0625));
    expect(wassersteinDistance(a, b, { ground: 1 }).distance).toBe(1);
  });

  it.each(referenceCases().map((c) => [c.name, c] as const))(
    "is that of GUDHI, which calls POT: %s",
    (_, { a, b, wasserstein }) => {
      for (const [order, ground, expected] of wasserstein) {
        const found = wassersteinDistance(a, b, { order, ground });
        pairsOf(found.matching, a, b);
        if (expected === Infinity || expected === 0) expect(found.distance).toBe(expected);
        else expect(found.distance / expected).toBeCloseTo(1, 12);
      }
    },
  );

  it("is the least of all matchings", () => {
    const options = fc.record({
      order: fc.constantFrom(1, 1.5, 2, 3, 10),
      ground: fc.constantFrom(...grounds),
    });
    fc.assert(
      fc.property(coarseDiagrams, coarseDiagrams, options, (a, b, { order, ground }) => {
        const sum = (d: number[]): number => d.reduce((s, x) => s + x ** order, 0);
        const expected = leastByTrial(a, b, ground, sum) ** (1 / order);
        const { distance, matching } = wassersteinDistance(a, b, { order, ground });
        pairsOf(matching, a, b);
        expect(distance).toBeCloseTo(expected, 12);
      }),
      { numRuns: 500 },
    );
  });

  it("is a metric, up to bars on the diagonal", () => {
    fc.assert(
      fc.property(coarseDiagrams, coarseDiagrams, coarseDiagrams, (a, b, c) => {
        const options = { order: 2, ground: 2 as const };
        const ab = wassersteinDistance(a, b, options).distance;
        expect(wassersteinDistance(a, a, options).distance).toBe(0);
        expect(wassersteinDistance(b, a, options).distance).toBeCloseTo(ab, 13);
        expect(wassersteinDistance(a, c, options).distance).toBeLessThanOrEqual(
          ab + wassersteinDistance(b, c, options).distance + 1e-13,
        );
      }),
    );
  });

  it("falls with the order, towards the bottleneck distance", () => {
    const [a, b] = [randomBars(40, 0), randomBars(30, 100)];
    const { distance: bottleneck } = bottleneckDistance(a, b);
    const distances = [1, 2, 4, 16, 256, 4096, 65536].map(
      (order) => wassersteinDistance(a, b, { order }).distance,
    );
    for (let k = 1; k < distances.length; k++)
      expect(distances[k]).toBeLessThanOrEqual(distances[k - 1]);
    expect(distances[6]).toBeGreaterThanOrEqual(bottleneck);
    expect(distances[6]).toBeLessThan(bottleneck * 70 ** (1 / 65536));
  });

  it("scales with the diagrams, to the ends of the range of doubles", () => {
    const scaled = ({ dimension, births, deaths }: Diagram, s: number): Diagram => ({
      dimension,
      births: births.map((x) => x * s),
      deaths: deaths.map((x) => x * s),
    });
    const [a, b] = [randomBars(50, 0), randomBars(50, 100)];
    const { distance } = wassersteinDistance(a, b, { order: 3 });
    for (const s of [2 ** -900, 2 ** 1000])
      expect(wassersteinDistance(scaled(a, s), scaled(b, s), { order: 3 }).distance).toBe(
        distance * s,
      );
  });

  it("finds a small shift beside long bars", () => {
    const a = diagram([0, 1e9], [3, 4e9], [5, 6]);
    const b = diagram([2 ** -20, 1e9], [3, 4e9], [5, 6]);
    expect(wassersteinDistance(a, b, { order: 50 }).distance).toBe(2 ** -20);
  });

  it("treats infinite ends as the bottleneck distance does", () => {
    const a = diagram([0, Infinity], [5, Infinity]);
    const b = diagram([9, Infinity], [1, Infinity]);
    const { distance, matching } = wassersteinDistance(a, b, { order: 2 });
    expect(distance).toBe(Math.sqrt(17));
    expect([...matching.pairs]).toEqual([0, 1, 1, 0]);
    expect(wassersteinDistance(a, empty).distance).toBe(Infinity);
    expect(wassersteinDistance(empty, empty).distance).toBe(0);
    expect(wassersteinDistance(diagram([3, -Infinity]), diagram([2, -Infinity])).distance).toBe(1);
  });

  it("of 300 bars against 300 agrees with the empty diagram and itself", () => {
    const [a, b] = [randomBars(300, 0), randomBars(300, 1000)];
    const toEmpty = wassersteinDistance(a, empty).distance;
    expect(toEmpty).toBeCloseTo(a.deaths.reduce((sum, d, k) => sum + d - a.births[k], 0) / 2, 11);
    const ab = wassersteinDistance(a, b).distance;
    expect(ab).toBeGreaterThan(Math.abs(toEmpty - wassersteinDistance(b, empty).distance));
    expect(ab).toBeLessThan(toEmpty);
  });

  it.each<[object, string, ErrorConstructor]>([
    [{ order: 0.5 }, "order must be finite and >= 1, got 0.5", RangeError],
    [{ order: Infinity }, "order must be finite and >= 1, got Infinity", RangeError],
    [{ ground: 3 }, "ground must be 1, 2 or Infinity, got 3", RangeError],
    [{ power: 2 }, 'there is no option "power"', TypeError],
  ])("refuses %j", (options, message, kind) => {
    expect(() => wassersteinDistance(empty, empty, options)).toThrow(kind);
    expect(() => wassersteinDistance(empty, empty, options)).toThrow(
      `wassersteinDistance: ${message}`,
    );
  });

  it("names itself when it refuses a diagram", () => {
    expect(() => wassersteinDistance(diagram([0, NaN]), empty)).toThrow(
      "wassersteinDistance: expected numbers",
    );
  });
});
