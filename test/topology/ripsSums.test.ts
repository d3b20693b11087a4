import fc from "fast-check";
import { expect, it } from "vitest";
import { ColumnStore } from "../../lib/topology/rips/columnStore.js";
import { EntryHeap } from "../../lib/topology/rips/entryHeap.js";
import { PivotTable } from "../../lib/topology/rips/pivotTable.js";
import { RowSum } from "../../lib/topology/rips/rowSum.js";
import { TableSum } from "../../lib/topology/rips/tableSum.js";

const ROWS = 5_000_000;
const modulus = fc.constantFrom(2, 3, 65521);
/** Entries that meet: rows from a few, some far apart. */
const entries = fc.array(
  fc.tuple(
    fc.oneof(fc.nat(40), fc.nat(20_000), fc.nat(ROWS - 1)),
    fc.integer({ min: 1, max: 65520 }),
  ),
  { maxLength: 300 },
);

const summed = (pushed: readonly (readonly [number, number])[], p: number): number[][] => {
  const sums = new Map<number, number>();
  for (const [row, value] of pushed) sums.set(row, ((sums.get(row) ?? 0) + value) % p);
  return [...sums].filter(([, value]) => value !== 0).sort((a, b) => a[0] - b[0]);
};
/** As coefficients in 1 … p − 1. */
const within = (pushed: readonly [number, number][], p: number): [number, number][] =>
  pushed.map(([row, value]) => [row, 1 + (value % (p - 1))]);

it("takes sums of entries in the order of rows, whatever holds them", () => {
  for (const p of [2, 3, 65521]) {
    const sums = [new RowSum(ROWS, p), new TableSum(ROWS, p), new EntryHeap(p)];
    fc.assert(
      fc.property(entries, entries, (pushed, before) => {
        for (const sum of sums) {
          for (const [row, value] of within(before, p)) sum.push(row, value);
          sum.clear();
          expect(sum.isEmpty).toBe(true);
          for (const [row, value] of within(pushed, p)) sum.push(row, value);
          const taken: number[][] = [];
          for (let row = sum.pop(); row >= 0; row = sum.pop()) taken.push([row, sum.coefficient]);
          expect(taken).toEqual(summed(within(pushed, p), p));
          expect(sum.isEmpty).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  }
});

it("takes more rows than a table has room for", () => {
  const sum = new TableSum(ROWS, 5);
  for (let row = 0; row < 20_000; row++) sum.push((row * 7919) % 20_011, 3);
  for (let taken = 0, last = -1; taken < 20_000; taken++) {
    const row = sum.pop();
    expect(row > last && sum.coefficient === 3).toBe(true);
    last = row;
  }
  expect(sum.pop()).toBe(-1);
});

it("adds up the column that is being made, and no other", () => {
  fc.assert(
    fc.property(entries, entries, modulus, (one, other, p) => {
      const store = new ColumnStore();
      for (const pushed of [one, other]) {
        for (const [row, value] of within(pushed, p)) store.push(row * 2 ** 25, value);
        store.addUp(p);
        store.close();
      }
      for (const [column, pushed] of [one, other].entries()) {
        const found: number[][] = [];
        for (let k = store.starts[column]; k < store.starts[column + 1]; k++)
          found.push([store.name(k) / 2 ** 25, store.coefficient(k)]);
        const raw = within(pushed, p);
        // A column of one entry or none is left alone; entries are never 0.
        expect(found).toEqual(summed(raw, p));
      }
    }),
  );
});

it("finds names that were set, up to the largest, and no others", () => {
  const table = new PivotTable();
  const name = (k: number): number => k * 2 ** 31 + ((k * 40503) % 65536);
  for (let k = 0; k < 5000; k++) table.set(name(k), k);
  for (let k = 0; k < 5000; k++) {
    expect(table.get(name(k))).toBe(k);
    expect(table.get(name(k) + 1)).toBe(-1);
  }
});
