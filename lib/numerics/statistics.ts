import { inverseNormal } from "./inverseNormal.js";

/** A closed interval of real numbers, low ≤ high. */
export interface Interval {
  /** Lower end. */
  readonly low: number;
  /** Upper end. */
  readonly high: number;
}

/**
 * Wilson's score interval for a proportion.
 *
 * The π not rejected by the score test at k successes in n trials, with z = Φ⁻¹((1 + c)/2):
 *
 *     (k/n + z²/2n ± z √(k/n·(1 − k/n)/n + z²/4n²)) / (1 + z²/n)
 *
 * Unlike k/n ± z·s it stays inside [0, 1] and says something at k = 0 and k = n. No
 * continuity correction. With no trials nothing is known: [0, 1]. O(1).
 *
 * @param successes - k, an integer in 0 … n
 * @param trials - n, an integer ≥ 0
 * @param confidence - c in (0, 1), 0.95 unless told
 * @throws RangeError if a count or the confidence is not as said
 * @see Wilson (1927), Probable inference, the law of succession, and statistical inference
 *
 * @example
 * wilsonInterval(2, 100); // { low: 0.0055019…, high: 0.0700117… }
 */
export function wilsonInterval(successes: number, trials: number, confidence = 0.95): Interval {
  requireCounts("wilsonInterval", successes, trials);
  const z = twoSided("wilsonInterval", confidence);
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  const zz = z * z;
  const centre = (share + zz / (2 * trials)) / (1 + zz / trials);
  const half =
    (z * Math.sqrt((share * (1 - share)) / trials + zz / (4 * trials * trials))) /
    (1 + zz / trials);
  // At k = 0 and k = n an end is 0 or 1 exactly; rounding must not say 1e-18.
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
  };
}

/**
 * Newcombe's hybrid score interval (method 10) for the difference of two proportions.
 *
 * With d = k₁/n₁ − k₂/n₂ and the Wilson limits (l₁, u₁), (l₂, u₂) of the two samples:
 *
 *     d − √((k₁/n₁ − l₁)² + (u₂ − k₂/n₂)²)  …  d + √((u₁ − k₁/n₁)² + (k₂/n₂ − l₂)²)
 *
 * For two *independent* samples. The same starts run in two formats are paired: there this
 * interval is too wide if success in one goes with success in the other, and too *narrow* if it
 * goes with failure; take {@link newcombePairedInterval}. [−1, 1] when a sample is empty. O(1).
 *
 * @param k1 - successes of the first sample
 * @param n1 - its trials
 * @param k2 - successes of the second sample
 * @param n2 - its trials
 * @param confidence - in (0, 1), 0.95 unless told
 * @throws RangeError if a count or the confidence is not as said
 * @see Newcombe (1998), Interval estimation for the difference between independent
 *   proportions: comparison of eleven methods, Statistics in Medicine 17, 873–890
 *
 * @example
 * newcombeInterval(100, 100, 2, 100); // { low: 0.91779…, high: 0.99449… }
 */
export function newcombeInterval(
  k1: number,
  n1: number,
  k2: number,
  n2: number,
  confidence = 0.95,
): Interval {
  requireCounts("newcombeInterval", k1, n1);
  requireCounts("newcombeInterval", k2, n2);
  twoSided("newcombeInterval", confidence);
  if (n1 === 0 || n2 === 0) return { low: -1, high: 1 };
  const [p1, p2] = [k1 / n1, k2 / n2];
  const first = wilsonInterval(k1, n1, confidence);
  const second = wilsonInterval(k2, n2, confidence);
  const below = Math.sqrt((p1 - first.low) ** 2 + (second.high - p2) ** 2);
  const above = Math.sqrt((first.high - p1) ** 2 + (p2 - second.low) ** 2);
  return { low: Math.max(-1, p1 - p2 - below), high: Math.min(1, p1 - p2 + above) };
}

/**
 * Newcombe's hybrid score interval (method 10) for the difference of two paired proportions.
 *
 * Of n subjects seen twice, e succeed both times, f only the first, g only the second time, h
 * never. With d = (f − g)/n, the shares p₁ = (e + f)/n and p₂ = (e + g)/n, their Wilson limits
 * (l₁, u₁), (l₂, u₂), and the correlation φ of the 2 × 2 table:
 *
 *     d − √(a² − 2φab + b²)  …  d + √(a′² − 2φa′b′ + b′²)
 *     a = p₁ − l₁, b = u₂ − p₂, a′ = u₁ − p₁, b′ = p₂ − l₂
 *     φ = c / √((e + f)(g + h)(e + g)(f + h)),   c = eh − fg, but max(eh − fg − n/2, 0) if eh > fg
 *
 * φ = 0 where the root is 0: then it is {@link newcombeInterval}. If all pairs disagree, φ = −1
 * and it is the Wilson interval of f/n, stretched from [0, 1] to [−1, 1]. With no pairs nothing
 * is known: [−1, 1]. O(1).
 *
 * @param both - e, pairs that succeed both times
 * @param onlyFirst - f
 * @param onlySecond - g
 * @param neither - h
 * @param confidence - in (0, 1), 0.95 unless told
 * @throws RangeError if a count is not an integer ≥ 0, or the confidence is not as said
 * @see Newcombe (1998), Improved confidence intervals for the difference between binomial
 *   proportions based on paired data, Statistics in Medicine 17, 2635–2650
 *
 * @example
 * newcombePairedInterval(0, 100, 100, 0); // { low: -0.13724…, high: 0.13724… }
 */
export function newcombePairedInterval(
  both: number,
  onlyFirst: number,
  onlySecond: number,
  neither: number,
  confidence = 0.95,
): Interval {
  const [e, f, g, h] = [both, onlyFirst, onlySecond, neither];
  const n = e + f + g + h;
  for (const count of [e, f, g, h]) requireCounts("newcombePairedInterval", count, n);
  twoSided("newcombePairedInterval", confidence);
  if (n === 0) return { low: -1, high: 1 };
  const [p1, p2] = [(e + f) / n, (e + g) / n];
  const first = wilsonInterval(e + f, n, confidence);
  const second = wilsonInterval(e + g, n, confidence);
  const raw = e * h - f * g;
  const scale = Math.sqrt((e + f) * (g + h)) * Math.sqrt((e + g) * (f + h));
  const phi = scale > 0 ? (raw > 0 ? Math.max(raw - n / 2, 0) : raw) / scale : 0;
  const length = (a: number, b: number): number =>
    Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b)); // rounding must not go below 0
  const difference = (f - g) / n;
  return {
    low: Math.max(-1, difference - length(p1 - first.low, second.high - p2)),
    high: Math.min(1, difference + length(first.high - p1, p2 - second.low)),
  };
}

function requireCounts(caller: string, successes: number, trials: number): void {
  if (!Number.isSafeInteger(trials) || trials < 0)
    throw new RangeError(`${caller}: trials must be an integer >= 0, got ${trials}`);
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > trials)
    throw new RangeError(
      `${caller}: successes must be an integer in 0..${trials}, got ${successes}`,
    );
}

/** z with P(|Z| ≤ z) = confidence. */
function twoSided(caller: string, confidence: number): number {
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`${caller}: confidence must be in (0, 1), got ${confidence}`);
  return -inverseNormal((1 - confidence) / 2); // the lower tail keeps its digits near confidence 1
}
