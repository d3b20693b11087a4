import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearAssignment } from "../../lib/numerics/linearAssignment.js";

/** The least total over all assignments of rows to columns, all tried. */
function leastTotal(cost: Float64Array, rows: number, columns: number): number {
  const best = (i: number, taken: number, skips: number): number => {
    if (i === rows) return 0;
    let least = skips > 0 ? best(i + 1, taken, skips - 1) : Infinity;
    for (let j = 0; j < columns; j++)
      if (!(taken & (1 << j)))
        least = Math.min(least, cost[i * columns + j] + best(i + 1, taken | (1 << j), skips));
    return least;
  };
  return best(0, 0, Math.max(0, rows - columns));
}

const total = (columnOf: Int32Array, cost: Float64Array, columns: number): number =>
  columnOf.reduce((sum, j, i) => (j < 0 ? sum : sum + cost[i * columns + j]), 0);

/** Costs of some rows and columns, many of them equal. */
const problems = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
  .chain(([rows, columns]) =>
    fc.tuple(
      fc.constant(rows),
      fc.constant(columns),
      fc.array(fc.integer({ min: -6, max: 6 }), {
        minLength: rows * columns,
        maxLength: rows * columns,
      }),
    ),
  );

describe("linear assignment", () => {
  it("is as cheap as the best of all assignments, whichever side is larger", () => {
    fc.assert(
      fc.property(problems, ([rows, columns, numbers]) => {
        const cost = Float64Array.from(numbers);
        const columnOf = linearAssignment(cost, rows, columns);
        const used = columnOf.filter((j) => j >= 0);
        expect(columnOf.length).toBe(rows);
        expect(used.length).toBe(Math.min(rows, columns));
        expect(new Set(used).size).toBe(used.length);
        expect(total(columnOf, cost, columns)).toBe(leastTotal(cost, rows, columns));
      }),
      { numRuns: 500 },
    );
  });

  it("undoes a permutation of 200 points that lie apart", () => {
    const n = 200;
    const image = (i: number): number => (i * 77 + 5) % n;
    const cost = Float64Array.from({ length: n * n }, (_, k) => {
      const gap = Math.floor(k / n) - image(k % n);
      return gap * gap;
    });
    linearAssignment(cost, n, n).forEach((j, i) => {
      expect(image(j)).toBe(i);
    });
  });

  it("keeps away from forbidden pairs, and says so if it cannot", () => {
    const cost = Float64Array.of(1, 2, 1, Infinity);
    expect([...linearAssignment(cost, 2, 2)]).toEqual([1, 0]);
    expect(() => linearAssignment(Float64Array.of(1, Infinity, 1, Infinity), 2, 2)).toThrow(
      "linearAssignment: every assignment holds a pair of cost Infinity",
    );
  });

  it("assigns nothing to nothing", () => {
    expect([...linearAssignment(new Float64Array(0), 0, 3)]).toEqual([]);
    expect([...linearAssignment(new Float64Array(0), 2, 0)]).toEqual([-1, -1]);
  });

  it.each([
    [[1, 2, 3], 2, 2, "expected 2 × 2 costs, got 3"],
    [[1], 0.5, 2, "expected counts >= 0, got 0.5 and 2"],
    [[1, NaN], 1, 2, "got NaN at row 0, column 1"],
    [[1, -Infinity], 2, 1, "got -Infinity at row 1, column 0"],
  ])("refuses %j as %d rows and %d columns", (cost, rows, columns, message) => {
    expect(() => linearAssignment(Float64Array.from(cost), rows, columns)).toThrow(
      `linearAssignment: ${message.startsWith("got") ? "expected costs of at most 2^1000 or Infinity, " : ""}${message}`,
    );
  });
});
