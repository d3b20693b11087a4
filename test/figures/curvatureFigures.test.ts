import { describe, expect, it } from "vitest";
import { curvatureAlongPath } from "../../lib/figures/curvatureAlongPath.js";
import { failurePrecisionCurve } from "../../lib/figures/failurePrecisionCurve.js";
import type { Figure } from "../../lib/figures/figure.js";
import { gradientErrorHistogram } from "../../lib/figures/gradientErrorHistogram.js";
import { briefNumber } from "../../lib/figures/powerText.js";
import { predictorScatter } from "../../lib/figures/predictorScatter.js";

const profile = (format: string, ...curvature: number[]) => ({
  format,
  steps: curvature.map((_, t) => t),
  arcLength: curvature.map((_, t) => t / 10),
  curvature,
  gradientNorm: curvature.map((_, t) => 1 / (t + 1)),
  requiredBits: curvature.map((_, t) => t + 1),
});
const title = ({ layout }: Figure, axis: string): string =>
  (layout[axis] as { title: { text: string } }).title.text;
const labelled = (figure: Figure): unknown[] =>
  figure.data.filter(({ showlegend }) => showlegend !== false).map(({ name }) => name);

describe("curvature along paths", () => {
  const figure = curvatureAlongPath([profile("float64", 1, 5, 2), profile("float16", 1, -1, 3)]);

  it("has three panels over one axis, all with units", () => {
    expect(["xaxis", "yaxis", "yaxis2", "yaxis3"].map((axis) => title(figure, axis))).toEqual([
      "step t (count)",
      "κ (loss units / θ²)",
      "b (bits)",
      "‖∇L‖ (loss units / θ)",
    ]);
    expect(
      ["yaxis", "yaxis2", "yaxis3"].map((axis) => (figure.layout[axis] as { type?: string }).type),
    ).toEqual(["log", undefined, "log"]);
    expect(labelled(figure)).toEqual(["float64", "float16"]);
  });

  it("marks the largest curvature of each path and names it in the caption", () => {
    const marks = figure.data.filter(({ mode }) => mode === "markers");
    expect(marks.map(({ x, y }) => [x, y])).toEqual([
      [[1], [5]],
      [[2], [3]],
    ]);
    expect(figure.caption).toContain("κ_max: float64 5, float16 3.");
  });

  it("leaves a gap where κ ≤ 0, and says so only then", () => {
    const [line] = figure.data.filter(({ name, yaxis }) => name === "float16" && yaxis === "y");
    expect([...(line.y as Float64Array)]).toEqual([1, Number.NaN, 3]);
    expect(figure.caption).toContain("κ ≤ 0");
    expect(curvatureAlongPath([profile("float64", 1, 2)]).caption).not.toContain("κ ≤ 0");
  });

  it("runs along the arc length if told, and tells two paths of one format apart", () => {
    const twins = [
      { ...profile("float16", 1, 2), name: "start A" },
      { ...profile("float16", 2, 1), name: "start B" },
    ];
    const { data, layout } = curvatureAlongPath(twins, { against: "arcLength" });
    expect([...(data[0].x as Float64Array)]).toEqual([0, 0.1]);
    expect((layout.xaxis as { title: { text: string } }).title.text).toContain("(units of θ)");
    const styles = data.filter(({ mode }) => mode === "markers").map(({ marker }) => marker);
    const [a, b] = styles as { color: string; symbol: string }[];
    expect(a.color).not.toBe(b.color);
    expect(a.symbol).not.toBe(b.symbol);
  });

  it("draws a path of one vertex and one without any finite curvature", () => {
    expect(curvatureAlongPath([profile("float64", 2)]).data).toHaveLength(4);
    expect(curvatureAlongPath([profile("float64", Number.NaN, Number.NaN)]).data).toHaveLength(3);
  });

  it("refuses no path, lengths that differ, and a missing axis", () => {
    expect(() => curvatureAlongPath([])).toThrow(
      "curvatureAlongPath: expected at least 1 path, got 0",
    );
    const short = { ...profile("float64", 1, 2), requiredBits: [1] };
    expect(() => curvatureAlongPath([short])).toThrow(
      "curvatureAlongPath: expected 2 values of requiredBits for float64, got 1",
    );
    const { arcLength: _, ...bare } = profile("float64", 1);
    expect(() => curvatureAlongPath([bare], { against: "arcLength" })).toThrow(
      "curvatureAlongPath: expected an arc length, float64 has none",
    );
    expect(() => curvatureAlongPath([bare], { against: "time" as never })).toThrow(
      "curvatureAlongPath: expected against step or arcLength, got time",
    );
  });
});

describe("the distribution of gradient errors", () => {
  const ratios = Float64Array.from({ length: 1000 }, (_, i) => (i + 0.5) / 1000);

  it("has shares that sum to 1, a mark at each median and the bound at 1", () => {
    const { data, layout, caption } = gradientErrorHistogram([
      { name: "free θ", ratios },
      { name: "gridded θ", ratios: ratios.map((r) => r / 4) },
    ]);
    const [curve, median] = data as { x: Float64Array; y: Float64Array }[];
    expect(curve.y.slice(0, -1).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(median.x[0]).toBeCloseTo(0.5, 2);
    expect(layout.shapes).toMatchObject([{ x0: 1, x1: 1, line: { dash: "dash" } }]);
    expect(caption).toContain("free θ 0.50, gridded θ 0.13");
    expect(caption).toContain("No ratio lies beyond the bound.");
    expect((layout.xaxis as { title: { text: string } }).title.text).toContain("(dimensionless)");
  });

  it("counts what is 0, beyond the bound and not defined", () => {
    const { caption } = gradientErrorHistogram([
      { name: "a", ratios: [0, 0, 0.5, 1.5, Number.NaN] },
    ]);
    expect(caption).toContain("Exactly 0: 50 % of a.");
    expect(caption).toContain("Beyond the bound: 1 of 4 in a.");
    expect(caption).toContain("Left out because ρ is not defined: 1 points.");
  });

  it("puts a ratio of exactly the last edge into the last bin", () => {
    const { data } = gradientErrorHistogram([{ name: "a", ratios: [0, 1] }], { bins: 4 });
    expect([...(data[0].y as Float64Array)]).toEqual([0.5, 0, 0, 0.5, 0.5]);
  });

  it("is logarithmic where a sample spans decades, or if told", () => {
    const wide = Float64Array.from({ length: 100 }, (_, i) => 10 ** (-i / 20));
    const type = (figure: Figure): unknown => (figure.layout.xaxis as { type?: string }).type;
    expect(type(gradientErrorHistogram([{ name: "a", ratios: wide }]))).toBe("log");
    expect(type(gradientErrorHistogram([{ name: "a", ratios }]))).toBeUndefined();
    expect(type(gradientErrorHistogram([{ name: "a", ratios }], { scale: "log" }))).toBe("log");
    const zeros = gradientErrorHistogram([{ name: "a", ratios: [0, 0] }], { scale: "log" });
    expect(type(zeros)).toBeUndefined();
  });

  it("refuses samples without a ratio, and no bin", () => {
    expect(() => gradientErrorHistogram([{ name: "a", ratios: [Number.NaN] }])).toThrow(
      "gradientErrorHistogram: expected at least 1 finite ratio, got none in 1 samples",
    );
    expect(() => gradientErrorHistogram([{ name: "a", ratios }], { bins: 0 })).toThrow(
      "gradientErrorHistogram: expected at least 1 bin, got 0",
    );
  });
});

describe("predicted and measured precision", () => {
  const rows = [
    { measured: 4, up: 5, down: 9, kind: "funnel" },
    { measured: 6, up: 6.5, down: 8, kind: "quadratic" },
    { measured: 9, up: 11, down: 3, kind: "funnel" },
    { measured: null, up: 1, down: 1, kind: "funnel" },
  ];
  const predictors = [
    { column: "up", name: "gradient condition" },
    { column: "down", name: "curvature" },
  ];

  it("has a panel per predictor with its rank correlation, and one range for all axes", () => {
    const { layout, data, caption } = predictorScatter(rows, { predictors, series: "kind" });
    const headings = (layout.annotations as { text: string }[]).map(({ text }) => text);
    expect(headings[0]).toContain("rank correlation 1.00");
    expect(headings[1]).toContain("rank correlation −1.00");
    expect(caption).toContain("(3 problems)");
    const ranges = ["xaxis", "yaxis", "xaxis2", "yaxis2"].map(
      (axis) => (layout[axis] as { range: number[] }).range,
    );
    expect(new Set(ranges.map(String)).size).toBe(1);
    expect(data).toHaveLength(4);
    expect(title({ layout } as Figure, "xaxis")).toBe("predicted p (bits)");
    expect((layout.shapes as object[]).length).toBe(2);
  });

  it("is drawn without series, and without any pair", () => {
    expect(
      predictorScatter(rows, { predictors }).data.map(({ x }) => (x as number[]).length),
    ).toEqual([4, 4]);
    expect(predictorScatter([], { predictors }).caption).toContain("not defined (0 problems)");
    expect(() => predictorScatter(rows, { predictors: [] })).toThrow(
      "predictorScatter: expected at least 1 predictor, got 0",
    );
  });
});

describe("the failure precision", () => {
  const rows = [
    { series: "nearest", eta: 0.25, bits: 4, low: 3, high: 5 },
    { series: "nearest", eta: 0.125, bits: 5, low: 4, high: 7 },
    { series: "master weights", eta: 0.25, bits: 2, low: 2, high: 2 },
  ];
  const options = { x: "eta", label: "learning rate η (dimensionless)" };

  it("has a line per series by ascending x, intervals, and powers of two as ticks", () => {
    const { data, layout } = failurePrecisionCurve(rows, options);
    expect(data.map(({ name }) => name)).toEqual(["nearest", "master weights"]);
    expect([...(data[0].x as Float64Array)]).toEqual([0.125, 0.25]);
    expect(data[0].error_y).toMatchObject({ symmetric: false });
    expect((data[0].error_y as { array: Float64Array }).array[0]).toBe(2);
    const axis = layout.xaxis as { ticktext: string[]; type: string };
    expect(axis).toMatchObject({ type: "log", ticktext: ["2<sup>−3</sup>", "2<sup>−2</sup>"] });
    expect(title({ layout } as Figure, "yaxis")).toBe("failure precision p (bits)");
  });

  it("compares with a slope in bits per doubling, through the first mark", () => {
    const reference = { slope: -1, name: "one bit per halving" };
    const { data, caption } = failurePrecisionCurve(rows, { ...options, reference });
    expect(data[2]).toMatchObject({ x: [0.125, 0.25], y: [5, 4], name: "one bit per halving" });
    expect(caption).toContain("Grey: one bit per halving");
  });

  it("is one line without a series, and takes null as a gap", () => {
    const { data } = failurePrecisionCurve(
      [
        { K: 10, bits: 4 },
        { K: 100, bits: null },
      ],
      { x: "K", label: "curvature K (loss units per unit of θ²)" },
    );
    expect(data).toHaveLength(1);
    expect([...(data[0].y as Float64Array)]).toEqual([4, Number.NaN]);
  });

  it("refuses no row and an x without a logarithm", () => {
    expect(() => failurePrecisionCurve([], options)).toThrow("expected at least 1 row, got 0");
    expect(() => failurePrecisionCurve([{ eta: 0, bits: 1 }], options)).toThrow(
      "failurePrecisionCurve: expected positive numbers in eta, got 0 in row 0",
    );
  });
});

describe("small tools of figures", () => {
  it("a brief number has three digits, or a power of ten", () => {
    expect([-123.456, 0, 0.5, 123456, -1e-5].map(briefNumber)).toEqual([
      "−123",
      "0",
      "0.5",
      "1.2·10⁵",
      "−10⁻⁵",
    ]);
  });
});
