import { describe, expect, it } from "vitest";
import type { Path } from "../../lib/paths/path.js";
import { barrierClasses, barrierWitness } from "../../lib/topology/classes/barrierClasses.js";
import type { BarrierValues } from "../../lib/topology/classes/barrierPlane.js";
import { along, dice, drawn, flipped, moved, transposed } from "./rasters.js";

/** Columns and rows of the random grids. */
const SIZE = 9;

/** The word of each path by itself. */
const texts = (grid: BarrierValues, ...paths: Path[]): readonly string[] =>
  paths.flatMap((path) => barrierClasses([path], grid, 5).texts);

describe("barrierClasses", () => {
  const twoHoles = drawn(
    ".........", //
    ".........",
    "..#...#..",
    ".........",
    ".........",
  );

  it("tells on which side of a hole a path runs", () => {
    const left = along(4, 0, 0, 0, 0, 4, 4, 4);
    const middle = along(4, 0, 4, 4);
    const right = along(4, 0, 8, 0, 8, 4, 4, 4);
    const wriggling = along(4, 0, 5, 1, 3, 2, 5, 3, 4, 4);
    const classes = barrierClasses([left, middle, right, wriggling], twoHoles, 5);
    expect([...classes.labels]).toEqual([0, 1, 2, 1]);
    expect(classes.texts).toEqual(["a", "1", "b^-1", "1"]);
    expect(classes.holes.map(({ peak, pixelCount, x, y }) => [peak, pixelCount, x, y])).toEqual([
      [20, 1, 2, 2],
      [24, 1, 6, 2],
    ]);
    expect(barrierWitness(classes, 0, 2)).toEqual({
      same: false,
      reason: "different words",
      loop: "a b",
      holes: [0, 1],
    });
    expect(barrierWitness(classes, 1, 3)).toEqual({
      same: true,
      reason: "equal words",
      loop: "1",
      holes: [],
    });
  });

  it("keeps a commutator apart from the constant path", () => {
    const a = [1, 1, 1, 3, 3, 3, 3, 1];
    const b = [5, 1, 5, 3, 7, 3, 7, 1];
    const pairs = (list: number[]): number[][] =>
      list.filter((_, i) => i % 2 === 0).map((x, i) => [x, list[2 * i + 1]]);
    const back = (list: number[]): number[] => pairs(list).reverse().flat();
    const loop = along(...[4, 0, ...a, 4, 0, ...b, 4, 0, ...back(a), 4, 0, ...back(b), 4, 0]);
    const classes = barrierClasses([loop, along(4, 0)], twoHoles, 5);
    expect(classes.texts).toEqual(["a b a^-1 b^-1", "1"]);
    expect([...classes.labels]).toEqual([0, 1]);
  });

  it("takes a barrier at the domain's edge for a part of the outside", () => {
    const wall = drawn(
      "..#....", //
      "..#....",
      ".......",
      ".....#.",
      ".......",
    );
    const under = along(0, 4, 0, 2, 6, 2, 6, 4);
    expect(texts(wall, under, along(0, 0, 6, 0), along(6, 2, 0, 2))).toEqual(["a", "1", "a^-1"]);
    const classes = barrierClasses([under], wall, 5);
    expect(classes.holes.length).toBe(1);
    expect(Math.max(...classes.barriers)).toBe(1); // two barriers, one hole
  });

  it("joins barriers at corners and free pixels only across edges", () => {
    const ring = drawn(
      ".......", //
      "...#...",
      "..#.#..",
      "...#...",
      ".......",
    );
    const [around, through] = [along(0, 0, 0, 4, 6, 4), along(0, 0, 3, 2)];
    const classes = barrierClasses([around, through, along(3, 2, 3.2, 2.1)], ring, 5);
    expect(classes.statuses).toEqual(["alone", "crosses", "alone"]);
    expect(classes.holes.map(({ pixelCount }) => pixelCount)).toEqual([5]); // with its pocket
    expect(texts(ring, around, through, along(3, 2, 3.2, 2.1))).toEqual(["a", "", "1"]);
    // exactly through the corner where two barriers touch
    expect(barrierClasses([along(2, 1, 3, 2)], ring, 5).statuses).toEqual(["crosses"]);
    expect(barrierClasses([along(2, 1, 2.4, 1.4)], ring, 5).statuses).toEqual(["alone"]);
  });

  it("says which step jumps over which barrier", () => {
    const grid = drawn(
      ".....", //
      "..3..",
      "..9..",
      ".....",
    );
    const jump = along(0, 1, 1, 1, 3, 1, 4, 1);
    const classes = barrierClasses([jump], grid, 5);
    expect(classes.labels[0]).toBe(-1);
    expect(classes.crossings[0]).toEqual({ step: 1, pixel: 7, barrier: 0 });
    expect(barrierClasses([jump, jump], grid, 9).statuses).toEqual(["classed", "classed"]);
    expect(barrierClasses([along(0, 2, 4, 2)], grid, 5).statuses).toEqual(["alone"]);
    expect(barrierClasses([along(0, 1.5, 4, 1.5)], grid, 5).statuses).toEqual(["crosses"]); // touches
    expect(barrierWitness(classes, 0, 0).reason).toBe("no class");
  });

  it("has no class for what leaves the domain or is not finite", () => {
    const grid = drawn("....", "....", "....");
    const classes = barrierClasses(
      [
        along(0, 0, 3, 2),
        along(0, 0, 3.001, 2),
        along(0, 0, NaN, 2),
        along(0, 0, 1, Infinity, 3, 2),
        along(0, 0, 3, 0, 3, 2),
      ],
      grid,
      5,
    );
    expect(classes.statuses).toEqual([
      "classed",
      "left the domain",
      "not finite",
      "not finite",
      "classed",
    ]);
    expect([...classes.labels]).toEqual([0, -1, -1, -1, 0]);
    expect([...classes.startRegions]).toEqual([0, -1, -1, -1, 0]);
  });

  it("lets ends move within the barriers that they lie in", () => {
    const grid = drawn(
      ".........", //
      "..#####..",
      ".........",
      "...###...",
      ".........",
      "..##.##..",
      ".........",
    );
    // From the bar below left, round the middle bar on either side, to both ends of the top bar.
    const left = along(2, 1, 1, 1, 1, 4, 2, 5);
    const leftToRight = along(3, 1, 3, 0, 1, 0, 1, 4, 6, 4, 6, 5);
    const right = along(2, 1, 4, 1, 4, 2, 7, 2, 7, 4, 6, 5);
    const over = along(2, 1, 1, 1, 1, 6, 4, 6, 4, 5);
    const other = along(5, 1, 7, 1, 7, 4, 6, 5);
    const classes = barrierClasses([left, leftToRight, right, over, other], grid, 5);
    expect(classes.statuses).toEqual(Array(5).fill("classed"));
    expect([...classes.labels]).toEqual([0, 0, 1, 0, 2]);
    expect(classes.regions.map(({ kind, pixels }) => [kind, pixels.length])).toEqual([
      ["barrier", 2],
      ["barrier", 5],
      ["barrier", 2],
    ]);
    expect(barrierWitness(classes, 0, 4).reason).toBe("different start regions");
    expect(barrierWitness(classes, 0, 2).holes.length).toBe(1);
  });

  it("fills what an end region encloses", () => {
    const grid = drawn(
      ".......", //
      ".#####.",
      ".#...#.",
      ".#.#.#.",
      ".#...#.",
      ".#####.",
      ".......",
    );
    const classes = barrierClasses(
      [along(0, 0, 1, 1), along(0, 0, 0, 6, 5, 5), along(0, 0, 1, 1, 2, 2, 2, 4, 5, 5)],
      grid,
      5,
    );
    expect([...classes.labels]).toEqual([0, 0, 0]);
    expect(classes.holes).toEqual([]);
  });

  it("lets ends move round a region that surrounds the start", () => {
    const grid = drawn(
      "###########", //
      "#.........#",
      "#..#...#..#",
      "#.........#",
      "###########",
    );
    const inside = (...points: number[]): Path => along(5, 1, ...points);
    const classes = barrierClasses(
      [
        inside(5, 0), // down
        inside(1, 1, 1, 3, 1, 4), // round the left one: the same
        inside(10, 1), // to the right
        inside(5, 4), // up between the two
        inside(1, 1, 1, 3, 5, 3, 5, 4), // up, but round the left one
      ],
      grid,
      5,
    );
    expect([...classes.labels]).toEqual([0, 0, 0, 1, 0]);
  });

  it("fills given regions, with the barrier around their centres", () => {
    const grid = drawn(
      ".......", //
      "..##...",
      ".......",
      "....#..",
      ".......",
    );
    const paths = [
      along(0, 0, 0, 4, 2, 3.9),
      along(1, 0, 1, 1, 2, 3),
      along(1, 0, 5, 0, 5, 2, 4, 2.4),
    ];
    expect([...barrierClasses(paths, grid, 5).labels]).toEqual([-1, 0, -1]); // only one touches
    const regions = [
      { lower: [0, 0], upper: [1, 1] },
      { centre: [3, 3], radius: 1.5 },
    ];
    const classes = barrierClasses(paths, grid, 5, { regions });
    expect([...classes.labels]).toEqual([0, 0, 1]);
    expect(classes.regions.map(({ kind, given }) => [kind, ...given])).toEqual([
      ["given", 0],
      ["given", 1],
    ]);
  });

  it("takes starts together that see the middle of their rectangle", () => {
    const grid = drawn(
      "...#...", //
      ".......",
      "...#...",
      ".......",
    );
    const paths = [along(0, 0, 3, 3), along(1, 0.3, 1, 2, 3, 3), along(1, 0, 5, 0, 5, 2, 3, 3)];
    const classes = barrierClasses(paths, grid, 5);
    expect([...classes.labels]).toEqual([0, 0, 1]);
    expect(classes.regions[0]).toMatchObject({ kind: "starts", base: [0.5, 0.15] });
    // The middle (3, 0.5) is barrier: nobody sees it.
    const apart = [along(0, 0, 0, 3, 3, 3), along(6, 1, 6, 3, 3, 3), along(6, 1, 3, 3)];
    const far = barrierClasses(apart, grid, 5);
    expect(far.statuses).toEqual(["alone", "classed", "classed"]);
    expect([...far.labels]).toEqual([-1, 0, 0]);
    const near = barrierClasses(apart, grid, 5, { starts: { lower: [0, 0], upper: [2, 1] } });
    expect([...near.labels]).toEqual([0, 1, 1]);
    expect(barrierWitness(near, 0, 1).reason).toBe("different start regions");
    // A start in sight is one, in whatever other region it lies.
    const regions = [{ centre: [1, 0], radius: 0.5 }];
    expect([...barrierClasses(paths, grid, 5, { regions }).labels]).toEqual([0, 1, 2]);
    const starts = { lower: [0, 0], upper: [1, 1] };
    expect([...barrierClasses(paths, grid, 5, { regions, starts }).labels]).toEqual([0, 0, 1]);
  });

  it("does not count a run that stalls in free space", () => {
    const grid = drawn("..#", "...", "...");
    const paths = [along(0, 0, 2, 2), along(0, 0, 0.3, 1), along(0, 0, 1, 0.1)];
    expect([...barrierClasses(paths, grid, 5).labels]).toEqual([0, -1, -1]);
    expect(barrierClasses(paths, grid, 5).statuses).toEqual(["classed", "alone", "alone"]);
    expect([...barrierClasses([...paths, paths[1]], grid, 5).labels]).toEqual([0, 1, -1, 1]);
  });

  it("has in the sum of exponents the winding numbers of loops", () => {
    const roll = dice(3);
    for (let round = 0; round < 40; round++) {
      const { grid, walk } = scattered(roll);
      const [x, y] = [roll(SIZE), roll(SIZE)];
      if (grid.requiredBits[y * SIZE + x] > 5) continue;
      const way = walk(x, y, 150);
      const loop = along(...way, ...walkHome(grid, way));
      const { statuses, words, holes } = barrierClasses([loop], grid, 5);
      expect(statuses).toEqual(["alone"]);
      holes.forEach((hole, k) => {
        const sum = words[0].reduce((s, l) => s + (Math.abs(l) === k + 1 ? Math.sign(l) : 0), 0);
        expect(sum + 0).toBe(
          -windingNumber(loop, hole.peak % SIZE, Math.floor(hole.peak / SIZE)) + 0,
        );
      });
    }
  });

  it("has the same classes whichever way the rays run", () => {
    const roll = dice(1);
    let classCount = 0;
    for (let round = 0; round < 60; round++) {
      const { grid, walk } = scattered(roll);
      const [x, y] = [roll(SIZE), roll(SIZE)];
      if (grid.requiredBits[y * SIZE + x] > 5) continue;
      const paths = Array.from({ length: 12 }, () => {
        const way = walk(x, y, 5 + roll(80));
        return along(...way, ...walkHome(grid, way));
      });
      const upward = barrierClasses(paths, grid, 5);
      const downward = barrierClasses(
        paths.map((path) => moved(path, (u, v) => [u, -v])),
        flipped(grid),
        5,
      );
      const sideways = barrierClasses(
        paths.map((path) => moved(path, (u, v) => [v, u])),
        transposed(grid),
        5,
      );
      expect(upward.statuses.every((status) => status === "classed")).toBe(true);
      expect([...downward.labels]).toEqual([...upward.labels]);
      expect([...sideways.labels]).toEqual([...upward.labels]);
      classCount += Math.max(...upward.labels);
    }
    expect(classCount).toBeGreaterThan(60);
  });

  it("does not see a deformation in free space", () => {
    const roll = dice(2);
    let letters = 0;
    for (let round = 0; round < 60; round++) {
      const { grid, walk } = scattered(roll);
      const [x, y] = [roll(SIZE), roll(SIZE)];
      if (grid.requiredBits[y * SIZE + x] > 5) continue;
      const way = walk(x, y, 150);
      const free = (u: number, v: number): boolean => grid.requiredBits[v * SIZE + u] <= 5;
      const changed = deformed(way, free, roll);
      const jittered = changed.map((c, i) =>
        i < 2 || i >= changed.length - 2 || c === 0 || c === SIZE - 1 ? c : c + (roll(9) - 4) / 10,
      );
      const { texts: words, labels } = barrierClasses(
        [along(...way), along(...changed), along(...zigzag(changed, jittered))],
        grid,
        5,
      );
      expect([...labels]).toEqual([0, 0, 0]);
      expect(words[1]).toBe(words[0]);
      letters += words[0].length - 1;
    }
    expect(letters).toBeGreaterThan(50);
  });

  it("counts NaN and infinity as barriers at every precision", () => {
    const grid = drawn(".....", ".?.#.", ".....");
    const classes = barrierClasses([along(0, 0, 0, 2, 4, 2)], grid, Infinity);
    expect(classes.texts).toEqual(["a b"]);
    expect(barrierClasses([along(0, 0, 4, 0)], grid, -Infinity).regions[0].kind).toBe("barrier");
  });

  it("classes no path and a path of one vertex", () => {
    const grid = drawn("...", "...");
    expect(barrierClasses([], grid, 5).labels.length).toBe(0);
    expect([...barrierClasses([along(1, 1), along(1, 1, 1, 1)], grid, 5).labels]).toEqual([0, 0]);
  });

  it("refuses bad input", () => {
    const grid = drawn("...", "...");
    const path = along(0, 0);
    expect(() => barrierClasses([along()], grid, 5)).toThrow(
      "barrierClasses: expected path 0 of at least 1 whole vertex of 2, got 0 coordinates",
    );
    expect(() => barrierClasses([{ ...path, dim: 1 }], grid, 5)).toThrow(
      "barrierClasses: expected paths of 2 coordinates, got 1",
    );
    expect(() => barrierClasses([path], grid, NaN)).toThrow("expected a precision in bits");
    expect(() => barrierClasses([path], { ...grid, xs: Float64Array.of(0, 1) }, 5)).toThrow(
      "barrierClasses: expected 4 required bits, got 6",
    );
    expect(() => barrierClasses([path], { ...grid, xs: Float64Array.of(0, 0, 1) }, 5)).toThrow(
      "expected finite ascending xs",
    );
    expect(() => barrierClasses([path], { ...grid, ys: Float64Array.of(0) }, 5)).toThrow(
      "expected 2 or more ys, got 1",
    );
    const region = { regions: [{ centre: [0, 0], radius: -1 }] };
    expect(() => barrierClasses([path], grid, 5, region)).toThrow("expected a box");
    const misspelt = { region: [] } as object;
    expect(() => barrierClasses([path], grid, 5, misspelt)).toThrow('there is no option "region"');
    expect(() => barrierWitness(barrierClasses([path], grid, 5), 0, 1)).toThrow(
      "barrierWitness: expected indices below 1, got 1",
    );
  });
});

/** A grid with pixels of 9 bits strewn in, and walks over its free pixels. */
function scattered(roll: (sides: number) => number): {
  grid: BarrierValues;
  walk: (x: number, y: number, steps: number) => number[];
} {
  const empty = drawn(...Array(SIZE).fill(".".repeat(SIZE)));
  const grid = { ...empty, requiredBits: empty.requiredBits.map(() => (roll(6) === 0 ? 9 : 0)) };
  const walk = (x: number, y: number, steps: number): number[] => {
    const way = [x, y];
    let heading = roll(4);
    for (let step = 0; step < steps; step++) {
      if (roll(3) === 0) heading = roll(4);
      const [u, v] = [x + [1, 0, -1, 0][heading], y + [0, 1, 0, -1][heading]];
      if (u < 0 || v < 0 || u >= SIZE || v >= SIZE || grid.requiredBits[v * SIZE + u] > 5) {
        heading = roll(4);
        continue;
      }
      [x, y] = [u, v];
      way.push(x, y);
    }
    return way;
  };
  return { grid, walk };
}

/** The shortest way over free pixels from the end of a walk back to its beginning. */
function walkHome(grid: BarrierValues, way: number[]): number[] {
  const place = (x: number, y: number): number => y * SIZE + x;
  const home = place(way[0], way[1]);
  const before = new Map([[home, home]]);
  for (const at of before.keys()) {
    const [x, y] = [at % SIZE, Math.floor(at / SIZE)];
    for (const [u, v] of [
      [x + 1, y],
      [x - 1, y],
      [x, y + 1],
      [x, y - 1],
    ])
      if (u >= 0 && v >= 0 && u < SIZE && v < SIZE && grid.requiredBits[place(u, v)] <= 5)
        if (!before.has(place(u, v))) before.set(place(u, v), at);
  }
  const back: number[] = [];
  for (let at = place(way[way.length - 2], way[way.length - 1]); at !== home; ) {
    at = before.get(at) as number;
    back.push(at % SIZE, Math.floor(at / SIZE));
  }
  return back;
}

/** Many random pushes of a lattice path over free squares, and spurs out and back. */
function deformed(
  way: number[],
  free: (x: number, y: number) => boolean,
  roll: (sides: number) => number,
): number[] {
  const points = way.filter((_, i) => i % 2 === 0).map((x, i) => [x, way[2 * i + 1]]);
  for (let push = 0; push < 600; push++) {
    const k = roll(points.length);
    const [x, y] = points[k];
    const [u, v] = [x + [1, 0, -1, 0][push % 4], y + [0, 1, 0, -1][push % 4]];
    if (
      push % 5 === 0 &&
      points.length < 300 &&
      u >= 0 &&
      v >= 0 &&
      u < SIZE &&
      v < SIZE &&
      free(u, v)
    )
      points.splice(k, 0, [x, y], [u, v]);
    if (k === 0 || k >= points.length - 1) continue;
    const [[a, b], [c, d]] = [points[k - 1], points[k + 1]];
    // The opposite corner of the square, if the path turns here.
    const [e, f] = [a + c - points[k][0], b + d - points[k][1]];
    const square = Math.abs(a - c) === 1 && Math.abs(b - d) === 1;
    if (square && free(e, f)) points[k] = [e, f];
  }
  return points.flat();
}

/** From each moved vertex to the middle of its pixel and on to the next moved vertex. */
function zigzag(lattice: number[], shifted: number[]): number[] {
  return lattice.flatMap((_, i) =>
    i % 2 === 0 ? [shifted[i], shifted[i + 1], lattice[i], lattice[i + 1]] : [],
  );
}

/** How often a closed path runs counter-clockwise round a point, from the angles turned. */
function windingNumber({ points }: Path, x: number, y: number): number {
  let turned = 0;
  for (let i = 2; i < points.length; i += 2) {
    const [a, b] = [points[i - 2] - x, points[i - 1] - y];
    const [c, d] = [points[i] - x, points[i + 1] - y];
    turned += Math.atan2(a * d - b * c, a * c + b * d);
  }
  return Math.round(turned / (2 * Math.PI));
}
