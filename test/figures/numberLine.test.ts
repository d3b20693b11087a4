import { describe, expect, it } from "vitest";
import { numberLine } from "../../lib/figures/numberLine.js";
import { formatStyle } from "../../lib/figures/theme.js";
import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import {
  float4_e2m1fn,
  float6_e2m3fn,
  float8_e4m3fn,
  float8_e8m0fnu,
  float16,
  float64,
  formats,
} from "../../lib/precision/formats/formats.js";

interface Trace {
  readonly name: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
}
const traces = (figure: ReturnType<typeof numberLine>): Trace[] =>
  figure.data as unknown as Trace[];
interface Band {
  readonly x0: number;
  readonly x1: number;
}
const bands = (figure: ReturnType<typeof numberLine>): Band[] => figure.layout.shapes as Band[];

describe("the number line", () => {
  it("shows both sides of zero when told where to start", () => {
    const figure = numberLine([float4_e2m1fn], [], 8, -8);
    const positive = [0.5, 1, 1.5, 2, 3, 4, 6];
    expect([...new Set(traces(figure)[0].x)]).toEqual([
      ...positive.map((x) => -x).reverse(),
      ...[0, ...positive],
    ]);
    expect(figure.alt).toContain("from -8 to 8");
    expect((figure.layout.xaxis as { range: number[] }).range[0]).toBeLessThan(-8);
  });

  it("ends where the format does, solid parts too", () => {
    const fine = numberLine([fixedPoint(16, 14), float16], [], 8, -8);
    expect(bands(fine)).toMatchObject([
      { x0: -2, x1: 2 - 2 ** -14 },
      { x0: -8, x1: 8 },
    ]);
    const unsigned = numberLine([fixedPoint(8, 4, { signed: false })], [], 4, -4);
    expect(Math.min(...traces(unsigned)[0].x)).toBe(0);
    expect(bands(unsigned)[0].x0).toBeGreaterThanOrEqual(0);
    const scale = numberLine([float8_e8m0fnu], [], 2, -2);
    expect(Math.min(...traces(scale)[0].x)).toBeGreaterThan(0);
    const [{ x }] = traces(numberLine([float6_e2m3fn], [], 16));
    expect(Math.max(...x)).toBe(7.5);
  });

  it("draws fixed point as evenly spaced numbers", () => {
    const [{ x }] = traces(numberLine([fixedPoint(8, 4)], [], 4));
    expect([...x]).toEqual(Array.from({ length: 65 }, (_, k) => k / 16));
  });

  it("has stairs of the spacing that end at the largest number", () => {
    const [stairs, far] = traces(numberLine([], [float4_e2m1fn, float64]));
    expect([...stairs.x].slice(-3)).toEqual([2, 4, 6]);
    expect([...stairs.y].slice(-3)).toEqual([1, 2, 2]);
    expect(Math.max(...far.x)).toBe(16);
    const [flat] = traces(numberLine([], [fixedPoint(8, 4)]));
    expect(new Set(flat.y)).toEqual(new Set([1 / 16]));
  });

  it("grows with the number of lines, and down to the finest spacing", () => {
    const height = (n: number): number => numberLine(formats.slice(-n), []).layout.height as number;
    expect(height(3)).toBe(height(4));
    expect(height(10)).toBe(height(4) + 6 * 41);
    const range = (format: typeof float64): number[] =>
      (numberLine([], [format]).layout.yaxis2 as { range: number[] }).range;
    expect(range(float64)[0]).toBeLessThan(range(float8_e4m3fn)[0]);
  });

  it("refuses ends on the wrong side of zero", () => {
    expect(() => numberLine([], [], 2, 1)).toThrow(
      "numberLine: the line must start at 0 or below, got 1",
    );
    expect(() => numberLine([], [], 2, NaN)).toThrow(RangeError);
    expect(() => numberLine([], [], NaN)).toThrow("numberLine: the line must end above 0, got NaN");
  });
});

describe("the style of a format", () => {
  const styles = [...formats.map(({ name }) => name), "fixed8_4"].map(formatStyle);

  it("is its own in colour, dash and marker", () => {
    for (const key of ["label", "color", "dash", "symbol"] as const)
      expect(new Set(styles.map((style) => style[key])).size).toBe(styles.length);
    for (const { color } of styles) expect(color).toMatch(/^#[0-9a-f]{6}$/);
  });

  it("is dark enough on white: contrast above 2 for every colour", () => {
    for (const { label, color } of styles) {
      const [r, g, b] = [1, 3, 5]
        .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      expect(1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05), label).toBeGreaterThan(2);
    }
  });

  it("names fixed point by width and fraction", () => {
    expect(formatStyle("fixed8_4").label).toBe("8-bit fixed, 4 after the point");
    expect(formatStyle("ufixed16_-3").label).toBe("16-bit unsigned fixed, -3 after the point");
    expect(formatStyle("fixed8_4_wrap").label).toBe("8-bit fixed, wrapping, 4 after the point");
  });
});
