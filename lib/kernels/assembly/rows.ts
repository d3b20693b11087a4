// AssemblyScript, sums and combinations per channel. Addresses are in bytes; places, lanes (a
// multiple of 4) and images in elements. Four lanes are one vector of f32, two of f64.

export function sums<F>(
  a: usize,
  result: usize,
  channels: usize,
  places: usize,
  lanes: usize,
  images: usize,
  keep: bool,
): void {
  sumChannels<F, void>(a, a, result, channels, places, lanes, images, keep);
}

export function dots<F>(
  a: usize,
  b: usize,
  result: usize,
  channels: usize,
  places: usize,
  lanes: usize,
  images: usize,
  keep: bool,
): void {
  sumChannels<F, F>(a, b, result, channels, places, lanes, images, keep);
}

/**
 * Four vectors of sums at a time, so that none waits for the others: of f32 those of four channels,
 * of f64 the two of two channels. Where so many channels are not left, the first is taken again.
 * B is void if there is no b.
 */
function sumChannels<F, B>(
  a: usize,
  b: usize,
  result: usize,
  channels: usize,
  places: usize,
  lanes: usize,
  images: usize,
  keep: bool,
): void {
  const single = sizeof<F>() === 4;
  const four: usize = 4 * sizeof<F>();
  const channel = places * lanes * sizeof<F>();
  // Without lanes to leave out, all places are one row.
  const row = images === lanes ? channel : lanes * sizeof<F>();
  const rest = images % 4;
  const whole = images === lanes ? channel : (images - rest) * sizeof<F>();
  const mask = firstLanes<F>(rest, 0);
  const mask1 = single ? mask : firstLanes<F>(rest, 2);
  const zero = v128.splat<F>(0);
  const step: usize = single ? 4 : 2;
  for (let c: usize = 0; c < channels; c += step) {
    const left = channels - c;
    const second = left > 1 ? channel : 0;
    const d1: usize = single ? second : 16;
    const d2: usize = single ? (left > 2 ? 2 * channel : 0) : second;
    const d3: usize = single ? (left > 3 ? 3 * channel : 0) : second + 16;
    let s0 = zero;
    let s1 = zero;
    let s2 = zero;
    let s3 = zero;
    for (let at: usize = 0; at < channel; at += row) {
      let p = a + at;
      let q = b + at;
      for (const end = p + whole; p < end; p += four, q += four) {
        s0 = v128.add<F>(s0, term<F, B>(p, q));
        s1 = v128.add<F>(s1, term<F, B>(p + d1, q + d1));
        s2 = v128.add<F>(s2, term<F, B>(p + d2, q + d2));
        s3 = v128.add<F>(s3, term<F, B>(p + d3, q + d3));
      }
      if (rest) {
        // Sums are never −0, so that adding 0 leaves them as they are.
        s0 = v128.add<F>(s0, v128.and(term<F, B>(p, q), mask));
        s1 = v128.add<F>(s1, v128.and(term<F, B>(p + d1, q + d1), mask1));
        s2 = v128.add<F>(s2, v128.and(term<F, B>(p + d2, q + d2), mask));
        s3 = v128.add<F>(s3, v128.and(term<F, B>(p + d3, q + d3), mask1));
      }
    }
    const to = result + c * sizeof<F>();
    if (single) {
      end<F>(sumOfPairs<F>(s0, turned(s0)), to, keep);
      if (left > 1) end<F>(sumOfPairs<F>(s1, turned(s1)), to + 4, keep);
      if (left > 2) end<F>(sumOfPairs<F>(s2, turned(s2)), to + 8, keep);
      if (left > 3) end<F>(sumOfPairs<F>(s3, turned(s3)), to + 12, keep);
    } else {
      end<F>(sumOfPairs<F>(s0, s1), to, keep);
      if (left > 1) end<F>(sumOfPairs<F>(s2, s3), to + 8, keep);
    }
    a += step * channel;
    b += step * channel;
  }
}

/** The number at a, or its product with that at b. */
function term<F, B>(a: usize, b: usize): v128 {
  if (isVoid<B>()) return v128.load(a);
  return v128.mul<F>(v128.load(a), v128.load(b));
}

/** Ones in the lanes of a vector whose index, from `first` on, is below `count`. */
function firstLanes<F>(count: usize, first: i64): v128 {
  if (sizeof<F>() === 4) return i32x4.gt_s(i32x4.splat(<i32>count), i32x4(0, 1, 2, 3));
  return i64x2.gt_s(i64x2.splat(<i64>count - first), i64x2(0, 1));
}

/** The second half of a vector first. */
function turned(x: v128): v128 {
  return v128.shuffle<i64>(x, x, 1, 0);
}

/** (s₀ + s₂) + (s₁ + s₃), the first vector having s₀ and s₁, the second s₂ and s₃. */
function sumOfPairs<F>(first: v128, second: v128): F {
  const pairs = v128.add<F>(first, second);
  return v128.extract_lane<F>(pairs, 0) + v128.extract_lane<F>(pairs, 1);
}

function end<F>(sum: F, result: usize, keep: bool): void {
  store<F>(result, keep ? load<F>(result) + sum : sum);
}

/** Addresses that are 0 stand for what is left out. */
export function combine<F>(
  a: usize,
  alpha: usize,
  b: usize,
  beta: usize,
  gamma: usize,
  result: usize,
  channels: usize,
  places: usize,
  lanes: usize,
  images: usize,
): void {
  if (b && gamma)
    combineRows<F, F, F>(a, alpha, b, beta, gamma, result, channels, places, lanes, images);
  else if (b)
    combineRows<F, F, void>(a, alpha, b, beta, gamma, result, channels, places, lanes, images);
  else if (gamma)
    combineRows<F, void, F>(a, alpha, b, beta, gamma, result, channels, places, lanes, images);
  else
    combineRows<F, void, void>(a, alpha, b, beta, gamma, result, channels, places, lanes, images);
}

/** B is void if there are no b and β, C if there is no γ. */
function combineRows<F, B, C>(
  a: usize,
  alpha: usize,
  b: usize,
  beta: usize,
  gamma: usize,
  result: usize,
  channels: usize,
  places: usize,
  lanes: usize,
  images: usize,
): void {
  const row = lanes * sizeof<F>();
  const used = images * sizeof<F>();
  const none = v128.splat<F>(0);
  for (let c: usize = 0; c < channels; c++) {
    const x = v128.splat<F>(load<F>(alpha + c * sizeof<F>()));
    const y = isVoid<B>() ? none : v128.splat<F>(load<F>(beta + c * sizeof<F>()));
    const z = isVoid<C>() ? none : v128.splat<F>(load<F>(gamma + c * sizeof<F>()));
    for (let place: usize = 0; place < places; place++) {
      for (let n: usize = 0; n < row; n += 16) {
        let sum = v128.mul<F>(x, v128.load(a + n));
        if (!isVoid<B>()) sum = v128.add<F>(sum, v128.mul<F>(y, v128.load(b + n)));
        if (!isVoid<C>()) sum = v128.add<F>(sum, z);
        v128.store(result + n, sum);
      }
      if (used < row) memory.fill(result + used, 0, row - used);
      a += row;
      b += row;
      result += row;
    }
  }
}
