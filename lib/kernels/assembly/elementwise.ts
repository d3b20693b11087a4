// AssemblyScript, functions of each number. Addresses are in bytes, counts in elements, multiples
// of 4. The order of operations is that of LayerKernels in ../layerKernels.ts.
import { exp2, tanh2, tanhs } from "./elementary";
import { leftOf, powers, rootAt, shifted, stepsOf } from "./exp2";

export function relu<F>(input: usize, output: usize, count: usize): void {
  const zero = v128.splat<F>(0);
  const end = input + count * sizeof<F>();
  // NaN is not less than 0 and stays; adding 0 makes −0 into 0.
  for (; input < end; input += 16, output += 16)
    v128.store(output, v128.add<F>(v128.pmax<F>(v128.load(input), zero), zero));
}

export function reluBack<F>(output: usize, gradient: usize, result: usize, count: usize): void {
  const zero = v128.splat<F>(0);
  const bytes = count * sizeof<F>();
  for (let k: usize = 0; k < bytes; k += 16)
    v128.store(
      result + k,
      v128.and(v128.gt<F>(v128.load(output + k), zero), v128.load(gradient + k)),
    );
}

export function tanhBack<F>(output: usize, gradient: usize, result: usize, count: usize): void {
  const one = v128.splat<F>(1);
  const bytes = count * sizeof<F>();
  for (let k: usize = 0; k < bytes; k += 16) {
    const a = v128.load(output + k);
    const slope = v128.sub<F>(one, v128.mul<F>(a, a));
    v128.store(result + k, v128.mul<F>(v128.load(gradient + k), slope));
  }
}

export function tanhBend<F>(
  output: usize,
  change: usize,
  gradient: usize,
  result: usize,
  count: usize,
): void {
  const two = v128.splat<F>(2);
  const bytes = count * sizeof<F>();
  for (let k: usize = 0; k < bytes; k += 16) {
    const moved = v128.mul<F>(v128.load(output + k), v128.load(change + k));
    const bent = v128.mul<F>(moved, v128.load(gradient + k));
    v128.store(result + k, v128.sub<F>(v128.load(result + k), v128.mul<F>(two, bent)));
  }
}

export function sigmoidBack<F>(output: usize, gradient: usize, result: usize, count: usize): void {
  const one = v128.splat<F>(1);
  const bytes = count * sizeof<F>();
  for (let k: usize = 0; k < bytes; k += 16) {
    const a = v128.load(output + k);
    const slope = v128.mul<F>(a, v128.sub<F>(one, a));
    v128.store(result + k, v128.mul<F>(v128.load(gradient + k), slope));
  }
}

export function sigmoidBend<F>(
  output: usize,
  change: usize,
  gradient: usize,
  result: usize,
  count: usize,
): void {
  const one = v128.splat<F>(1);
  const two = v128.splat<F>(2);
  const bytes = count * sizeof<F>();
  for (let k: usize = 0; k < bytes; k += 16) {
    const slope = v128.sub<F>(one, v128.mul<F>(two, v128.load(output + k)));
    const moved = v128.mul<F>(slope, v128.load(change + k));
    const bent = v128.mul<F>(moved, v128.load(gradient + k));
    v128.store(result + k, v128.add<F>(v128.load(result + k), bent));
  }
}

export function add<F>(a: usize, b: usize, result: usize, count: usize): void {
  const bytes = count * sizeof<F>();
  for (let k: usize = 0; k < bytes; k += 16)
    v128.store(result + k, v128.add<F>(v128.load(a + k), v128.load(b + k)));
}

export function tanhOf64(input: usize, output: usize, count: usize): void {
  tanhs(input, output, count << 3);
}

export function tanhOf32(input: usize, output: usize, count: usize): void {
  for (const end = input + (count << 2); input < end; input += 16, output += 16) {
    const x = v128.load(input);
    const size = f32x4.abs(x);
    const first = tangent(lower(size));
    const second = tangent(upper(size));
    const value = v128.or(narrowed(first, second), v128.xor(x, size));
    if (i64x2.bitmask(v128.or(nearTie(first), nearTie(second))) === 0) v128.store(output, value);
    else v128.store(output, narrowed(tanh2(lower(x)), tanh2(upper(x))));
  }
}

/**
 * tanh x of doubles x ≥ 0, near enough for rounding to float: D/(D + 2), D = e^(2x) − 1, to 10 units
 * in the last place. From 10 on it is the same float, 1.
 */
function tangent(x: v128): v128 {
  const most = f64x2.pmin(x, f64x2.splat(10)); // NaN stays
  const twice = f64x2.add(most, most);
  const n = stepsOf(twice);
  const bits = shifted(n);
  const one = rootAt(i64x2.extract_lane(bits, 0));
  const other = rootAt(i64x2.extract_lane(bits, 1));
  const root = v128.shuffle<i64>(one, other, 0, 2);
  const low = v128.shuffle<i64>(one, other, 1, 3);
  const power = powers(bits);
  const rest = f64x2.mul(f64x2.add(low, f64x2.mul(root, leftOf(twice, n))), power);
  const less = f64x2.add(f64x2.sub(f64x2.mul(root, power), f64x2.splat(1)), rest);
  return f64x2.div(less, f64x2.add(less, f64x2.splat(2)));
}

/** A sign where a double is within 32 units in the last place of the middle between two floats. */
function nearTie(x: v128): v128 {
  const past = i64x2.sub(x, i64x2.splat(0x10000000 - 32));
  return i64x2.sub(v128.and(past, i64x2.splat(0x1fffffff)), i64x2.splat(65));
}

export function sigmoid<F>(input: usize, output: usize, count: usize): void {
  const one = v128.splat<F>(1);
  const end = input + count * sizeof<F>();
  for (; input < end; input += 16, output += 16) {
    const x = v128.neg<F>(v128.load(input));
    const power = sizeof<F>() === 8 ? exp2(x) : narrowed(exp2(lower(x)), exp2(upper(x)));
    v128.store(output, v128.div<F>(one, v128.add<F>(one, power)));
  }
}

/** The first two of four floats, as doubles. */
function lower(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

/** The other two. */
function upper(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0));
}

/** Four doubles, each rounded to a float. */
function narrowed(first: v128, second: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(second), 0, 2);
}
