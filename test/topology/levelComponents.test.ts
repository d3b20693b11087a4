import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  sublevelComponents,
  superlevelComponents,
} from "../../lib/topology/grid/levelComponents.js";

interface Fixture {
  name: string;
  shape: number[];
  values: number[];
  level: number;
  strict: boolean;
  superlevel: boolean;
  vertices: number[];
  cells: number[];
}
const fixtures: Fixture[] = JSON.parse(
  readFileSync(new URL("../fixtures/grid/components.json", import.meta.url), "utf8"),
);

describe("sublevelComponents and superlevelComponents", () => {
  it("label what scipy.ndimage labels", () => {
    for (const { name, shape, values, level, strict, superlevel, ...expected } of fixtures)
      for (const construction of ["vertices", "cells"] as const) {
        const label = superlevel ? superlevelComponents : sublevelComponents;
        const labels = label(values, shape, level, { construction, strict });
        expect([...labels], `${name} ${construction}`).toEqual(expected[construction]);
      }
  });

  it("let a diagonal wall hold, and a diagonal bridge only by cells", () => {
    const eye = [1, 0, 0, 0, 1, 0, 0, 0, 1];
    expect([...sublevelComponents(eye, [3, 3], 0)]).toEqual([-1, 0, 0, 1, -1, 0, 1, 1, -1]);
    const cells = { construction: "cells" } as const;
    expect([...superlevelComponents(eye, [3, 3], 1, cells)]).toEqual([
      0, -1, -1, -1, 0, -1, -1, -1, 0,
    ]);
    expect([...superlevelComponents(eye, [3, 3], 1)]).toEqual([0, -1, -1, -1, 1, -1, -1, -1, 2]);
  });

  it("turn into each other with the sign of the function", () => {
    const values = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(
        values,
        fc.boolean(),
        fc.constantFrom("vertices", "cells"),
        (f, strict, construction) => {
          const options = { strict, construction } as const;
          const opposite = f.map((value) => -value);
          expect(superlevelComponents(f, [3, 4], 1, options)).toEqual(
            sublevelComponents(opposite, [3, 4], -1, options),
          );
        },
      ),
    );
  });

  it("take infinite values and levels as they stand", () => {
    const values = [-Infinity, 0, Infinity];
    expect([...sublevelComponents(values, [3], Infinity)]).toEqual([0, 0, 0]);
    expect([...sublevelComponents(values, [3], Infinity, { strict: true })]).toEqual([0, 0, -1]);
    expect([...sublevelComponents(values, [3], -Infinity)]).toEqual([0, -1, -1]);
    expect([...superlevelComponents(values, [3], Infinity)]).toEqual([-1, -1, 0]);
  });

  it("refuse NaN with its position, unless told what to take instead", () => {
    const values = [0, 0, 0, 0, 0, NaN];
    expect(() => sublevelComponents(values, [2, 3], 0)).toThrow(/value at \(1, 2\) is NaN/);
    const wall = sublevelComponents(values, [2, 3], 0, { undefinedAs: Infinity });
    expect([...wall]).toEqual([0, 0, 0, 0, 0, -1]);
    const barrier = superlevelComponents(values, [2, 3], 5, { undefinedAs: Infinity });
    expect([...barrier]).toEqual([-1, -1, -1, -1, -1, 0]);
  });

  it("refuse values that do not fit the shape, and options that nobody reads", () => {
    for (const shape of [[], [0], [2, -1], [1.5], [1, 1, 1, 1]])
      expect(() => sublevelComponents([], shape, 0)).toThrow(
        /sublevelComponents: expected.*got \[/,
      );
    expect(() => superlevelComponents([1, 2], [3], 0)).toThrow(
      "superlevelComponents: expected 3 values for the shape [3], got 2",
    );
    expect(() => sublevelComponents([1], [1], NaN)).toThrow(/level must be a number/);
    const misspelt = { constructor: "cells" } as object;
    expect(() => sublevelComponents([1], [1], 0, misspelt)).toThrow(TypeError);
    const wrong = { construction: "cell" } as object;
    expect(() => sublevelComponents([1], [1], 0, wrong)).toThrow(/"vertices" or "cells", got cell/);
    expect(() => sublevelComponents([1], [1], 0, { undefinedAs: NaN })).toThrow(/undefinedAs/);
  });
});
