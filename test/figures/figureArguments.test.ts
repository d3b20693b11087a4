import { describe, expect, it } from "vitest";
import * as library from "../../lib/index.js";

const figures = ["lossContours", "lossSurface", "barrierMap", "trainingAnimation", "landscapeGrid"];
const lists = [
  "curvatureAlongPath",
  "gradientErrorHistogram",
  "predictorScatter",
  "failurePrecisionCurve",
];
type Any = Record<string, (...values: unknown[]) => unknown>;

describe("A figure of something else", () => {
  it.each(figures)("%s says that it expected an objective", (name) => {
    for (const bad of [undefined, null, "twoValleys", {}, []])
      expect(() => (library as unknown as Any)[name](bad, [], {})).toThrow(
        `${name}: expected an objective with loss and gradient`,
      );
  });

  it.each(lists)("%s says that it expected a list", (name) => {
    for (const bad of [undefined, null, 3, "rows", {}])
      expect(() => (library as unknown as Any)[name](bad, {})).toThrow(
        /^\w+: expected .* as an array/,
      );
  });

  it("animationGif says that it expected an animation", () => {
    for (const bad of [undefined, null, {}])
      expect(() => library.animationGif(bad as never)).toThrow(
        "animationGif: expected an animation",
      );
  });
});
