import { beforeAll, describe, expect, it } from "vitest";
import { accessibilityConfigs } from "../../lib/experiments/accessibilityConfig.js";
import { minimaAccessibility } from "../../lib/experiments/minimaAccessibility.js";
import { basinPanels } from "../../lib/figures/basinPanels.js";
import type { Figure } from "../../lib/figures/figure.js";
import { lossSurface } from "../../lib/figures/lossSurface.js";
import { numberLine } from "../../lib/figures/numberLine.js";
import { pathByPrecision } from "../../lib/figures/pathByPrecision.js";
import { pathInFormats } from "../../lib/figures/pathInFormats.js";
import { shareOfMinima } from "../../lib/figures/shareOfMinima.js";
import { shareOfStarts } from "../../lib/figures/shareOfStarts.js";
import { switchNearRidge } from "../../lib/figures/switchNearRidge.js";
import { thresholdCurves } from "../../lib/figures/thresholdCurves.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { inThisThread } from "../../lib/numerics/jobs.js";
import {
  float8_e4m3fn,
  float8_e5m2,
  float64,
  formats,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { descend } from "../../lib/training/descent.js";

const start = Float64Array.of(0.25, 1.6);
const options = { learningRate: 0.05, maxSteps: 60 };
const run = (format: typeof float64) => descend(twoValleys, start, { ...options, format });
const figures: Record<string, Figure> = {};

beforeAll(async () => {
  const config = { ...accessibilityConfigs.quick, starts: 10, gridSide: 4, ridgeStarts: 2 };
  const result = await minimaAccessibility(config, inThisThread);
  const [eight, reference] = [run(float8_e4m3fn), run(float64)];
  const byFormat = [
    { format: "float64", trajectory: reference },
    { format: "float8_e4m3fn", trajectory: eight },
  ];
  const byBits = [2, 4, 8].map((bits) => ({ bits, trajectory: run(significandBits(bits)) }));
  const paths = byFormat.flatMap(({ format, trajectory: path }) => [
    { format, path },
    { format, path },
  ]);
  Object.assign(figures, {
    basinPanels: basinPanels(result.basins),
    lossSurface: lossSurface(twoValleys, paths, {
      resolution: 9,
      lines: [{ name: "ridge", path: { points: Float64Array.of(0, -2, 0, 2), dim: 2 } }],
      hidden: ["float64"],
    }),
    numberLine: numberLine([float8_e5m2, float8_e4m3fn], formats),
    pathByPrecision: pathByPrecision(twoValleys, reference, byBits, 1),
    pathInFormats: pathInFormats(twoValleys, byFormat),
    shareOfMinima: shareOfMinima(result.minima),
    shareOfStarts: shareOfStarts(result.shares, [0.05, 0.005]),
    switchNearRidge: switchNearRidge(result.ridge),
    thresholdCurves: thresholdCurves(result.thresholds, config),
  });
});

/** Every axis of a figure, those of 3-D scenes included. */
function axesOf({ layout }: Figure): [string, Record<string, unknown>][] {
  const all = { ...layout, ...(layout.scene as object) };
  return Object.entries(all).filter(([key]) => /^[xyz]axis\d*$/.test(key)) as never;
}

describe("every figure", () => {
  it("has a caption of sentences and a description for those who cannot see it", () => {
    for (const { caption, alt } of Object.values(figures)) {
      expect(caption).toMatch(/^[A-Z].{60,}\.$/);
      expect(alt.length).toBeGreaterThan(30);
    }
  });

  it("has titles as objects, and a title on at least one axis of each direction", () => {
    for (const [name, figure] of Object.entries(figures)) {
      expect(typeof figure.layout.title).toBe("object");
      const titles = axesOf(figure).map(([key, { title }]) => [
        key[0],
        (title as { text: string }).text,
      ]);
      for (const direction of ["x", "y"])
        expect(
          titles.some(([d, text]) => d === direction && text),
          `${name} ${direction}`,
        ).toBe(true);
    }
  });

  it("is drawn on white and leaves the width to the page", () => {
    for (const { layout } of Object.values(figures)) {
      expect(layout).toMatchObject({
        paper_bgcolor: "#ffffff",
        plot_bgcolor: "#ffffff",
        autosize: true,
      });
      expect(layout.width).toBeUndefined();
    }
  });

  it("gives as many x as y to every line", () => {
    for (const { data } of Object.values(figures))
      for (const { type, x, y } of data)
        if (/scatter/.test(String(type)))
          expect((x as ArrayLike<number>).length).toBe((y as ArrayLike<number>).length);
  });
});

describe("single figures", () => {
  it("the surface has one legend entry per format, with gaps between the paths", () => {
    const { data } = figures.lossSurface;
    const shown = data.filter(
      ({ type, showlegend }) => type === "scatter3d" && showlegend !== false,
    );
    expect(shown.map(({ name }) => name)).toEqual(["float64", "8-bit e4m3fn", "ridge"]);
    expect([...(shown[0].x as Float32Array)].filter(Number.isNaN)).toHaveLength(2);
    expect(shown.map(({ visible }) => visible)).toEqual(["legendonly", undefined, undefined]);
  });

  it("the paths lie a hair above the surface", () => {
    const line = figures.lossSurface.data[3] as Record<"x" | "y" | "z", Float32Array>;
    const above = line.z[0] - twoValleys.loss(Float64Array.of(line.x[0], line.y[0]));
    expect(above).toBeGreaterThan(0);
    expect(above).toBeLessThan(0.2);
  });

  it("the number line shows every number of a format where there are few", () => {
    const [e5m2] = figures.numberLine.data as { x: Float64Array }[];
    expect([...e5m2.x].filter((x) => x >= 1)).toEqual([1, 1.25, 1.5, 1.75, 2]);
  });

  it("the slider shows exactly one precision at a time, and moves no axis", () => {
    const { data, layout } = figures.pathByPrecision;
    const [{ steps, active }] = layout.sliders as {
      active: number;
      steps: { args: [{ visible: boolean[] }] }[];
    }[];
    expect(active).toBe(1);
    const moving = data.flatMap(({ visible }, i) => (visible === undefined ? [] : [i]));
    for (const { args } of steps) {
      expect(args[0].visible).toHaveLength(data.length);
      expect(moving.filter((i) => args[0].visible[i])).toHaveLength(2);
    }
    for (const [, axis] of axesOf(figures.pathByPrecision)) expect(axis.range).toBeDefined();
  });

  it("the basin maps colour a cell by minimum and by whether promotion was needed", () => {
    const map = {
      format: "float16",
      xs: Float64Array.of(-1, 1),
      ys: Float64Array.of(0, 1),
      minima: ["left", "right"],
      itself: Int8Array.of(0, -1, -1, 1),
      promoted: Int8Array.of(0, 1, -1, 1),
    };
    const { data } = basinPanels([map]);
    expect([...(data[0].z as { values: Uint8Array }).values]).toEqual([0, 3, 4, 2]);
    expect(data.slice(1).map(({ name }) => name)).toEqual([
      "left: itself",
      "left: promoted",
      "right: itself",
      "right: promoted",
      "none",
    ]);
  });

  it("the intervals reach from low to high around the share", () => {
    const shares = {
      columns: [],
      rows: [
        {
          format: "float16",
          learningRate: 0.05,
          rounding: "both",
          count: 5,
          of: 10,
          share: 0.5,
          low: 0.2,
          high: 0.9,
        },
      ],
    };
    const [{ error_y }] = shareOfStarts(shares, [0.05]).data as {
      error_y: Record<string, Float64Array>;
    }[];
    expect(error_y.array[0]).toBeCloseTo(0.4, 12);
    expect(error_y.arrayminus[0]).toBeCloseTo(0.3, 12);
  });

  it("the ridge shows the format and side that switch, and one line for the others", () => {
    const rows = ["float64", "float32", "float16"].flatMap((format) =>
      [2 ** -24, 2 ** -25, 2 ** -26].flatMap((distance) =>
        ["left", "right"].map((side) => {
          const count = format === "float16" && side === "left" && distance < 2 ** -24 ? 4 : 0;
          return { format, distance, side, count, of: 4, share: count / 4 };
        }),
      ),
    );
    const { data, caption } = switchNearRidge({ columns: [], rows });
    expect(data.map(({ name }) => name)).toEqual(["all other formats (never)", "float16"]);
    expect([...(data[1].y as Float64Array)]).toEqual([0, 1, 1]);
    expect(caption).toContain(
      "Every start on the side named changes the valley: float16 from 2⁻²⁵",
    );
    expect(caption).toContain("On the right no start");
  });

  it("the threshold caption takes every climb from the rows", () => {
    const shares = { float64: [1, 1, 1], float16: [0, 0.5, 1], bfloat16: [0.2, 0.3, 0.4] };
    const rows = Object.entries(shares).flatMap(([format, list]) =>
      list.map((share, k) => ({ format, learningRate: 0.05, threshold: 10 ** (k - 3), share })),
    );
    const chosen = { learningRate: 0.05, threshold: 1e-2 };
    const { caption } = thresholdCurves({ columns: [], rows }, chosen);
    expect(caption).toContain("float16 between 10⁻³ and 0.1.");
    expect(caption).toContain("Over 90 % at every threshold shown: float64.");
    expect(caption).toContain("No such climb in the range shown: bfloat16.");
  });

  it("the slider's caption says which precisions stall, run out of budget and converge", () => {
    const byBits = [2, 3, 4].map((bits) => ({
      bits,
      trajectory: descend(twoValleys, start, {
        learningRate: 0.05,
        maxSteps: 160,
        format: significandBits(bits),
      }),
    }));
    const { caption } = pathByPrecision(twoValleys, run(float64), byBits);
    expect(caption).toContain("p = 2. Out of budget: p = 3 to 4; θ₁ stands still and θ₂");
    expect(caption).toContain("every further bit lowers the loss four times");
    expect(caption).not.toContain("Converged");
  });

  it("refuse what cannot be drawn, by name", () => {
    expect(() => pathInFormats(twoValleys, [])).toThrow(
      "pathInFormats: needs at least 1 run, got 0",
    );
    expect(() => numberLine([], [], 0)).toThrow("numberLine: the line must end above 0, got 0");
    expect(() => basinPanels([])).toThrow(/^basinPanels: got 0 maps/);
    expect(() => pathByPrecision(twoValleys, run(float64), [], 3)).toThrow(
      /^pathByPrecision: active is 3/,
    );
  });
});
