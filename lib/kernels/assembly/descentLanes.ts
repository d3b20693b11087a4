// AssemblyScript. Steps of gradient descent of many runs, each a lane: arrays [coordinate][lane]
// of doubles, `stride` bytes between coordinates. Addresses are in bytes.
import { anySign } from "./lanes";

/**
 * Which lanes may not take another step: the gradient's square is at most `zero` or not finite,
 * or the lane's own square beyond `near`. All ones in `ended`, else 0.
 *
 * @returns whether there are such lanes
 */
export function endedLanes64(
  theta: usize,
  gradient: usize,
  ended: usize,
  stride: usize,
  dim: i32,
  zero: f64,
  near: f64,
): bool {
  let any = i64x2.splat(0);
  for (let lane: usize = 0; lane < stride; lane += 16) {
    let at = lane;
    let gg = f64x2.splat(0);
    let tt = f64x2.splat(0);
    for (let i = 0; i < dim; i++, at += stride) {
      const t = v128.load(theta + at);
      const g = v128.load(gradient + at);
      gg = f64x2.add(gg, f64x2.mul(g, g));
      tt = f64x2.add(tt, f64x2.mul(t, t));
    }
    const now = hasEnded(gg, tt, zero, near);
    v128.store(ended + lane, now);
    any = v128.or(any, now);
  }
  return anySign<i64>(any);
}

function hasEnded(gg: v128, tt: v128, zero: f64, near: f64): v128 {
  const finite = v128.and(f64x2.gt(gg, f64x2.splat(zero)), f64x2.lt(gg, f64x2.splat(Infinity)));
  return v128.not(v128.and(finite, f64x2.le(tt, f64x2.splat(near))));
}

/** next = θ − rate·gradient; `bytes` in all. */
export function moveLanes64(
  theta: usize,
  gradient: usize,
  next: usize,
  bytes: usize,
  rate: f64,
): void {
  const rates = f64x2.splat(rate);
  for (let at: usize = 0; at < bytes; at += 16) {
    const step = f64x2.mul(rates, v128.load(gradient + at));
    v128.store(next + at, f64x2.sub(v128.load(theta + at), step));
  }
}

/**
 * Which lanes are back where they were a step ago or at their landmark, bit for bit: all ones
 * in `back`, else 0.
 *
 * @returns whether there are such lanes
 */
export function backLanes64(
  next: usize,
  theta: usize,
  landmark: usize,
  back: usize,
  stride: usize,
  dim: i32,
): bool {
  let any = i64x2.splat(0);
  for (let lane: usize = 0; lane < stride; lane += 16) {
    let at = lane;
    let still = i64x2.splat(-1);
    let again = i64x2.splat(-1);
    for (let i = 0; i < dim; i++, at += stride) {
      const n = v128.load(next + at);
      still = v128.and(still, i64x2.eq(n, v128.load(theta + at)));
      again = v128.and(again, i64x2.eq(n, v128.load(landmark + at)));
    }
    const both = v128.or(still, again);
    v128.store(back + lane, both);
    any = v128.or(any, both);
  }
  return anySign<i64>(any);
}

/**
 * The three at once, where nothing is rounded between them.
 *
 * @returns 1 if a lane should not have taken the step, plus 2 if one is back
 */
export function stepLanes64(
  theta: usize,
  gradient: usize,
  next: usize,
  landmark: usize,
  back: usize,
  ended: usize,
  stride: usize,
  dim: i32,
  rate: f64,
  zero: f64,
  near: f64,
): i32 {
  const rates = f64x2.splat(rate);
  let anyEnded = i64x2.splat(0);
  let anyBack = i64x2.splat(0);
  for (let lane: usize = 0; lane < stride; lane += 16) {
    let at = lane;
    let gg = f64x2.splat(0);
    let tt = f64x2.splat(0);
    let still = i64x2.splat(-1);
    let again = i64x2.splat(-1);
    for (let i = 0; i < dim; i++, at += stride) {
      const t = v128.load(theta + at);
      const g = v128.load(gradient + at);
      const n = f64x2.sub(t, f64x2.mul(rates, g));
      v128.store(next + at, n);
      gg = f64x2.add(gg, f64x2.mul(g, g));
      tt = f64x2.add(tt, f64x2.mul(t, t));
      still = v128.and(still, i64x2.eq(n, t));
      again = v128.and(again, i64x2.eq(n, v128.load(landmark + at)));
    }
    const both = v128.or(still, again);
    v128.store(back + lane, both);
    anyBack = v128.or(anyBack, both);
    const now = hasEnded(gg, tt, zero, near);
    v128.store(ended + lane, now);
    anyEnded = v128.or(anyEnded, now);
  }
  return (anySign<i64>(anyEnded) as i32) | ((anySign<i64>(anyBack) as i32) << 1);
}
