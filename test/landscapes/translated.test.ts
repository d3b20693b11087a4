import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { translated } from "../../lib/landscapes/translated.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";

describe("translated", () => {
  it("has the loss and all derivatives of the original at θ − shift", () => {
    const dyadic = fc.integer({ min: -64, max: 64 }).map((k) => k / 32);
    fc.assert(
      fc.property(dyadic, dyadic, dyadic, dyadic, (x, y, a, b) => {
        const there = translated(twoValleys, [a, b]);
        const [here, moved] = [Float64Array.of(x, y), Float64Array.of(x + a, y + b)];
        expect(there.loss(moved)).toBe(twoValleys.loss(here));
        expect(there.gradient(moved)).toEqual(twoValleys.gradient(here));
        expect(there.hessian?.(moved)).toEqual(twoValleys.hessian?.(here));
      }),
    );
  });

  it("moves domain, start region and critical points along", () => {
    const there = translated(twoValleys, [100, -1]);
    expect(there.domain).toEqual({ lower: [98, -3], upper: [102, 1] });
    expect(there.startRegion).toEqual(there.domain);
    expect(there.criticalPoints?.map(({ point }) => point)).toEqual([
      [99, -1],
      [101, -1],
    ]);
    for (const { point } of there.criticalPoints ?? [])
      expect(there.gradient(Float64Array.from(point))).toEqual(Float64Array.of(0, 0));
  });

  it("refuses a shift that does not fit, and an objective without tapes", () => {
    expect(() => translated(twoValleys, [1])).toThrow("translated: expected 2 finite numbers");
    expect(() => translated(twoValleys, [1, NaN])).toThrow("got (1,NaN)");
    const { tapes: _, ...bare } = twoValleys;
    expect(() => translated(bare, [1, 1])).toThrow("expected a formula or a recorded function");
  });
});
