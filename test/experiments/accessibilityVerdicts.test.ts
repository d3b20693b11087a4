import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accessibilityConfigs } from "../../lib/experiments/accessibilityConfig.js";
import {
  type AccessibilityEvidence,
  accessibilityMargins,
  accessibilityVerdicts,
} from "../../lib/experiments/accessibilityVerdicts.js";
import { decide, type Verdict } from "../../lib/experiments/verdict.js";
import { newcombePairedInterval, wilsonInterval } from "../../lib/numerics/statistics.js";
import type { Row, Table } from "../../lib/results/table.js";

const config = accessibilityConfigs.quick;
const { formats, learningRate, lowFormat } = config;

/** Both, only first, only second, neither. */
type Pairs = readonly [number, number, number, number];
interface Change {
  of?: number;
  lost?: readonly number[];
  switched?: number;
  low?: number;
  small?: readonly number[];
  rise?: readonly Pairs[];
  gradient?: number;
  update?: number;
}

/** Evidence in which nothing is lost, nothing switches and all starts succeed, unless told. */
function evidence(change: Change): AccessibilityEvidence {
  const { of = 1000, lost = [], switched = 0, low = of, gradient = of, update = of } = change;
  const { small = [], rise = [] } = change;
  const table = (rows: readonly Row[]): Table => ({ columns: Object.keys(rows[0]), rows });
  const setting = { format: formats[0], learningRate, rounding: "both" };
  const pair = (comparison: string, counts: Pairs, cases: number, more: Row = {}): Row => {
    const [both, onlyFirst, onlySecond, neither] = counts;
    return {
      ...{ comparison, ...setting, otherFormat: lowFormat },
      ...{ otherLearningRate: learningRate, otherRounding: "both" },
      ...{ both, onlyFirst, onlySecond, neither, of },
      difference: of > 0 ? (onlyFirst - onlySecond) / of : null,
      ...newcombePairedInterval(...counts, 1 - 0.05 / cases),
      ...more,
    };
  };
  const against = (count: number): Pairs => [count, of - count, 0, 0];
  const pairs = [
    pair("fewerSucceed", against(low), 1),
    ...[0, 1].map((k) => pair("neverRises", rise[k] ?? against(of), 2)),
    ...[0, 1].map((k) =>
      pair("learningRate", against(small[k] ?? of), 2, { otherFormat: formats[0] }),
    ),
    pair("gradientRounding", against(gradient), 1, { otherRounding: "gradient" }),
    pair("coarseStorage", against(update), 1, { otherRounding: "update" }),
  ];
  const recovery = ["left", "right"].map((minimum, k): Row => {
    const count = lost[k] ?? 0;
    const share = of > 0 ? count / of : null;
    const interval = wilsonInterval(count, of, 0.975);
    return { format: lowFormat, minimum, missed: count, count, of, share, ...interval };
  });
  const switches = formats.map((format) => ({ format, learningRate, count: switched, of }));
  return { recovery: table(recovery), switches: table(switches), pairs: table(pairs) };
}

function judged(id: string, change: Change): Verdict {
  const verdict = accessibilityVerdicts(evidence(change), config).find((v) => v.id === id);
  if (!verdict) throw new Error(`no verdict ${id}`);
  return verdict;
}
const verdictOf = (id: string, change: Change): string => judged(id, change).verdict;

describe("each rule can come out in each of the three ways", () => {
  it("unreachable minima: nearly all starts of one pair lost, some lost, none lost", () => {
    expect(verdictOf("unreachable", { lost: [1000] })).toBe("supported");
    expect(verdictOf("unreachable", { lost: [950] })).toBe("inconclusive");
    expect(verdictOf("unreachable", { lost: [100, 200] })).toBe("not supported");
  });

  it("different minima: many starts switched, a few, none or one in a thousand", () => {
    expect(verdictOf("differentMinima", { switched: 30 })).toBe("supported");
    expect(verdictOf("differentMinima", { switched: 10 })).toBe("inconclusive");
    expect(verdictOf("differentMinima", { switched: 1 })).toBe("not supported");
    expect(verdictOf("differentMinima", { of: 100 })).toBe("inconclusive");
  });

  it("fewer starts succeed: far fewer, ten points fewer, as many", () => {
    expect(verdictOf("fewerSucceed", { low: 80 })).toBe("supported");
    expect(verdictOf("fewerSucceed", { low: 900 })).toBe("inconclusive");
    expect(verdictOf("fewerSucceed", { low: 1000 })).toBe("not supported");
  });

  it("the share never rises: it stays, it may rise a little, it rises in one pair", () => {
    expect(verdictOf("neverRises", {})).toBe("supported");
    expect(verdictOf("neverRises", { rise: [[60, 20, 20, 900]] })).toBe("inconclusive");
    expect(verdictOf("neverRises", { rise: [[60, 40, 10, 890]] })).toBe("not supported");
  });

  it("learning rate: one format fails at η/10, fails a little, none does", () => {
    expect(verdictOf("learningRate", { small: [1000, 10] })).toBe("supported");
    expect(verdictOf("learningRate", { small: [900] })).toBe("inconclusive");
    expect(verdictOf("learningRate", {})).toBe("not supported");
  });

  it("either rounding is judged against the reference: both can do harm, or one, or none", () => {
    const both = { gradient: 40, update: 40 };
    expect(verdictOf("gradientRounding", both)).toBe("supported");
    expect(verdictOf("coarseStorage", both)).toBe("supported");
    expect(verdictOf("gradientRounding", { update: 40 })).toBe("not supported");
    expect(verdictOf("coarseStorage", { gradient: 40 })).toBe("not supported");
    expect(verdictOf("gradientRounding", { gradient: 900 })).toBe("inconclusive");
  });

  it("and none can tell anything from no starts", () => {
    const verdicts = accessibilityVerdicts(evidence({ of: 0 }), config);
    expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(["inconclusive"]));
  });
});

describe("accessibilityVerdicts", () => {
  it("reports an interval that says what the verdict says", () => {
    const count = fc.integer({ min: 0, max: 1000 });
    const change = fc.record({
      lost: fc.tuple(count, count),
      switched: fc.integer({ min: 0, max: 40 }),
      low: count,
      small: fc.tuple(count, count),
      rise: fc.array(
        fc
          .tuple(count, count)
          .map(([f, g]): Pairs => [0, f >> 4, g >> 4, 1000 - (f >> 4) - (g >> 4)]),
        { minLength: 2, maxLength: 2 },
      ),
      gradient: count,
      update: count,
    });
    const { unreachable, switched, share, rise } = accessibilityMargins;
    const margins: Record<string, number> = { unreachable, differentMinima: switched };
    fc.assert(
      fc.property(change, (told) => {
        for (const { id, interval, verdict } of accessibilityVerdicts(evidence(told), config)) {
          const { low, high } = interval;
          const never = low > 0 ? "not supported" : high < rise ? "supported" : "inconclusive";
          const expected = id === "neverRises" ? never : decide(interval, margins[id] ?? share);
          expect(expected, id).toBe(verdict);
        }
      }),
    );
  });

  it("takes effect and counts from the tables", () => {
    const { numbers } = judged("unreachable", { lost: [1000] });
    expect(numbers).toMatchObject({ format: lowFormat, minimum: "left", lost: "1000 of 1000" });
    expect(numbers).toMatchObject({ "in the format itself at no tested η": "1000 of 1000" });
    const fewer = judged("fewerSucceed", { low: 80 });
    expect(fewer.effect).toBeCloseTo(0.92, 12);
    expect(fewer.numbers).toMatchObject({ float64: "1000 of 1000", [lowFormat]: "80 of 1000" });
  });

  it("names the row that it misses", () => {
    const empty = { columns: [], rows: [] };
    expect(() => accessibilityVerdicts({ ...evidence({}), switches: empty }, config)).toThrow(
      /accessibilityVerdicts: differentMinima needs a row with .*float8_e4m3fn.*got none among 0/,
    );
    expect(() => accessibilityVerdicts({ ...evidence({}), pairs: empty }, config)).toThrow(
      /accessibilityVerdicts: fewerSucceed needs a row with .*got none among 0/,
    );
  });

  it("states margin and all three ways in every rule, and η and threshold where they matter", () => {
    for (const { rule } of accessibilityVerdicts(evidence({}), config)) {
      expect(rule).toMatch(/\d %/);
      expect(rule).toMatch(/[Nn]ot supported if .*else inconclusive/i);
    }
    expect(judged("fewerSucceed", {}).claim).toBe(
      "8-bit (e4m3fn) succeeds from fewer starts than float64 (η = 0.05, threshold 0.01)",
    );
  });
});
