import { quantile } from "../numerics/quantile.js";

/** Up to which loss a picture is drawn. */
export interface LossCap {
  /** The level; the largest loss if nothing is cut. */
  readonly level: number;
  /** The least loss of the grid. */
  readonly floor: number;
  /** Whether some of the grid lies above the level. */
  readonly cuts: boolean;
}

/** A loss is cut where its top is so many times as high above the floor as three quarters of it. */
const steep = 4;

/**
 * The level at which the height of a loss surface is cut.
 *
 * A loss that rises over decades at its edges would flatten everything else. It is cut at a
 * round level near its third quartile if it rises more than four times as high.
 *
 * @param loss - L on a grid; NaN and infinities are left out
 * @param wanted - the level, if it is given
 *
 * @example
 * lossCap(Float64Array.of(0, 1, 2, 3, 100)).level; // 3
 */
export function lossCap(loss: Float64Array, wanted?: number): LossCap {
  const [floor, usual, top] = [0, 0.75, 1].map((share) => quantile(loss, share));
  const automatic = top - floor > steep * (usual - floor) ? rounded(floor, usual, top) : top;
  const level = wanted ?? automatic;
  return { level, floor, cuts: loss.some((value) => value > level) };
}

/** `level` to two digits of its height above the floor, but never below the floor. */
function rounded(floor: number, level: number, top: number): number {
  if (!(level > floor)) return top;
  const step = 10 ** Math.floor(Math.log10(level - floor));
  return Math.ceil(level / step) * step;
}
