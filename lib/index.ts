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
export * from "./figures/accumulatorErrors.js";
export * from "./figures/basinPanels.js";
export * from "./figures/figure.js";
export * from "./figures/lossSurface.js";
export * from "./figures/numberLine.js";
export * from "./figures/pathByPrecision.js";
export * from "./figures/pathInFormats.js";
export * from "./figures/roundingErrorHistogram.js";
export * from "./figures/rows.js";
export * from "./figures/runningSums.js";
export * from "./figures/shareOfMinima.js";
export * from "./figures/shareOfStarts.js";
export * from "./figures/switchNearRidge.js";
export { type FormatStyle, formatStyle } from "./figures/theme.js";
export * from "./figures/thresholdCurves.js";
export { residentArray } from "./kernels/residentArray.js";
export * from "./landscapes/landscapes.js";
export * from "./landscapes/objective.js";
export * from "./landscapes/twoValleys.js";
export * from "./notebook/display.js";
export * from "./notebook/environment.js";
export * from "./numerics/arithmetic.js";
export * from "./numerics/compensatedSum.js";
export * from "./numerics/doubleDouble.js";
export * as elementary from "./numerics/elementary/elementary.js";
export * from "./numerics/exactSum.js";
export * from "./numerics/jobs.js";
export * from "./numerics/random.js";
export * from "./numerics/statistics.js";
export * from "./paths/intrinsicError.js";
export * from "./paths/path.js";
export { indicesPerDot } from "./precision/accumulation/accumulation.js";
export * from "./precision/accumulation/analyseDot.js";
export {
  type AccumulationOptions,
  type AccumulationOrder,
  accumulationOrders,
  dot,
} from "./precision/accumulation/dot.js";
export {
  type ErrorBounds,
  gammaFactor,
  probabilisticGammaFactor,
} from "./precision/accumulation/errorBounds.js";
export {
  type DenseMatrix,
  type MatrixProductOptions,
  matrixMultiply,
} from "./precision/accumulation/matrixMultiply.js";
export * from "./precision/accumulation/matrixVector.js";
export {
  type BlockFormat,
  bitsPerElement,
  blockFormats,
  mxfp4_e2m1,
  mxfp6_e2m3,
  mxfp6_e3m2,
  mxfp8_e4m3,
  mxfp8_e5m2,
  mxint8,
} from "./precision/codes/blockFormats.js";
export {
  type BitFields,
  bitFields,
  type Codes,
  decode,
  decodeArray,
  encode,
  encodeArray,
} from "./precision/codes/encode.js";
export type { CodeParts, Encoding } from "./precision/codes/encoding.js";
export * from "./precision/codes/flipBits.js";
export * from "./precision/codes/roundBlocks.js";
export { decimalText } from "./precision/explaining/decimalText.js";
export * from "./precision/explaining/explain.js";
export * from "./precision/formats/fixedPoint.js";
export {
  type FloatFormat,
  type FloatFormatOptions,
  floatFormat,
  type Overflow,
  type Subnormals,
} from "./precision/formats/format.js";
export * from "./precision/formats/formats.js";
export * from "./precision/formats/neighbours.js";
export { ulp } from "./precision/formats/ulp.js";
export * from "./precision/operations/operations.js";
export { roundArray } from "./precision/rounding/roundArray.js";
export {
  type RandomKey,
  type RoundingMode,
  type RoundingOptions,
  roundingModes,
} from "./precision/rounding/rounding.js";
export * from "./precision/rounding/roundingCounters.js";
export * from "./precision/rounding/roundingErrors.js";
export * from "./precision/rounding/roundTo.js";
export * from "./precision/shadow.js";
export * from "./results/manifest.js";
export * from "./results/store.js";
export * from "./results/table.js";
export * from "./results/workerPool.js";
export * from "./training/descent.js";
export * from "./training/ensemble.js";
export * from "./training/shadowDescent.js";
export * from "./training/uniformStarts.js";
