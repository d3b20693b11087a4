import { describe, expect, it } from "vitest";
import type { CriticalPoint } from "../../lib/landscapes/objective.js";
import { saddleGauntlet } from "../../lib/landscapes/saddleGauntlet.js";
import { significandBits } from "../../lib/precision/formats/formats.js";
import { descend } from "../../lib/training/descent.js";
import { eigenvaluesOfTwo, expectDerivatives, hessianAt, startGrid, steps } from "./byHand.js";

const table = saddleGauntlet.criticalPoints ?? [];
const named = (name: string): CriticalPoint => {
  const found = table.find((c) => c.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};
const saddles = ["saddle 1", "saddle 2", "saddle 3"].map(named);
const decoys = ["decoy 1", "decoy 2", "decoy 3"].map(named);
const distance = (p: ArrayLike<number>, q: ArrayLike<number>): number =>
  Math.hypot(p[0] - q[0], p[1] - q[1]);
const nearest = (p: ArrayLike<number>): CriticalPoint =>
  table.reduce((a, b) => (distance(a.point, p) <= distance(b.point, p) ? a : b));

/** σ with its first two derivatives. */
const sigma = (z: number): number[] => {
  const e = Math.exp((1 - z * z) / 2);
  return [z * e, (1 - z * z) * e, (z ** 3 - 3 * z) * e];
};

describe("Saddle Gauntlet", () => {
  it("has the derivatives worked out by hand", () => {
    const parts = ([x, y]: readonly number[]) => {
      const [[s, s1, s2], [t, t1, t2]] = [sigma(x), sigma(y)];
      const height = 1.5 * (1 - s) * (4 + 3 * s);
      const height1 = -1.5 * (1 + 6 * s);
      const open = 1 - t * t;
      const [bySx, bySt] = [-t + height1 * open, 2 - s - 2 * t * height];
      return { x, y, s, s1, s2, t, t1, t2, height, height1, open, bySx, bySt };
    };
    expectDerivatives(
      saddleGauntlet,
      {
        loss: (theta) => {
          const { x, y, s, t, height, open } = parts(theta);
          return (2 - s) * t + height * open + (x ** 6 + y ** 6) / 300;
        },
        gradient: (theta) => {
          const { x, y, s1, t1, bySx, bySt } = parts(theta);
          return [bySx * s1 + x ** 5 / 50, bySt * t1 + y ** 5 / 50];
        },
        hessian: (theta) => {
          const p = parts(theta);
          const mixed = (-1 - 2 * p.t * p.height1) * p.s1 * p.t1;
          const xx = -9 * p.open * p.s1 ** 2 + p.bySx * p.s2 + p.x ** 4 / 10;
          const yy = -2 * p.height * p.t1 ** 2 + p.bySt * p.t2 + p.y ** 4 / 10;
          return [xx, mixed, mixed, yy];
        },
      },
      10,
    );
  });

  it.each([0.01, 0.02, 0.05])(
    "leads descent at learning rate %d past three saddles, one after the other, to the global minimum",
    (learningRate) => {
      for (const start of startGrid(saddleGauntlet, 9)) {
        const closest = saddles.map(() => ({ distance: Infinity, step: -1 }));
        let step = 0;
        let end: Float64Array = Float64Array.from(start);
        for (const theta of steps(saddleGauntlet, start, learningRate, 21 / learningRate)) {
          saddles.forEach(({ point }, k) => {
            const d = distance(theta, point);
            if (d < closest[k].distance) closest[k] = { distance: d, step };
          });
          end = theta;
          step++;
        }
        for (const { distance: d } of closest) expect(d).toBeLessThan(0.08);
        expect(closest[0].step).toBeGreaterThan(0);
        expect(closest[0].step).toBeLessThan(closest[1].step);
        expect(closest[1].step).toBeLessThan(closest[2].step);
        expect(distance(end, named("global minimum").point)).toBeLessThan(1e-8);
      }
    },
  );

  it("has streets x = ±1, y = ±1 that only the bowl's push, 1/50, leads away from", () => {
    for (let along = -2.5; along <= 2.5; along += 0.125)
      for (const side of [-1, 1]) {
        const across = [saddleGauntlet.gradient(Float64Array.of(side, along))[0]];
        across.push(saddleGauntlet.gradient(Float64Array.of(along, side))[1]);
        for (const slope of across) expect(slope).toBeCloseTo(side / 50, 13);
      }
  });

  it("has simple saddles far from each other, going down, each with its own decoy below", () => {
    for (const [k, saddle] of saddles.entries()) {
      expect(saddle.morseIndex).toBe(1);
      const [lower, upper] = eigenvaluesOfTwo(hessianAt(saddleGauntlet, saddle.point));
      expect(lower).toBeLessThan(-1.8);
      expect(upper).toBeGreaterThan(2);
      for (const other of saddles.slice(0, k)) {
        expect(distance(saddle.point, other.point)).toBeGreaterThan(1.9);
        expect(saddle.loss).toBeLessThan(other.loss - 1.9);
      }
      expect(saddle.loss - decoys[k].loss).toBeCloseTo(0.344, 3);
    }
    expect(Math.min(...table.map((c) => c.loss))).toBe(named("global minimum").loss);
  });

  it("lets descent down on both sides of each saddle: to the next one and to the decoy", () => {
    saddles.forEach(({ point }, k) => {
      const [a, b, , d] = hessianAt(saddleGauntlet, point);
      const [lower] = eigenvaluesOfTwo([a, b, b, d]);
      // of the two rows of H − λ the longer one is a sure normal of the eigenvector
      const row = Math.abs(a - lower) > Math.abs(d - lower) ? [a - lower, b] : [b, d - lower];
      const length = Math.hypot(row[0], row[1]);
      const along = [-row[1] / length, row[0] / length];
      const ends = [-0.05, 0.05].map((s) => {
        const start = [point[0] + s * along[0], point[1] + s * along[1]];
        let end: Float64Array = Float64Array.from(start);
        for (const theta of steps(saddleGauntlet, start, 0.02, 5000)) end = theta;
        return nearest(end).name;
      });
      expect(ends.sort()).toEqual([decoys[k].name, "global minimum"]);
    });
  });

  it("is curved between -34.2 and 30.6 in its domain", () => {
    let [least, most] = [Infinity, -Infinity];
    for (let x = -2.5; x <= 2.5; x += 0.02)
      for (let y = -2.5; y <= 2.5; y += 0.02) {
        const [lower, upper] = eigenvaluesOfTwo(hessianAt(saddleGauntlet, [x, y]));
        least = Math.min(least, lower);
        most = Math.max(most, upper);
      }
    expect(least).toBeCloseTo(-34.1, 1);
    expect(most).toBeCloseTo(30.6, 1);
  });

  it("stops a path too coarse for the push at a saddle, and lets one more bit through", () => {
    const ends = (bits: number): Set<string | undefined> =>
      new Set(
        startGrid(saddleGauntlet, 5).map((start) => {
          const { points, status } = descend(saddleGauntlet, Float64Array.from(start), {
            format: significandBits(bits),
            learningRate: 0.02,
            maxSteps: 5000,
            record: "ends",
            intrinsicError: false,
          });
          expect(status).toBe("stalled");
          return nearest(points.slice(-2)).name;
        }),
      );
    expect([...ends(9)]).toEqual(["saddle 1"]);
    expect([...ends(10)].sort()).toEqual(["saddle 1", "saddle 2"]);
    expect([...ends(11)]).toEqual(["global minimum"]);
  });
});
