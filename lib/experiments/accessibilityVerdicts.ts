import { wilsonInterval } from "../numerics/statistics.js";
import { formatNamed } from "../precision/formats/formats.js";
import type { Row, Table } from "../results/table.js";
import type { AccessibilityConfig } from "./accessibilityConfig.js";
import {
  type Case,
  type Decision,
  decide,
  decideAll,
  decideAny,
  decidingCase,
  type Verdict,
} from "./verdict.js";

/** The tables that the verdicts are computed from; nothing else enters them. */
export interface AccessibilityEvidence {
  /** From {@link recoveryTable}. */
  readonly recovery: Table;
  /** From {@link switchTable}. */
  readonly switches: Table;
  /** From {@link pairTable}. */
  readonly pairs: Table;
}

/**
 * The margins of the rules, fixed before any data were seen, except that of `neverRises`, which
 * was added after a first look at the data (see {@link accessibilityVerdicts}).
 *
 * unreachable: a minimum counts as unreachable in a format if more than this share of the
 * starts that reach it in the reference format is lost; switched: smallest share of switched
 * starts that would matter; share: smallest difference of success shares that would matter;
 * rise: smallest rise of a success share that would matter.
 */
export const accessibilityMargins = {
  unreachable: 0.95,
  switched: 0.01,
  share: 0.1,
  rise: 0.01,
} as const;

/**
 * The verdicts of the minima-accessibility experiment (§4.3, Experiment 3), from its tables alone.
 *
 * 1. `unreachable`. Per format and minimum: among the starts whose reference run reaches the
 *    minimum, the share that is lost, i.e. that the format reaches at none of the tested learning
 *    rates and that promotion (in the reference format, at the main η) recovers after none of
 *    them. Supported if for some pair the interval lies above 95 %, not supported if for all
 *    below. A stalled run is recovered by promotion and cannot support this claim; so the
 *    verdict also counts the starts that the format *itself* reaches at no tested rate.
 * 2. `differentMinima`. Share of starts whose run in the low format ends in another basin than
 *    the reference run, after promotion. Above 1 %: supported; below: not supported.
 * 3. `fewerSucceed`. Success share of the reference minus that of the low format. Above
 *    10 points: supported; below: not supported.
 * 4. `neverRises`. Success share of a format minus that of the next one with more bits. Not
 *    supported if for some pair the interval lies above 0; supported if for all it ends below
 *    1 point; else inconclusive. Its rule was made after a first look at the data.
 * 5. `learningRate` (control). Success share at η minus that at η/10 (budget scaled up), same format.
 *    Supported if for some format above 10 points, not supported if for all below.
 * 6. `gradientRounding`, 7. `coarseStorage` (controls; the mechanism of §2.2 and its rival).
 *    Success share of the reference minus that of the low format with only the gradient, or
 *    only the update, rounded. Above 10 points: supported; below: not supported. Each rounding
 *    is judged by itself: both may do harm.
 *
 * Intervals are Wilson's for shares (1, 2) and Newcombe's for differences between paired
 * shares, at 1 − α/k for the k cases of a claim. Effect, interval and numbers are those of the
 * case that decides ({@link decidingCase}).
 *
 * @param evidence - the experiment's tables
 * @param config - formats, learning rates and confidence of the experiment
 * @throws RangeError if a row that a rule needs is missing
 */
export function accessibilityVerdicts(
  evidence: AccessibilityEvidence,
  config: AccessibilityConfig,
): Verdict[] {
  const { formats, lowFormat, learningRate: eta, smallLearningRate, threshold } = config;
  const { share, rise } = accessibilityMargins;
  const reference = formats[0];
  const pairsOf = (id: string): Row[] => pairRows(evidence.pairs, id);
  const somewhere = (id: string): Case[] =>
    casesOf(pairsOf(id), (interval) => decide(interval, share));
  const lacks = (rounded: string): string =>
    difference(
      `the success share of ${reference} minus that of ${lowFormat} with only the ${rounded} rounded, at η = ${eta}`,
    );
  return [
    unreachable(evidence.recovery, config),
    differentMinima(evidence.switches, config),
    conclude(
      {
        id: "fewerSucceed",
        claim:
          `${formatNamed(lowFormat).label} succeeds from fewer starts than ${reference} ` +
          `(η = ${eta}, threshold ${threshold})`,
        section: "§4.3 Experiment 3",
        rule: difference(`the success share of ${reference} minus that of ${lowFormat}`),
      },
      somewhere("fewerSucceed"),
    ),
    conclude(
      {
        id: "neverRises",
        claim:
          "The share of starts that succeed never rises when bits are taken away " +
          `(η = ${eta}, threshold ${threshold})`,
        section: "§4.3 Experiment 3",
        rule:
          "Not supported if for some format the interval of its success share minus that of the " +
          "next format with more significand bits lies above 0; supported if for every such pair it " +
          `ends below ${percent(rise)} (Newcombe's paired intervals, Bonferroni over the pairs); else inconclusive.`,
      },
      casesOf(pairsOf("neverRises"), (interval) => noRise(interval, rise)),
      { everywhere: true },
    ),
    conclude(
      {
        id: "learningRate",
        claim: "Whether a start succeeds depends on the learning rate, not on the format alone",
        section: "control of §2.2, whose bound contains no η",
        rule:
          `Supported if for some format the success share at η = ${eta} exceeds that ` +
          `at η = ${smallLearningRate} (budget scaled up) by more than ` +
          `${percent(share)} (Newcombe's paired intervals, Bonferroni over the formats); ` +
          "not supported if for every format the interval lies below; else inconclusive.",
      },
      somewhere("learningRate"),
    ),
    conclude(
      {
        id: "gradientRounding",
        claim: "Starts fail because the gradient is rounded",
        section: "control of §2.2",
        rule: lacks("gradient"),
      },
      somewhere("gradientRounding"),
    ),
    conclude(
      {
        id: "coarseStorage",
        claim: "Starts fail because θ is stored coarsely",
        section: "control of §2.2",
        rule: lacks("update"),
      },
      somewhere("coarseStorage"),
    ),
  ];
}

type Words = Pick<Verdict, "id" | "claim" | "section" | "rule">;
type Interval = Verdict["interval"];

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

function difference(quantity: string): string {
  const margin = percent(accessibilityMargins.share);
  return (
    `Supported if Newcombe's paired interval of ${quantity} lies above ${margin}; ` +
    "not supported if it lies below; else inconclusive."
  );
}

/** The claim "no rise": refuted by a certain rise, supported if none that matters is possible. */
function noRise({ low, high }: Interval, margin: number): Decision {
  if (low > 0) return "not supported";
  return high < margin ? "supported" : "inconclusive";
}

function unreachable(recovery: Table, config: AccessibilityConfig): Verdict {
  const margin = accessibilityMargins.unreachable;
  const cases = recovery.rows.map((row): Case => {
    const interval = { low: Number(row.low), high: Number(row.high) };
    return {
      effect: row.share === null ? Number.NaN : Number(row.share),
      interval,
      decision: decide(interval, margin),
      numbers: {
        format: String(row.format),
        minimum: String(row.minimum),
        lost: `${row.count} of ${row.of}`,
        "in the format itself at no tested η": `${row.missed} of ${row.of}`,
      },
    };
  });
  const most = Math.max(0, ...recovery.rows.map(({ missed }) => Number(missed)));
  const words = {
    id: "unreachable",
    claim: "At low precision certain minima become unreachable",
    section: "abstract, §4.3 Experiment 3",
    rule:
      "Supported if for some format and minimum more than " +
      `${percent(margin)} of the starts that reach it in ${config.formats[0]} are lost: recovered ` +
      "neither by another learning rate in the same format nor by promotion (Wilson intervals, " +
      "Bonferroni over the pairs); not supported if for every pair the interval lies below; else inconclusive.",
  };
  const shared = { "most in any pair at no tested η": most };
  return conclude(words, cases, { shared });
}

function differentMinima(switches: Table, config: AccessibilityConfig): Verdict {
  const margin = accessibilityMargins.switched;
  const { lowFormat: format, learningRate } = config;
  const row = switches.rows.find((r) => r.format === format && r.learningRate === learningRate);
  if (!row) throw missing("differentMinima", { format, learningRate }, switches);
  const [switched, of] = [Number(row.count), Number(row.of)];
  const interval = wilsonInterval(switched, of, config.confidence);
  const words = {
    id: "differentMinima",
    claim: "Different precision levels lead to different final minima",
    section: "abstract (1)",
    rule:
      `Supported if the Wilson interval of the share of starts whose ${format} run ends ` +
      `in another basin than the ${config.formats[0]} run (after promotion) lies above ` +
      `${percent(margin)}; not supported if it lies below; else inconclusive.`,
  };
  const numbers = { switched: `${switched} of ${of}` };
  const effect = of > 0 ? switched / of : Number.NaN;
  return conclude(words, [{ effect, interval, decision: decide(interval, margin), numbers }]);
}

/**
 * A verdict over cases: one case is enough to support the claim, or, `everywhere`, to refute it.
 * What a single case can establish is then the presence of the effect.
 */
function conclude(
  words: Words,
  cases: readonly Case[],
  { everywhere = false, shared = {} }: { everywhere?: boolean; shared?: Case["numbers"] } = {},
): Verdict {
  const decisions = cases.map(({ decision }) => decision);
  const verdict = everywhere ? decideAll(decisions) : decideAny(decisions);
  const present = verdict === (everywhere ? "not supported" : "supported");
  const deciding = decidingCase(cases, verdict, present);
  return {
    ...words,
    verdict,
    effect: deciding?.effect ?? Number.NaN,
    interval: deciding?.interval ?? { low: -1, high: 1 },
    numbers: {
      ...deciding?.numbers,
      ...(cases.length > 1 ? { cases: cases.length } : {}),
      ...shared,
    },
  };
}

function pairRows(pairs: Table, comparison: string): Row[] {
  const rows = pairs.rows.filter((row) => row.comparison === comparison);
  if (rows.length === 0 && comparison !== "neverRises")
    throw missing(comparison, { comparison }, pairs);
  return rows;
}

function casesOf(rows: readonly Row[], decision: (interval: Interval) => Decision): Case[] {
  return rows.map((row): Case => {
    const interval = { low: Number(row.low), high: Number(row.high) };
    const [both, of] = [Number(row.both), Number(row.of)];
    const { first, second } = namesOf(row);
    const numbers = {
      ...(row.format === row.otherFormat ? { format: String(row.format) } : {}),
      [first]: `${both + Number(row.onlyFirst)} of ${of}`,
      [second]: `${both + Number(row.onlySecond)} of ${of}`,
      [`${first} alone`]: Number(row.onlyFirst),
      [`${second} alone`]: Number(row.onlySecond),
    };
    const effect = row.difference === null ? Number.NaN : Number(row.difference);
    return { effect, interval, decision: decision(interval), numbers };
  });
}

/** What tells the two settings of a row apart. */
function namesOf(row: Row): { first: string; second: string } {
  if (row.format === row.otherFormat)
    return { first: `η = ${row.learningRate}`, second: `η = ${row.otherLearningRate}` };
  const only = row.otherRounding === "both" ? "" : `, only ${row.otherRounding} rounded`;
  return { first: String(row.format), second: `${row.otherFormat}${only}` };
}

function missing(caller: string, wanted: Row, table: Table): RangeError {
  return new RangeError(
    `accessibilityVerdicts: ${caller} needs a row with ${JSON.stringify(wanted)}, got none ` +
      `among ${table.rows.length}`,
  );
}
