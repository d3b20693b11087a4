import { describe, expect, it } from "vitest";
import { losses } from "../../lib/networks/losses.js";
import type { LossName } from "../../lib/networks/network.js";
import { float64Operations } from "../../lib/numerics/arithmetic.js";
import { type DoubleDouble, doubleDouble } from "../../lib/numerics/doubleDouble.js";
import { doubleDoubleOperations } from "../../lib/numerics/doubleDoubleOperations.js";
import { randomNumbers } from "./cases.js";

const OUTPUTS = 3;
const LANES = 4;
const COUNT = OUTPUTS * LANES;
/** Outputs, targets, weights, change, result in one memory. */
const [TARGETS, WEIGHTS, CHANGE, RESULT] = [COUNT, 2 * COUNT, 2 * COUNT + LANES, 3 * COUNT + LANES];

function placeOf(outputs: ArrayLike<number>, targets: ArrayLike<number>) {
  const numbers = new Float64Array(4 * COUNT + LANES);
  numbers.set(outputs);
  numbers.set(targets, TARGETS);
  numbers.set([0.25, 1, 2, 3], WEIGHTS);
  return {
    ...{ numbers, operations: float64Operations, outputs: OUTPUTS, lanes: LANES },
    ...{ outputAt: 0, targetsAt: TARGETS, weightsAt: WEIGHTS },
  };
}

/** By their names, from the textbook. */
const definitions: Record<LossName, (y: number[], t: number[]) => number> = {
  meanSquaredError: (y, t) => y.reduce((sum, x, o) => sum + (x - t[o]) ** 2, 0) / y.length,
  binaryCrossEntropy: (y, t) =>
    y
      .map((x) => 1 / (1 + Math.exp(-x)))
      .reduce((sum, p, o) => sum - t[o] * Math.log(p) - (1 - t[o]) * Math.log(1 - p), 0) / y.length,
  softmaxCrossEntropy: (y, t) => {
    const sum = y.reduce((s, x) => s + Math.exp(x), 0);
    return -y.reduce((s, x, o) => s + t[o] * Math.log(Math.exp(x) / sum), 0);
  },
};

const outputs = randomNumbers(COUNT, 1).map((x) => 4 * x);
const targets = randomNumbers(COUNT, 2).map((x) => (x + 1) / 2);
const lane = (all: Float64Array, n: number): number[] => [
  all[n],
  all[LANES + n],
  all[2 * LANES + n],
];
const names = Object.keys(losses) as LossName[];

describe.each(names)("%s", (name) => {
  it("agrees with the definition, image by image", () => {
    const place = placeOf(outputs, targets);
    for (let n = 0; n < LANES; n++)
      expect(losses[name].value(place, n)).toBeCloseTo(
        definitions[name](lane(outputs, n), lane(targets, n)),
        13,
      );
  });
  it("has the derivatives of the definition, times the weight", () => {
    const change = randomNumbers(COUNT, 3);
    const place = placeOf(outputs, targets);
    place.numbers.set(change, CHANGE);
    const gradientAt = (y: Float64Array, n: number): number[] => {
      const there = placeOf(y, targets);
      losses[name].gradient(there, n, RESULT);
      return lane(there.numbers.subarray(RESULT), n);
    };
    const h = 1e-5;
    for (let n = 0; n < LANES; n++) {
      const weight = place.numbers[WEIGHTS + n];
      const t = lane(targets, n);
      gradientAt(outputs, n).forEach((slope, o) => {
        const at = (d: number): number =>
          definitions[name](
            lane(outputs, n).map((y, k) => (k === o ? y + d : y)),
            t,
          );
        expect(slope).toBeCloseTo((weight * (at(h) - at(-h))) / (2 * h), 8);
      });
      const ahead = gradientAt(
        outputs.map((y, k) => y + h * change[k]),
        n,
      );
      const behind = gradientAt(
        outputs.map((y, k) => y - h * change[k]),
        n,
      );
      losses[name].directional(place, n, CHANGE, RESULT);
      lane(place.numbers.subarray(RESULT), n).forEach((slope, o) => {
        expect(slope).toBeCloseTo((ahead[o] - behind[o]) / (2 * h), 8);
      });
    }
  });
  it("is NaN where an output is, and in double-doubles the double's continuation", () => {
    expect(
      losses[name].value(
        placeOf(
          outputs.map((y, k) => (k === 4 ? NaN : y)),
          targets,
        ),
        0,
      ),
    ).toBeNaN();
    const place = placeOf(outputs, targets);
    const numbers: DoubleDouble[] = [...place.numbers].map(doubleDouble);
    const { hi } = losses[name].value({ ...place, numbers, operations: doubleDoubleOperations }, 1);
    expect(Math.abs(hi / losses[name].value(place, 1) - 1)).toBeLessThan(1e-14);
  });
});

describe("a cross-entropy of large outputs", () => {
  const place = placeOf(
    [800, -800, 1e300, 0, -800, 800, -1e300, 0, 0, 0, 0, 0],
    [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
  );
  const all = (name: LossName): number[] => [0, 1, 2, 3].map((n) => losses[name].value(place, n));
  it("does not overflow", () => {
    const ln2 = Math.log(2);
    expect(all("binaryCrossEntropy")).toEqual([
      ln2 / 3,
      (1600 + ln2) / 3,
      ln2 / 3,
      expect.closeTo(ln2, 15),
    ]);
    expect(all("softmaxCrossEntropy")).toEqual([0, 1600, 0, expect.closeTo(Math.log(3), 15)]);
  });
  it("has a finite gradient", () => {
    for (const name of ["binaryCrossEntropy", "softmaxCrossEntropy"] as const)
      for (let n = 0; n < LANES; n++) {
        losses[name].gradient(place, n, RESULT);
        losses[name].directional(place, n, CHANGE, RESULT);
      }
    expect(place.numbers.every(Number.isFinite)).toBe(true);
    losses.binaryCrossEntropy.gradient(place, 1, RESULT);
    expect(lane(place.numbers.subarray(RESULT), 1)).toEqual([-1 / 3, 1 / 3, 0.5 / 3]);
  });
});
