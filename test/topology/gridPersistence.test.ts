import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagram } from "../../lib/topology/diagrams/diagram.js";
import {
  type GridPersistence,
  type GridPersistenceOptions,
  gridPersistence,
} from "../../lib/topology/grid/gridPersistence.js";
import {
  gridPersistenceJob,
  gridPersistenceOn,
  gridPersistenceTask,
} from "../../lib/topology/grid/gridPersistenceOn.js";
import { sublevelComponents } from "../../lib/topology/grid/levelComponents.js";

type Fixture = { name: string; shape: number[]; values: (number | string)[] } & {
  [ways: string]: [number | string, number | string][][];
};
const fixtures: Fixture[] = JSON.parse(
  readFileSync(new URL("../fixtures/grid/persistence.json", import.meta.url), "utf8"),
);
const ways = [
  { construction: "vertices", direction: "sublevel" },
  { construction: "vertices", direction: "superlevel" },
  { construction: "cells", direction: "sublevel" },
  { construction: "cells", direction: "superlevel" },
] as const;

const barsOf = ({ births, deaths }: Diagram): [number, number][] =>
  Array.from(births, (birth, k) => [birth, deaths[k]]);
const ascending = (a: [number, number], b: [number, number]): number =>
  (a[0] === b[0] ? 0 : a[0] - b[0]) || (a[1] === b[1] ? 0 : a[1] - b[1]);

/** A shape of 1 to 3 axes and integers on it: many ties. */
const grids = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 })
  .chain((shape) => {
    const count = shape.reduce((product, length) => product * length, 1);
    const values = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: count, maxLength: count });
    return fc.record({ shape: fc.constant(shape), values, way: fc.constantFrom(...ways) });
  });

/** Number of bars alive at a level, per dimension. */
function bettiNumbers(result: GridPersistence, level: number): number[] {
  return result.diagrams.map(
    (diagram) => barsOf(diagram).filter(([birth, death]) => birth <= level && level < death).length,
  );
}

/**
 * Σ (−1)^dimension over the cells of a sublevel set, each counted where it is. A cell spans one or
 * two neighbouring points of each axis by "vertices" (dimension: how many axes it spans); by
 * "cells" it lies in, or between two of, the top cells of each axis, the grid's ends included.
 */
function eulerCharacteristic(
  values: number[],
  shape: number[],
  level: number,
  construction: "vertices" | "cells",
): number {
  const byVertices = construction === "vertices";
  let sum = 0;
  const visit = (axis: number, indices: number[], dimension: number): void => {
    if (axis === shape.length) {
      const around = indices.map((i) => values[i]);
      const appears = byVertices ? Math.max(...around) : Math.min(...around);
      if (appears <= level) sum += dimension % 2 ? -1 : 1;
      return;
    }
    const count = shape[axis];
    for (let i = byVertices ? 0 : -1; i < count; i++) {
      const here = [i, i + 1].filter((j) => j >= 0 && j < count);
      const along = (points: number[]): number[] =>
        indices.flatMap((index) => points.map((j) => index * count + j));
      if (i >= 0) visit(axis + 1, along([i]), dimension + (byVertices ? 0 : 1));
      if (!byVertices || here.length === 2)
        visit(axis + 1, along(here), dimension + (byVertices ? 1 : 0));
    }
  };
  visit(0, [0], 0);
  return sum;
}

describe("gridPersistence", () => {
  it("gives GUDHI's diagrams, bar by bar", () => {
    for (const { name, shape, ...fixture } of fixtures) {
      const values = fixture.values.map(Number);
      for (const way of ways) {
        const title = `${way.construction} ${way.direction}`;
        const { diagrams } = gridPersistence(values, shape, way);
        // Where all is at infinity GUDHI has a bar from there to there.
        const expected = fixture[title].map((bars) =>
          bars.map(([birth, death]): [number, number] => [Number(birth), Number(death)]),
        );
        expect(diagrams.map(barsOf), `${name} ${title}`).toEqual(
          expected.map((bars) => bars.filter(([birth, death]) => birth !== death).sort(ascending)),
        );
        expect(diagrams.map(({ dimension }) => dimension)).toEqual(shape.map((_, axis) => axis));
      }
    }
  });

  it("names the points of births and deaths", () => {
    const values = [
      [0, 0, 0, 0, 0],
      [0, 7, 0, 9, 0],
      [0, 1, 0, 2, 0],
    ].flat();
    const { diagrams, birthCells, deathCells } = gridPersistence(values, [3, 5]);
    expect(diagrams.map(barsOf)).toEqual([
      [[0, Infinity]],
      [
        [1, 7],
        [2, 9],
      ],
    ]);
    expect(birthCells.map((cells) => [...cells])).toEqual([[0], [11, 13]]);
    expect(deathCells.map((cells) => [...cells])).toEqual([[-1], [6, 8]]);
  });

  it("has at every birth cell the birth, at every death cell the death", () => {
    fc.assert(
      fc.property(grids, ({ values, shape, way }) => {
        const { diagrams, birthCells, deathCells } = gridPersistence(values, shape, way);
        diagrams.forEach((diagram, k) => {
          barsOf(diagram).forEach(([birth, death], i) => {
            expect(values[birthCells[k][i]]).toBe(birth);
            const cell = deathCells[k][i];
            if (cell >= 0) expect(values[cell]).toBe(death);
            else expect([k, Math.abs(death)]).toEqual([0, Infinity]);
          });
        });
      }),
    );
  });

  it("turns superlevel sets into sublevel sets with the sign of the function", () => {
    fc.assert(
      fc.property(grids, ({ values, shape, way: { construction } }) => {
        const opposite = values.map((value) => -value);
        const above = gridPersistence(values, shape, { construction, direction: "superlevel" });
        const below = gridPersistence(opposite, shape, { construction });
        above.diagrams.forEach((diagram, k) => {
          const turned = barsOf(below.diagrams[k]).map(([b, d]): [number, number] => [
            0 - b,
            0 - d,
          ]);
          expect(barsOf(diagram)).toEqual(turned.sort(ascending));
          expect([...above.birthCells[k]].sort()).toEqual([...below.birthCells[k]].sort());
        });
      }),
    );
  });

  it("pairs each dimension of one construction with another of the other, by duality", () => {
    // Inside a margin at −∞ for the one and +∞ for the other, components and what surrounds them
    // change places, and loops in space link loops.
    fc.assert(
      fc.property(grids, ({ values, shape, way: { construction } }) => {
        const other = construction === "vertices" ? "cells" : "vertices";
        const wide = shape.map((count) => count + 2);
        const padded = new Array<number>(wide.reduce((a, b) => a * b, 1)).fill(-Infinity);
        values.forEach((value, i) => {
          let [rest, at, stride] = [i, 0, 1];
          for (let axis = shape.length - 1; axis >= 0; axis--) {
            at += ((rest % shape[axis]) + 1) * stride;
            stride *= wide[axis];
            rest = Math.floor(rest / shape[axis]);
          }
          padded[at] = 0 - value;
        });
        const own = gridPersistence(values, shape, { construction });
        const dual = gridPersistence(padded, wide, { construction: other });
        own.diagrams.forEach((diagram, k) => {
          const partner = dual.diagrams[shape.length - 1 - k];
          const finite = barsOf(partner).filter(([b, d]) => b > -Infinity && d < Infinity);
          const turned = finite.map(([b, d]): [number, number] => [0 - d, 0 - b]).sort(ascending);
          const mine = barsOf(diagram).filter(([, d]) => d < Infinity);
          expect(mine).toEqual(turned);
        });
      }),
    );
  });

  it("has the Euler characteristic of each sublevel set, counted cell by cell", () => {
    fc.assert(
      fc.property(grids, ({ values, shape, way: { construction } }) => {
        const result = gridPersistence(values, shape, { construction });
        for (const level of [-1, 0, 1, 2.5, 4, 5]) {
          const alternating = bettiNumbers(result, level).reduce(
            (sum, betti, dimension) => sum + (dimension % 2 ? -betti : betti),
            0,
          );
          expect(alternating).toBe(eulerCharacteristic(values, shape, level, construction));
        }
      }),
    );
  });

  it("counts at each level the components of the sublevel set", () => {
    fc.assert(
      fc.property(grids, ({ values, shape, way: { construction } }) => {
        const result = gridPersistence(values, shape, { construction });
        for (const level of [0, 2, 5]) {
          const labels = sublevelComponents(values, shape, level, { construction });
          expect(bettiNumbers(result, level)[0]).toBe(Math.max(...labels) + 1);
        }
      }),
    );
  });

  it("breaks ties by the index", () => {
    fc.assert(
      fc.property(grids, ({ values, shape, way }) => {
        const sign = way.direction === "sublevel" ? 1 : -1;
        const order = [...values.keys()].sort((a, b) => sign * (values[a] - values[b]) || a - b);
        const distinct = values.map((_, i) => sign * order.indexOf(i));
        const [tied, free] = [values, distinct].map((f) => gridPersistence(f, shape, way));
        tied.diagrams.forEach((_, k) => {
          const cellsOf = ({ birthCells, deathCells }: GridPersistence) =>
            Array.from(birthCells[k], (birth, i) => `${birth} ${deathCells[k][i]}`).filter(
              (cells) => {
                const [birth, death] = cells.split(" ").map(Number);
                return death < 0 || values[birth] !== values[death];
              },
            );
          expect(cellsOf(tied).sort()).toEqual(cellsOf(free).sort());
        });
      }),
    );
  });

  it("keeps apart what touches at a corner by vertices, and joins it by cells", () => {
    const eye = [0, 1, 1, 0];
    expect(barsOf(gridPersistence(eye, [2, 2]).diagrams[0])).toEqual([
      [0, 1],
      [0, Infinity],
    ]);
    const { diagrams } = gridPersistence(eye, [2, 2], { construction: "cells" });
    expect(diagrams.map(barsOf)).toEqual([[[0, Infinity]], []]);
  });

  it("lets a loop round an infinite barrier live for ever, and says where it is", () => {
    const values = [0, 0, 0, 0, NaN, 0, 0, 0, 0];
    const barrier = gridPersistence(values, [3, 3], { undefinedAs: Infinity });
    expect(diagramsAndCells(barrier)).toEqual([
      [[[0, Infinity]], [0], [-1]],
      [[[0, Infinity]], [8], [4]],
    ]);
    const gap = gridPersistence(values, [3, 3], { undefinedAs: -Infinity });
    expect(diagramsAndCells(gap)).toEqual([
      [[[-Infinity, Infinity]], [4], [-1]],
      [[], [], []],
    ]);
    const nowhere = gridPersistence([Infinity, Infinity], [2]);
    expect(diagramsAndCells(nowhere)).toEqual([[[], [], []]]);
    const zeros = gridPersistence([0, -0], [2]);
    expect(diagramsAndCells(zeros)).toEqual([[[[0, Infinity]], [0], [-1]]]);
    const alone = gridPersistence([-0], [1], { direction: "superlevel" });
    expect(diagramsAndCells(alone)).toEqual([[[[0, -Infinity]], [0], [-1]]]);
  });

  it("gives a worker the same to do", async () => {
    const values = [3, 1, 2, 0];
    expect(await gridPersistenceOn(values, [4])).toEqual(gridPersistence(values, [4]));
    expect(gridPersistenceJob.run).toBe(gridPersistenceTask);
    await expect(gridPersistenceOn(values, [5])).rejects.toThrow(/expected 5 values/);
  });

  it("refuses what is no function on a grid", () => {
    const refusal = (values: number[], shape: number[], options: object = {}) =>
      expect(() => gridPersistence(values, shape, options as GridPersistenceOptions));
    refusal([], []).toThrow("gridPersistence: expected a shape of 1 to 3 axes, got []");
    refusal([], [0, 3]).toThrow("gridPersistence: expected integers >= 1 as the shape, got [0, 3]");
    refusal([1, 2, 3], [2, 2]).toThrow("expected 4 values for the shape [2, 2], got 3");
    refusal([1, 2, 3, NaN], [2, 2]).toThrow("the value at (1, 1) is NaN");
    refusal([1], [1], { direction: "up" }).toThrow(/direction must be "sublevel" or "superlevel"/);
    refusal([1], [1], { construction: "T" }).toThrow(/construction must be/);
    refusal([1], [1], { levels: 3 }).toThrow(TypeError);
  });
});

function diagramsAndCells(result: GridPersistence): unknown[] {
  return result.diagrams.map((diagram, k) => [
    barsOf(diagram),
    [...result.birthCells[k]],
    [...result.deathCells[k]],
  ]);
}

describe("values that are no numbers", () => {
  it("are refused, also where something stands in for NaN", () => {
    for (const wrong of [
      [1, null],
      [1, "2"],
      [1, [2, 3]],
      [1, undefined],
    ]) {
      const values = wrong as unknown as number[];
      expect(() => gridPersistence(values, [2], { undefinedAs: Infinity })).toThrow(
        "gridPersistence: expected numbers in one flat list, got",
      );
    }
  });
});
