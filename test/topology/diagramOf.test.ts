import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagramOf } from "../../lib/topology/diagrams/diagramOf.js";
import { diagramRows } from "../../lib/topology/diagrams/diagramRows.js";

describe("diagramOf", () => {
  it("sorts by birth, then death, and leaves out bars of length 0", () => {
    const { dimension, births, deaths } = diagramOf(
      1,
      [2, 0, 2, 1, Infinity, -Infinity, -0],
      [3, Infinity, 2.5, 1, Infinity, -Infinity, 1],
    );
    expect(dimension).toBe(1);
    expect([...births]).toEqual([0, 0, 2, 2]);
    expect([...deaths]).toEqual([1, Infinity, 2.5, 3]);
  });

  it("takes bars that run downwards, but not both kinds", () => {
    const { births, deaths } = diagramOf(0, [3, 1, 3], [2, -Infinity, -1]);
    expect([...births]).toEqual([1, 3, 3]);
    expect([...deaths]).toEqual([-Infinity, -1, 2]);
    expect(() => diagramOf(0, [3, 1], [2, 2])).toThrow(
      "diagramOf: expected all bars to run downwards, got (1, 2) at 1",
    );
  });

  it("does not depend on the order of the bars", () => {
    const end = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(Infinity));
    const bars = fc.array(fc.tuple(fc.integer({ min: -3, max: 0 }), end));
    fc.assert(
      fc.property(bars, (pairs) => {
        const of = (list: number[][]) =>
          diagramOf(
            0,
            list.map(([birth]) => birth),
            list.map(([, death]) => death),
          );
        expect(of([...pairs].reverse())).toEqual(of(pairs));
      }),
    );
  });

  it("may be empty", () => {
    expect(diagramOf(2, [], [])).toEqual({
      dimension: 2,
      births: new Float64Array(),
      deaths: new Float64Array(),
    });
  });

  it("refuses NaN, births without deaths and dimensions that are none", () => {
    expect(() => diagramOf(0, [0, 1], [2, NaN])).toThrow(/got the bar \(1, NaN\) at 1/);
    expect(() => diagramOf(0, [NaN], [Infinity])).toThrow(RangeError);
    expect(() => diagramOf(0, [0], [])).toThrow("as many deaths as births, got 0 and 1");
    for (const dimension of [-1, 0.5, NaN])
      expect(() => diagramOf(dimension, [], [])).toThrow(/dimension must be an integer >= 0/);
  });
});

describe("diagramRows", () => {
  it("writes a row a bar, of one diagram or several", () => {
    const components = diagramOf(0, [0, 1], [Infinity, 3]);
    const loops = diagramOf(1, [5], [2]);
    const first = { dimension: 0, birth: 0, death: Infinity, persistence: Infinity };
    const second = { dimension: 0, birth: 1, death: 3, persistence: 2 };
    const third = { dimension: 1, birth: 5, death: 2, persistence: 3 };
    expect(diagramRows(components)).toEqual([first, second]);
    expect(diagramRows([components, loops])).toEqual([first, second, third]);
    expect(diagramRows([])).toEqual([]);
    const broken = { dimension: 0, births: Float64Array.of(1), deaths: Float64Array.of() };
    expect(() => diagramRows(broken)).toThrow(/diagramRows: expected as many deaths/);
  });
});

describe("diagramOf of text, as a table may hold", () => {
  it("refuses it: as text, 10 comes before 9", () => {
    const text = ["10"] as unknown as number[];
    expect(() => diagramOf(1, text, [12])).toThrow("expected numbers, got the bar (10, 12) at 0");
    expect(() => diagramOf(1, text, ["9"] as unknown as number[])).toThrow("expected numbers");
  });
});
