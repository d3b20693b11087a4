import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchOrder } from "../../lib/training/optimizing/batchOrder.js";

describe("batchOrder", () => {
  it("is a permutation", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(), fc.nat(1000), (count, seed, epoch) => {
        const sorted = batchOrder(count, seed, epoch).sort();
        expect([...sorted]).toEqual(Array.from({ length: count }, (_, i) => i));
      }),
    );
  });
  it("has each of the 24 permutations of 4 as often as any other", () => {
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < 24_000; epoch++) {
      const text = batchOrder(4, 5, epoch).join("");
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(50); // 23 degrees of freedom: P ≈ 0.001
  });
  it("depends on the seed and the epoch, and stays what it was", () => {
    expect([...batchOrder(8, 1, 0)]).toEqual([5, 1, 7, 6, 4, 3, 2, 0]);
    expect([...batchOrder(8, 1, 1)]).toEqual([6, 2, 4, 7, 1, 3, 0, 5]);
    expect([...batchOrder(8, 2, 0)]).not.toEqual([5, 1, 7, 6, 4, 3, 2, 0]);
  });
});
