import { describe, expect, it } from "vitest";
import { roundingErrorHistogram } from "../../lib/figures/roundingErrorHistogram.js";
import { float4_e2m1fn, float8_e4m3fn, float16 } from "../../lib/precision/formats/formats.js";
import { roundingErrors } from "../../lib/precision/rounding/roundingErrors.js";

const samples = 40_000;
const rows = roundingErrors({
  ...{ formats: [float16, float8_e4m3fn], seed: 3, samples, binsPerUlp: 10 },
  modes: ["nearest-even", "toward-zero", "up", "to-odd", "stochastic"],
});
const counts = (mode: string, format = "float16"): number[] =>
  rows.filter((row) => row.mode === mode && row.format === format).map(({ count }) => count);

/** χ² of counts against expected shares is below its mean + 5 deviations. */
function fits(observed: readonly number[], shares: readonly number[]): boolean {
  const cells = observed.map((count, k) => ({ count, expected: shares[k] * samples }));
  if (cells.some(({ count, expected }) => expected === 0 && count > 0)) return false;
  const positive = cells.filter(({ expected }) => expected > 0);
  const chi = positive.reduce(
    (sum, { count, expected }) => sum + (count - expected) ** 2 / expected,
    0,
  );
  const freedom = positive.length - 1;
  return chi < freedom + 5 * Math.sqrt(2 * freedom);
}
/** Share of each of the 20 bins from a cumulative distribution on [−1, 1]. */
const sharesOf = (cumulative: (e: number) => number): number[] =>
  Array.from({ length: 20 }, (_, k) => cumulative(k / 10 - 0.9) - cumulative(k / 10 - 1));
const clamp = (x: number): number => Math.round(1e9 * Math.min(1, Math.max(0, x))) / 1e9;

describe("rounding errors of uniform numbers in one binade", () => {
  it("follow the law of their mode in every format", () => {
    const laws: Record<string, (e: number) => number> = {
      "nearest-even": (e) => clamp(e + 0.5),
      "toward-zero": (e) => clamp(e + 1),
      up: (e) => clamp(e),
      "to-odd": (e) => clamp((e + 1) / 2),
      stochastic: (e) => clamp(e < 0 ? (1 + e) ** 2 / 2 : 1 - (1 - e) ** 2 / 2),
    };
    for (const [mode, law] of Object.entries(laws))
      for (const format of ["float16", "float8_e4m3fn"]) {
        expect(fits(counts(mode, format), sharesOf(law)), `${mode} ${format}`).toBe(true);
        expect(
          fits(
            counts(mode, format),
            sharesOf((e) => clamp((e + 0.8) / 1.6)),
          ),
        ).toBe(false);
      }
  });

  it("are all counted, in bins that meet", () => {
    for (const mode of ["nearest-even", "stochastic"])
      expect(counts(mode).reduce((a, b) => a + b)).toBe(samples);
    expect(rows.slice(0, 20).map(({ from }) => from)).toEqual(
      Array.from({ length: 20 }, (_, k) => k / 10 - 1),
    );
    expect(rows.every((row, k) => k % 20 === 19 || row.to === rows[k + 1].from)).toBe(true);
    expect(rows[0].of).toBe(samples);
  });

  it("are the same for the same seed, and leave out what overflows", () => {
    const options = { formats: [float4_e2m1fn], modes: ["up"], seed: 1, samples: 1000 } as const;
    const beyond = roundingErrors({ ...options, range: { from: 0, to: 12 } });
    expect(beyond).toEqual(roundingErrors({ ...options, range: { from: 0, to: 12 } }));
    expect(beyond[0].of).toBeLessThan(900);
    expect(beyond.reduce((sum, { count }) => sum + count, 0)).toBe(beyond[0].of);
  });

  it("refuse counts and ranges that are none", () => {
    const options = { formats: [float16], modes: ["up"], seed: 1 } as const;
    for (const [more, text] of [
      [{ samples: 0 }, "samples must be an integer >= 1, got 0"],
      [{ binsPerUlp: 1.5 }, "binsPerUlp must be an integer >= 1, got 1.5"],
      [{ range: { from: 2, to: 1 } }, "needs a range from < to, got 2 and 1"],
      [{ range: { from: 0, to: NaN } }, "needs a range from < to, got 0 and NaN"],
    ] as const)
      expect(() => roundingErrors({ ...options, ...more })).toThrow(`roundingErrors: ${text}`);
  });
});

describe("the histogram", () => {
  const figure = roundingErrorHistogram(rows);

  it("has one panel per mode and one line per format, each in the legend once", () => {
    expect(figure.data).toHaveLength(10);
    expect(new Set(figure.data.map(({ xaxis }) => xaxis)).size).toBe(5);
    const shown = figure.data.filter(({ showlegend }) => showlegend);
    expect(shown.map(({ name }) => name)).toEqual(["float16", "8-bit e4m3fn"]);
    for (const key of ["xaxis", "yaxis", "xaxis5", "yaxis5"])
      expect(figure.layout).toHaveProperty(key);
  });

  it("has lines that enclose the area 1 and end with their last bin", () => {
    for (const { x, y } of figure.data as { x: Float64Array; y: Float64Array }[]) {
      expect(x).toHaveLength(21);
      expect(x[20]).toBe(1);
      const area = [...y.subarray(0, 20)].reduce(
        (sum, height, k) => sum + height * (x[k + 1] - x[k]),
        0,
      );
      expect(area).toBeCloseTo(1, 12);
    }
  });

  it("has axes with units, a caption that reads the bias off the table, and a description", () => {
    const { xaxis4, yaxis } = figure.layout as Record<string, { title: { text: string } }>;
    expect(xaxis4.title.text).toBe("error (fl(x) − x)/ulp(x) (ulp)");
    expect(yaxis.title.text).toBe("density (per ulp)");
    expect(figure.caption).toContain(
      "Without bias beyond 0.1 ulp: nearest-even, to-odd, stochastic.",
    );
    expect(figure.caption).toContain("Biased: toward-zero by −0.50 ulp, up by +0.50 ulp.");
    expect(figure.caption).toContain("precision changes the ulp, not the law");
    expect(figure.alt).toContain("8-bit e4m3fn");
  });

  it("says that formats look alike only where they do", () => {
    const flat = roundingErrors({
      ...{ formats: [float16, float4_e2m1fn], modes: ["nearest-even"], seed: 1, samples: 5000 },
      range: { from: 0, to: 0.2 },
    });
    expect(roundingErrorHistogram(flat).caption).not.toContain("not the law");
    const one = rows.filter(({ format }) => format === "float16");
    expect(roundingErrorHistogram(one).caption).not.toContain("over the formats");
  });

  it("needs rows", () => {
    expect(() => roundingErrorHistogram([])).toThrow(
      "roundingErrorHistogram: needs at least 1 row, got 0",
    );
  });
});
