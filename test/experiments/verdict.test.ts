import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Decision,
  decide,
  decideAny,
  verdictMarkdown,
  verdictTable,
} from "../../lib/experiments/verdict.js";

describe("decide", () => {
  it("supports a claim only if the whole interval lies above the margin", () => {
    expect(decide({ low: 0.2, high: 0.4 }, 0.1)).toBe("supported");
    expect(decide({ low: 0.1, high: 0.4 }, 0.1)).toBe("inconclusive");
  });

  it("rejects a claim only if the whole interval lies below the margin", () => {
    expect(decide({ low: 0, high: 0.05 }, 0.1)).toBe("not supported");
    expect(decide({ low: 0, high: 0.1 }, 0.1)).toBe("inconclusive");
  });

  it("cannot tell from an interval with NaN", () => {
    expect(decide({ low: Number.NaN, high: Number.NaN }, 0)).toBe("inconclusive");
  });

  it("never turns around when the interval narrows", () => {
    const numbers = fc.tuple(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(numbers, ([centre, wide, share]) => {
        const at = (half: number): Decision =>
          decide({ low: centre - half, high: centre + half }, 0.1);
        const before = at(wide);
        if (before !== "inconclusive") expect(at(wide * share)).toBe(before);
      }),
    );
  });
});

describe("decideAny", () => {
  it("needs one case to support and all cases to refuse", () => {
    expect(decideAny(["not supported", "supported", "inconclusive"])).toBe("supported");
    expect(decideAny(["not supported", "not supported"])).toBe("not supported");
    expect(decideAny(["not supported", "inconclusive"])).toBe("inconclusive");
  });

  it("is inconclusive about no case at all", () => {
    expect(decideAny([])).toBe("inconclusive");
  });
});

describe("a printed verdict", () => {
  const verdict = {
    claim: "Water is wet",
    section: "§0",
    rule: "Supported if it is.",
    verdict: "supported" as const,
    effect: 0.123456,
    interval: { low: 0.1, high: 0.2 },
    numbers: { wet: "12 of 100" },
  };

  it("carries the claim, the decision, the numbers and the rule", () => {
    const text = verdictMarkdown([verdict]);
    for (const part of [
      "Water is wet",
      "**supported**",
      "0.123",
      "[0.1, 0.2]",
      "12 of 100",
      "Supported if it is.",
    ])
      expect(text).toContain(part);
  });

  it("is one row of a table", () => {
    const { columns, rows } = verdictTable([verdict]);
    expect(rows).toHaveLength(1);
    expect(Object.keys(rows[0]).sort()).toEqual([...columns].sort());
  });
});
