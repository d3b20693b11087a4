import { createRequire } from "node:module";
import { beforeAll, describe, expect, it } from "vitest";
import { fromDataFrame, tableOf, toDataFrame } from "../../lib/results/table.js";

type Danfo = typeof import("danfojs-node");
let danfo: Danfo;
beforeAll(() => {
  danfo = createRequire(import.meta.url)("danfojs-node") as Danfo;
});

const runs = tableOf([
  { format: "float16", steps: 3, loss: 0.5, ok: true },
  { format: "float32", steps: 1, loss: 0.25, ok: true },
  { format: "float16", steps: 2, loss: 1e-300, ok: false },
]);
const numbers = () =>
  new danfo.DataFrame(
    [
      [1, 2],
      [3, 4],
    ],
    { columns: ["p", "q"] },
  );

describe("toDataFrame and fromDataFrame", () => {
  it("restore a table with every kind of cell", () => {
    const t = tableOf([
      { name: "a", x: -0, y: NaN, some: null, flag: true },
      { name: "1", x: 2 ** -1074, y: Infinity, some: 3, flag: false },
    ]);
    expect(fromDataFrame(toDataFrame(t))).toStrictEqual(t);
  });

  it("restore a table without rows", () => {
    const t = { columns: ["p", "q"], rows: [] };
    expect(fromDataFrame(toDataFrame(t))).toStrictEqual(t);
  });

  it("call text text, even if it looks like a number", () => {
    const t = tableOf([{ a: "1", b: 1, c: 1.5, d: null, e: true }]);
    expect(toDataFrame(t).dtypes).toEqual(["string", "int32", "float32", "float32", "boolean"]);
  });

  it("refuse a column whose name danfojs needs, and cells that a table cannot hold", () => {
    expect(() => toDataFrame(tableOf([{ shape: 1 }]))).toThrow('"shape"');
    expect(toDataFrame(tableOf([{ count: 1 }])).columns).toEqual(["count"]);
    const dates = new danfo.DataFrame([[new Date(0)]], { columns: ["day"] });
    expect(() => fromDataFrame(dates)).toThrow('fromDataFrame: row 0, column "day"');
  });
});

describe("danfojs without TensorFlow, SheetJS and request", () => {
  it("groups, describes, joins, filters and sorts", () => {
    const frame = toDataFrame(runs);
    const sums = fromDataFrame(frame.groupby(["format"]).agg({ steps: "sum" }));
    expect(sums.rows).toEqual([
      { format: "float16", steps_sum: 5 },
      { format: "float32", steps_sum: 1 },
    ]);
    expect(fromDataFrame(frame.describe()).rows[1]).toMatchObject({ steps: 2, loss: 0.25 });
    const bits = new danfo.DataFrame([{ format: "float16", bits: 11 }]);
    const joined = danfo.merge({ left: frame, right: bits, on: ["format"], how: "inner" });
    expect(fromDataFrame(joined).rows.map((r) => r.bits)).toEqual([11, 11]);
    expect(frame.query(frame.steps.gt(1)).shape).toEqual([2, 4]);
    expect(frame.sortValues("steps").steps.values).toEqual([1, 2, 3]);
    expect(frame.loc({ rows: [0, 2], columns: ["steps"] }).values).toEqual([[3], [2]]);
    expect(frame.iloc({ rows: ["1:3"], columns: [1] }).values).toEqual([[1], [2]]);
    expect(danfo.toCSV(frame.loc({ columns: ["steps"] }))).toBe("steps\n3\n1\n2\n");
  });

  it("computes in float64, on columns and on whole frames", () => {
    const frame = toDataFrame(runs);
    expect(frame.steps.add(frame.loss).values).toEqual([3.5, 1.25, 2]);
    expect(frame.steps.argMax()).toBe(0);
    const tenth = numbers().mul(0.1);
    expect(tenth.values).toEqual([
      [0.1, 0.2],
      [0.30000000000000004, 0.4],
    ]);
    expect(numbers().sub(new danfo.Series([1, 2]), { axis: 0 }).values).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(numbers().sub(new danfo.Series([1, 2]), { axis: 1 }).values).toEqual([
      [0, 0],
      [2, 2],
    ]);
    expect(numbers().div(numbers()).values).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(numbers().mod(-3).values).toEqual([
      [-2, -1],
      [-0, -2],
    ]);
    expect(numbers().pow(2).values).toEqual([
      [1, 4],
      [9, 16],
    ]);
    expect(numbers().diff(1).values).toEqual([
      [NaN, NaN],
      [2, 2],
    ]);
  });

  it("says in one sentence what is not supported", async () => {
    const frame = numbers();
    await expect(frame.sample(1)).rejects.toThrow("tensorflow.data is not supported here");
    expect(() => new danfo.StandardScaler().fit(frame)).toThrow("tensorflow.moments is not");
    expect(() => danfo.toExcel(frame, { filePath: "x.xlsx" })).toThrow("save the sheet as CSV");
    const url = "http://127.0.0.1:9/x.csv";
    await expect(danfo.readCSV(url)).rejects.toThrow("reading a table from a URL");
    expect(() => danfo.tensorflow.sequential()).toThrow("tensorflow.sequential is not");
    expect(() => frame.add(new danfo.Series([1, 2, 3]), { axis: 0 })).toThrow("do not fit");
  });
});
