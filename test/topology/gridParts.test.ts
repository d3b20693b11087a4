import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ascendingOrder } from "../../lib/topology/grid/ascendingOrder.js";
import { bitTree } from "../../lib/topology/grid/bitTree.js";
import { mergePairs } from "../../lib/topology/grid/mergePairs.js";
import { paddedGrid } from "../../lib/topology/grid/paddedGrid.js";

describe("ascendingOrder", () => {
  it("sorts as comparison does, equal numbers by index", () => {
    const number = fc.oneof(
      fc.double({ noNaN: true }).map((x) => x + 0),
      fc.constantFrom(-1, 0, 1, 2 ** -1074, -(2 ** -1074), Infinity, -Infinity),
    );
    fc.assert(
      fc.property(fc.array(number), (list) => {
        const values = Float64Array.from(list);
        const expected = [...values.keys()].sort((a, b) =>
          values[a] === values[b] ? a - b : values[a] < values[b] ? -1 : 1,
        );
        expect([...ascendingOrder(values)]).toEqual(expected);
        expect([...values]).toEqual(list);
      }),
    );
  });
});

describe("bitTree", () => {
  it("gives the largest of what was toggled an odd number of times", () => {
    for (const size of [1, 32, 33, 1024, 1025, 40_000]) {
      const set = bitTree(size);
      const plain = new Set<number>();
      const index = fc.integer({ min: 0, max: size - 1 });
      fc.assert(
        fc.property(fc.array(fc.oneof(index, fc.constant(-1)), { maxLength: 40 }), (steps) => {
          for (const step of steps) {
            if (step < 0) {
              const largest = Math.max(-1, ...plain);
              expect(set.pop()).toBe(largest);
              plain.delete(largest);
            } else {
              set.toggle(step);
              if (!plain.delete(step)) plain.add(step);
            }
          }
        }),
        { numRuns: 30 },
      );
    }
  });
});

describe("paddedGrid", () => {
  it("has room for all neighbours of all points", () => {
    for (const shape of [[1], [5], [1, 1], [3, 4], [2, 1, 3]]) {
      const { size, positions, strides, alongAxes, acrossCorners } = paddedGrid(shape);
      expect(new Set(positions).size).toBe(shape.reduce((a, b) => a * b, 1));
      expect(strides.length).toBe(shape.length);
      expect(new Set(alongAxes).size).toBe(2 * shape.length);
      expect(new Set(acrossCorners).size).toBe(3 ** shape.length - 1);
      const reach = Math.max(...acrossCorners);
      expect(Math.min(...positions)).toBe(reach);
      expect(Math.max(...positions)).toBe(size - 1 - reach);
    }
  });
});

describe("mergePairs", () => {
  it("lets the younger component end", () => {
    // Points 1 … 5 of a line appear as 3, 1, 5, 2, 4.
    const order = Uint32Array.of(3, 1, 5, 2, 4);
    expect([...mergePairs(order, 7, [-1, 1], false)]).toEqual([1, 3, 2, 4]);
    // With the outside there from the start, 3 merges into it last.
    expect([...mergePairs(order, 7, [-1, 1], true)]).toEqual([0, 3]);
  });
});
