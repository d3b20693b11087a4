import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapInterval } from "../../lib/numerics/bootstrap.js";
import { averageRanks, rankCorrelation } from "../../lib/numerics/rankCorrelation.js";

describe("rankCorrelation", () => {
  it("gives equal numbers the mean of their ranks", () => {
    expect([...averageRanks([30, 10, 30, 20, Infinity])]).toEqual([3.5, 1, 3.5, 2, 5]);
  });

  it("is 1 − 6Σd²/(n(n² − 1)) where no two numbers are equal", () => {
    // Hand-drawn: ranks 1 2 3 4 5 against 2 1 4 3 5, Σd² = 4.
    expect(rankCorrelation([1, 2, 3, 4, 5], [20, 10, 40, 30, 50])).toBeCloseTo(1 - 24 / 120, 14);
  });

  it("agrees with scipy where there are ties", () => {
    // scipy.stats.spearmanr([1, 2, 2, 3, 5, 5], [2, 1, 4, 4, 6, 5])
    expect(rankCorrelation([1, 2, 2, 3, 5, 5], [2, 1, 4, 4, 6, 5])).toBeCloseTo(
      0.8508410434878082,
      14,
    );
  });

  it("does not change under increasing maps, and changes sign under decreasing ones", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
          minLength: 3,
        }),
        (pairs) => {
          const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
          const rho = rankCorrelation(x, y);
          const cubed = rankCorrelation(
            x.map((a) => a ** 3),
            y,
          );
          const turned = rankCorrelation(
            x.map((a) => -a),
            y,
          );
          if (Number.isNaN(rho)) expect(cubed).toBeNaN();
          else {
            expect(cubed).toBe(rho);
            expect(turned).toBeCloseTo(-rho, 12);
          }
        },
      ),
    );
  });

  it("is NaN for a constant, and refuses NaN and unequal lengths", () => {
    expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNaN();
    expect(() => rankCorrelation([1, NaN], [1, 2])).toThrow("got NaN");
    expect(() => rankCorrelation([1], [1, 2])).toThrow("lengths differ, 1 and 2");
  });
});

describe("bootstrapInterval", () => {
  const sample = Array.from({ length: 40 }, (_, i) => (i * 7) % 40);
  const mean = (drawn: Int32Array): number =>
    drawn.reduce((sum, i) => sum + sample[i], 0) / drawn.length;

  it("has about the width of the normal interval for a mean", () => {
    const { low, high } = bootstrapInterval(40, mean, { seed: 3 });
    const spread = Math.sqrt(sample.reduce((s, x) => s + (x - 19.5) ** 2, 0) / 40 / 40);
    expect(low).toBeCloseTo(19.5 - 1.96 * spread, 0);
    expect(high).toBeCloseTo(19.5 + 1.96 * spread, 0);
  });

  it("depends on the seed and on nothing else", () => {
    expect(bootstrapInterval(40, mean, { seed: 3 })).toEqual(
      bootstrapInterval(40, mean, { seed: 3 }),
    );
    expect(bootstrapInterval(40, mean, { seed: 4 })).not.toEqual(
      bootstrapInterval(40, mean, { seed: 3 }),
    );
  });

  it("says NaN where the statistic mostly is, and refuses nonsense", () => {
    expect(bootstrapInterval(3, () => NaN, { seed: 1 })).toEqual({ low: NaN, high: NaN });
    expect(() => bootstrapInterval(0, mean, { seed: 1 })).toThrow("at least 1 case");
    expect(() => bootstrapInterval(3, mean, { seed: 1, confidence: 1 })).toThrow("confidence");
  });
});
