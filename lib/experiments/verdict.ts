import type { Interval } from "../numerics/statistics.js";
import type { Row, Table } from "../results/table.js";

/** The three ways a claim can come out. */
export type Decision = "supported" | "not supported" | "inconclusive";

/** A claim, judged by a rule that was fixed before the data were seen. */
export interface Verdict {
  /** The claim, one sentence, in the proposal's sense. */
  readonly claim: string;
  /** Where the claim stands, such as "§4.3 Experiment 3". */
  readonly section: string;
  /** The rule that decides, in full. */
  readonly rule: string;
  /** What the rule says about these data. */
  readonly verdict: Decision;
  /** The measured effect, in the unit the rule names. */
  readonly effect: number;
  /** The effect's confidence interval. */
  readonly interval: Interval;
  /** The counts behind effect and interval, by name. */
  readonly numbers: Readonly<Record<string, number | string>>;
}

/**
 * Three-way decision: is an effect above a margin, below it, or can the data not tell?
 *
 *     low > margin → supported     high < margin → not supported     else inconclusive
 *
 * An interval that touches or straddles the margin, or holds a NaN, is inconclusive: absence
 * of evidence is never turned into evidence of absence.
 *
 * @param interval - confidence interval of the effect
 * @param margin - the smallest effect that would matter, in the same unit
 *
 * @example
 * decide({ low: 0.2, high: 0.4 }, 0.1); // "supported"
 * decide({ low: 0.0, high: 0.05 }, 0.1); // "not supported"
 * decide({ low: 0.0, high: 0.4 }, 0.1); // "inconclusive"
 */
export function decide(interval: Interval, margin: number): Decision {
  if (interval.low > margin) return "supported";
  if (interval.high < margin) return "not supported";
  return "inconclusive";
}

/**
 * "It happens somewhere": supported if one of the cases is, not supported if all are not.
 *
 * For a claim over several cases (formats, minima), each judged by {@link decide} at a
 * confidence shared out among them (Bonferroni: 1 − α/k for k cases). No case at all is
 * inconclusive.
 *
 * @param decisions - one per case
 *
 * @example
 * decideAny(["not supported", "supported"]); // "supported"
 * decideAny(["not supported", "inconclusive"]); // "inconclusive"
 */
export function decideAny(decisions: readonly Decision[]): Decision {
  if (decisions.includes("supported")) return "supported";
  if (decisions.length > 0 && decisions.every((d) => d === "not supported")) return "not supported";
  return "inconclusive";
}

/**
 * Verdicts as a table, one row each: claim, section, verdict, effect, low, high, rule.
 *
 * @param verdicts - as an experiment returns them
 *
 * @example
 * verdictTable([]).columns; // ["claim", "section", "verdict", "effect", "low", "high", "rule"]
 */
export function verdictTable(verdicts: readonly Verdict[]): Table {
  const columns = ["claim", "section", "verdict", "effect", "low", "high", "rule"];
  const rows = verdicts.map(
    ({ claim, section, verdict, effect, interval, rule }): Row => ({
      claim,
      section,
      verdict,
      effect,
      low: interval.low,
      high: interval.high,
      rule,
    }),
  );
  return { columns, rows };
}

/**
 * Verdicts as a Markdown list: the claim, what the rule says, effect and interval, the rule.
 * All numbers come from the verdicts; effects are shares or differences of shares.
 *
 * @param verdicts - as an experiment returns them
 */
export function verdictMarkdown(verdicts: readonly Verdict[]): string {
  const item = ({ claim, section, rule, verdict, effect, interval, numbers }: Verdict): string => {
    const counts = Object.entries(numbers).map(([name, value]) => `${name}: ${value}`);
    return (
      `- **${claim}** (${section}): **${verdict}**. Effect ${digits(effect)}, interval ` +
      `[${digits(interval.low)}, ${digits(interval.high)}] (${counts.join("; ")}). *Rule:* ${rule}`
    );
  };
  return verdicts.map(item).join("\n");
}

const digits = (x: number): string => String(Number(x.toPrecision(3)));
