/**
 * Which training paths, and so which minima, can a number format of p bits reach?
 *
 * The public names of all rooms, by room: a list, hence its more than 300 lines.
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
export * from "./figures/networks/decisionRegions.js";
export * from "./figures/networks/eigenvalueDensity.js";
export * from "./figures/networks/gradientExponents.js";
export * from "./figures/networks/imageSamples.js";
export * from "./figures/networks/outcomeShares.js";
export * from "./figures/networks/projectedPaths.js";
export * from "./figures/networks/trainingCurves.js";
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
export * from "./figures/topology/barcode.js";
export type { BarrierQuantity } from "./figures/topology/barrierRegion.js";
export * from "./figures/topology/bettiCurves.js";
export {
  type ClassesAgainstDeltaOptions,
  classesAgainstDelta,
  type DeltaMark,
  type NamedClassCounts,
} from "./figures/topology/classesAgainstDelta.js";
export { type DendrogramOptions, dendrogram } from "./figures/topology/dendrogram.js";
export {
  type DiagramMatchingOptions,
  type DrawnMatching,
  diagramMatching,
} from "./figures/topology/diagramMatching.js";
export {
  type DistanceHeatMapOptions,
  distanceHeatMap,
} from "./figures/topology/distanceHeatMap.js";
export type { MarkedFormat } from "./figures/topology/formatMarks.js";
export * from "./figures/topology/frechetCouplingFigure.js";
export {
  type GridPersistenceMapOptions,
  gridPersistenceMap,
} from "./figures/topology/gridPersistenceMap.js";
export {
  type DefectBound,
  type HomotopyFamilyOptions,
  homotopyFamily,
} from "./figures/topology/homotopyFamily.js";
export {
  type DrawnHole,
  type PathsByClassOptions,
  pathsByClass,
} from "./figures/topology/pathsByClass.js";
export {
  type ClassesAtBits,
  type PathsByClassSliderOptions,
  pathsByClassSlider,
} from "./figures/topology/pathsByClassSlider.js";
export {
  type PersistenceDiagramOptions,
  persistenceDiagram,
} from "./figures/topology/persistenceDiagram.js";
export {
  type DrawnEdges,
  type RipsComplexOptions,
  ripsComplex,
} from "./figures/topology/ripsComplex.js";
export {
  type RipsComplexSliderOptions,
  ripsComplexSlider,
} from "./figures/topology/ripsComplexSlider.js";
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
export * from "./networks/architectures/cnnC.js";
export * from "./networks/architectures/convNet.js";
export * from "./networks/architectures/mlp.js";
export * from "./networks/architectures/resNet.js";
export { asObjective, type NetworkObjectiveOptions } from "./networks/asObjective.js";
export { classCounts, type Dataset } from "./networks/dataset.js";
export * from "./networks/evaluate.js";
export {
  gainOf,
  type Initialisation,
  initialise,
  type NormalStart,
  type ScaledStart,
} from "./networks/initialise.js";
export * from "./networks/layers.js";
export * from "./networks/network.js";
export * from "./networks/networkData.js";
export * from "./networks/networkMachine.js";
export * from "./networks/predict.js";
export * from "./networks/proceduralDigits.js";
export * from "./networks/stratified.js";
export * from "./networks/symmetry/alignTo.js";
export * from "./networks/symmetry/canonicalForm.js";
export * from "./networks/symmetry/networkSymmetries.js";
export { type Alignment, symmetricMinimum } from "./networks/symmetry/symmetricMinimum.js";
export {
  movedParameters,
  movedState,
  type NetworkSymmetry,
  symmetryElements,
  symmetryOrbit,
  type UnitMove,
} from "./networks/symmetry/symmetryElements.js";
export * from "./networks/xor/xorNetwork.js";
export * from "./networks/xor/xorOutcome.js";
export * from "./networks/xor/xorSolutionType.js";
export * from "./notebook/display.js";
export * from "./notebook/environment.js";
export * from "./notebook/gif.js";
export * from "./numerics/arithmetic.js";
export * from "./numerics/bootstrap.js";
export * from "./numerics/compensatedSum.js";
export * from "./numerics/distances.js";
export * from "./numerics/distancesFromSquare.js";
export * from "./numerics/doubleDouble.js";
export * from "./numerics/doubleDoubleOperations.js";
export * as elementary from "./numerics/elementary/elementary.js";
export { euclideanDistances } from "./numerics/euclideanDistances.js";
export { evenly } from "./numerics/evenly.js";
export * from "./numerics/exactSum.js";
export { interval, type RealInterval } from "./numerics/interval.js";
export * from "./numerics/intervalOperations.js";
export * from "./numerics/jobs.js";
export * from "./numerics/linearAssignment.js";
export * from "./numerics/parseLowerTriangular.js";
export * from "./numerics/pointsFromRows.js";
export * from "./numerics/random.js";
export * from "./numerics/rankCorrelation.js";
export * from "./numerics/statistics.js";
export { norm } from "./numerics/vector.js";
export {
  type ConstructedHomotopy,
  constructedHomotopy,
  type HomotopyOptions,
} from "./paths/constructedHomotopy.js";
export type { Coupling } from "./paths/coupling.js";
export * from "./paths/discreteFrechet.js";
export * from "./paths/discreteFrechetWithin.js";
export * from "./paths/distanceMatrix.js";
export * from "./paths/dynamicTimeWarping.js";
export * from "./paths/endPointDistance.js";
export * from "./paths/frechetCoupling.js";
export type { Settled } from "./paths/frechetSettler.js";
export * from "./paths/intrinsicError.js";
export {
  type Isometry,
  requireIsometry,
  signedPermutation,
  transformed,
} from "./paths/isometry.js";
export * from "./paths/isometryGroup.js";
export { networkIsometries } from "./paths/networkIsometries.js";
export * from "./paths/path.js";
export type { PathMetric } from "./paths/pathBlock.js";
export * from "./paths/projectPaths.js";
export * from "./paths/resample.js";
export * from "./paths/symmetricDistance.js";
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
export * from "./results/datasets/cifar.js";
export * from "./results/datasets/idx.js";
export {
  type LoadedDataset,
  type LoadOptions,
  loadDataset,
} from "./results/datasets/loadDataset.js";
export type { DatasetName, DatasetPart } from "./results/datasets/publishedSets.js";
export * from "./results/manifest.js";
export * from "./results/store.js";
export * from "./results/table.js";
export * from "./results/workerPool.js";
export {
  type BarrierClasses,
  type BarrierClassesOptions,
  type BarrierStatus,
  type BarrierWitness,
  barrierClasses,
  barrierWitness,
  holeName,
} from "./topology/classes/barrierClasses.js";
export type { BarrierValues } from "./topology/classes/barrierPlane.js";
export * from "./topology/classes/dendrogram.js";
export * from "./topology/classes/finalPointClusters.js";
export { type MergePrecision, mergePrecision } from "./topology/classes/mergePrecision.js";
export {
  type ClassCountCurve,
  classCount,
  classCountCurve,
  metricClasses,
} from "./topology/classes/metricClasses.js";
export type { BarrierHole } from "./topology/classes/pathClassifier.js";
export type { Disc, PathRegion, Region } from "./topology/classes/pathRegions.js";
export * from "./topology/classes/puncturedGrid.js";
export { type Linkage, singleLinkage } from "./topology/classes/singleLinkage.js";
export * from "./topology/classes/witnessChain.js";
export * from "./topology/diagrams/bettiCurve.js";
export {
  type BootstrapBand,
  type BootstrapBandOptions,
  bootstrapBand,
} from "./topology/diagrams/bootstrapBand.js";
export * from "./topology/diagrams/bottleneckDistance.js";
export * from "./topology/diagrams/diagram.js";
export * from "./topology/diagrams/diagramOf.js";
export {
  type DiagramPermutation,
  type DiagramPermutationOptions,
  diagramPermutationTest,
} from "./topology/diagrams/diagramPermutationTest.js";
export * from "./topology/diagrams/diagramRows.js";
export type { Matching } from "./topology/diagrams/matching.js";
export type { Ground } from "./topology/diagrams/pairDistance.js";
export * from "./topology/diagrams/persistenceEntropy.js";
export * from "./topology/diagrams/persistenceImage.js";
export * from "./topology/diagrams/persistenceLandscape.js";
export * from "./topology/diagrams/subsampleBand.js";
export { subspace } from "./topology/diagrams/subspace.js";
export * from "./topology/diagrams/totalPersistence.js";
export * from "./topology/diagrams/wassersteinDistance.js";
export type { GridConstruction } from "./topology/grid/gridFunction.js";
export * from "./topology/grid/gridPersistence.js";
export { gridPersistenceOn } from "./topology/grid/gridPersistenceOn.js";
export * from "./topology/grid/levelComponents.js";
export type { Chain } from "./topology/rips/chain.js";
export { enclosingRadius } from "./topology/rips/enclosingRadius.js";
export type { RipsMonitor } from "./topology/rips/ripsBars.js";
export { type RipsForecast, ripsForecast } from "./topology/rips/ripsForecast.js";
export type { RipsOptions } from "./topology/rips/ripsOptions.js";
export * from "./topology/rips/ripsPersistence.js";
export { ripsPersistenceOn } from "./topology/rips/ripsPersistenceOn.js";
export type { RipsSource } from "./topology/rips/ripsSource.js";
export * from "./topology/rips/verifyRepresentatives.js";
export type { WeightedGraph } from "./topology/rips/weightedGraph.js";
export * from "./training/basinMap.js";
export * from "./training/checkpoint.js";
export * from "./training/descent.js";
export * from "./training/ensemble.js";
export {
  type AdamOptimizer,
  adam,
  adamW,
  type Optimizer,
  type RmsPropOptimizer,
  rmsProp,
  type SgdOptimizer,
  sgd,
} from "./training/optimizers.js";
export * from "./training/predictStuck.js";
export {
  constantRate,
  cosine,
  cyclical,
  learningRateAt,
  ramp,
  type Schedule,
  type ScheduleLength,
  stepDecay,
  warmUp,
} from "./training/schedules.js";
export * from "./training/shadowDescent.js";
export * from "./training/stuckSets.js";
export * from "./training/train.js";
export * from "./training/trainEnsemble.js";
export {
  type ResumedExtras,
  resumeTraining,
  startTraining,
  type Training,
  type TrainingExtras,
} from "./training/training.js";
export * from "./training/trainingOptions.js";
export * from "./training/trainingRun.js";
export * from "./training/uniformStarts.js";
