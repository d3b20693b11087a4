import { describe, expect, it } from "vitest";
import { accessibilityConfigs } from "../../lib/experiments/accessibilityConfig.js";
import {
  type AccessibilityEvidence,
  accessibilityVerdicts,
} from "../../lib/experiments/accessibilityVerdicts.js";
import type { Row } from "../../lib/results/table.js";

const config = accessibilityConfigs.quick;
const { formats, learningRate, smallLearningRate, lowFormat } = config;

/** Evidence in which nothing is lost, nothing switches and all starts succeed, unless told. */
function evidence(change: {
  lost?: number;
  switched?: number;
  of?: number;
  low?: number;
  small?: number;
  gradient?: number;
  update?: number;
}): AccessibilityEvidence {
  const {
    of = 500,
    lost = 0,
    switched = 0,
    low = of,
    small = of,
    gradient = of,
    update = of,
  } = change;
  const row = (format: string, rate: number, rounding: string, count: number): Row => ({
    format,
    learningRate: rate,
    rounding,
    count,
    of,
  });
  const shares = [
    ...formats.map((f) => row(f, learningRate, "both", f === lowFormat ? low : of)),
    ...formats.map((f) => row(f, smallLearningRate, "both", f === "bfloat16" ? small : of)),
    row(lowFormat, learningRate, "gradient", gradient),
    row(lowFormat, learningRate, "update", update),
  ];
  const recovery = formats.slice(1).flatMap((format) =>
    ["left", "right"].map((minimum): Row => {
      const count = format === lowFormat && minimum === "left" ? lost : 0;
      return { format, minimum, count, of };
    }),
  );
  const switches = formats.map((format) => ({ format, learningRate, count: switched, of }));
  const table = (rows: readonly Row[]) => ({ columns: Object.keys(rows[0]), rows });
  return { shares: table(shares), recovery: table(recovery), switches: table(switches) };
}

const verdictsOf = (change: Parameters<typeof evidence>[0]) =>
  accessibilityVerdicts(evidence(change), config).map(({ verdict }) => verdict);

describe("each rule can come out in each of the three ways", () => {
  it("unreachable minima: nearly all starts of one pair lost, some lost, none lost", () => {
    expect(verdictsOf({ lost: 500 })[0]).toBe("supported");
    expect(verdictsOf({ lost: 475 })[0]).toBe("inconclusive");
    expect(verdictsOf({ lost: 100 })[0]).toBe("not supported");
    expect(verdictsOf({ lost: 0 })[0]).toBe("not supported");
  });

  it("different minima: many starts switched, a few, none", () => {
    expect(verdictsOf({ switched: 30 })[1]).toBe("supported");
    expect(verdictsOf({ switched: 5 })[1]).toBe("inconclusive");
    expect(verdictsOf({ switched: 0 })[1]).toBe("not supported");
  });

  it("different minima: no switched start among few starts proves nothing", () => {
    expect(verdictsOf({ switched: 0, of: 100 })[1]).toBe("inconclusive");
  });

  it("fewer starts succeed: far fewer, ten points fewer, as many", () => {
    expect(verdictsOf({ low: 40 })[2]).toBe("supported");
    expect(verdictsOf({ low: 450 })[2]).toBe("inconclusive");
    expect(verdictsOf({ low: 500 })[2]).toBe("not supported");
  });

  it("learning rate: one format fails at η/10, fails a little, none does", () => {
    expect(verdictsOf({ small: 10 })[3]).toBe("supported");
    expect(verdictsOf({ small: 450 })[3]).toBe("inconclusive");
    expect(verdictsOf({ small: 500 })[3]).toBe("not supported");
  });

  it("gradient rounding: it alone does the harm, a tenth of it, the update alone does", () => {
    expect(verdictsOf({ gradient: 40 })[4]).toBe("supported");
    expect(verdictsOf({ gradient: 450 })[4]).toBe("inconclusive");
    expect(verdictsOf({ update: 40 })[4]).toBe("not supported");
  });
});

describe("accessibilityVerdicts", () => {
  it("takes effect and counts from the tables", () => {
    const [unreachable, , fewer] = accessibilityVerdicts(evidence({ lost: 500, low: 40 }), config);
    expect(unreachable.numbers).toMatchObject({
      format: lowFormat,
      minimum: "left",
      lost: "500 of 500",
    });
    expect(fewer.effect).toBeCloseTo(0.92, 12);
    expect(fewer.numbers).toEqual({ float64: "500 of 500", [lowFormat]: "40 of 500" });
  });

  it("cannot tell anything from no starts", () => {
    expect(new Set(verdictsOf({ of: 0 }))).toEqual(new Set(["inconclusive"]));
  });

  it("names the row that it misses", () => {
    const empty = { columns: [], rows: [] };
    expect(() => accessibilityVerdicts({ ...evidence({}), switches: empty }, config)).toThrow(
      /accessibilityVerdicts: differentMinima needs a row with .*float8_e4m3fn.*got none among 0/,
    );
  });

  it("states margin and formats in every rule", () => {
    for (const { rule } of accessibilityVerdicts(evidence({}), config)) {
      expect(rule).toMatch(/\d %/);
      expect(rule).toMatch(/not supported if/);
    }
  });
});
