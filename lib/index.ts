/**
 * Which training paths, and so which minima, can a number format of p bits reach?
 *
 * The public names of all rooms, by room.
 */

export * from "./curvature/dense.js";
export * from "./experiments/accessibilityConfig.js";
export * from "./experiments/accessibilityRun.js";
export * from "./experiments/accessibilityTables.js";
export * from "./experiments/accessibilityVerdicts.js";
export * from "./experiments/basinMap.js";
export * from "./experiments/minimaAccessibility.js";
export * from "./experiments/pairTable.js";
export * from "./experiments/pathSummary.js";
export * from "./experiments/promote.js";
export * from "./experiments/ridgeControl.js";
export * from "./experiments/verdict.js";
export * from "./figures/basinPanels.js";
export * from "./figures/figure.js";
export * from "./figures/lossSurface.js";
export * from "./figures/numberLine.js";
export * from "./figures/pathByPrecision.js";
export * from "./figures/pathInFormats.js";
export * from "./figures/rows.js";
export * from "./figures/shareOfMinima.js";
export * from "./figures/shareOfStarts.js";
export * from "./figures/switchNearRidge.js";
export { type FormatStyle, formatStyle } from "./figures/theme.js";
export * from "./figures/thresholdCurves.js";
export * from "./landscapes/landscapes.js";
export * from "./landscapes/objective.js";
export * from "./landscapes/twoValleys.js";
export * from "./notebook/display.js";
export * from "./notebook/environment.js";
export * from "./numerics/arithmetic.js";
export * from "./numerics/doubleDouble.js";
export * from "./numerics/jobs.js";
export * from "./numerics/random.js";
export * from "./numerics/statistics.js";
export * from "./paths/intrinsicError.js";
export * from "./paths/path.js";
export * from "./precision/format.js";
export * from "./precision/formats.js";
export * from "./precision/round.js";
export * from "./results/manifest.js";
export * from "./results/store.js";
export * from "./results/table.js";
export * from "./results/workerPool.js";
export * from "./training/descent.js";
export * from "./training/ensemble.js";
export * from "./training/uniformStarts.js";
