/** What the minima-accessibility experiment is asked to do; see {@link minimaAccessibility}. */
export interface AccessibilityConfig {
  /** A landscape with known minima, by name. */
  readonly landscape: string;
  /** Number formats by name; the first one is the reference, and promotion goes back to it. */
  readonly formats: readonly string[];
  /** The format that "8-bit" or "low precision" means in the verdicts. */
  readonly lowFormat: string;
  /** Key of every random number. */
  readonly seed: number;
  /** Uniform starts, the same ones in every format (count). */
  readonly starts: number;
  /** Paths per format for the pictures: the first so many starts (count). */
  readonly paths: number;
  /** η of the main runs (dimensionless). */
  readonly learningRate: number;
  /** η of the control with smaller steps, with its budget scaled up by the same ratio. */
  readonly smallLearningRate: number;
  /** η of the control with larger steps. */
  readonly largeLearningRate: number;
  /** Budget of the main runs (steps). */
  readonly maxSteps: number;
  /** A minimum is reached if the final loss exceeds its loss by less than this (loss units). */
  readonly threshold: number;
  /** Other thresholds, to see how much depends on the choice. */
  readonly thresholds: readonly number[];
  /** Starts per side of the basin maps' square grid (count). */
  readonly gridSide: number;
  /** Distances |θ₁| from the ridge at which the ridge control starts. */
  readonly ridgeDistances: readonly number[];
  /** Starts per distance of the ridge control, half of them on each side (count, even). */
  readonly ridgeStarts: number;
  /** Confidence of every interval; shared out among the cases of a verdict. */
  readonly confidence: number;
}

/** 10⁻⁸ to 1, six per decade, each the double nearest to its decimal. */
function decimalThresholds(): number[] {
  const decades = [-8, -7, -6, -5, -4, -3, -2, -1];
  return [...decades.flatMap((e) => [1, 1.5, 2, 3, 5, 7].map((m) => Number(`${m}e${e}`))), 1];
}

const quick: AccessibilityConfig = {
  landscape: "twoValleys",
  formats: ["float64", "float32", "float16", "bfloat16", "float8_e4m3fn", "float8_e5m2"],
  lowFormat: "float8_e4m3fn",
  seed: 20260115,
  starts: 1000,
  paths: 100,
  learningRate: 0.05,
  smallLearningRate: 0.005,
  largeLearningRate: 0.4,
  maxSteps: 1000,
  threshold: 1e-2,
  thresholds: decimalThresholds(),
  gridSide: 80,
  ridgeDistances: Array.from({ length: 26 }, (_, k) => 2 ** -(k + 1)),
  ridgeStarts: 40,
  confidence: 0.95,
};

/**
 * The two sizes of the minima-accessibility experiment: the same questions, more starts.
 *
 * `quick` takes seconds, `paper` a minute or two on two cores. Formats, learning rates,
 * thresholds and margins are equal in both.
 *
 * @example
 * accessibilityConfigs.quick.learningRate; // 0.05
 */
export const accessibilityConfigs: Readonly<Record<"quick" | "paper", AccessibilityConfig>> = {
  quick,
  paper: { ...quick, starts: 4000, gridSide: 200, ridgeStarts: 400 },
};
