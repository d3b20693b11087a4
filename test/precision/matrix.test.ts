import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accumulationOrders, dot } from "../../lib/precision/accumulation/dot.js";
import { matrixMultiply } from "../../lib/precision/accumulation/matrixMultiply.js";
import { matrixVector } from "../../lib/precision/accumulation/matrixVector.js";
import { bfloat16, float16, float32 } from "../../lib/precision/formats/formats.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";

const shape = fc.tuple(
  fc.integer({ min: 0, max: 5 }),
  fc.integer({ min: 0, max: 6 }),
  fc.integer({ min: 0, max: 4 }),
);
/** A matrix of reproducible numbers in (−1, 1). */
const matrix = (rows: number, columns: number, salt: number) => ({
  rows,
  columns,
  entries: Float64Array.from({ length: rows * columns }, (_, k) => Math.cos(salt + 7 * k)),
});

describe("the matrix product", () => {
  it("is rows times columns", () => {
    const a = { rows: 2, columns: 3, entries: [1, 2, 3, 4, 5, 6] };
    const b = { rows: 3, columns: 2, entries: [7, 8, 9, 10, 11, 12] };
    const product = matrixMultiply(a, b, { accumulator: float16 });
    expect(product).toEqual({ rows: 2, columns: 2, entries: Float64Array.of(58, 64, 139, 154) });
    expect(matrixVector(a, [1, 0, -1])).toEqual(Float64Array.of(-2, -2));
  });
  it("has a dot product for every entry, in every order", () => {
    fc.assert(
      fc.property(shape, fc.constantFrom(...accumulationOrders), ([m, n, k], order) => {
        const [a, b] = [matrix(m, n, 1), matrix(n, k, 2)];
        const blocks = order === "blocked" ? { blockSize: 2 } : {};
        const options = {
          inputs: float16,
          accumulator: bfloat16,
          output: float16,
          order,
          ...blocks,
        };
        const { rows, columns, entries } = matrixMultiply(a, b, options);
        expect([rows, columns, entries.length]).toEqual([m, k, m * k]);
        for (let i = 0; i < m; i++)
          for (let j = 0; j < k; j++) {
            const row = a.entries.subarray(i * n, (i + 1) * n);
            const column = Array.from({ length: n }, (_, l) => b.entries[l * k + j]);
            expect(entries[i * k + j]).toBe(dot(row, column, options));
          }
      }),
    );
  });
  it("is 0 where there is nothing to add", () => {
    expect(matrixMultiply(matrix(2, 0, 1), matrix(0, 2, 1)).entries).toEqual(new Float64Array(4));
    expect(matrixVector(matrix(0, 3, 1), [1, 2, 3])).toEqual(new Float64Array(0));
  });
});

describe("stochastic rounding", () => {
  const [a, b] = [matrix(5, 30, 1), matrix(30, 4, 2)];
  const options = {
    inputs: float16,
    accumulator: bfloat16,
    rounding: "stochastic",
    key: { seed: 3, step: 1, index: 17 },
  } as const;
  it("does not depend on how the rows are cut into chunks", () => {
    for (const order of ["sequential", "pairwise", "kahan", "fused"] as const) {
      const whole = matrixMultiply(a, b, { ...options, order }).entries;
      for (const cut of [0, 1, 3, 5]) {
        const part = (from: number, to: number): number[] => [
          ...matrixMultiply(a, b, { ...options, order, rowRange: { from, to } }).entries,
        ];
        expect([...part(0, cut), ...part(cut, 5)]).toEqual([...whole]);
      }
    }
  });
  it("rounds an input once, however often it is used", () => {
    const ones = { rows: 3, columns: 1, entries: [1, 1, 1] };
    const x = { rows: 1, columns: 1, entries: [1 + 2 ** -12] };
    for (let seed = 0; seed < 40; seed++) {
      const product = matrixMultiply(ones, x, {
        inputs: float16,
        accumulator: float32,
        rounding: "stochastic",
        key: { seed },
      });
      expect(new Set(product.entries).size).toBe(1);
    }
  });
  it("draws the documented index for every input", () => {
    const two = { rows: 1, columns: 2, entries: [1 / 3, 1 / 3] };
    const four = { rows: 2, columns: 4, entries: new Array<number>(8).fill(1 / 5) };
    const key = { seed: 5, index: 11 };
    const product = matrixMultiply(two, four, {
      inputs: bfloat16, // products and sums of which are doubles
      rounding: "stochastic",
      key,
    });
    const fl = (x: number, index: number): number =>
      roundTo(x, bfloat16, { rounding: "stochastic", key: { ...key, index } });
    for (let j = 0; j < 4; j++)
      expect(product.entries[j]).toBe(
        fl(1 / 3, 11) * fl(1 / 5, 13 + j) + fl(1 / 3, 12) * fl(1 / 5, 17 + j),
      );
  });
  it("gives different entries different bits", () => {
    const same = { rows: 40, columns: 8, entries: new Float64Array(320).fill(1 / 3) };
    const column = new Float64Array(8).fill(1 / 7);
    const product = matrixVector(same, column, { ...options, inputs: undefined });
    expect(new Set(product).size).toBeGreaterThan(3);
  });
  it("is that of the matrix–vector product for one column", () => {
    const x = matrix(30, 1, 4);
    expect(matrixVector(a, x.entries, options)).toEqual(matrixMultiply(a, x, options).entries);
  });
});

describe("bad input", () => {
  const a = matrix(2, 3, 1);
  it.each<[string, () => unknown, string]>([
    [
      "shapes",
      () => matrixMultiply(a, matrix(2, 2, 1)),
      "matrixMultiply: shapes do not fit, 2 x 3 and 2 x 2",
    ],
    [
      "vector",
      () => matrixVector(a, [1, 2]),
      "matrixVector: shapes do not fit, 2 x 3 and 2 numbers",
    ],
    [
      "entries",
      () => matrixMultiply({ ...a, entries: [1] }, a),
      "matrixMultiply: a of 2 x 3 needs 6 entries, got 1",
    ],
    [
      "rows",
      () => matrixMultiply(a, { ...a, rows: 1.5 }),
      "matrixMultiply: b.rows must be an integer >= 0, got 1.5",
    ],
    [
      "range",
      () => matrixVector(a, [1, 2, 3], { rowRange: { from: 1, to: 3 } }),
      "matrixVector: rowRange must lie in 0..2 with from <= to, got 1..3",
    ],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(new RangeError(message));
  });
});
