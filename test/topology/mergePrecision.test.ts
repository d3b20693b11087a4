import { describe, expect, it } from "vitest";
import type { Path } from "../../lib/paths/path.js";
import { barrierClasses } from "../../lib/topology/classes/barrierClasses.js";
import type { BarrierValues } from "../../lib/topology/classes/barrierPlane.js";
import { mergePrecision } from "../../lib/topology/classes/mergePrecision.js";
import { gridPersistence } from "../../lib/topology/grid/gridPersistence.js";
import { along, dice, drawn } from "./rasters.js";

const loopDeaths = ({ xs, ys, requiredBits }: BarrierValues): Float64Array =>
  gridPersistence(requiredBits, [ys.length, xs.length], { undefinedAs: Infinity }).diagrams[1]
    .deaths;

/** The definition: the smallest value of b from which on the two are in one class. */
function byDefinition(a: Path, b: Path, grid: BarrierValues, options = {}): number {
  const values = [...new Set([...grid.requiredBits, Infinity, -Infinity])]
    .filter((value) => !Number.isNaN(value))
    .sort((x, y) => y - x);
  let merged = Infinity;
  for (const value of values) {
    const [one, other] = barrierClasses([a, b], grid, value, options).labels;
    if (one < 0 || one !== other) return merged;
    merged = value;
  }
  return -Infinity;
}

describe("mergePrecision", () => {
  const bump = drawn(
    ".........", //
    "...232...",
    "...374...",
    "...232...",
    ".........",
  );
  const over = along(0, 2, 0, 4, 8, 4, 8, 2);
  const under = along(0, 2, 0, 0, 8, 0, 8, 2);

  it("is the largest b on a bump between two channels, the death of its loop", () => {
    expect(mergePrecision(over, under, bump)).toEqual({
      precision: 7,
      cause: "hole",
      pixel: 22,
      point: [4, 2],
    });
    expect([...loopDeaths(bump)]).toEqual([7]);
    expect([...barrierClasses([over, under], bump, 7).labels]).toEqual([0, 0]);
    expect([...barrierClasses([over, under], bump, 6.9).labels]).toEqual([0, 1]);
  });

  it("is where one that runs over the bump is free", () => {
    const through = along(0, 2, 3, 2, 3, 4, 8, 4, 8, 2); // over 3 bits
    expect(mergePrecision(through, over, bump)).toMatchObject({ precision: 3, cause: "crossing" });
    expect(mergePrecision(through, under, bump)).toMatchObject({ precision: 7, cause: "hole" });
  });

  it("asks only for the bumps between the two", () => {
    const three = drawn(
      ".....", //
      "..6..",
      ".....",
      "..8..",
      ".....",
      "..4..",
      ".....",
    );
    const at = (y: number): Path => along(0, 3, 0, y, 4, y, 4, 3);
    expect(mergePrecision(at(6), at(4), three).precision).toBe(6);
    expect(mergePrecision(at(4), at(2), three).precision).toBe(8);
    expect(mergePrecision(at(2), at(0), three).precision).toBe(4);
    expect(mergePrecision(at(6), at(0), three).precision).toBe(8);
    expect(mergePrecision(at(6), at(6), three).precision).toBe(-Infinity);
    expect([...loopDeaths(three)].sort()).toEqual([4, 6, 8]);
  });

  it("merges in the end region and comes apart again as that shrinks", () => {
    const grid = drawn(
      ".....", //
      "..9..",
      "..3..",
      "..6..",
      ".....",
      ".....",
    );
    const left = along(2, 0, 0, 0, 0, 4, 2, 4);
    const right = along(2, 0, 4, 0, 4, 4, 2, 4);
    const options = { regions: [{ centre: [2, 4], radius: 0.1 }] };
    const same = [2, 3, 5, 6].map((p) => {
      const [one, other] = barrierClasses([left, right], grid, p, options).labels;
      return one === other;
    });
    expect(same).toEqual([true, false, false, true]); // one barrier up to 3 bits, then two
    expect(mergePrecision(left, right, grid, options)).toMatchObject({
      precision: 6,
      cause: "hole",
      point: [2, 2],
    });
  });

  it("never merges around infinity or NaN, or what ends apart", () => {
    for (const sign of ["#", "?"]) {
      const grid = drawn("...", `.${sign}.`, "...");
      const [a, b] = [along(0, 0, 0, 2, 2, 2), along(0, 0, 2, 0, 2, 2)];
      expect(mergePrecision(a, b, grid)).toMatchObject({ precision: Infinity, cause: "hole" });
      const jump = along(0, 0, 2, 2);
      expect(mergePrecision(a, jump, grid)).toMatchObject({ cause: "crossing", pixel: 4 });
    }
    const other = along(0, 2, 8, 2);
    const near = along(0, 2, 0, 4, 8, 4, 8, 2.1);
    expect(mergePrecision(over, near, bump)).toMatchObject({
      precision: Infinity,
      cause: "different regions",
    });
    const regions = [{ lower: [8, 1.9], upper: [8, 2.2] }];
    expect(mergePrecision(under, near, bump, { regions }).precision).toBe(7);
    expect(mergePrecision(other, along(0, 2, 9, 2), bump).cause).toBe("left the domain");
    expect(mergePrecision(other, along(0, 2, NaN, 2), bump).cause).toBe("not finite");
  });

  it("is -Infinity for a path and itself in one barrier", () => {
    const all = drawn("111", "111");
    expect(mergePrecision(along(0, 0), along(0, 0), all)).toEqual({
      precision: -Infinity,
      cause: "nothing",
      pixel: -1,
      point: [],
    });
  });

  it("is the definition, and the death of a loop or a crossing, on random grids", () => {
    const roll = dice(5);
    const causes = new Map<string, number>();
    for (let round = 0; round < 300; round++) {
      const empty = drawn(...Array(8).fill("........"));
      const requiredBits = empty.requiredBits.map(() => (roll(8) === 0 ? 1 + roll(8) : 0));
      const grid = { ...empty, requiredBits };
      const [a, b] = [0, 1].map(() => {
        const [x, y, u, v] = Array.from({ length: 4 }, () => roll(8));
        if (round % 2 === 0) return along(0, 0, x, 0, x, y, u, y, u, v, 7, v, 7, 7);
        return along(0, 3 * (x % 2), 0, y, 7, y, 7, 7);
      });
      const end = { centre: [7, 7], radius: 1 };
      const box = { lower: [0, 0], upper: [1, 3] };
      const options = [{}, { regions: [end, box] }, { regions: [end], starts: box }][round % 3];
      const { precision, cause, pixel } = mergePrecision(a, b, grid, options);
      expect(precision).toBe(byDefinition(a, b, grid, options));
      causes.set(cause, (causes.get(cause) ?? 0) + 1);
      if (pixel >= 0) expect(requiredBits[pixel]).toBeGreaterThanOrEqual(precision);
      if (cause === "hole") {
        expect(requiredBits[pixel]).toBe(precision);
        expect([...loopDeaths(grid)]).toContain(precision);
      }
    }
    expect(causes.get("hole")).toBeGreaterThan(40);
    expect(causes.get("crossing")).toBeGreaterThan(20);
  });

  it("sees the holes that a given region cuts off a barrier, at the edge or older", () => {
    const regions = [
      { centre: [7, 7], radius: 1 },
      { lower: [0, 0], upper: [1, 3] },
    ];
    const atEdge = drawn(
      ...["2...4..7", "......7.", "........", ".8....3.", "8.......", ".5......"],
      ...["........", "...5...."],
    );
    const [low, high] = [along(0, 3, 7, 3, 7, 7), along(0, 0, 0, 6, 7, 6, 7, 7)];
    expect(mergePrecision(low, high, atEdge, { regions }).precision).toBe(8);
    const older = drawn(
      ...["........", "8.....4.", "......1.", "........", "........", "........"],
      ...["..8.....", "........"],
    );
    const right = along(0, 0, 3, 0, 3, 5, 5, 5, 5, 2, 7, 2, 7, 7);
    const left = along(0, 0, 5, 0, 5, 3, 3, 3, 3, 6, 7, 6, 7, 7);
    expect(mergePrecision(right, left, older, { regions })).toMatchObject({
      precision: 1,
      cause: "hole",
      point: [6, 5],
    });
  });

  it("is the death of a bump's loop between channels of a smooth landscape", () => {
    // Three bumps in a row above each other; between them, and beside, there are channels.
    const centres = [
      [20, 10, 9],
      [24, 22, 12],
      [18, 34, 7],
    ];
    const empty = drawn(...Array(45).fill(".".repeat(41)));
    const requiredBits = empty.requiredBits.map((_, k) => {
      const [x, y] = [k % 41, Math.floor(k / 41)];
      return centres.reduce((sum, [u, v, high]) => {
        return sum + high / (1 + ((x - u) * (x - u) + (y - v) * (y - v)) / 8);
      }, 0);
    });
    const grid = { ...empty, requiredBits };
    const deaths = loopDeaths(grid);
    const through = (y: number): Path => along(0, 22, 2, y, 38, y, 40, 22);
    const channels = [1, 16, 28, 43].map(through);
    const peaks = centres.map(([x, y]) => requiredBits[y * 41 + x]);
    for (const [k, peak] of peaks.entries()) {
      const merge = mergePrecision(channels[k], channels[k + 1], grid);
      expect(merge).toMatchObject({
        precision: peak,
        cause: "hole",
        point: centres[k].slice(0, 2),
      });
      expect([...deaths]).toContain(merge.precision);
    }
    expect(mergePrecision(channels[0], channels[3], grid).precision).toBe(Math.max(...peaks));
    expect(deaths.length).toBe(3);
  });

  it("finds starts of one free rectangle, until a barrier touches it", () => {
    const grid = drawn(
      ".....", //
      ".....",
      "..4..",
      ".....",
    );
    const [a, b] = [along(0, 0, 0, 3, 4, 3), along(4, 2, 4, 3)];
    expect(mergePrecision(a, b, grid)).toMatchObject({
      precision: byDefinition(a, b, grid),
      cause: "different regions",
    });
    expect(byDefinition(a, b, grid)).toBe(4);
  });
});
