import { exp } from "../../numerics/elementary/elementary.js";
import { cellCentres } from "../../numerics/evenly.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import { cappedBars } from "./cappedBars.js";
import type { Diagram } from "./diagram.js";

/** What {@link persistenceImage} is told. */
export interface PersistenceImageOptions {
  /** Standard deviation σ of the Gaussians, in the units of the filtration, finite and > 0. */
  readonly bandwidth: number;
  /** The part of the plane that the pixels fill: from and to, of births and of persistences. */
  readonly range: {
    readonly birth: readonly [number, number];
    readonly persistence: readonly [number, number];
  };
  /** Pixels along each axis, integers ≥ 1; 20 unless told. */
  readonly resolution?: number | { readonly columns: number; readonly rows: number };
  /** Weight of a bar, finite; its persistence unless told. For stability 0 at persistence 0. */
  readonly weight?: (birth: number, persistence: number) => number;
  /** Level where essential bars end; they are left out unless told. */
  readonly cap?: number;
}

/** Values of a persistence image and where they lie. */
export interface PersistenceImage {
  /** Centres of the columns. */
  readonly births: Float64Array;
  /** Centres of the rows. */
  readonly persistences: Float64Array;
  /** Row-major over (persistences, births): that of row i, column j at i·births.length + j. */
  readonly values: Float64Array;
}

/**
 * Persistence image: a sum of Gaussians, one for each bar, over the plane of birth x and
 * persistence y = |death − birth|,
 *
 *     ρ(x, y) = Σ w(xᵢ, yᵢ) · exp(−((x − xᵢ)² + (y − yᵢ)²)/2σ²) / 2πσ²
 *
 * sampled at the centres of the pixels (times the area of a pixel that is the midpoint rule for
 * its integral over the pixel; pixels should be narrower than σ). The range and the bandwidth must be given: images
 * can be compared only if they share them. Essential bars are left out or end at the cap.
 * O(n·columns·rows) multiplications, O(n·(columns + rows)) exponentials.
 *
 * @param diagram - n bars in any order, upwards or downwards
 * @param options - bandwidth and range; resolution, weight, cap
 * @throws RangeError if an option is out of range, a weight is not finite, a birth is infinite, an
 *   end is NaN, or births and deaths differ in number
 * @throws TypeError if an option is unknown
 * @see Adams et al. (2017), Persistence images: a stable vector representation of persistent
 *   homology, JMLR 18(8)
 *
 * @example
 * const range = { birth: [0, 1], persistence: [0, 1] } as const;
 * persistenceImage(diagramOf(1, [0.5], [1]), { bandwidth: 0.1, range, resolution: 1 }).values; // 0.5/(2π·0.01)
 */
export function persistenceImage(
  diagram: Diagram,
  options: PersistenceImageOptions,
): PersistenceImage {
  const known = ["bandwidth", "range", "resolution", "weight", "cap"];
  requireKnown(options, known, "option", "persistenceImage");
  const { bandwidth, range, resolution = 20, weight = (_, length) => length, cap } = options;
  if (!(bandwidth > 0 && bandwidth < Infinity))
    throw new RangeError(`persistenceImage: bandwidth must be finite and > 0, got ${bandwidth}`);
  const { columns, rows } =
    typeof resolution === "object" ? resolution : { columns: resolution, rows: resolution };
  const xs = centres(range?.birth, columns, "birth");
  const ys = centres(range?.persistence, rows, "persistence");
  const { births, deaths } = cappedBars(diagram, cap, "persistenceImage");

  // The exponential of a sum is a product: one factor a column, one a row.
  const bell = (distance: number): number => {
    const deviations = distance / bandwidth;
    return exp((-deviations * deviations) / 2) / bandwidth;
  };
  const values = new Float64Array(columns * rows);
  births.forEach((birth, bar) => {
    const persistence = Math.abs(deaths[bar] - birth);
    const w = weight(birth, persistence);
    if (!Number.isFinite(w))
      throw new RangeError(
        `persistenceImage: weights must be finite, got ${w} for birth ${birth}, persistence ${persistence}`,
      );
    const across = xs.map((x) => bell(x - birth));
    ys.forEach((y, i) => {
      const factor = (w * bell(y - persistence)) / (2 * Math.PI);
      for (let j = 0; j < columns; j++) values[i * columns + j] += factor * across[j];
    });
  });
  return { births: xs, persistences: ys, values };
}

/** Centres of the pixels along one axis. */
function centres(
  ends: readonly [number, number] | undefined,
  count: number,
  name: string,
): Float64Array {
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`persistenceImage: resolution must be integers >= 1, got ${count}`);
  const [from, to] = ends ?? [NaN, NaN];
  if (!(from < to && to - from < Infinity))
    throw new RangeError(
      `persistenceImage: range.${name} must be two finite numbers in ascending order, got ${from} and ${to}`,
    );
  return cellCentres(from, to, count);
}
