// AssemblyScript, the SIMD kernel of distances. Addresses are in bytes, counts in elements.

/**
 * squares[i·n + j] = Σ_k (p[i·dim + k] − q[k·n + j])², summed in the order of k, for m vertices p
 * and n vertices q, coordinate by coordinate. m is a multiple of 2 and n of 4: two rows and four
 * columns at a time stay in registers.
 */
export function squaredDistances64(
  p: usize,
  q: usize,
  squares: usize,
  m: i32,
  n: i32,
  dim: i32,
): void {
  const row: usize = (<usize>n) << 3;
  const vertex: usize = (<usize>dim) << 3;
  for (let i = 0; i < m; i += 2) {
    for (let j: usize = 0; j < row; j += 32) {
      let a = f64x2.splat(0);
      let b = a;
      let c = a;
      let d = a;
      let other = q + j;
      for (let k: usize = 0; k < vertex; k += 8) {
        const x = v128.load_splat<f64>(p + k);
        const y = v128.load_splat<f64>(p + vertex + k);
        const u = v128.load(other);
        const v = v128.load(other, 16);
        const s = f64x2.sub(x, u);
        const t = f64x2.sub(x, v);
        const e = f64x2.sub(y, u);
        const f = f64x2.sub(y, v);
        a = f64x2.add(a, f64x2.mul(s, s));
        b = f64x2.add(b, f64x2.mul(t, t));
        c = f64x2.add(c, f64x2.mul(e, e));
        d = f64x2.add(d, f64x2.mul(f, f));
        other += row;
      }
      v128.store(squares + j, a);
      v128.store(squares + j, b, 16);
      v128.store(squares + row + j, c);
      v128.store(squares + row + j, d, 16);
    }
    p += 2 * vertex;
    squares += 2 * row;
  }
}
