import { describe, expect, it } from "vitest";
import type { Figure } from "../../lib/figures/figure.js";
import { barcode } from "../../lib/figures/topology/barcode.js";
import { bettiCurves } from "../../lib/figures/topology/bettiCurves.js";
import { classesAgainstDelta } from "../../lib/figures/topology/classesAgainstDelta.js";
import { dendrogram } from "../../lib/figures/topology/dendrogram.js";
import { diagramMatching } from "../../lib/figures/topology/diagramMatching.js";
import { distanceHeatMap } from "../../lib/figures/topology/distanceHeatMap.js";
import { frechetCouplingFigure } from "../../lib/figures/topology/frechetCouplingFigure.js";
import { gridPersistenceMap } from "../../lib/figures/topology/gridPersistenceMap.js";
import { homotopyFamily } from "../../lib/figures/topology/homotopyFamily.js";
import { pathsByClass } from "../../lib/figures/topology/pathsByClass.js";
import { pathsByClassSlider } from "../../lib/figures/topology/pathsByClassSlider.js";
import { persistenceDiagram } from "../../lib/figures/topology/persistenceDiagram.js";
import { ripsComplex } from "../../lib/figures/topology/ripsComplex.js";
import { ripsComplexSlider } from "../../lib/figures/topology/ripsComplexSlider.js";
import type { Distances } from "../../lib/numerics/distances.js";
import { classCountCurve } from "../../lib/topology/classes/metricClasses.js";
import { singleLinkage } from "../../lib/topology/classes/singleLinkage.js";
import type { Diagram } from "../../lib/topology/diagrams/diagram.js";
import { bowl, list, named, path, shown, type Trace } from "./topologyScene.js";

const diagram = (dimension: number, ...bars: [number, number][]): Diagram => ({
  dimension,
  births: Float64Array.from(bars, ([birth]) => birth),
  deaths: Float64Array.from(bars, ([, death]) => death),
});
const loops = diagram(1, [0.2, 0.9], [0.3, 0.4], [0.3, 0.4], [0.5, Infinity]);
const points = diagram(0, [0, 0.5], [0, Infinity]);
const falling = diagram(0, [9, 2], [7, -Infinity]);
const three: Distances = { size: 3, values: Float64Array.of(1, 5, 4) };
const square = path(0, 0, 1, 0, 1, 1, 0, 1);
const squareDistances: Distances = {
  size: 4,
  values: Float64Array.of(1, Math.SQRT2, 1, 1, Math.SQRT2, 1),
};
const left = path(-0.8, 0.9, -0.8, -0.9);
const right = path(0.8, 0.9, 0.8, -0.9);

const figures: Record<string, Figure> = {
  barcode: barcode([points, loops], { band: 0.1 }),
  bettiCurves: bettiCurves([{ dimension: 0, at: [2, 12], counts: [5, 1] }]),
  classesAgainstDelta: classesAgainstDelta(classCountCurve(singleLinkage(three))),
  dendrogram: dendrogram(singleLinkage(three), { delta: 2 }),
  diagramMatching: diagramMatching(points, points, { pairs: [0, 0, 1, 1] }),
  distanceHeatMap: distanceHeatMap(three, { labels: [0, 0, 1] }),
  frechetCouplingFigure: frechetCouplingFigure(left, right, [0, 0, 1, 1]),
  gridPersistenceMap: gridPersistenceMap(bowl(21, Number.NaN), diagram(1, [2, 10]), [5], [220]),
  homotopyFamily: homotopyFamily([left, right], [0, 0.1], [0, 1]),
  pathsByClass: pathsByClass(bowl(21, Number.NaN), [left, right], [0, 1], { bits: 4 }),
  pathsByClassSlider: pathsByClassSlider(bowl(21, Number.NaN), [{ bits: 4, labels: [0] }], {
    paths: [left],
  }),
  persistenceDiagram: persistenceDiagram([points, loops], { band: 0.1 }),
  ripsComplex: ripsComplex(square, squareDistances, 1),
  ripsComplexSlider: ripsComplexSlider(square, squareDistances, [0.5, 1]),
};

describe("the legend of a topology figure", () => {
  it("takes its room above the plot from its own height, whatever its entries are", () => {
    const few = dendrogram(singleLinkage({ size: 2, values: Float64Array.of(1) })).layout;
    expect(few.legend).toMatchObject({
      orientation: "h",
      yanchor: "bottom",
      title: { side: "top" },
    });
    const bars = diagram(1, [0, 2], [0, 1]);
    const { layout } = diagramMatching(bars, bars, { pairs: [0, 0, 1, 1] });
    expect(layout.margin).toEqual(few.margin);
  });
});

describe("every figure of topology", () => {
  it.each(Object.keys(figures))("%s has words, titles with units and a free width", (name) => {
    const { caption, alt, layout } = figures[name];
    expect(caption).toMatch(/^[A-Z].{60,}\.$/);
    expect(caption).not.toMatch(/undefined|NaN|Infinity|\.\.|\$\{/);
    expect(alt.length).toBeGreaterThan(30);
    expect(layout).toMatchObject({ paper_bgcolor: "#ffffff", autosize: true });
    expect(layout.width).toBeUndefined();
    const titles = Object.entries(layout)
      .filter(([key]) => /^[xy]axis/.test(key))
      .map(([, axis]) => ((axis as Trace).title as { text: string }).text)
      .filter((title) => title !== "");
    expect(titles.length).toBeGreaterThan(0);
    for (const title of titles) expect(title).toMatch(/\(.+\)$/);
  });

  it.each(Object.keys(figures))("%s gives as many x as y to every line", (name) => {
    for (const { type, x, y } of figures[name].data)
      if (type === "scatter") expect(list(x)).toHaveLength(list(y).length);
  });

  it("refuses a misspelt option by name", () => {
    const bad = { titel: "" } as never;
    for (const draw of [
      () => barcode([points], bad),
      () => bettiCurves([], bad),
      () => classesAgainstDelta([], bad),
      () => dendrogram(singleLinkage(three), bad),
      () => diagramMatching(points, points, { pairs: [] }, bad),
      () => distanceHeatMap(three, bad),
      () => frechetCouplingFigure(left, right, [0, 0], bad),
      () => gridPersistenceMap(bowl(21, Number.NaN), points, [], [], bad),
      () => homotopyFamily([left, right], [0, 0], [0, 1], bad),
      () => pathsByClass(bowl(21, Number.NaN), [], [], bad),
      () => pathsByClassSlider(bowl(21, Number.NaN), [], bad),
      () => persistenceDiagram([points], bad),
      () => ripsComplex(square, squareDistances, 1, bad),
      () => ripsComplexSlider(square, squareDistances, [1], bad),
    ])
      expect(draw).toThrow('there is no option "titel"');
  });
});

describe("the persistence diagram", () => {
  it("puts essential bars on a line above all, and equal bars into one larger mark", () => {
    const figure = persistenceDiagram([loops]);
    const { x, y, text, marker } = named(figure, "H₁ loops") as {
      x: number[];
      y: number[];
      text: string[];
      marker: { size: number[] };
    };
    expect(list(x)).toEqual([0.2, 0.3, 0.5]);
    expect(list(y).slice(0, 2)).toEqual([0.9, 0.4]);
    expect(y[2]).toBeGreaterThan(0.9);
    expect(text).toEqual(["", "×2", ""]);
    expect(marker.size[1]).toBeGreaterThan(marker.size[0]);
    const { yaxis, xaxis } = figure.layout as Record<
      string,
      { ticktext: string[]; range: number[] }
    >;
    expect(yaxis.ticktext.at(-1)).toBe("∞");
    expect(xaxis.ticktext).not.toContain("∞");
    expect(xaxis.range).toEqual(yaxis.range);
    expect(figure.caption).toContain("H₁ loops 4 bars (1 essential)");
  });

  it("draws superlevel sets below the diagonal, their essential bars at −∞", () => {
    const figure = persistenceDiagram([falling]);
    const { y } = named(figure, "H₀ components");
    expect(list(y)[0]).toBe(2);
    expect(list(y)[1]).toBeLessThan(2);
    expect((figure.layout.yaxis as { ticktext: string[] }).ticktext[0]).toBe("−∞");
  });

  it("shades bars up to twice the width, and counts the others", () => {
    const { data, caption } = persistenceDiagram([loops], { band: 0.1 });
    const strip = data[0] as { x: number[]; y: number[] };
    expect(strip.y[3] - strip.x[3]).toBeCloseTo(0.2, 12);
    expect(caption).toContain("2 of them longer than the band");
    expect(persistenceDiagram([points, loops], { band: [0.1, 0.2] }).data).toHaveLength(4);
    expect(persistenceDiagram([points, loops], { band: 0.1 }).data).toHaveLength(3);
  });

  it("exists without bars and without diagrams, and for one point", () => {
    for (const diagrams of [[], [diagram(0)], [diagram(0, [0, Infinity])], [diagram(0, [3, 4])]]) {
      const { range } = persistenceDiagram(diagrams).layout.xaxis as { range: number[] };
      expect(range[0]).toBeLessThan(range[1]);
      expect(range.every(Number.isFinite)).toBe(true);
    }
  });

  it("refuses NaN, other numbers of deaths, mixed directions and negative bands", () => {
    const draw =
      (...diagrams: Diagram[]) =>
      () =>
        persistenceDiagram(diagrams);
    expect(draw(diagram(0, [0, Number.NaN]))).toThrow("expected no NaN");
    expect(draw({ ...points, births: Float64Array.of(1) })).toThrow("as many deaths as births");
    expect(draw(points, falling)).toThrow("bars of one direction");
    expect(() => persistenceDiagram([points], { band: -1 })).toThrow("finite bands >= 0, got -1");
    expect(() => persistenceDiagram([points], { band: [1, 2] })).toThrow("each of 1 diagrams");
    expect(() => persistenceDiagram(3 as never)).toThrow(/expected diagrams as an array/);
  });
});

describe("the matching", () => {
  const [a, b] = [diagram(1, [0, 2], [1, 1.5]), diagram(1, [0.5, 3])];

  it("joins partners, leads the others to the diagonal and emphasises the longest", () => {
    const figure = diagramMatching(a, b, { pairs: Int32Array.of(0, 0, 1, -1) });
    expect(list(named(figure, "longest pair").x).slice(0, 2)).toEqual([0, 0.5]);
    expect(list(named(figure, "longest pair").y).slice(0, 2)).toEqual([2, 3]);
    expect(list(named(figure, "to the diagonal").x).slice(0, 2)).toEqual([1, 1.25]);
    expect(list(named(figure, "to the diagonal").y).slice(0, 2)).toEqual([1.5, 1.25]);
    expect(figure.caption).toContain("bottleneck distance 1 (units of θ)");
  });

  it("has no longest pair between equal diagrams, essential bars included", () => {
    expect(shown(figures.diagramMatching)).toEqual(["matched", "first", "second"]);
  });

  it("refuses pairs of bars that are not there", () => {
    for (const pairs of [[2, 0], [0, 1], [-1, -1], [0.5, 0], [0]])
      expect(() => diagramMatching(a, b, { pairs })).toThrow("expected pairs of a bar and a bar");
    expect(() => diagramMatching(points, b, { pairs: [] })).toThrow(
      "of one dimension, got 0 and 1",
    );
    expect(() => diagramMatching(a, b, { pairs: [0, 0], bottleneckPair: 1 })).toThrow("got 1");
  });
});

describe("the barcode", () => {
  it("sorts by birth, the longer first, and ends essential bars in an arrow head", () => {
    const { data } = barcode([diagram(0, [0, 1], [0, Infinity], [0, 2], [-1, 0])]);
    const [bars, heads] = data as { x: Float64Array; y: Float64Array }[];
    expect(list(bars.x).filter((_, k) => k % 3 === 0)).toEqual([-1, 0, 0, 0]);
    expect(list(bars.x).filter((_, k) => k % 3 === 1)).toEqual([0, heads.x[0], 2, 1]);
    expect(list(heads.y)).toEqual([1]);
  });

  it("runs from large to small values for superlevel sets", () => {
    const figure = barcode([falling]);
    const { range } = figure.layout.xaxis as { range: number[] };
    expect(range[0]).toBeGreaterThan(range[1]);
    expect(list(figure.data[0].x)[0]).toBe(9);
  });

  it("draws a thousand bars as one trace of thin lines", () => {
    const many = barcode([
      diagram(0, ...Array.from({ length: 1000 }, (_, k): [number, number] => [0, k + 1])),
    ]);
    expect(many.data).toHaveLength(1);
    expect((many.data[0].line as { width: number }).width).toBeLessThan(1);
  });

  it("refuses no diagram", () => {
    expect(() => barcode([])).toThrow("barcode: expected at least 1 diagram, got 0");
    expect(barcode([diagram(1)]).data).toHaveLength(1);
  });
});

describe("the dendrogram", () => {
  it("colours what the cut leaves together, and draws the others in ink", () => {
    const { data, caption } = figures.dendrogram;
    expect(data.map(({ name }) => name)).toEqual([
      "between classes",
      "class 0",
      "class 0: 2",
      "class 1: 1",
      "δ = 2",
    ]);
    expect(list(data[1].y).slice(0, 4)).toEqual([0, 1, 1, 0]);
    expect(list(data[0].y).slice(0, 4)).toEqual([1, 4, 4, 0]);
    expect(caption).toContain("Cut at δ = 2 (units of θ): 2 classes");
  });

  it("keeps merges between pooled classes in ink", () => {
    const size = 16;
    const values = Float64Array.from({ length: (size * (size - 1)) / 2 }, (_, k) => 1 + k / 1000);
    const { data } = dendrogram(singleLinkage({ size, values }), { delta: 0.5 });
    expect(data[0].name).toBe("between classes");
    expect(list(data[0].x)).toHaveLength(5 * (size - 1));
  });

  it("has a floor for height 0 on a logarithmic axis, and several trees for infinite heights", () => {
    const values = Float64Array.of(0, Infinity, Infinity);
    const { data, caption } = dendrogram(singleLinkage({ size: 3, values }), { logarithmic: true });
    expect(data).toHaveLength(1);
    expect(caption).toContain("No finite chain connects the 2 trees.");
    const zero = dendrogram(singleLinkage({ size: 3, values: Float64Array.of(0, 1, 1) }), {
      logarithmic: true,
    });
    expect(Math.min(...list(zero.data[0].y).filter((y) => !Number.isNaN(y)))).toBeGreaterThan(0);
  });

  it("exists for one path, refuses none, and wants a label each", () => {
    expect(dendrogram(singleLinkage({ size: 1, values: new Float64Array() })).data).toEqual([]);
    const none = singleLinkage({ size: 0, values: new Float64Array() });
    expect(() => dendrogram(none)).toThrow("dendrogram: expected at least 1 path, got 0");
    expect(() => dendrogram(singleLinkage(three), { labels: [0] })).toThrow(
      "a label for each of 3",
    );
    expect(() => dendrogram(singleLinkage(three), { delta: -1 })).toThrow("delta >= 0, got -1");
    expect(() => dendrogram({} as never)).toThrow("expected at least 1 path, got undefined");
  });
});

describe("curves", () => {
  it("mark the formats within the range, and name their bits", () => {
    expect(shown(figures.bettiCurves)).toEqual([
      "float16: 11",
      "bfloat16: 8",
      "8-bit e4m3fn: 4",
      "8-bit e5m2: 3",
      "H₀ components",
    ]);
    expect((named(figures.bettiCurves, "H₀ components").line as Trace).shape).toBe("hv");
    const { y } = bettiCurves([{ dimension: 1, at: [1, 2], counts: [0, 3] }], { logarithmic: true })
      .data[0];
    expect(list(y)).toEqual([Number.NaN, 3]);
    expect(() => bettiCurves([{ dimension: 0, at: [2, 1], counts: [1, 1] }])).toThrow("ascending");
    expect(() => bettiCurves([{ dimension: 0, at: [1], counts: [] }])).toThrow("got 0 and 1");
    expect(() => bettiCurves([])).toThrow("bettiCurves: expected at least 1 curve, got 0");
    expect(() => bettiCurves(null as never)).toThrow("expected curves as an array");
  });

  it("count the classes at each δ, not yet merged at a merge itself", () => {
    const curve = classCountCurve(singleLinkage(three));
    const marks = [
      { format: "float16", delta: 1 },
      { format: "float8_e4m3fn", delta: 1.001 },
    ];
    const { data, caption } = classesAgainstDelta(curve, { marks });
    expect(caption).toContain("float16 δ = 1 (3), 8-bit e4m3fn δ = 1 (2)");
    expect(list(data[2].y)).toEqual([3, 2, 1, 1]);
    expect(list(data[2].x).slice(1, 3)).toEqual([1, 4]);
    expect(list(data[0].x)).toEqual([1, 1]);
  });

  it("refuse δ that does not ascend and marks that a logarithm cannot show", () => {
    const bad = { thresholds: Float64Array.of(1, 0), counts: Int32Array.of(2, 1) };
    expect(() => classesAgainstDelta(bad)).toThrow("in ascending order, got 0 at 1");
    expect(() => classesAgainstDelta([])).toThrow("expected at least 1 curve, got 0");
    expect(() => classesAgainstDelta(null as never)).toThrow(
      "expected a curve or several, got null",
    );
    const marks = [{ format: "float16", delta: 0 }];
    const curve = classCountCurve(singleLinkage(three));
    expect(() => classesAgainstDelta(curve, { marks })).toThrow("got 0 for float16");
  });
});

describe("the heat map of distances", () => {
  it("orders rows and columns by class, boundaries between them", () => {
    const figure = distanceHeatMap(three, { labels: [0, 1, 0] });
    const { values } = figure.data[0].z as { values: Float32Array };
    expect([...values]).toEqual([0, 5, 1, 5, 0, 4, 1, 4, 0]);
    expect(list(named(figure, "boundary of a class").x).slice(0, 2)).toEqual([1.5, 1.5]);
    expect(shown(figure).slice(1)).toEqual(["class 0: 2", "class 1: 1"]);
  });

  it("takes an order, leaves infinite distances white and thins a thousand paths", () => {
    const infinite = { size: 2, values: Float64Array.of(Infinity) };
    const figure = distanceHeatMap(infinite, { order: [1, 0] });
    expect([...(figure.data[0].z as { values: Float32Array }).values]).toEqual([0, NaN, NaN, 0]);
    expect(figure.caption).toContain("White: no finite distance.");
    const many = distanceHeatMap({ size: 1000, values: new Float64Array(499_500) });
    expect((many.data[0].z as { shape: number[] }).shape).toEqual([250, 250]);
    expect(many.caption).toContain("Of 1000 paths every 4th");
  });

  it("refuses what is no triangle, no permutation or no label each", () => {
    expect(() => distanceHeatMap({ size: 3, values: Float64Array.of(1) })).toThrow(
      "expected 3 distances for 3 points, got 1",
    );
    expect(() => distanceHeatMap({ size: 0, values: new Float64Array() })).toThrow("got 0");
    expect(() => distanceHeatMap(three, { order: [0, 0, 1] })).toThrow("permutation of 3 paths");
    expect(() => distanceHeatMap(three, { labels: [0, 1] })).toThrow("a label for each of 3 paths");
    expect(() => distanceHeatMap(three, { labels: [0, 1, -2] })).toThrow("got -2 for path 2");
  });
});
