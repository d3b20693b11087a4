import { describe, expect, it } from "vitest";
import { himmelblau } from "../../lib/landscapes/himmelblau.js";
import { knownMinima, nearestPoint } from "../../lib/landscapes/minima.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";

describe("knownMinima", () => {
  it("are the critical points of index 0, and none where none are known", () => {
    expect(knownMinima(himmelblau).map(({ name }) => name)).toEqual([
      "minimum 1",
      "minimum 2",
      "minimum 3",
      "minimum 4",
    ]);
    expect(knownMinima({ ...twoValleys, criticalPoints: undefined })).toEqual([]);
  });
});

describe("nearestPoint", () => {
  const points = [
    [0, 0],
    [2, 0],
    [2, 0],
  ];
  it("is the nearest one within reach, the first of a tie, -1 if there is none", () => {
    expect(nearestPoint(points, [1, 0], 1)).toBe(0);
    expect(nearestPoint(points, [1.5, 0], 1)).toBe(1);
    expect(nearestPoint(points, [1, 0], 0.99)).toBe(-1);
    expect(nearestPoint([], [0, 0], 1)).toBe(-1);
  });
  it("is the nearest one at any distance unless told, -1 for a place that is none", () => {
    expect(nearestPoint(points, [1e9, -1e9])).toBe(1);
    expect(nearestPoint(points, [NaN, 0])).toBe(-1);
    expect(nearestPoint(points, [Infinity, 0])).toBe(-1);
  });
});
