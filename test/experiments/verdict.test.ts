import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Decision,
  decide,
  decideAll,
  decideAny,
  decidingCase,
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

describe("decideAll", () => {
  it("needs one case to refuse and all cases to support", () => {
    expect(decideAll(["supported", "not supported", "inconclusive"])).toBe("not supported");
    expect(decideAll(["supported", "supported"])).toBe("supported");
    expect(decideAll(["supported", "inconclusive"])).toBe("inconclusive");
    expect(decideAll([])).toBe("inconclusive");
  });
});

describe("the case that decides", () => {
  const ends = fc.tuple(
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
  );

  it("says by itself what the verdict over all cases says, and with the extreme interval", () => {
    fc.assert(
      fc.property(fc.array(ends, { minLength: 1 }), (intervals) => {
        const cases = intervals.map(([a, b]) => {
          const interval = { low: Math.min(a, b), high: Math.max(a, b) };
          return { effect: a, interval, decision: decide(interval, 0.1), numbers: {} };
        });
        const verdict = decideAny(cases.map(({ decision }) => decision));
        const chosen = decidingCase(cases, verdict, verdict === "supported");
        if (!chosen) throw new Error("no case was chosen");
        expect(decide(chosen.interval, 0.1)).toBe(verdict);
        const end = verdict === "supported" ? "low" : "high";
        expect(chosen.interval[end]).toBe(Math.max(...cases.map(({ interval }) => interval[end])));
      }),
    );
  });

  it("is none where there are no cases", () => {
    expect(decidingCase([], "inconclusive", false)).toBeUndefined();
  });
});

describe("a printed verdict", () => {
  const verdict = {
    id: "wet",
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
