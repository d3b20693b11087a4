import { describe, expect, it } from "vitest";
import { landscapeNamed, landscapes } from "../../lib/landscapes/landscapes.js";

describe("landscapeNamed", () => {
  it("finds every landscape by its name", () => {
    for (const landscape of landscapes) expect(landscapeNamed(landscape.name)).toBe(landscape);
  });
  it("refuses another name with the list of those that exist", () => {
    expect(() => landscapeNamed("hill")).toThrow(
      'landscapeNamed: no landscape "hill"; there is twoValleys',
    );
  });
});
