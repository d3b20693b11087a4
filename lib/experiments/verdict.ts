import type { Interval } from "../numerics/statistics.js";
import type { Row, Table } from "../results/table.js";

/** The three ways a claim can come out. */
export type Decision = "supported" | "not supported" | "inconclusive";

/** A claim, judged by a rule that is fixed before the run. */
export interface Verdict {
  /** Short name of the claim, by which a program finds it; unique within an experiment. */
  readonly id: string;
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
  /** The effect's confidence interval; with several cases, that of the case that decides. */
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
 * "It holds everywhere": not supported if one of the cases is not, supported if all are.
 *
 * The counterpart of {@link decideAny}; no case at all is inconclusive.
 *
 * @param decisions - one per case
 *
 * @example
 * decideAll(["supported", "not supported"]); // "not supported"
 * decideAll(["supported", "inconclusive"]); // "inconclusive"
 */
export function decideAll(decisions: readonly Decision[]): Decision {
  if (decisions.includes("not supported")) return "not supported";
  if (decisions.length > 0 && decisions.every((d) => d === "supported")) return "supported";
  return "inconclusive";
}

/** One of the cases of a claim: a format, a minimum, a pair of formats. */
export interface Case {
  /** The measured effect. */
  readonly effect: number;
  /** Its confidence interval. */
  readonly interval: Interval;
  /** What the case says about the claim. */
  readonly decision: Decision;
  /** The counts behind it, by name. */
  readonly numbers: Readonly<Record<string, number | string>>;
}

/**
 * The case that a verdict over several cases rests on: of those that came out as the verdict
 * did, the one whose interval ends highest, at its lower end if the effect is affirmed and at
 * its upper end if it is refused or left open. So the reported interval never contradicts the
 * verdict; in a tie the last one is taken. O(cases).
 *
 * @param cases - each with its own decision
 * @param verdict - {@link decideAny} or {@link decideAll} of these decisions
 * @param affirmed - whether the verdict says that the effect is there
 * @returns undefined if there is no case
 *
 * @example
 * const at = (low: number, high: number): Case =>
 *   ({ effect: 0, interval: { low, high }, decision: "not supported", numbers: {} });
 * decidingCase([at(0, 0.05), at(0.01, 0.02)], "not supported", false)?.interval.high; // 0.05
 */
export function decidingCase(
  cases: readonly Case[],
  verdict: Decision,
  affirmed: boolean,
): Case | undefined {
  const end = affirmed ? "low" : "high";
  let deciding: Case | undefined;
  for (const candidate of cases) {
    if (candidate.decision !== verdict) continue;
    if (!deciding || candidate.interval[end] >= deciding.interval[end]) deciding = candidate;
  }
  return deciding;
}

/**
 * Verdicts as a table, one row each: id, claim, section, verdict, effect, low, high, rule.
 *
 * @param verdicts - as an experiment returns them
 *
 * @example
 * verdictTable([]).columns; // ["id", "claim", "section", "verdict", "effect", "low", "high", "rule"]
 */
export function verdictTable(verdicts: readonly Verdict[]): Table {
  const columns = ["id", "claim", "section", "verdict", "effect", "low", "high", "rule"];
  const rows = verdicts.map(
    ({ id, claim, section, verdict, effect, interval, rule }): Row => ({
      id,
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
