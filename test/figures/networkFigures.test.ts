import { describe, expect, it } from "vitest";
import { decisionRegions } from "../../lib/figures/networks/decisionRegions.js";
import { eigenvalueDensity } from "../../lib/figures/networks/eigenvalueDensity.js";
import { gradientExponents } from "../../lib/figures/networks/gradientExponents.js";
import { imageSamples } from "../../lib/figures/networks/imageSamples.js";
import { outcomeShares } from "../../lib/figures/networks/outcomeShares.js";
import { projectedPaths } from "../../lib/figures/networks/projectedPaths.js";
import { trainingCurves } from "../../lib/figures/networks/trainingCurves.js";
import { formatStyle } from "../../lib/figures/theme.js";
import { type FloatFormat, float8_e5m2, float16, proceduralDigits } from "../../lib/index.js";
import type { TrainingRow } from "../../lib/training/trainingRun.js";

const row = (epoch: number, loss: number, testAccuracy = NaN): TrainingRow => ({
  ...{ step: 10 * epoch, epoch, learningRate: 0.1, loss, accuracy: NaN, testLoss: NaN },
  ...{ testAccuracy, gradientNorm: NaN, lossScale: 1, skippedSteps: 0 },
});
type Trace = Record<string, never> & {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  name?: string;
  mode?: string;
};
const traces = (figure: { data: readonly Record<string, unknown>[] }): Trace[] =>
  figure.data as unknown as Trace[];

describe("decision regions", () => {
  const grid = Float64Array.of(-1, 0, 1);
  const values = new Float64Array(9);
  const points = [{ x: 0, y: 1, target: 1 }] as const;

  it("cut a hidden unit's line where it leaves the panel", () => {
    const panel = { title: "a", values, units: [[1, 1, 0] as const] };
    const [, line] = traces(decisionRegions([panel], grid, grid, points));
    const ends = Array.from(line.x, (x, i) => [x, line.y[i]]).slice(0, 2);
    expect(ends.sort()).toEqual([
      [-1, 1],
      [1, -1],
    ]);
  });

  it("draw a unit that depends on one input as a straight line across", () => {
    const units = [[2, 0, -1] as const, [0, 4, 1] as const];
    const [, line] = traces(decisionRegions([{ title: "a", values, units }], grid, grid, points));
    expect(Array.from(line.x).slice(0, 2)).toEqual([0.5, 0.5]);
    expect(Array.from(line.y).slice(3, 5)).toEqual([-0.25, -0.25]);
  });

  it("leave out a unit that never changes its sign in view", () => {
    const units = [[1, 0, 5] as const, [0, 0, 1] as const];
    const [, line] = traces(decisionRegions([{ title: "a", values, units }], grid, grid, points));
    expect(Array.from(line.x).filter(Number.isFinite)).toEqual([]);
  });

  it("get darker with the output, with a visible step at the threshold, in grey too", () => {
    const panel = { title: "a", values, units: [] };
    const figure = decisionRegions([panel], grid, grid, points);
    const scale = (figure.data[0] as { colorscale: [number, string][] }).colorscale;
    const greys = scale.map(([, colour]) =>
      [0.299, 0.587, 0.114].reduce(
        (sum, weight, k) => sum + weight * Number.parseInt(colour.slice(2 * k + 1, 2 * k + 3), 16),
        0,
      ),
    );
    expect(greys).toEqual([...greys].sort((a, b) => b - a));
    expect(greys[1] - greys[2]).toBeGreaterThan(30);
    expect(figure.caption).toContain("the darker a place, the higher the output");
  });

  it("refuse values that do not fit the grid, and no panel", () => {
    const short = { title: "float16", values: new Float64Array(8), units: [] };
    expect(() => decisionRegions([short], grid, grid, points)).toThrow(
      "decisionRegions: expected 3·3 values for float16, got 8",
    );
    expect(() => decisionRegions([], grid, grid, points)).toThrow("at least 1 panel, got 0");
  });
});

describe("training curves", () => {
  it("show the median and the range of the runs of a group", () => {
    const histories = [4, 1, 2].map((loss) => [row(0, 8), row(1, loss)]);
    const [band, line] = traces(trainingCurves([{ format: "float32", histories }]));
    expect(Array.from(line.y)).toEqual([8, 2]);
    expect(Array.from(band.y)).toEqual([8, 1, 4, 8]);
  });

  it("lie in the middle of two runs, not on the upper one", () => {
    const histories = [0.9, 0.6].map((accuracy) => [row(0, 2 * accuracy, accuracy)]);
    const figure = trainingCurves([{ format: "float64", histories }]);
    expect(Array.from(traces(figure)[1].y)[0]).toBeCloseTo(1.5, 12);
    expect(figure.caption).toContain("float64 75.0 %");
  });

  it("keep a format's colour where a group has no name of its own, and others another", () => {
    const histories = [[row(0, 1)]];
    const groups = [
      { format: "float64", histories },
      { format: "float8_e4m3fn", histories },
      { format: "float8_e4m3fn", name: "master weights", histories },
    ];
    const [whole, , eight, , named] = traces(trainingCurves(groups)).map(
      ({ line }) => (line as { color: string }).color,
    );
    expect([whole, eight]).toEqual([
      formatStyle("float64").color,
      formatStyle("float8_e4m3fn").color,
    ]);
    expect([whole, eight]).not.toContain(named);
  });

  it("count the runs that diverged and draw what they had before", () => {
    const histories = [
      [row(0, 2, 0.1), row(1, NaN, 0.1)],
      [row(0, 2, 0.1), row(1, 1, 0.5)],
    ];
    const figure = trainingCurves([{ format: "float16", histories }]);
    expect(figure.caption).toContain("Diverged: 1 of 2 in float16");
    expect(Array.from(traces(figure)[1].y)).toEqual([2, 1]);
  });

  it("say the accuracies at the end", () => {
    const groups = [{ format: "float64", histories: [[row(0, 2, 0.1), row(2, 1, 0.925)]] }];
    expect(trainingCurves(groups).caption).toContain("float64 92.5 %");
  });

  it("refuse a group without runs, and unknown measures", () => {
    expect(() => trainingCurves([])).toThrow("at least 1 group, got 0");
    expect(() => trainingCurves([{ format: "float64", histories: [[]] }])).toThrow(
      "a run in float64 has none",
    );
    const histories = [[row(0, 1)]];
    const measure = "luck" as "accuracy";
    expect(() => trainingCurves([{ format: "float64", histories }], { measure })).toThrow(
      "got luck",
    );
  });
});

describe("shares of outcomes", () => {
  const rows = [
    { format: "float64", outcome: "OR, AND", count: 3 },
    { format: "float64", outcome: "plateau 1/8", count: 1 },
    { format: "float16", outcome: "OR, AND", count: 2 },
  ];
  const columns = ["format", "outcome", "count"];

  it("sum to one in every format", () => {
    const drawn = traces(outcomeShares({ columns, rows }));
    expect(drawn.map(({ x }) => Array.from(x))).toEqual([
      [0.75, 1],
      [0.25, 0],
    ]);
  });

  it("have the number of a segment in it, or in the caption where it is narrow", () => {
    const few = [
      { format: "float64", outcome: "OR, AND", count: 99 },
      { format: "float64", outcome: "plateau 1/6", count: 1 },
    ];
    const figure = outcomeShares({ columns, rows: few });
    expect(figure.data.map(({ text }) => text)).toEqual([["99"], [""]]);
    expect(figure.caption).toContain("Too narrow for a number: 1 plateau 1/6 in float64.");
    expect(outcomeShares({ columns, rows }).caption).not.toContain("narrow");
  });

  it("refuse more outcomes than there are patterns, and none", () => {
    const many = Array.from({ length: 9 }, (_, k) => ({ ...rows[0], outcome: `type ${k}` }));
    expect(() => outcomeShares({ columns, rows: many })).toThrow("1 to 8 outcomes, got 9");
    expect(() => outcomeShares({ columns, rows: [] })).toThrow("1 to 8 outcomes, got 0");
  });
});

describe("the spectral density", () => {
  it("is cut where a logarithm would show rounding errors only", () => {
    const spectrum = { name: "start", grid: [0, 1, 2], density: [1, 1e-9, 0], width: 0.1 };
    const [line] = traces(eigenvalueDensity([spectrum]));
    expect(Array.from(line.y)).toEqual([1, NaN, NaN]);
  });

  it("has its largest eigenvalues in the caption", () => {
    const spectrum = { name: "end", grid: [0, 1], density: [1, 1], width: 1, largest: [3, 12.34] };
    expect(eigenvalueDensity([spectrum]).caption).toContain("end 12.3");
    expect(() => eigenvalueDensity([{ ...spectrum, grid: [0] }])).toThrow(
      "expected 1 densities of end, got 2",
    );
  });
});

describe("projected paths", () => {
  const path = { points: Float64Array.of(0, 0, 1, 2), dim: 2 };

  it("have a trace each for lines, starts and ends of a format", () => {
    const drawn = traces(projectedPaths([0, 1].map(() => ({ path, format: "float16" }))));
    expect(drawn.map(({ x }) => Array.from(x))).toEqual([
      [0, 1, NaN, 0, 1, NaN],
      [0, 0],
      [1, 1],
    ]);
  });

  it("say how much of the variance is seen, and refuse paths that are not projected", () => {
    const figure = projectedPaths([{ path, format: "float16" }], { explained: [0.5, 0.25] });
    expect(figure.caption).toContain("75 % of the variance");
    const solid = { points: new Float64Array(3), dim: 3 };
    expect(() => projectedPaths([{ path: solid, format: "float16" }])).toThrow("projectedPaths");
    expect(() => projectedPaths([])).toThrow("at least 1 path, got 0");
  });
});

describe("sizes of gradients", () => {
  it("count as flushed what rounds to zero, and zeros apart", () => {
    // float16's smallest subnormal is 2^-24; half of it rounds to 0, more than half up.
    const values = [2 ** -24, 2 ** -26, 0, 1];
    const { caption } = gradientExponents([{ name: "g", values }], float16);
    expect(caption).toContain("g: 25 % become 0 in float16, 25 % are 0 before");
    expect(caption).toContain("2⁻²⁴");
  });

  it("treat a format without subnormals by its smallest normal number", () => {
    const format: FloatFormat = { ...float8_e5m2, name: "flushing", subnormals: "flushed" };
    const figure = gradientExponents([{ name: "g", values: [2 ** -15, 1] }], format);
    expect(figure.caption).toContain("smallest normal number of flushing, 2⁻¹⁴");
  });

  it("leave the few smallest numbers outside of the axis, and say so", () => {
    const values = Array.from({ length: 1000 }, (_, k) => (k < 5 ? 2 ** -60 : 0.01));
    const figure = gradientExponents([{ name: "g", values }], float8_e5m2);
    const { range } = (figure.layout as { xaxis: { range: number[] } }).xaxis;
    expect(range[0]).toBeGreaterThan(-30);
    expect(figure.caption).toContain("0.50 % become 0");
    expect(figure.caption).toContain("less than 1 % is smaller than the axis shows");
    const near = gradientExponents([{ name: "g", values: [0.01] }], float8_e5m2);
    expect(near.caption).not.toContain("than the axis shows");
  });

  it("refuse samples without a finite number but 0", () => {
    expect(() => gradientExponents([{ name: "g", values: [0, NaN, Infinity] }], float16)).toThrow(
      "expected a finite number other than 0",
    );
  });
});

describe("what is no data", () => {
  it("is refused by the figure that got it", () => {
    expect(() => imageSamples(undefined as never)).toThrow(
      "imageSamples: expected images as an array",
    );
    expect(() => outcomeShares({} as never)).toThrow("outcomeShares: expected rows of a table");
    expect(() => imageSamples(proceduralDigits(2, 1), { perClass: 0.5 })).toThrow(
      "imageSamples: perClass must be an integer >= 1, got 0.5",
    );
  });
});
