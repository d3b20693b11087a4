/**
 * Which training paths, and so which minima, can a number format of p bits reach?
 *
 * The public names of all rooms, by room.
 */

export * from "./curvature/barrierGrid.js";
export * from "./curvature/blocks.js";
export * from "./curvature/curvatureProfile.js";
export { denseHessian, denseMatrix, hessianEigenvalues, sharpness } from "./curvature/dense.js";
export {
  type GradientError,
  type GradientErrorOptions,
  gradientError,
} from "./curvature/gradientError.js";
export * from "./curvature/gradientErrorSample.js";
export * from "./curvature/hutchinson.js";
export * from "./curvature/lanczos.js";
export * from "./curvature/operator.js";
export * from "./curvature/powerIteration.js";
export { randomStartAccuracy, randomStartFailure } from "./curvature/randomStartBounds.js";
export {
  type PrecisionPredictors,
  type PredictorOptions,
  precisionPredictors,
  requiredBits,
  stuckBits,
} from "./curvature/requiredBits.js";
export type { RitzPair } from "./curvature/ritz.js";
export type { SampleMean } from "./curvature/sampleMean.js";
export * from "./curvature/secant.js";
export * from "./curvature/spectrum.js";
export { requireSymmetric, type SymmetryOptions } from "./curvature/symmetry.js";
export * from "./experiments/accessibilityConfig.js";
export * from "./experiments/accessibilityRun.js";
export * from "./experiments/accessibilityTables.js";
export * from "./experiments/accessibilityVerdicts.js";
export * from "./experiments/curvatureTheorem.js";
export * from "./experiments/failurePrecision.js";
export * from "./experiments/gradientErrorTable.js";
export * from "./experiments/minimaAccessibility.js";
export * from "./experiments/pairTable.js";
export * from "./experiments/pathSummary.js";
export * from "./experiments/predictedBits.js";
export * from "./experiments/promote.js";
export * from "./experiments/promotedBasins.js";
export * from "./experiments/ridgeControl.js";
export * from "./experiments/theoremConfig.js";
export * from "./experiments/theoremProblems.js";
export * from "./experiments/theoremVerdicts.js";
export * from "./experiments/verdict.js";
export * from "./figures/accumulatorErrors.js";
export type { Animation, CanvasContext } from "./figures/animation/animation.js";
export { encodeAnimation } from "./figures/animation/encodeAnimation.js";
export * from "./figures/animation/trainingAnimation.js";
export * from "./figures/barrierMap.js";
export * from "./figures/basinPanels.js";
export * from "./figures/curvatureAlongPath.js";
export * from "./figures/failurePrecisionCurve.js";
export * from "./figures/figure.js";
export * from "./figures/gradientErrorHistogram.js";
export { type LandscapeGrid, landscapeGrid } from "./figures/landscapeGrid.js";
export { type LossContoursOptions, lossContours } from "./figures/lossContours.js";
export {
  type FormatPath,
  type LossSurfaceOptions,
  lossSurface,
  type SurfaceLine,
} from "./figures/lossSurface.js";
export * from "./figures/numberLine.js";
export * from "./figures/pathByPrecision.js";
export * from "./figures/pathInFormats.js";
export * from "./figures/predictorScatter.js";
export * from "./figures/roundingErrorHistogram.js";
export * from "./figures/rows.js";
export * from "./figures/runningSums.js";
export * from "./figures/shareOfMinima.js";
export * from "./figures/shareOfStarts.js";
export * from "./figures/switchNearRidge.js";
export { type FormatStyle, formatStyle } from "./figures/theme.js";
export * from "./figures/thresholdCurves.js";
export { residentArray } from "./kernels/residentArray.js";
export * from "./landscapes/criticalPoints.js";
export * from "./landscapes/curvedFunnel.js";
export { evaluateTape } from "./landscapes/expression/evaluateTape.js";
export type { Tape, TapeNode, TapeOperation } from "./landscapes/expression/tape.js";
export {
  type ObjectiveData,
  type ObjectiveTapes,
  objectiveData,
  tapeObjective,
} from "./landscapes/expression/tapeObjective.js";
export * from "./landscapes/himmelblau.js";
export * from "./landscapes/landscape.js";
export * from "./landscapes/landscapeFromFunction.js";
export * from "./landscapes/landscapes.js";
export * from "./landscapes/mullerBrown.js";
export * from "./landscapes/objective.js";
export * from "./landscapes/objectiveFrom.js";
export * from "./landscapes/quadratic.js";
export * from "./landscapes/rosenbrock.js";
export * from "./landscapes/saddleGauntlet.js";
export * from "./landscapes/threeHumpCamel.js";
export * from "./landscapes/translated.js";
export * from "./landscapes/twoValleys.js";
export * from "./notebook/display.js";
export * from "./notebook/environment.js";
export * from "./notebook/gif.js";
export * from "./numerics/arithmetic.js";
export * from "./numerics/bootstrap.js";
export * from "./numerics/compensatedSum.js";
export * from "./numerics/doubleDouble.js";
export * from "./numerics/doubleDoubleOperations.js";
export * as elementary from "./numerics/elementary/elementary.js";
export { evenly } from "./numerics/evenly.js";
export * from "./numerics/exactSum.js";
export { interval, type RealInterval } from "./numerics/interval.js";
export * from "./numerics/intervalOperations.js";
export * from "./numerics/jobs.js";
export * from "./numerics/random.js";
export * from "./numerics/rankCorrelation.js";
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
export * from "./training/basinMap.js";
export * from "./training/descent.js";
export * from "./training/ensemble.js";
export * from "./training/predictStuck.js";
export * from "./training/shadowDescent.js";
export * from "./training/stuckSets.js";
export * from "./training/uniformStarts.js";
