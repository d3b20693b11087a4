import { describe, expect, it } from "vitest";
import { type Path, vertexCount } from "../../lib/paths/path.js";

const path = (...points: number[]): Path => ({ points: Float64Array.from(points), dim: 2 });

describe("vertexCount", () => {
  it("counts whole vertices only", () => {
    expect(vertexCount(path())).toBe(0);
    expect(vertexCount(path(0, 0, 1, 1))).toBe(2);
    expect(() => vertexCount(path(0, 0, 1))).toThrow(
      "vertexCount: 3 coordinates are no whole vertices of 2",
    );
  });
});
