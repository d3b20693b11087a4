import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CanvasContext } from "../../lib/figures/animation/animation.js";
import { contourSegments } from "../../lib/figures/animation/contourSegments.js";
import { frameSteps } from "../../lib/figures/animation/frameSteps.js";
import { movingRun, positionAt, vertexAt } from "../../lib/figures/animation/movingRun.js";
import { roundTicks } from "../../lib/figures/animation/roundTicks.js";
import { trainingAnimation } from "../../lib/figures/animation/trainingAnimation.js";
import { onGrid } from "../../lib/figures/figure.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { evenly } from "../../lib/numerics/evenly.js";
import { float8_e4m3fn, float64 } from "../../lib/precision/formats/formats.js";
import { descend } from "../../lib/training/descent.js";

const start = Float64Array.of(0.25, 1.6);
const run = (format: typeof float64) => ({
  format: format.name,
  trajectory: descend(twoValleys, start, { format, learningRate: 0.05, maxSteps: 500 }),
});
const runs = [run(float64), run(float8_e4m3fn)];

/** A context that draws nothing and keeps the words, glued where subscripts part them. */
function wordKeeper(): { context: CanvasContext; words: () => string } {
  const said: string[] = [];
  const known: Record<string, unknown> = {
    fillText: (text: string) => said.push(text),
    measureText: (text: string) => ({ width: 7 * text.length }),
    createImageData: (width: number, height: number) => ({
      data: new Uint8ClampedArray(4 * width * height),
      width,
      height,
    }),
  };
  const context = new Proxy(known, { get: (all, name: string) => all[name] ?? (() => {}) });
  return { context: context as unknown as CanvasContext, words: () => said.join("") };
}

describe("the steps of the frames", () => {
  it("rise from 0 to the last, each by an equal factor or by one", () => {
    expect(frameSteps(3, 72)).toEqual([0, 1, 2, 3]);
    expect(frameSteps(0, 10)).toEqual([0]);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200_000 }),
        fc.integer({ min: 2, max: 120 }),
        (last, most) => {
          const steps = frameSteps(last, most);
          expect(steps.length).toBe(Math.min(most, last + 1));
          expect(steps[0]).toBe(0);
          expect(steps[steps.length - 1]).toBe(last);
          for (let k = 1; k < steps.length; k++) expect(steps[k]).toBeGreaterThan(steps[k - 1]);
        },
      ),
    );
  });

  it("of a long run keep their factor once steps are whole numbers apart", () => {
    const steps = frameSteps(10_000, 60).slice(20);
    const factors = steps.slice(1).map((step, k) => (step + 1) / (steps[k] + 1));
    expect(Math.max(...factors) / Math.min(...factors)).toBeLessThan(1.1);
  });
});

describe("level lines", () => {
  const axis = evenly(-1, 1, 41);
  const bowl = onGrid((x, y) => x * x + y * y, axis, axis).values;

  it("of a bowl are circles of the right length", () => {
    const pieces = contourSegments(axis, axis, bowl, 0.25);
    let length = 0;
    for (let i = 0; i < pieces.length; i += 4) {
      const [x0, y0, x1, y1] = pieces.slice(i, i + 4);
      expect(Math.sqrt(x0 * x0 + y0 * y0)).toBeCloseTo(0.5, 2);
      length += Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);
    }
    expect(length).toBeCloseTo(Math.PI, 1);
  });

  it("meet end to end: each end that is not on the edge is that of two pieces", () => {
    const saddle = onGrid((x, y) => x * y, axis, axis).values;
    const ends = new Map<string, number>();
    const pieces = contourSegments(axis, axis, saddle, 0.013);
    for (let i = 0; i < pieces.length; i += 2) {
      const [x, y] = [pieces[i], pieces[i + 1]];
      if (Math.max(Math.abs(x), Math.abs(y)) > 0.999) continue;
      const key = `${x.toFixed(9)} ${y.toFixed(9)}`;
      ends.set(key, (ends.get(key) ?? 0) + 1);
    }
    expect(ends.size).toBeGreaterThan(20);
    expect([...ends.values()].every((count) => count === 2)).toBe(true);
  });

  it("join the pair of corners that the middle of a saddle cell is with", () => {
    const [xs, ys] = [Float64Array.of(0, 1), Float64Array.of(0, 1)];
    // corners (0,0) and (1,1) are high; their mean is below 0.6 and above 0.4
    const values = Float64Array.of(1, 0, 0, 1);
    const separate = contourSegments(xs, ys, values, 0.6);
    const joined = contourSegments(xs, ys, values, 0.4);
    // a piece around the high corner (0, 0) runs from one of its edges to the other
    const around = (pieces: number[], x: number, y: number): boolean =>
      [0, 4].some((i) => {
        const [x0, y0, x1, y1] = pieces.slice(i, i + 4);
        return (x0 === x && y1 === y) || (y0 === y && x1 === x);
      });
    expect(around(separate, 0, 0)).toBe(true);
    expect(around(joined, 0, 0)).toBe(false);
    expect(around(joined, 1, 0)).toBe(true);
  });

  it("leave out cells with NaN", () => {
    const holed = bowl.map((value, i) => (i < 41 * 20 ? Number.NaN : value));
    const pieces = contourSegments(axis, axis, holed, 0.25);
    expect(pieces.length).toBeGreaterThan(0);
    expect(pieces.filter((_, i) => i % 2 === 1).every((y) => y >= -1e-12)).toBe(true);
  });
});

describe("round ticks", () => {
  it("are multiples of a round step inside the axis", () => {
    expect(roundTicks(-2, 2, 7)).toEqual([-2, -1, 0, 1, 2]);
    expect(roundTicks(0, 0.3, 7)).toEqual([0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]);
    expect(roundTicks(1, 1, 7)).toEqual([]);
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (low, width) => {
          const ticks = roundTicks(low, low + width, 7);
          expect(ticks.length).toBeGreaterThan(0);
          expect(ticks.length).toBeLessThanOrEqual(8);
        },
      ),
    );
  });
});

describe("a moving run", () => {
  const box = { left: 0, top: 0, width: 100, height: 100, view: { x: [0, 1], y: [0, 1] } } as const;
  const trajectory = {
    points: Float64Array.of(0, 0, 0.001, 0, 0.5, 0, 1, 0),
    dim: 2,
    steps: Float64Array.of(0, 1, 2, 10),
    stepCount: 10,
    status: "budget",
  } as never;

  it("is at its vertices at their steps, between them on the line, and at its end for ever", () => {
    const moving = movingRun({ format: "float64", trajectory }, box, ([x]) => x);
    expect([...moving.steps]).toEqual([0, 2, 10]); // a tenth of a pixel is no vertex
    expect(positionAt(moving, 2)).toEqual([50, 100]);
    expect(positionAt(moving, 6)).toEqual([75, 100]);
    expect(positionAt(moving, 99)).toEqual([100, 100]);
    expect([0, 1, 2, 9, 10, 11].map((t) => vertexAt(moving, t))).toEqual([0, 0, 1, 1, 2, 2]);
    expect([...moving.losses]).toEqual([0, 0.5, 1]);
  });

  it("ends before a coordinate that is not finite, and stays near the picture", () => {
    const points = Float64Array.of(0, 0, 1e30, 0, Number.NaN, 0);
    const steps = Float64Array.of(0, 1, 2);
    const lost = { points, dim: 2, steps, stepCount: 2, status: "diverged" } as never;
    const moving = movingRun({ format: "float16", trajectory: lost }, box, () => 0);
    expect([...moving.xs]).toEqual([0, 3000]);
  });
});

describe("the animation of training", () => {
  const animation = trainingAnimation(twoValleys, runs, { learningRate: 0.05 });

  it("has axes with units, says that time is uneven, and explains its marks", () => {
    const { context, words } = wordKeeper();
    animation.drawBackground(context);
    expect(words()).toContain("θ1 (dimensionless)");
    expect(words()).toContain("θ2 (dimensionless)");
    expect(words()).toContain("time is uneven");
    expect(words()).toContain("minimum");
    expect(words()).toContain("loss: darker is higher");
    expect(words()).not.toContain("saddle");
  });

  it("counts the steps, and ends with how each format ended", () => {
    const [first, last] = [wordKeeper(), wordKeeper()];
    animation.drawFrame(first.context, 0);
    animation.drawFrame(last.context, animation.frameCount - 1);
    expect(first.words()).toContain("step 0float64running");
    const [{ trajectory: reference }, { trajectory: eight }] = runs;
    expect(last.words()).toContain(`float64converged at ${reference.stepCount}`);
    expect(last.words()).toContain(`8-bit e4m3fnstalled at ${eight.stepCount}`);
    expect(animation.caption).toContain(`8-bit e4m3fn stalled at step ${eight.stepCount}.`);
  });

  it("counts the ends of several runs of a format", () => {
    const { caption } = trainingAnimation(twoValleys, [...runs, ...runs, run(float8_e4m3fn)]);
    expect(caption).toContain("float64 2 converged; 8-bit e4m3fn 3 stalled.");
  });

  it("pauses at the end", () => {
    const { delay, frameCount } = animation;
    expect(frameCount).toBe(72);
    expect(delay(frameCount - 1)).toBeGreaterThan(10 * delay(frameCount - 2));
  });

  it("of a run without a step is one picture", () => {
    const still = {
      format: "float64",
      trajectory: descend(twoValleys, Float64Array.of(1, 0), {
        format: float64,
        learningRate: 0.05,
        maxSteps: 9,
      }),
    };
    const only = trainingAnimation(twoValleys, [still]);
    expect(only.frameCount).toBe(1);
    const { context, words } = wordKeeper();
    only.drawFrame(context, 0);
    expect(words()).toContain("converged at 0");
  });

  it("refuses no run, odd sizes and misspelt options", () => {
    expect(() => trainingAnimation(twoValleys, [])).toThrow(
      "trainingAnimation: expected at least 1 run, got 0",
    );
    expect(() => trainingAnimation(twoValleys, runs, { width: 100 })).toThrow(
      "trainingAnimation: expected width to be an integer from 480 to 2000, got 100",
    );
    expect(() => trainingAnimation(twoValleys, runs, { frame: 3 } as never)).toThrow(
      'trainingAnimation: there is no option "frame"',
    );
  });
});
