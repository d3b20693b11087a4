import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromCsv, type Row, stackTables, tableOf, toCsv } from "../../lib/results/table.js";

const cell = fc.oneof(
  fc.double(),
  fc.constantFrom(-0, NaN, Infinity, -Infinity, 5e-324, 2 ** 53 + 2, 0.1 + 0.2),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "",
    "1",
    "-0",
    "NaN",
    "nan",
    "inf",
    "true",
    "null",
    "007",
    ".5",
    "a,b",
    'say "x"',
  ),
  fc.constantFrom(" padded ", "two\nlines", "dos\r\nline", "\r", "\uFEFFmark", "é", "𝒥"),
  fc.boolean(),
  fc.constant(null),
);
const table = fc
  .uniqueArray(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 4 })
  .chain((columns) =>
    fc
      .array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }))
      .map((rows) => ({
        columns,
        rows: rows.map((cells) => Object.fromEntries(columns.map((name, j) => [name, cells[j]]))),
      })),
  );

describe("toCsv and fromCsv", () => {
  it("write and read the table a person would write", () => {
    const text = 'p,name,ok\n11,"half, IEEE",true\n8,,false\n';
    const rows = [
      { p: 11, name: "half, IEEE", ok: true },
      { p: 8, name: null, ok: false },
    ];
    expect(fromCsv(text)).toEqual({ columns: ["p", "name", "ok"], rows });
    expect(toCsv(tableOf(rows))).toBe(text);
  });

  it("restore every table bit for bit", () => {
    fc.assert(
      fc.property(table, (t) => {
        expect(fromCsv(toCsv(t))).toStrictEqual(t);
      }),
    );
  });

  it("restore every float64, NaN and the sign of zero included", () => {
    fc.assert(
      fc.property(fc.double(), (x) => {
        expect(Object.is(fromCsv(toCsv(tableOf([{ x }]))).rows[0].x, x)).toBe(true);
      }),
      { examples: [[-0], [NaN], [Infinity], [-Infinity], [5e-324], [Number.MAX_VALUE]] },
    );
  });

  it("do not change when LF becomes CRLF and a byte order mark is put in front", () => {
    const t = tableOf([
      { a: 1, b: "x" },
      { a: 2, b: "y" },
    ]);
    expect(fromCsv(`\uFEFF${toCsv(t).replaceAll("\n", "\r\n")}`)).toEqual(t);
  });

  it("tell null from the empty string, and the number 1 from the text 1", () => {
    const t = tableOf([{ a: null, b: "", c: 1, d: "1", e: "true" }]);
    expect(toCsv(t)).toBe('a,b,c,d,e\n,"",1,"1","true"\n');
    expect(fromCsv(toCsv(t))).toEqual(t);
  });

  it("keep a lone null row of a one-column table, and skip blank lines of wider ones", () => {
    expect(fromCsv("a\n1\n\n2\n").rows.map((r) => r.a)).toEqual([1, null, 2]);
    expect(fromCsv("a,b\n1,2\n\n3,4\n\n\n").rows).toHaveLength(2);
  });

  it.each<[string, Row["x"]]>([
    ["1e-3", 0.001],
    ["+2", 2],
    [".5", 0.5],
    ["5.", 5],
    ["007", "007"],
    ["1e", "1e"],
    ["0x10", "0x10"],
    ["1_000", "1_000"],
    ["nan", NaN],
    ["-inf", -Infinity],
    ["infinite", "infinite"],
    ["TRUE", "TRUE"],
    [" 1", " 1"],
    ["NULL", "NULL"],
  ])("read the unquoted field %s as %s", (text, value) => {
    expect(fromCsv(`x,y\n${text},0\n`).rows[0].x).toBe(value);
  });

  it.each([
    ['a,b\n1,x"y\n', "a quote inside an unquoted field (line 2, column 4)"],
    ['a,b\n1,"xy\n3,4\n', "this quote is never closed (line 2, column 3)"],
    ['a,b\n"two\nlines"z,4\n', '"z" after a closing quote (line 3, column 7)'],
    ["a,b\n1,2\n3\n", "1 fields where the header has 2 (line 3, column 1)"],
    ["a,b\n1,2,3\n", "3 fields where the header has 2 (line 2, column 5)"],
    ["a,b,a\n", 'the column name "a" is given twice (line 1, column 5)'],
    ["a\r1\r", "a carriage return without a line feed (line 1, column 2)"],
    ["\n1,2\n", "the first line must name the columns (line 2, column 1)"],
  ])("point at the line and column of what is wrong in %j", (text, message) => {
    expect(() => fromCsv(text)).toThrow(new SyntaxError(`fromCsv: ${message}`));
  });

  it("treat a text without a line as a table without columns", () => {
    expect(fromCsv("")).toEqual({ columns: [], rows: [] });
    expect(toCsv({ columns: [], rows: [] })).toBe("");
    expect(toCsv({ columns: ["a"], rows: [] })).toBe("a\n");
  });

  it("refuse a table that would lose something, naming row and column", () => {
    const row = (r: unknown): Row => r as Row;
    const of =
      (...rows: Row[]) =>
      () =>
        toCsv({ columns: ["a"], rows });
    expect(of({ a: 1 }, {})).toThrow('toCsv: row 1, column "a" is missing');
    expect(of({ a: 1, b: 2 })).toThrow('toCsv: row 0 has "b", which is not a column');
    expect(of(row({ a: [1] }))).toThrow("of type object");
    expect(of({ a: "\uD800" })).toThrow("half a surrogate pair");
    expect(() => toCsv({ columns: ["a", "a"], rows: [] })).toThrow("named twice");
    expect(() => toCsv({ columns: [], rows: [{}] })).toThrow("1 rows, but no column");
  });

  it("read ten thousand rows in well under a second", () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => ({
      i,
      x: Math.sin(i),
      name: `run ${i}`,
    }));
    const began = performance.now();
    expect(fromCsv(toCsv(tableOf(rows))).rows).toEqual(rows);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe("stackTables", () => {
  it("puts the rows of tables with the same columns one below the other", () => {
    const [a, b] = [tableOf([{ p: 1 }]), tableOf([{ p: 2 }])];
    expect(stackTables([a, b]).rows).toEqual([{ p: 1 }, { p: 2 }]);
    expect(() => stackTables([a, tableOf([{ q: 1 }])])).toThrow("table 1 has the columns [q]");
    expect(() => stackTables([])).toThrow(RangeError);
  });
});
