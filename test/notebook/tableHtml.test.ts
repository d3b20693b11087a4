import { describe, expect, it } from "vitest";
import { cellText } from "../../lib/notebook/tableHtml.js";

describe("A table's cell", () => {
  it.each([
    [65504, "65504"],
    [2 ** 53 - 1, "9007199254740991"],
    [-0, "-0"],
    [2.34567, "2.346"],
    [8774999999.5, "8775000000"],
    [0.000123456, "1.235e-4"],
    [null, ""],
    [true, "true"],
  ])("shows %s as %s", (cell, text) => {
    expect(cellText(cell)).toBe(text);
  });

  it("does not spell out digits of doubles beyond 2^53, nor turn the largest into Infinity", () => {
    expect(cellText(71038108077796750)).toBe("7.104e+16");
    expect(cellText(3.39e38)).toBe("3.39e+38");
    expect(cellText(-1e300)).toBe("-1e+300");
    expect(cellText(Number.MAX_VALUE)).toBe("1.798e+308");
    expect(cellText(Infinity)).toBe("Infinity");
  });
});
