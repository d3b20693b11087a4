import type { Distances } from "../../numerics/distances.js";
import { euclideanDistances } from "../../numerics/euclideanDistances.js";
import type { Diagram } from "../diagrams/diagram.js";
import type { Chain } from "./chain.js";
import { representativeCycles } from "./representativeCycles.js";
import type { RipsBars } from "./ripsBars.js";
import { ripsCohomology } from "./ripsCohomology.js";
import { effectiveDimension, forecastOf, type RipsForecast } from "./ripsForecast.js";
import { checkRipsOptions, type RipsOptions, type RipsSettings } from "./ripsOptions.js";
import { type CheckedSource, checkSource, type RipsSource } from "./ripsSource.js";
import type { WeightedGraph } from "./weightedGraph.js";

/** Persistent homology of a Rips filtration. Lists "per dimension" have an entry for 0 … maxDimension. */
export interface RipsPersistence {
  /** Per dimension d, the bars [birth, death), sorted by birth, then death. */
  readonly diagrams: readonly Diagram[];
  /** Length up to which edges were looked at; a bar alive there has death +∞. */
  readonly threshold: number;
  /** Number n of points. */
  readonly pointCount: number;
  /** Number of edges up to the threshold. */
  readonly edgeCount: number;
  /** p of the coefficients ℤ/p. */
  readonly modulus: number;
  /** What is probably a slip of the caller, in sentences; mostly empty. */
  readonly warnings: readonly string[];
  /**
   * Per dimension d, d + 1 vertices for each bar of the diagram, ascending: the simplex that
   * creates the class. Its longest edge is the birth.
   */
  readonly birthSimplices: readonly Uint32Array[];
  /**
   * Per dimension d, d + 2 vertices for each bar, ascending: the simplex that ends it. Its
   * longest edge is the death. All 0xffffffff for an essential bar.
   */
  readonly deathSimplices: readonly Uint32Array[];
  /**
   * If asked for: per dimension, a cocycle for each bar. Restricted to the complex at any
   * t in [birth, death) it is a cocycle and no coboundary. It tells where a loop is cut.
   */
  readonly cocycles?: readonly (readonly Chain[])[];
  /**
   * If asked for: per dimension, a cycle for each bar. All of it is there at the birth; it is a
   * boundary from the death on and not before. It tells where a loop runs.
   */
  readonly cycles?: readonly (readonly Chain[])[];
}

/**
 * Persistent homology of the Vietoris–Rips filtration: components, loops, cavities … of a cloud
 * of points, and the range of scales over which each is seen.
 *
 * At scale t the complex has a simplex for every set of points with all distances ≤ t. A class
 * that is born at b and dies at d is a bar [b, d); bars of length 0 are left out. The diagram is
 * that of the distances as float64 numbers, to the last bit: equal distances are one scale.
 *
 * What little or odd input means: no points, no bars; one point, one component; equal points
 * join at 0, so their bars have length 0 and are left out; a distance of +∞, or a pair without
 * edge in a graph, is never filled, so parts far apart stay essential components.
 *
 * Time and memory depend on the input more than on n: {@link ripsForecast} estimates them, and
 * what needs more memory than the limit is refused before any is taken. 1000 points of the plane
 * take about 0.1 s up to dimension 1.
 *
 * @param source - distances; or points, between which Euclidean distances are taken; or a graph
 * @param options - dimension, threshold, field, representatives
 * @returns diagrams, the simplices that begin and end each bar, and representatives
 * @throws TypeError if the source is none of the three, or an option is unknown
 * @throws RangeError if there is a NaN or a negative distance (naming its place), an option is
 *   out of range, or more memory is needed than `memoryLimit` (with the forecast)
 * @see Bauer (2021), Ripser: efficient computation of Vietoris–Rips persistence barcodes,
 *   J. Appl. Comput. Topol. 5
 *
 * @example
 * const square = { points: Float64Array.of(0, 0, 1, 0, 1, 1, 0, 1), dim: 2 };
 * ripsPersistence(square).diagrams[1]; // one loop: births [1], deaths [1.414…]
 */
export function ripsPersistence(source: RipsSource, options: RipsOptions = {}): RipsPersistence {
  const caller = "ripsPersistence";
  const settings = checkRipsOptions(options, caller);
  const checked = checkSource(source, caller);
  const { pointCount, warnings } = checked;
  const { maxDimension, modulus, cocycles, monitor } = settings;

  const { input, forecast } = affordable(checked, settings, caller);
  const { threshold, edgeCount } = forecast;
  const top = effectiveDimension(pointCount, maxDimension);
  const found =
    pointCount === 0
      ? []
      : ripsCohomology(input, { maxDimension: top, threshold, modulus, cocycles, monitor });
  const cycles =
    settings.cycles && pointCount > 0
      ? representativeCycles(input, { maxDimension: top, threshold, modulus, monitor })
      : [];
  const bars = Array.from({ length: maxDimension + 1 }, (_, d) => found[d] ?? noBars(d));
  const diagrams = bars.map(({ dimension, births, deaths }) => ({ dimension, births, deaths }));
  return {
    ...{ diagrams, threshold, pointCount, edgeCount, modulus, warnings },
    birthSimplices: bars.map((of) => of.birthSimplices),
    deathSimplices: bars.map((of) => of.deathSimplices),
    ...(cocycles && { cocycles: bars.map((of) => of.cocycles ?? []) }),
    ...(settings.cycles && { cycles: bars.map(({ dimension }) => cycles[dimension] ?? []) }),
  };
}

const noBars = (dimension: number): RipsBars => ({
  dimension,
  births: new Float64Array(0),
  deaths: new Float64Array(0),
  birthSimplices: new Uint32Array(0),
  deathSimplices: new Uint32Array(0),
});

/** Distances or graph, and the forecast, which is in bounds. */
function affordable(
  checked: CheckedSource,
  settings: RipsSettings,
  caller: string,
): { input: Distances | WeightedGraph; forecast: RipsForecast } {
  const { source } = checked;
  if (!("points" in source)) {
    const forecast = forecastOf(checked, settings, false);
    refuseAbove(settings.memoryLimit, forecast, caller);
    return { input: source, forecast };
  }
  // The distances of many points are themselves too large to be made before they are forecast.
  if (checked.pointCount > 8192)
    refuseAbove(settings.memoryLimit, forecastOf(checked, settings, false), caller);
  const input = euclideanDistances(source);
  const given = forecastOf({ ...checked, source: input }, settings, false);
  const forecast = { ...given, bytes: given.bytes + input.values.byteLength };
  refuseAbove(settings.memoryLimit, forecast, caller);
  return { input, forecast };
}

function refuseAbove(memoryLimit: number, forecast: RipsForecast, caller: string): void {
  const { pointCount, edgeCount, threshold, bytes } = forecast;
  if (bytes <= memoryLimit) return;
  throw new RangeError(
    `${caller}: expected to need at most ${gigabytes(memoryLimit)} (memoryLimit), got a forecast of ` +
      `${gigabytes(bytes)} for ${pointCount} points and ${edgeCount} edges up to ${threshold}; ` +
      "a smaller threshold or maxDimension needs less",
  );
}

const gigabytes = (bytes: number): string => `${Number((bytes / 2 ** 30).toPrecision(3))} GiB`;
