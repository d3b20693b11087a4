import { newcombeInterval, wilsonInterval } from "../numerics/statistics.js";
import type { Row, Table } from "../results/table.js";
import type { AccessibilityConfig } from "./accessibilityConfig.js";
import { decide, decideAny, type Verdict } from "./verdict.js";

/** The tables that the verdicts are computed from; nothing else enters them. */
export interface AccessibilityEvidence {
  /** From {@link shareTable}. */
  readonly shares: Table;
  /** From {@link recoveryTable}. */
  readonly recovery: Table;
  /** From {@link switchTable}. */
  readonly switches: Table;
}

/**
 * The margins of the rules, fixed before any data were seen.
 *
 * unreachable: a minimum counts as unreachable in a format if more than this share of the
 * starts that reach it in the reference format is lost; switched: smallest share of switched
 * starts that would matter; share: smallest difference of success shares that would matter.
 */
export const accessibilityMargins = { unreachable: 0.95, switched: 0.01, share: 0.1 } as const;

/**
 * The verdicts of the minima-accessibility experiment (§4.3, Experiment 3), from its tables alone.
 *
 * 1. *Minima become unreachable.* Per format and minimum: among the starts whose reference run
 *    reaches the minimum, the share that is lost, i.e. that the format reaches at none of the
 *    tested learning rates and that promotion recovers at none of them. Wilson intervals at
 *    1 − α/k for k pairs. Supported if for some pair the interval lies above 95 %, not supported
 *    if for all pairs it lies below, else inconclusive. (A stalled run is recovered by promotion:
 *    it cannot support this claim.)
 * 2. *Different final minima.* Share of starts whose low-precision run ends in another basin than
 *    the reference run, after promotion. Interval above 1 %: supported; below: not supported.
 * 3. *Fewer starts succeed.* Success share of the reference minus that of the low format;
 *    Newcombe interval above 10 points: supported; below: not supported.
 * 4. *It depends on η* (control). Success share at η minus that at η/10, same format, budget × 10;
 *    Newcombe at 1 − α/k for k formats. Supported if for some format above 10 points, not
 *    supported if for all below.
 * 5. *It is the gradient's rounding* (control; the mechanism of §2.2). Success share with only
 *    the update rounded minus that with only the gradient rounded, low format. Above 10 points:
 *    supported; below: not supported.
 *
 * Newcombe's interval is for independent samples; the starts here are the same in both arms,
 * which makes it conservative.
 *
 * @param evidence - the experiment's tables
 * @param config - formats, learning rates and confidence of the experiment
 * @throws RangeError if a row that a rule needs is missing
 */
export function accessibilityVerdicts(
  evidence: AccessibilityEvidence,
  config: AccessibilityConfig,
): Verdict[] {
  return [
    unreachable(evidence.recovery, config),
    differentMinima(evidence.switches, config),
    fewerSucceed(evidence.shares, config),
    learningRateMatters(evidence.shares, config),
    gradientRounding(evidence.shares, config),
  ];
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

function unreachable(recovery: Table, config: AccessibilityConfig): Verdict {
  const margin = accessibilityMargins.unreachable;
  const confidence = 1 - (1 - config.confidence) / Math.max(1, recovery.rows.length);
  const cases = recovery.rows.map((row) => {
    const [count, of] = [Number(row.count), Number(row.of)];
    const interval = wilsonInterval(count, of, confidence);
    return { row, count, of, interval, decision: decide(interval, margin) };
  });
  // Of all pairs, the one that speaks loudest for the claim; in a tie the coarsest format's.
  const worst = cases.reduce((a, b) => (b.interval.low >= a.interval.low ? b : a), cases[0]);
  return {
    claim: "At low precision certain minima become unreachable",
    section: "abstract, §4.3 Experiment 3",
    rule:
      "Supported if for some format and minimum more than " +
      `${percent(margin)} of the starts that reach it in ${config.formats[0]} are lost: recovered ` +
      "neither by another learning rate in the same format nor by promotion (Wilson intervals, " +
      "Bonferroni over the pairs); not supported if for every pair the interval lies below.",
    verdict: decideAny(cases.map(({ decision }) => decision)),
    effect: worst && worst.of > 0 ? worst.count / worst.of : Number.NaN,
    interval: worst?.interval ?? { low: 0, high: 1 },
    numbers: worst
      ? {
          format: String(worst.row.format),
          minimum: String(worst.row.minimum),
          lost: `${worst.count} of ${worst.of}`,
          pairs: cases.length,
        }
      : { pairs: 0 },
  };
}

function differentMinima(switches: Table, config: AccessibilityConfig): Verdict {
  const margin = accessibilityMargins.switched;
  const row = find("differentMinima", switches, {
    format: config.lowFormat,
    learningRate: config.learningRate,
  });
  const [switched, of] = [Number(row.count), Number(row.of)];
  const interval = wilsonInterval(switched, of, config.confidence);
  return {
    claim: "Different precision levels lead to different final minima",
    section: "abstract (1)",
    rule:
      `Supported if the Wilson interval of the share of starts whose ${config.lowFormat} run ends ` +
      `in another basin than the ${config.formats[0]} run (after promotion) lies above ` +
      `${percent(margin)}; not supported if it lies below; else inconclusive.`,
    verdict: decide(interval, margin),
    effect: of > 0 ? switched / of : Number.NaN,
    interval,
    numbers: { switched: `${switched} of ${of}` },
  };
}

function fewerSucceed(shares: Table, config: AccessibilityConfig): Verdict {
  const setting = { learningRate: config.learningRate, rounding: "both" };
  const [high, low] = [config.formats[0], config.lowFormat];
  return difference(
    {
      claim: "The share of starts that reach a minimum falls with precision",
      section: "§4.3 Experiment 3",
      rule: rule(`the success share of ${high} minus that of ${low}`),
    },
    find("fewerSucceed", shares, { ...setting, format: high }),
    find("fewerSucceed", shares, { ...setting, format: low }),
    { names: [high, low], confidence: config.confidence },
  );
}

function learningRateMatters(shares: Table, config: AccessibilityConfig): Verdict {
  const words = {
    claim: "Whether a start succeeds depends on the learning rate, not on the format alone",
    section: "control of §2.2, whose bound contains no η",
    rule:
      `Supported if for some format the success share at η = ${config.learningRate} exceeds that ` +
      `at η = ${config.smallLearningRate} (budget scaled up) by more than ` +
      `${percent(accessibilityMargins.share)} (Newcombe intervals, Bonferroni over the formats); ` +
      "not supported if for every format the interval lies below.",
  };
  const confidence = 1 - (1 - config.confidence) / config.formats.length;
  const cases = config.formats.map((format) => {
    const at = (learningRate: number): Row =>
      find("learningRateMatters", shares, { format, learningRate, rounding: "both" });
    const names = [`η = ${config.learningRate}`, `η = ${config.smallLearningRate}`] as const;
    const [eta, small] = [at(config.learningRate), at(config.smallLearningRate)];
    return { format, ...difference(words, eta, small, { names, confidence }) };
  });
  const { format, ...strongest } = cases.reduce((a, b) =>
    b.interval.low > a.interval.low ? b : a,
  );
  return {
    ...strongest,
    verdict: decideAny(cases.map(({ verdict }) => verdict)),
    numbers: { format, ...strongest.numbers, formats: cases.length },
  };
}

function gradientRounding(shares: Table, config: AccessibilityConfig): Verdict {
  const setting = { format: config.lowFormat, learningRate: config.learningRate };
  return difference(
    {
      claim: "Starts fail because the gradient is rounded",
      section: "control of §2.2",
      rule: rule(
        `the success share of ${config.lowFormat} with only the update rounded minus that ` +
          "with only the gradient rounded",
      ),
    },
    find("gradientRounding", shares, { ...setting, rounding: "update" }),
    find("gradientRounding", shares, { ...setting, rounding: "gradient" }),
    { names: ["update only", "gradient only"], confidence: config.confidence },
  );
}

function rule(quantity: string): string {
  const margin = percent(accessibilityMargins.share);
  return (
    `Supported if the Newcombe interval of ${quantity} lies above ${margin}; ` +
    "not supported if it lies below; else inconclusive."
  );
}

/** Verdict on share(a) − share(b) against the margin for differences of shares. */
function difference(
  words: Pick<Verdict, "claim" | "section" | "rule">,
  a: Row,
  b: Row,
  { names, confidence }: { readonly names: readonly [string, string]; readonly confidence: number },
): Verdict {
  const [k1, n1, k2, n2] = [a.count, a.of, b.count, b.of].map(Number);
  const interval = newcombeInterval(k1, n1, k2, n2, confidence);
  return {
    ...words,
    verdict: decide(interval, accessibilityMargins.share),
    effect: k1 / n1 - k2 / n2,
    interval,
    numbers: { [names[0]]: `${k1} of ${n1}`, [names[1]]: `${k2} of ${n2}` },
  };
}

function find(caller: string, table: Table, wanted: Row): Row {
  const row = table.rows.find((r) => Object.entries(wanted).every(([key, v]) => r[key] === v));
  if (!row)
    throw new RangeError(
      `accessibilityVerdicts: ${caller} needs a row with ${JSON.stringify(wanted)}, got none ` +
        `among ${table.rows.length}`,
    );
  return row;
}
