import { describe, expect, it } from "vitest";
import { curvedFunnel } from "../../lib/landscapes/curvedFunnel.js";
import { eigenvaluesOfTwo, expectDerivatives, hessianAt, startGrid, steps } from "./byHand.js";

const family = [10, 30, 100, 300, 1000];

/** What one descent with learning rate 1/(2K + 40) from each corner of the start region meets. */
function journeys(
  K: number,
): { kappa: number; offFloor: number; stiffest: number; end: number[] }[] {
  const funnel = curvedFunnel(K);
  return startGrid(funnel, 2).map((start) => {
    let [kappa, offFloor, stiffest] = [0, 0, 0];
    let end = start;
    for (const theta of steps(funnel, start, 1 / (2 * K + 40), 60 * K + 2000)) {
      const [x, y] = theta;
      const H = hessianAt(funnel, theta);
      kappa = Math.max(kappa, eigenvaluesOfTwo(H)[1]);
      stiffest = Math.max(stiffest, H[3]); // ∂²L/∂y² = w
      if (Math.abs(x - 0.5) < 0.2) offFloor = Math.max(offFloor, Math.abs(y - Math.sin(2 * x)));
      end = [...theta];
    }
    return { kappa, offFloor, stiffest, end };
  });
}

describe("Curved Funnel", () => {
  it.each([1, 10, 60, 1000])("has the derivatives worked out by hand, K = %d", (K) => {
    const parts = ([x, y]: readonly number[]) => {
      const neck = (K - 1) * Math.exp(-8 * (x - 0.5) ** 2);
      const w = [1 + neck, -16 * (x - 0.5) * neck, (256 * (x - 0.5) ** 2 - 16) * neck];
      const f = [Math.sin(2 * x), 2 * Math.cos(2 * x), -4 * Math.sin(2 * x)];
      return { x, w, f, off: y - f[0] };
    };
    expectDerivatives(
      curvedFunnel(K),
      {
        loss: (theta) => {
          const { x, w, off } = parts(theta);
          return x ** 4 / 4 + x ** 3 / 2 - 1.25 * x ** 2 - 3 * x + (w[0] * off ** 2) / 2;
        },
        gradient: (theta) => {
          const { x, w, f, off } = parts(theta);
          const along = (x + 2) * (x + 1) * (x - 1.5);
          return [along + (w[1] * off ** 2) / 2 - w[0] * f[1] * off, w[0] * off];
        },
        hessian: (theta) => {
          const { x, w, f, off } = parts(theta);
          const bend = 3 * x ** 2 + 3 * x - 2.5 + (w[2] * off ** 2) / 2;
          const xx = bend - (2 * w[1] * f[1] + w[0] * f[2]) * off + w[0] * f[1] ** 2;
          const xy = w[1] * off - w[0] * f[1];
          return [xx, xy, xy, w[0]];
        },
      },
      10 + K,
    );
  });

  it("has the same critical points on the floor of the valley, whatever K is", () => {
    for (const K of [1, 60, 1e6]) {
      const { criticalPoints = [] } = curvedFunnel(K);
      expect(criticalPoints.map(({ point }) => point[0])).toEqual([1.5, -2, -1]);
      for (const { point, loss } of criticalPoints) {
        const [x, y] = point;
        expect(y).toBeCloseTo(Math.sin(2 * x), 15);
        expect(loss).toBe(x ** 4 / 4 + x ** 3 / 2 - 1.25 * x ** 2 - 3 * x);
      }
    }
  });

  const met = new Map(family.map((K) => [K, journeys(K)]));

  it.each(family)("leads descent along the floor through the neck to the end, K = %d", (K) => {
    for (const { offFloor, stiffest, end } of met.get(K) ?? []) {
      expect(Math.hypot(end[0] - 1.5, end[1] - Math.sin(3))).toBeLessThan(1e-7);
      expect(stiffest).toBeGreaterThan(0.99 * K);
      // in the neck the path keeps to the floor within 2.5/K, the balance of slope and stiffness
      expect(offFloor).toBeGreaterThan(0);
      expect(offFloor).toBeLessThan(2.5 / K);
    }
  });

  it("has a largest curvature along descent that grows with K over two decades", () => {
    const greatest = family.map((K) => Math.max(...(met.get(K) ?? []).map(({ kappa }) => kappa)));
    greatest.forEach((kappa, i) => {
      const K = family[i];
      expect(Math.abs(kappa / (2.8 * K + 11) - 1)).toBeLessThan(0.03);
      expect(kappa / (2 * K + 40)).toBeLessThan(2); // learning rate times κ: stable
    });
    // least squares of ln κ_max on ln K
    const [x, y] = [family.map(Math.log), greatest.map(Math.log)];
    const mean = (v: number[]): number => v.reduce((sum, value) => sum + value, 0) / v.length;
    const [mx, my] = [mean(x), mean(y)];
    const slope =
      x.reduce((sum, v, i) => sum + (v - mx) * (y[i] - my), 0) /
      x.reduce((sum, v) => sum + (v - mx) ** 2, 0);
    expect(Math.abs(slope - 1)).toBeLessThan(0.1);
  });

  it("has K in its name, 60 unless told", () => {
    expect(curvedFunnel().name).toBe("curvedFunnel(K=60)");
    expect(curvedFunnel(200).name).toBe("curvedFunnel(K=200)");
  });
  it("refuses a stiffness below 1 or infinite", () => {
    for (const K of [0.99, 0, -1, NaN, Infinity])
      expect(() => curvedFunnel(K)).toThrow(`curvedFunnel: expected a finite K >= 1, got ${K}`);
  });
});
