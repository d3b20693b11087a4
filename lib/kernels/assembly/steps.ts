// AssemblyScript, steps of optimizers, with the operations and their order as in
// ../../training/optimizing/moveOver.ts. Addresses are in bytes; `bytes` of each array, a multiple of 16.

/** d = g, or g + λθ. */
function penalized<F>(gradient: v128, theta: v128, decay: v128, decays: bool): v128 {
  return decays ? v128.add<F>(gradient, v128.mul<F>(decay, theta)) : gradient;
}

/** Without momentum if `velocity` is 0. */
export function sgd<F>(
  theta: usize,
  gradient: usize,
  velocity: usize,
  bytes: usize,
  rate: F,
  momentum: F,
  decay: F,
  decays: bool,
  nesterov: bool,
): void {
  const eta = v128.splat<F>(rate);
  const mu = v128.splat<F>(momentum);
  const lambda = v128.splat<F>(decay);
  for (let k: usize = 0; k < bytes; k += 16) {
    const from = v128.load(theta + k);
    let d = penalized<F>(v128.load(gradient + k), from, lambda, decays);
    if (velocity) {
      const b = v128.add<F>(v128.mul<F>(mu, v128.load(velocity + k)), d);
      v128.store(velocity + k, b);
      d = nesterov ? v128.add<F>(d, v128.mul<F>(mu, b)) : b;
    }
    v128.store(theta + k, v128.sub<F>(from, v128.mul<F>(eta, d)));
  }
}

/** Adam, with g + λθ where it decays; AdamW where θ shrinks by the factor `decay`. */
export function adam<F>(
  theta: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  bytes: usize,
  rate: F,
  beta1: F,
  rest1: F,
  beta2: F,
  rest2: F,
  root: F,
  epsilon: F,
  decay: F,
  decays: bool,
  shrinks: bool,
): void {
  const eta = v128.splat<F>(rate);
  const b1 = v128.splat<F>(beta1);
  const r1 = v128.splat<F>(rest1);
  const b2 = v128.splat<F>(beta2);
  const r2 = v128.splat<F>(rest2);
  const correction = v128.splat<F>(root);
  const least = v128.splat<F>(epsilon);
  const lambda = v128.splat<F>(decay);
  for (let k: usize = 0; k < bytes; k += 16) {
    const at = v128.load(theta + k);
    const d = penalized<F>(v128.load(gradient + k), at, lambda, decays);
    const m = v128.add<F>(v128.mul<F>(b1, v128.load(mean + k)), v128.mul<F>(r1, d));
    const squared = v128.mul<F>(v128.mul<F>(r2, d), d);
    const v = v128.add<F>(v128.mul<F>(b2, v128.load(square + k)), squared);
    v128.store(mean + k, m);
    v128.store(square + k, v);
    const from = shrinks ? v128.mul<F>(at, lambda) : at;
    const size = v128.add<F>(v128.div<F>(v128.sqrt<F>(v), correction), least);
    v128.store(theta + k, v128.sub<F>(from, v128.div<F>(v128.mul<F>(eta, m), size)));
  }
}

/** Without momentum if `velocity` is 0. */
export function rmsProp<F>(
  theta: usize,
  gradient: usize,
  square: usize,
  velocity: usize,
  bytes: usize,
  rate: F,
  alpha: F,
  rest: F,
  epsilon: F,
  momentum: F,
  decay: F,
  decays: bool,
): void {
  const eta = v128.splat<F>(rate);
  const kept = v128.splat<F>(alpha);
  const added = v128.splat<F>(rest);
  const least = v128.splat<F>(epsilon);
  const mu = v128.splat<F>(momentum);
  const lambda = v128.splat<F>(decay);
  for (let k: usize = 0; k < bytes; k += 16) {
    const from = v128.load(theta + k);
    const d = penalized<F>(v128.load(gradient + k), from, lambda, decays);
    const squared = v128.mul<F>(v128.mul<F>(added, d), d);
    const v = v128.add<F>(v128.mul<F>(kept, v128.load(square + k)), squared);
    v128.store(square + k, v);
    const size = v128.add<F>(v128.sqrt<F>(v), least);
    let move: v128;
    if (velocity) {
      const b = v128.add<F>(v128.mul<F>(mu, v128.load(velocity + k)), v128.div<F>(d, size));
      v128.store(velocity + k, b);
      move = v128.mul<F>(eta, b);
    } else move = v128.div<F>(v128.mul<F>(eta, d), size);
    v128.store(theta + k, v128.sub<F>(from, move));
  }
}

/**
 * Σ x_i² in doubles, as four sums: sum r has the i ≡ r (mod 4), ascending; then (s₀ + s₂) + (s₁ + s₃).
 *
 * @param count - of numbers
 */
export function squaredNorm<F>(x: usize, count: usize): f64 {
  const rest = count % 4;
  let first = f64x2.splat(0);
  let second = f64x2.splat(0);
  for (const end = x + (count - rest) * sizeof<F>(); x < end; x += 4 * sizeof<F>()) {
    const a = pair<F>(x);
    const b = pair<F>(x + 2 * sizeof<F>());
    first = f64x2.add(first, f64x2.mul(a, a));
    second = f64x2.add(second, f64x2.mul(b, b));
  }
  let s0 = f64x2.extract_lane(first, 0);
  let s1 = f64x2.extract_lane(first, 1);
  let s2 = f64x2.extract_lane(second, 0);
  if (rest > 0) s0 += square<F>(x);
  if (rest > 1) s1 += square<F>(x + sizeof<F>());
  if (rest > 2) s2 += square<F>(x + 2 * sizeof<F>());
  return s0 + s2 + (s1 + f64x2.extract_lane(second, 1));
}

/** Two numbers as doubles. */
function pair<F>(at: usize): v128 {
  return sizeof<F>() === 8 ? v128.load(at) : f64x2.promote_low_f32x4(v128.load64_zero(at));
}

function square<F>(at: usize): f64 {
  const x = <f64>load<F>(at);
  return x * x;
}
