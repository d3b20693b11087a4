// AssemblyScript, the inner loops of the weights' gradients. Addresses and steps in bytes.

/** Bytes of the sums of two a and four b. */
export function SUMS<F>(): usize {
  return 32 * sizeof<F>();
}

/** For two a and four b: eight sums stay in registers, six loads for eight products. */
function sumsOfTwo<F>(
  sums: usize,
  a0: usize,
  a1: usize,
  aRow: usize,
  b0: usize,
  b1: usize,
  b2: usize,
  b3: usize,
  bRow: usize,
  rows: i32,
  run: usize,
): void {
  const four: usize = 4 * sizeof<F>();
  for (let part: usize = 0; part < four; part += 16) {
    const at = sums + 8 * part;
    let s0 = v128.load(at);
    let s1 = v128.load(at, 16);
    let s2 = v128.load(at, 32);
    let s3 = v128.load(at, 48);
    let t0 = v128.load(at, 64);
    let t1 = v128.load(at, 80);
    let t2 = v128.load(at, 96);
    let t3 = v128.load(at, 112);
    let p = a0 + part;
    let q = a1 + part;
    let c0 = b0 + part;
    let c1 = b1 + part;
    let c2 = b2 + part;
    let c3 = b3 + part;
    let row = rows;
    do {
      const end = p + run;
      do {
        const x = v128.load(p);
        const y = v128.load(q);
        const z0 = v128.load(c0);
        s0 = v128.add<F>(s0, v128.mul<F>(x, z0));
        t0 = v128.add<F>(t0, v128.mul<F>(y, z0));
        const z1 = v128.load(c1);
        s1 = v128.add<F>(s1, v128.mul<F>(x, z1));
        t1 = v128.add<F>(t1, v128.mul<F>(y, z1));
        const z2 = v128.load(c2);
        s2 = v128.add<F>(s2, v128.mul<F>(x, z2));
        t2 = v128.add<F>(t2, v128.mul<F>(y, z2));
        const z3 = v128.load(c3);
        s3 = v128.add<F>(s3, v128.mul<F>(x, z3));
        t3 = v128.add<F>(t3, v128.mul<F>(y, z3));
        p += four;
        q += four;
        c0 += four;
        c1 += four;
        c2 += four;
        c3 += four;
      } while (p !== end);
      p += aRow - run;
      q += aRow - run;
      c0 += bRow - run;
      c1 += bRow - run;
      c2 += bRow - run;
      c3 += bRow - run;
    } while (--row);
    v128.store(at, s0);
    v128.store(at, s1, 16);
    v128.store(at, s2, 32);
    v128.store(at, s3, 48);
    v128.store(at, t0, 64);
    v128.store(at, t1, 80);
    v128.store(at, t2, 96);
    v128.store(at, t3, 112);
  }
}

/** For one a and four b. */
function sumsOfOne<F>(
  sums: usize,
  a: usize,
  aRow: usize,
  b0: usize,
  b1: usize,
  b2: usize,
  b3: usize,
  bRow: usize,
  rows: i32,
  run: usize,
): void {
  const four: usize = 4 * sizeof<F>();
  for (let part: usize = 0; part < four; part += 16) {
    const at = sums + 8 * part;
    let s0 = v128.load(at);
    let s1 = v128.load(at, 16);
    let s2 = v128.load(at, 32);
    let s3 = v128.load(at, 48);
    let p = a + part;
    let c0 = b0 + part;
    let c1 = b1 + part;
    let c2 = b2 + part;
    let c3 = b3 + part;
    let row = rows;
    do {
      const end = p + run;
      do {
        const x = v128.load(p);
        s0 = v128.add<F>(s0, v128.mul<F>(x, v128.load(c0)));
        s1 = v128.add<F>(s1, v128.mul<F>(x, v128.load(c1)));
        s2 = v128.add<F>(s2, v128.mul<F>(x, v128.load(c2)));
        s3 = v128.add<F>(s3, v128.mul<F>(x, v128.load(c3)));
        p += four;
        c0 += four;
        c1 += four;
        c2 += four;
        c3 += four;
      } while (p !== end);
      p += aRow - run;
      c0 += bRow - run;
      c1 += bRow - run;
      c2 += bRow - run;
      c3 += bRow - run;
    } while (--row);
    v128.store(at, s0);
    v128.store(at, s1, 16);
    v128.store(at, s2, 32);
    v128.store(at, s3, 48);
  }
}

/**
 * sums += a·b, vector by vector, for one or two channels a and up to four b, neighbours being aNext and
 * bNext apart: `rows` rows of `run` bytes each, of numbers in fours. The sum over the first vectors of
 * all fours (f32: over all) of a_j and b_k is the vector at sums + 64·j + 16·k; for f64, that of the
 * second vectors is 128 bytes on.
 */
export function productSums<F>(
  sums: usize,
  a: usize,
  aNext: usize,
  aRow: usize,
  aCount: i32,
  b: usize,
  bNext: usize,
  bRow: usize,
  bCount: i32,
  rows: i32,
  run: usize,
): void {
  // In place of what is not there the last one is taken; nobody asks for those sums.
  const b1 = bCount > 1 ? b + bNext : b;
  const b2 = bCount > 2 ? b1 + bNext : b1;
  const b3 = bCount > 3 ? b2 + bNext : b2;
  if (aCount > 1) sumsOfTwo<F>(sums, a, a + aNext, aRow, b, b1, b2, b3, bRow, rows, run);
  else sumsOfOne<F>(sums, a, aRow, b, b1, b2, b3, bRow, rows, run);
}

/** Sets sums to 0. */
export function clear(sums: usize, end: usize): void {
  const zero = i64x2.splat(0);
  for (; sums !== end; sums += 64) {
    v128.store(sums, zero);
    v128.store(sums, zero, 16);
    v128.store(sums, zero, 32);
    v128.store(sums, zero, 48);
  }
}

/** (s₀ + s₂) + (s₁ + s₃) of the sum at an address. */
export function total<F>(sum: usize): F {
  const both = halves<F>(sum);
  if (sizeof<F>() === 8) return <F>(f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1));
  return <F>(f32x4.extract_lane(both, 0) + f32x4.extract_lane(both, 1));
}

/** The totals of neighbouring sums: of four, for f64 of two. */
export function totals<F>(sum: usize): v128 {
  if (sizeof<F>() === 8) {
    const a = halves<F>(sum);
    const b = halves<F>(sum + 16);
    return f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
  }
  return totalsOfFour(v128.load(sum), v128.load(sum, 16), v128.load(sum, 32), v128.load(sum, 48));
}

/** (s₀ + s₂) + (s₁ + s₃) of each of four sums of floats. */
export function totalsOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const p = f32x4.add(v128.shuffle<f32>(a, b, 0, 1, 4, 5), v128.shuffle<f32>(a, b, 2, 3, 6, 7));
  const q = f32x4.add(v128.shuffle<f32>(c, d, 0, 1, 4, 5), v128.shuffle<f32>(c, d, 2, 3, 6, 7));
  return f32x4.add(v128.shuffle<f32>(p, q, 0, 2, 4, 6), v128.shuffle<f32>(p, q, 1, 3, 5, 7));
}

/** s₀ + s₂ and s₁ + s₃ in the first two lanes. */
function halves<F>(sum: usize): v128 {
  const a = v128.load(sum);
  if (sizeof<F>() === 8) return f64x2.add(a, v128.load(sum, 128));
  return f32x4.add(a, v128.shuffle<f32>(a, a, 2, 3, 2, 3));
}
