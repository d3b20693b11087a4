import { describe, expect, it } from "vitest";
import { restingPoints } from "../../lib/training/restingPoints.js";

const runs = (ends: number[], status: number[]) => ({
  ends: Float64Array.from(ends),
  status: Uint8Array.from(status),
  steps: new Uint32Array(status.length),
});

describe("restingPoints", () => {
  it("are the converged ends that are farther apart than the distance, sorted", () => {
    const first = runs([2, 0, 2, 0.1, 1, 5, 9, 9], [0, 0, 0, 1]);
    const second = runs([1, 4, 1.9, 0, NaN, NaN], [0, 0, 2]);
    expect(restingPoints([first, second], 0.5)).toEqual([
      [1, 4],
      [1, 5],
      [2, 0],
    ]);
    expect(restingPoints([first, second], 2)).toEqual([
      [1, 5],
      [2, 0],
    ]);
    expect(restingPoints([], 1)).toEqual([]);
  });
  it("are 256 at most, where the ends fill a valley", () => {
    const ends = Float64Array.from({ length: 2000 }, (_, i) => i);
    expect(restingPoints([runs([...ends], new Array(1000).fill(0))], 0.5).length).toBe(256);
  });
});
