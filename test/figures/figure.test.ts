import { describe, expect, it } from "vitest";
import { onGrid } from "../../lib/figures/figure.js";
import { squareAround, wholeView } from "../../lib/figures/planarView.js";
import { distinctIn, numbersIn, pickColumns, rowsWith } from "../../lib/figures/rows.js";
import { formatStyle } from "../../lib/figures/theme.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import {
  bfloat16,
  float8_e4m3fn,
  float8_e5m2,
  float16,
  float32,
  float64,
} from "../../lib/precision/formats/formats.js";

describe("a grid", () => {
  it("has one row per y and one column per x", () => {
    const { values, shape } = onGrid(
      (x, y) => x + 10 * y,
      Float64Array.of(1, 2, 3),
      Float64Array.of(0, 1),
    );
    expect(shape).toEqual([2, 3]);
    expect([...values]).toEqual([1, 2, 3, 11, 12, 13]);
  });

  it("needs values on both axes", () => {
    expect(() => onGrid(() => 0, new Float64Array(0), Float64Array.of(1))).toThrow(
      /^onGrid: .*got 0 and 1/,
    );
  });
});

describe("rows of a table", () => {
  const rows = [
    { format: "a", share: 0.5 },
    { format: "b", share: null },
    { format: "a", share: 1 },
  ];
  const table = { columns: ["format", "share"], rows };

  it("are chosen by the values of columns", () => {
    expect(rowsWith(table, { format: "a" })).toEqual([rows[0], rows[2]]);
    expect(rowsWith(table, { format: "a", share: 1 })).toEqual([rows[2]]);
    expect(rowsWith(table, {})).toEqual(rows);
  });

  it("give numbers, with NaN for what was not measured, and refuse text", () => {
    expect([...numbersIn(rows, "share")]).toEqual([0.5, Number.NaN, 1]);
    expect(() => numbersIn(rows, "format")).toThrow(
      'numbersIn: column format holds "a", expected numbers',
    );
  });

  it("can be shown with fewer columns and other labels", () => {
    const shown = pickColumns(rows, ["share as reached", "format"]);
    expect(shown.columns).toEqual(["reached", "format"]);
    expect(shown.rows[1]).toEqual({ reached: null, format: "b" });
    expect(() => pickColumns(rows, ["p"])).toThrow(
      'pickColumns: no column "p", expected one of format, share',
    );
  });

  it("keep the order of first appearance", () => {
    expect(distinctIn(rows, "format")).toEqual(["a", "b"]);
  });
});

describe("the theme", () => {
  // the formats that figures compare; the others are drawn in grey under their own names
  const drawn = [float64, float32, bfloat16, float16, float8_e4m3fn, float8_e5m2];
  const styles = drawn.map(({ name }) => formatStyle(name));

  it("tells the formats it knows apart by colour, by dash, by marker and by 3-D marker", () => {
    for (const key of ["label", "color", "dash", "symbol", "symbol3d"] as const)
      expect(new Set(styles.map((style) => style[key])).size).toBe(drawn.length);
  });

  it("has the proposal's colours: float64 blue, float32 green, float16 orange, 8-bit red", () => {
    const [blue, green, orange, red] = ["float64", "float32", "float16", "float8_e4m3fn"].map(
      (name) =>
        [1, 3, 5].map((at) => Number.parseInt(formatStyle(name).color.slice(at, at + 2), 16)),
    );
    expect(Math.max(...blue)).toBe(blue[2]);
    expect(Math.max(...green)).toBe(green[1]);
    expect(orange[0] > orange[1] && orange[1] > 100 && orange[2] < 50).toBe(true);
    expect(red[0] > 150 && red[1] < 60 && red[2] < 60).toBe(true);
  });

  it("draws a format it does not know in grey under its own name", () => {
    expect(formatStyle("p7")).toMatchObject({ label: "p7", color: "#444444" });
  });
});

describe("a view of the plane", () => {
  it("is the domain, or a square around paths with air on all sides", () => {
    expect(wholeView(twoValleys)).toEqual({ x: [-2, 2], y: [-2, 2] });
    const path = { points: Float64Array.of(0, 0, 1, 2), dim: 2 };
    const { x, y } = squareAround([path], [[0.5, 1]]);
    expect(x[1] - x[0]).toBeCloseTo(y[1] - y[0], 12);
    expect(y[0]).toBeLessThan(0);
    expect(y[1]).toBeGreaterThan(2);
  });

  it("needs two parameters", () => {
    expect(() => wholeView({ ...twoValleys, dimension: 3 })).toThrow(
      /^wholeView: twoValleys has 3 parameters/,
    );
  });
});
