// AssemblyScript. What stochastic rounding by the encoding leaves open.
import { complement, outside, withRandom } from "./carefully";
import { anySign, inLanes } from "./lanes";
import {
  HIGH,
  KEPT,
  LOW,
  NORMAL,
  SCALE,
  SCALE_AGAIN,
  SIZE_BITS,
  SPACING,
  UNDECIDED,
} from "./slots";

/**
 * As roundCarefully, where all random bits count and the spacing is at most 1.
 *
 * @param x - what was at the address
 * @param random - 16 random bits per lane
 */
export function settle<F, I>(address: usize, x: v128, random: v128): void {
  const size = v128.and(x, inLanes<I>(SIZE_BITS));
  const sum = withRandom<I>(x, random);
  const isSmall = v128.gt<I>(inLanes<I>(NORMAL), size);
  const t = v128.mul<F>(v128.mul<F>(size, inLanes<F>(SCALE)), inLanes<F>(SCALE_AGAIN));
  const below = v128.floor<F>(t);
  const fraction = v128.sub<F>(t, below);
  const needed = complement<F, I>(random);
  const away = v128.ge<F>(fraction, needed);
  const least = v128.sub<F>(needed, v128.splat<F>(1 / 65536.0));
  const whole = v128.add<F>(below, v128.and(away, v128.splat<F>(1)));
  const small = v128.or(v128.mul<F>(whole, inLanes<F>(SPACING)), v128.xor(x, size));
  const open = v128.bitselect(
    v128.andnot(v128.ge<F>(fraction, least), away),
    v128.eq<I>(v128.and(sum, inLanes<I>(UNDECIDED)), inLanes<I>(UNDECIDED)),
    isSmall,
  );
  const left = v128.or(
    open,
    v128.or(v128.gt<I>(inLanes<I>(LOW), size), v128.gt<I>(size, inLanes<I>(HIGH))),
  );
  const rounded = v128.bitselect(small, v128.and(sum, inLanes<I>(KEPT)), isSmall);
  v128.store(address, v128.bitselect(x, rounded, left));
  if (!anySign<I>(left)) return;
  const lanes = sizeof<I>() === 8 ? i64x2.bitmask(left) : i32x4.bitmask(left);
  for (let lane: usize = 0; lane < 16 / sizeof<I>(); lane++)
    if ((lanes >> (lane as i32)) & 1) outside(address + lane * sizeof<I>());
}
