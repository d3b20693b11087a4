import { describe, expect, it } from "vitest";
import { barrierHatching } from "../../lib/figures/topology/barrierRegion.js";
import { classLooks, classLooksOver } from "../../lib/figures/topology/classStyle.js";
import { coveringTriangles } from "../../lib/figures/topology/coveringTriangles.js";
import { drawnPaths } from "../../lib/figures/topology/drawnPaths.js";
import { frechetCouplingFigure } from "../../lib/figures/topology/frechetCouplingFigure.js";
import { gridPersistenceMap } from "../../lib/figures/topology/gridPersistenceMap.js";
import { homotopyFamily } from "../../lib/figures/topology/homotopyFamily.js";
import { pathsByClass } from "../../lib/figures/topology/pathsByClass.js";
import { pathsByClassSlider } from "../../lib/figures/topology/pathsByClassSlider.js";
import { ripsComplex } from "../../lib/figures/topology/ripsComplex.js";
import { ripsComplexSlider } from "../../lib/figures/topology/ripsComplexSlider.js";
import { encodeFigure } from "../../lib/notebook/encodeFigure.js";
import type { Distances } from "../../lib/numerics/distances.js";
import { barrierClasses } from "../../lib/topology/classes/barrierClasses.js";
import type { Diagram } from "../../lib/topology/diagrams/diagram.js";
import { bowl, list, named, path, shown, type Trace } from "./topologyScene.js";

const finite = (values: unknown): number[] => list(values).filter(Number.isFinite);

const left = path(0, 0.9, -0.8, 0, 0, -0.9);
const right = path(0, 0.9, 0.8, 0, 0, -0.9);
const through = path(0, 0.9, 0, -0.9);

describe("the style of classes", () => {
  it("gives the six largest a style in the order of their labels, and pools the rest", () => {
    const labels = Array.from({ length: 30 }, (_, i) => (i < 14 ? i % 7 : i === 29 ? -1 : 7));
    const looks = classLooks(labels, [], "here");
    expect(looks.map(({ name, members }) => `${name}: ${members.length}`)).toEqual([
      ...["class 0: 2", "class 1: 2", "class 2: 2", "class 3: 2", "class 4: 2", "class 7: 15"],
      ...["2 others: 4", "no class: 1"],
    ]);
    expect(new Set(looks.map(({ color, dash }) => color + dash)).size).toBe(8);
  });

  it("lets a class keep its style when others join it", () => {
    const [apart, joined] = classLooksOver([{ labels: [0, 1, 2] }, { labels: [0, 1, 1] }], "here");
    expect(joined.map(({ color }) => color)).toEqual(apart.slice(0, 2).map(({ color }) => color));
    const [, first] = classLooksOver([{ labels: [0, 1, 2] }, { labels: [0, 0, 1] }], "here");
    expect(first[1].color).toBe(apart[2].color);
  });
});

describe("paths by class", () => {
  it("agree with barrierClasses in labels, words and letters", () => {
    const grid = bowl();
    const paths = [left, right, left, through];
    const { labels, texts, holes } = barrierClasses(paths, grid, 4);
    const figure = pathsByClass(grid, paths, labels, { bits: 4, words: texts, holes });
    expect(shown(figure)).toHaveLength(4);
    expect(shown(figure)[1]).toMatch(/^class 0, word .+: 2$/);
    expect(shown(figure)[3]).toBe("no class: 1");
    const hole = named(figure, "hole") as { text: string[]; x: number[] };
    expect(hole.text).toEqual(["<b>a</b>"]);
    expect(Math.abs(hole.x[0])).toBeLessThan(0.4);
    expect(figure.caption).toContain("where b > 4 bits");
  });

  it("start at dots and end at marks, one legend entry a class", () => {
    const figure = pathsByClass(bowl(), [left, right, left], [0, 1, 0]);
    expect(shown(figure)).toEqual(["class 0: 2", "class 1: 1"]);
    expect(list(named(figure, "class 0, start").y)).toEqual([0.9, 0.9].map(Math.fround));
    expect(list(named(figure, "class 0, end").y)).toEqual([-0.9, -0.9].map(Math.fround));
    expect(list(named(figure, "class 0: 2").x).filter(Number.isNaN)).toHaveLength(2);
    expect(figure.data.some(({ name }) => name === "barrier")).toBe(false);
  });

  it("hatch the barrier and nothing else, also where b is not defined", () => {
    const grid = bowl();
    const bits = grid.requiredBits as Float64Array;
    const lines = barrierHatching(grid, bits, 4);
    const reach = Math.max(...finite(lines.x).map(Math.abs), ...finite(lines.y).map(Math.abs));
    expect(reach).toBeGreaterThan(0.29);
    expect(reach).toBeLessThan(0.41);
    expect(list(barrierHatching(grid, bits, 11).x)).toEqual([]);
    const nowhere = barrierHatching(
      grid,
      bits.map(() => Number.NaN),
      50,
    );
    expect(Math.max(...finite(nowhere.x))).toBe(1);
  });

  it("leave out vertices that cannot be seen, those that are not finite, and too many paths", () => {
    const close = path(0, 0, 1e-6, 0, 2e-6, 0, 1, 0, Number.NaN, 0, Infinity, 3);
    expect(drawnPaths([close], 1, 100).lines).toEqual([Float32Array.of(0, 0, 1, 0)]);
    expect(drawnPaths([path(Number.NaN, 0)], 1, 100).lines).toEqual([undefined]);
    const many = drawnPaths(
      Array.from({ length: 10 }, () => left),
      1,
      15,
    );
    expect(many.lines.filter((line) => line !== undefined)).toHaveLength(5);
    expect(many.note).toBe("Of 10 paths 5 are drawn; the numbers count all.");
  });

  it("refuse other than one label or word per path, paths in space and grids without bits", () => {
    expect(() => pathsByClass(bowl(), [left], [0, 1])).toThrow("label for each of 1 paths, got 2");
    expect(() => pathsByClass(bowl(), [left], [0], { words: [] })).toThrow("a word for each of 1");
    const solid = { points: Float64Array.of(1, 2, 3), dim: 3 };
    expect(() => pathsByClass(bowl(), [solid], [0])).toThrow("3 coordinates in 3 dimensions");
    const { requiredBits: _, ...bare } = bowl();
    expect(() => pathsByClass(bare, [left], [0], { bits: 3 })).toThrow("grid with requiredBits");
    expect(() => pathsByClass(bowl(), [left], [0], { bits: Number.NaN })).toThrow("got NaN");
    const quantity = "loss" as never;
    expect(() => pathsByClass(bowl(), [left], [0], { bits: 1, quantity })).toThrow("got loss");
    expect(() => pathsByClass(bowl(), "paths" as never, [])).toThrow("expected paths as an array");
  });
});

describe("the slider over p", () => {
  const steps = [
    { bits: 4, labels: [0, 1], holes: [{ x: 0, y: 0 }] },
    { bits: 11, labels: [0, 0] },
  ];
  const figure = pathsByClassSlider(bowl(), steps, { paths: [left, right], active: 1 });
  const [slider] = figure.layout.sliders as {
    active: number;
    steps: { label: string; args: [{ visible: boolean[]; "contours.value": number }, object] }[];
  }[];

  it("moves the barrier and shows the classes of one precision at a time", () => {
    expect(slider.active).toBe(1);
    expect(slider.steps.map(({ label }) => label)).toEqual(["4", "11"]);
    expect(slider.steps.map(({ args }) => args[0]["contours.value"])).toEqual([4, 11]);
    const { data } = figure;
    const visible = (k: number): unknown[] =>
      data.filter((_, i) => slider.steps[k].args[0].visible[i]).map(({ name }) => name);
    expect(visible(0)).toContain("class 1: 1");
    expect(visible(0)).toContain("hole");
    expect(visible(1)).toContain("class 0: 2");
    expect(visible(1)).not.toContain("class 1: 1");
    for (const k of [0, 1]) expect(visible(k)).toContain("barrier");
    expect(data.filter(({ visible: on }) => on !== false).map(({ name }) => name)).toEqual(
      visible(1),
    );
    expect(slider.steps[0].args[1]).toEqual({ "title.text": "Paths by class: 4 bits, 2 classes" });
  });

  it("stays below two megabytes for 300 long paths at 20 precisions", () => {
    const winding = Array.from({ length: 300 }, (_, i) =>
      path(
        ...Array.from({ length: 400 }, (_, t) => Math.sin(t * (1 + i / 99)) * (t % 2 ? 1 : 0.9)),
      ),
    );
    const labels = winding.map((_, i) => i % 9);
    const many = Array.from({ length: 20 }, (_, k) => ({ bits: k + 2, labels }));
    const large = pathsByClassSlider(bowl(161), many, { paths: winding });
    expect(JSON.stringify(encodeFigure(large)).length).toBeLessThan(2e6);
    expect(large.caption).toContain("Of 300 paths");
  });

  it("refuses steps without paths and a step that is not there", () => {
    expect(() => pathsByClassSlider(bowl(), steps)).toThrow("there are none at 4 bits");
    expect(() => pathsByClassSlider(bowl(), [], {})).toThrow("got 0 of 0 steps");
    expect(() => pathsByClassSlider(bowl(), undefined as never)).toThrow(
      "expected steps as an array",
    );
  });
});

describe("the homotopy", () => {
  const members = [left, path(0, 0.9, 0, 0, 0, -0.9), right];

  it("has one line a member, and the bounds it keeps and exceeds", () => {
    const bounds = [
      { format: "float16", value: 0.01 },
      { format: "bfloat16", value: 1 },
    ];
    const figure = homotopyFamily(members, [0, 0.1, 0], [0, 0.5, 1], { bounds, before: 2 });
    expect(figure.data.filter(({ name }) => /^s = /.test(String(name)))).toHaveLength(3);
    expect(figure.caption).toContain("stays below the bounds C·2⁻ᵖ of bfloat16 (1)");
    expect(figure.caption).toContain("It exceeds those of float16");
    expect(list(named(figure, "unrelaxed").y)).toEqual([2, 2]);
    const { y } = named(figure, "defect Δ(γ<sub>s</sub>)");
    expect(list(y)).toEqual([0.01, 0.1, 0.01]);
    expect(figure.caption).toContain("drawn at the bottom of the logarithmic axis");
  });

  it("is on a linear axis without bounds to compare with", () => {
    const figure = homotopyFamily(members, [0, 0.1, 0], [0, 0.5, 1], { grid: bowl() });
    expect(list(named(figure, "defect Δ(γ<sub>s</sub>)").y)).toEqual([0, 0.1, 0]);
    expect((figure.layout.yaxis2 as Trace).type).toBeUndefined();
  });

  it("refuses one path, other numbers of defects and s that runs back", () => {
    expect(() => homotopyFamily([left], [0], [0])).toThrow("at least 2 paths, got 1");
    expect(() => homotopyFamily(members, [0], [0, 0.5, 1])).toThrow("expected 3 defects, got 1");
    expect(() => homotopyFamily(members, [0, 0, 0], [0, 1, 0.5])).toThrow("s to ascend");
    const bounds = [{ value: 0 }];
    expect(() => homotopyFamily(members, [0, 0, 0], [0, 0.5, 1], { bounds })).toThrow("got 0");
  });
});

describe("the leash", () => {
  it("emphasises the longest pair of vertices", () => {
    const figure = frechetCouplingFigure(
      path(0, 0, 1, 0, 2, 0),
      path(0, 1, 2, 3),
      [0, 0, 1, 0, 2, 1],
    );
    expect(list(named(figure, "longest leash").x).slice(0, 2)).toEqual([2, 2]);
    expect(list(named(figure, "leash").x)).toHaveLength(6);
    expect(figure.caption).toContain(
      "The longest is 3 (units of θ), between vertex 2 of “p” and vertex 1",
    );
    expect(named(figure, "q").text).toEqual(["q<sub>0</sub>", "q<sub>1</sub>"]);
  });

  it("refuses no pair and vertices that are not there", () => {
    expect(() => frechetCouplingFigure(left, right, [])).toThrow("at least 1 pair");
    expect(() => frechetCouplingFigure(left, right, [0, 3])).toThrow("0 to 2, got 3 in pair 0");
  });
});

describe("the Rips complex", () => {
  const cloud = path(0, 0, 1, 0, 1, 1, 0, 1);
  const distances: Distances = {
    size: 4,
    values: Float64Array.of(1, Math.SQRT2, 1, 1, Math.SQRT2, 1),
  };
  const cycle = { simplices: Uint32Array.of(0, 1, 1, 2, 2, 3, 0, 3) };

  it("joins points at distance at most ε and fills triangles", () => {
    const hollow = ripsComplex(cloud, distances, 1, {
      cycle,
      cocycle: { simplices: [0, 1, 0, 2] },
    });
    expect(hollow.caption).toContain("4 points, 4 edges, 0 triangles");
    expect(list(named(hollow, "cycle").x)).toHaveLength(12);
    expect((named(hollow, "cocycle").line as Trace).dash).toBe("dot");
    expect(finite(named(hollow, "cocycle").x)).toEqual([0, 1]);
    expect(ripsComplex(cloud, distances, 1.5).alt).toContain("6 edges, 4 triangles");
    expect(ripsComplex(cloud, distances, 0.9).caption).toContain("0 edges, 0 triangles");
    expect(shown(ripsComplex(cloud, distances, 0.9))).toEqual(["points"]);
  });

  it("fills with few triangles what all of them fill, all turning one way", () => {
    // All small triangles of a 5 × 5 lattice that leave its centre out: a square with a hole.
    const [px, py] = [(i: number): number => i % 5, (i: number): number => Math.floor(i / 5)];
    const grid = Float64Array.from({ length: 50 }, (_, k) => (k % 2 ? py : px)(k >> 1));
    const near = (i: number, j: number): boolean =>
      Math.abs(px(i) - px(j)) <= 2 && Math.abs(py(i) - py(j)) <= 2;
    const all: number[][] = [];
    for (let i = 0; i < 25; i++)
      for (let j = 0; j < i; j++)
        for (let k = 0; k < j; k++)
          if (near(i, j) && near(i, k) && near(j, k) && ![i, j, k].some((v) => v % 6 === 0))
            all.push([i, j, k]);
    const few = coveringTriangles(grid, all);
    expect(few.length).toBeLessThan(all.length / 5);
    const turn = (x: number, y: number, a: number, b: number): number =>
      (px(b) - px(a)) * (y - py(a)) - (x - px(a)) * (py(b) - py(a));
    const fills = (
      triangles: readonly (readonly number[])[],
      [x, y]: readonly [number, number],
      margin: number,
    ): boolean =>
      triangles.some(([i, j, k]) => {
        const sides = [turn(x, y, i, j), turn(x, y, j, k), turn(x, y, k, i)];
        return sides.every((side) => side > margin) || sides.every((side) => side < -margin);
      });
    let holes = 0;
    for (let x = 0.043; x < 4; x += 0.1)
      for (let y = 0.043; y < 4; y += 0.1) {
        if (!fills(all, [x, y], 0.02)) holes++;
        else if (!fills(few, [x, y], -1e-9)) throw new Error(`not filled at ${x}, ${y}`);
      }
    expect(holes).toBeGreaterThan(10);
    const { x, y } = named(ripsComplex(cloud, distances, 2), "triangles");
    const [u, v] = [list(x), list(y)];
    for (let t = 0; t + 3 < u.length; t += 5)
      expect(
        (u[t + 1] - u[t]) * (v[t + 2] - v[t]) - (u[t + 2] - u[t]) * (v[t + 1] - v[t]),
      ).toBeGreaterThan(0);
  });

  it("grows on a slider, the cycle once its longest edge is there", () => {
    const figure = ripsComplexSlider(cloud, distances, [0.5, 1, 1.5], { cycle, active: 1 });
    const [{ steps }] = figure.layout.sliders as { steps: { args: [{ visible: boolean[] }] }[] }[];
    const at = figure.data.findIndex(({ name }) => name === "cycle");
    expect(steps.map(({ args }) => args[0].visible[at])).toEqual([false, true, true]);
    for (const { args } of steps) expect(args[0].visible).toHaveLength(figure.data.length);
    expect((figure.layout.title as { text: string }).text).toBe("ε = 1: 4 edges, 0 triangles");
  });

  it("exists for no point, and refuses points in space, a negative ε and foreign edges", () => {
    const none = { size: 0, values: new Float64Array() };
    expect(ripsComplex(path(), none, 1).caption).toContain("0 points, 0 edges");
    expect(() => ripsComplex({ ...cloud, dim: 1 }, distances, 1)).toThrow("in 1 dimensions");
    expect(() => ripsComplex(cloud, distances, -1)).toThrow("ε >= 0, got -1");
    const bad = { simplices: [0, 4] };
    expect(() => ripsComplex(cloud, distances, 1, { cycle: bad })).toThrow("got vertex 4");
    expect(() => ripsComplexSlider(cloud, distances, [])).toThrow("got 0 of 0 values of ε");
  });
});

describe("births and deaths on the grid", () => {
  const bars: Diagram = {
    dimension: 0,
    births: Float64Array.of(-Infinity, 2, 3),
    deaths: Float64Array.of(Infinity, 2.5, 9),
  };

  it("are numbered from the longest bar, at the coordinates of their cells", () => {
    const figure = gridPersistenceMap(bowl(), bars, [0, 5, 22], [-1, 7, 440], { most: 2 });
    const [birth, death] = ["birth", "death"].map((name) => named(figure, name));
    expect(birth.text).toEqual(["1", "2"]);
    expect(list(birth.x)[1]).toBeCloseTo(-0.9, 12);
    expect(list(birth.y)[1]).toBeCloseTo(-0.9, 12);
    expect(death.text).toEqual(["2"]);
    expect(list(death.x)).toEqual([1]);
    expect(figure.caption).toContain("1 from −∞ to ∞, 2 from 3 to 9 (bits)");
    expect(figure.caption).toContain("never dies");
  });

  it("refuse other than one cell a bar, cells outside and unknown words", () => {
    expect(() => gridPersistenceMap(bowl(), bars, [0], [1, 2, 3])).toThrow("each of 3 bars, got 1");
    expect(() => gridPersistenceMap(bowl(), bars, [-1, 0, 0], [0, 0, 0])).toThrow("got -1");
    expect(() => gridPersistenceMap(bowl(), bars, [0, 0, 0], [0, 0, 441])).toThrow("got 441");
    const quantity = "height" as never;
    expect(() => gridPersistenceMap(bowl(), bars, [], [], { quantity })).toThrow("got height");
    expect(() => gridPersistenceMap(bowl(), bars, [0, 0, 0], [0, 0, 0], { most: 0 })).toThrow(
      "got 0",
    );
  });
});
