import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distanceBetween } from "../../lib/numerics/distances.js";
import { distancesFromSquare } from "../../lib/numerics/distancesFromSquare.js";
import { euclideanDistances } from "../../lib/numerics/euclideanDistances.js";
import { parseLowerTriangular } from "../../lib/numerics/parseLowerTriangular.js";
import { pointsFromRows } from "../../lib/numerics/pointsFromRows.js";

const apart = (...rows: number[][]): number[] =>
  Array.from(euclideanDistances(pointsFromRows(rows)).values);

describe("euclideanDistances", () => {
  it("measures by hand: 3, 4, 5", () => {
    expect(apart([0, 0], [3, 0], [3, 4])).toEqual([3, 5, 4]);
  });
  it("agrees with the definition in any dimension", () => {
    const rows = fc.integer({ min: 1, max: 5 }).chain((dim) => {
      const row = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), {
        minLength: dim,
        maxLength: dim,
      });
      return fc.array(row, { maxLength: 8 });
    });
    fc.assert(
      fc.property(rows, (points) => {
        const distances = euclideanDistances(pointsFromRows(points));
        expect(distances.size).toBe(points.length);
        for (const [i, p] of points.entries())
          for (const [j, q] of points.entries()) {
            const exact = Math.hypot(...p.map((value, c) => value - q[c]));
            const found = distanceBetween(distances, i, j);
            expect(Math.abs(found - exact)).toBeLessThanOrEqual(1e-15 * 4 * exact);
            expect(found === 0).toBe(exact === 0);
          }
      }),
    );
  });
  it("neither overflows nor underflows in between", () => {
    expect(apart([3e300, 0], [0, 4e300])[0] / 5e300).toBeCloseTo(1, 14);
    expect(apart([3e-300, 0], [0, 4e-300])[0] / 5e-300).toBeCloseTo(1, 14);
    expect(apart([5e-324], [0])).toEqual([5e-324]);
    expect(apart([5e-324], [-5e-324])).toEqual([1e-323]);
    expect(apart([1e308], [-0.5e308])).toEqual([1.5e308]);
    expect(apart([1.7e308, 0], [0, 0])).toEqual([1.7e308]);
    expect(apart([1e308], [-1e308])).toEqual([Infinity]);
    expect(apart([1, 1e-200], [1, 0])).toEqual([1e-200]);
  });
  it("scales with powers of two to the last bit", () => {
    const points = [
      [0.1, 0.7],
      [0.3, -0.2],
      [0.1, 0.7],
    ]; // prettier-ignore
    const one = apart(...points);
    expect(one[1]).toBe(0);
    for (const exponent of [-1000, -600, -300, 300, 600, 1000]) {
      const factor = 2 ** exponent;
      const scaled = apart(...points.map((row) => row.map((value) => value * factor)));
      expect(scaled).toEqual(one.map((value) => value * factor));
    }
  });
  it("defines few points and refuses bad coordinates", () => {
    expect(euclideanDistances({ points: new Float64Array(0), dim: 2 })).toEqual({
      ...{ size: 0, values: new Float64Array(0) },
    });
    expect(apart([1, 2])).toEqual([]);
    const of = (points: number[], dim: number) => () =>
      euclideanDistances({ points: Float64Array.from(points), dim });
    expect(of([1, 2, 3], 2)).toThrow("whole points of 2 coordinates, got 3 coordinates");
    expect(of([1, 2, Infinity, 4], 2)).toThrow("got Infinity in point 1, coordinate 0");
    expect(of([1], 0)).toThrow(RangeError);
    expect(() => euclideanDistances({ points: [1] as never, dim: 1 })).toThrow(TypeError);
  });
});

describe("pointsFromRows", () => {
  it("refuses a flat list, which says nothing of the dimension", () => {
    const flat = [1, 2, 3] as unknown as number[][];
    expect(() => pointsFromRows(flat)).toThrow(
      "pointsFromRows: expected a list of coordinates, got 1 in row 0",
    );
    expect(() => pointsFromRows(undefined as unknown as number[][])).toThrow("got undefined");
  });
  it("flattens", () => {
    expect(pointsFromRows([[1, 2], Float64Array.of(3, 4)])).toEqual({
      ...{ points: Float64Array.of(1, 2, 3, 4), dim: 2 },
    });
    expect(pointsFromRows([])).toEqual({ points: new Float64Array(0), dim: 1 });
  });
  it("names the row that does not fit", () => {
    expect(() => pointsFromRows([[1, 2], [3]])).toThrow(
      "pointsFromRows: expected 2 coordinates as in row 0, got 1 in row 1",
    );
    expect(() =>
      pointsFromRows([
        [1, 2],
        [3, NaN],
      ]),
    ).toThrow("got NaN in row 1, column 1"); // prettier-ignore
    expect(() => pointsFromRows([[]])).toThrow(RangeError);
  });
});

describe("distancesFromSquare", () => {
  it("refuses what is neither rows nor a Float64Array", () => {
    const single = Float32Array.of(0, 1, 1, 0) as unknown as Float64Array;
    expect(() => distancesFromSquare(single)).toThrow(
      "distancesFromSquare: expected a Float64Array of n·n numbers or a list of n rows",
    );
    expect(() => distancesFromSquare([null] as unknown as number[][])).toThrow("got null in row 0");
  });
  it("takes rows or one flat array", () => {
    const expected = { size: 3, values: Float64Array.of(1, 2, Infinity) };
    const rows = [
      [0, 1, 2],
      [1, 0, Infinity],
      [2, Infinity, 0],
    ]; // prettier-ignore
    expect(distancesFromSquare(rows)).toEqual(expected);
    expect(distancesFromSquare(Float64Array.from(rows.flat()))).toEqual(expected);
    expect(distancesFromSquare(rows.map((row) => Float64Array.from(row)))).toEqual(expected);
    expect(distancesFromSquare([]).size).toBe(0);
    expect(distancesFromSquare([[0]]).size).toBe(1);
  });
  it("says what is no distance matrix, where and by how much", () => {
    const why = (matrix: number[][] | Float64Array) => () => distancesFromSquare(matrix);
    expect(
      why([
        [0, 1],
        [1.5, 0],
      ]),
    ).toThrow(
      "distancesFromSquare: expected a symmetric matrix, got 1.5 in row 1, column 0 and 1 in row 0, column 1: they differ by 0.5",
    ); // prettier-ignore
    expect(
      why([
        [0, 1],
        [1, 2],
      ]),
    ).toThrow("expected 0 on the diagonal, got 2 in row 1"); // prettier-ignore
    expect(
      why([
        [0, -1],
        [-1, 0],
      ]),
    ).toThrow("got -1 in row 1, column 0"); // prettier-ignore
    expect(
      why([
        [0, NaN],
        [1, 0],
      ]),
    ).toThrow("got NaN in row 0, column 1"); // prettier-ignore
    expect(
      why([
        [0, 1],
        [1, 0, 2],
      ]),
    ).toThrow("expected 2 rows of 2 numbers, got 3 in row 1"); // prettier-ignore
    expect(why(new Float64Array(5))).toThrow("got 5, which is no square");
  });
});

describe("parseLowerTriangular", () => {
  const three = { size: 3, values: Float64Array.of(1, 2.5, 3e-7) };
  it("reads commas, blanks and line ends, as programs write them", () => {
    for (const text of [
      ...[
        "1\n2.5,3e-7\n",
        "\n1,\n2.5, 3E-7,\n",
        "1 2.5 3e-7",
        "1,2.5,3e-7",
        "\r\n1\r\n+2.5\t3.0e-07",
      ],
    ])
      expect(parseLowerTriangular(text)).toEqual(three);
    expect(parseLowerTriangular("inf\n1 .5")).toEqual({
      ...{ size: 3, values: Float64Array.of(Infinity, 1, 0.5) },
    });
    expect(parseLowerTriangular("").size).toBe(1);
  });
  it("gives back what was written, to the last bit", () => {
    const value = fc.double({ min: 0, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 10, maxLength: 10 }), (values) => {
        const rows = [0, 1, 2, 3].map((i) =>
          values.slice((i * (i + 1)) / 2, ((i + 1) * (i + 2)) / 2),
        );
        const text = rows.map((row) => row.join(",")).join("\n");
        if (values.every((entry) => entry > 0))
          expect(Array.from(parseLowerTriangular(text).values)).toEqual(values);
      }),
    );
  });
  it("reads half a million numbers", () => {
    const line = "0.123456789012,".repeat(1000);
    const { size, values } = parseLowerTriangular(
      `${line}\n`.repeat(499) + line.slice(0, 15 * 500),
    );
    expect([size, values.length, values[499_499]]).toEqual([1000, 499_500, 0.123456789012]);
  });
  it("says where there is no distance", () => {
    const why = (text: string) => () => parseLowerTriangular(text);
    expect(why("1\n2,x")).toThrow(
      'parseLowerTriangular: expected a number >= 0, got "x" in row 2, column 1',
    );
    for (const word of ["-1", "nan", "0x10", "1e", "1.2.3", "-inf", "1;2"])
      expect(why(`1\n${word},2`)).toThrow(`got "${word}" in row 2, column 0`);
    expect(why("1\n2,,3")).toThrow('got "," in row 2, column 1');
    expect(why("1\n,2,3")).toThrow('got "," in row 2, column 0');
    expect(why("1\n2")).toThrow("expected 1 + 2 + 3 + … numbers, got 2: row 2 has 1 of 2");
  });
  it("refuses other shapes that would be read as something else", () => {
    const why = (text: string) => () => parseLowerTriangular(text);
    expect(why("1,2,3\n4,5\n6")).toThrow("an upper one");
    expect(why("0,1\n1,0")).toThrow("a square matrix");
    const six = Array.from({ length: 6 }, (_, i) => [0, 1, 2, 3, 4, 5].map((j) => Math.abs(i - j)));
    expect(why(six.map((row) => row.join()).join("\n"))).toThrow("6 lines of 6 numbers, a square");
    expect(why("0\n1 0\n2 3 0")).toThrow("the diagonal");
    expect(parseLowerTriangular("0\n0 0\n0 0 0").size).toBe(4);
  });
});
