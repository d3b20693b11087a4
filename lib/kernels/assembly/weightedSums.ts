// AssemblyScript, the inner loops of linear layers and convolutions. Addresses in bytes.

/** What sums start from: 0, what was there, or a bias. */
export const FROM_ZERO: i32 = 0;
export const FROM_THERE: i32 = 1;
export const FROM_BIAS: i32 = 2;

/**
 * Bytes of a term of a list: how far on its source is, its weights in two sums, and how far on these
 * are among all weights; slots of the elements' size.
 */
export function TERM<F>(): usize {
  return 4 * sizeof<F>();
}

/**
 * to[k] = start + Σ weight·from[k] for a run of neighbouring numbers k, and otherTo[k] with the other
 * weights, over the terms listed from `terms` to `end`.
 *
 * Two sums by four vectors: eight products for two weights and four loads. One loop over single
 * terms: with three or five of them written out it was a third slower in V8.
 *
 * @param bias - address of the bias; that of the other sum is at otherBias
 */
export function weightedSums<F>(
  terms: usize,
  end: usize,
  from: usize,
  to: usize,
  otherTo: usize,
  run: usize,
  start: i32,
  bias: usize,
  otherBias: usize,
): void {
  const last = to + run;
  const lastFour = to + (run & ~63);
  for (; to !== lastFour; to += 64, otherTo += 64, from += 64) {
    let a0 = v128.splat<F>(0);
    let b0 = a0;
    if (start === FROM_BIAS) {
      a0 = v128.load_splat<F>(bias);
      b0 = v128.load_splat<F>(otherBias);
    }
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let b1 = b0;
    let b2 = b0;
    let b3 = b0;
    if (start === FROM_THERE) {
      a0 = v128.load(to);
      a1 = v128.load(to, 16);
      a2 = v128.load(to, 32);
      a3 = v128.load(to, 48);
      b0 = v128.load(otherTo);
      b1 = v128.load(otherTo, 16);
      b2 = v128.load(otherTo, 32);
      b3 = v128.load(otherTo, 48);
    }
    for (let term = terms; term !== end; term += TERM<F>()) {
      const at = from + load<usize>(term);
      const u = v128.load_splat<F>(term, sizeof<F>());
      const v = v128.load_splat<F>(term, 2 * sizeof<F>());
      const x0 = v128.load(at);
      const x1 = v128.load(at, 16);
      const x2 = v128.load(at, 32);
      const x3 = v128.load(at, 48);
      a0 = v128.add<F>(a0, v128.mul<F>(u, x0));
      b0 = v128.add<F>(b0, v128.mul<F>(v, x0));
      a1 = v128.add<F>(a1, v128.mul<F>(u, x1));
      b1 = v128.add<F>(b1, v128.mul<F>(v, x1));
      a2 = v128.add<F>(a2, v128.mul<F>(u, x2));
      b2 = v128.add<F>(b2, v128.mul<F>(v, x2));
      a3 = v128.add<F>(a3, v128.mul<F>(u, x3));
      b3 = v128.add<F>(b3, v128.mul<F>(v, x3));
    }
    v128.store(to, a0);
    v128.store(to, a1, 16);
    v128.store(to, a2, 32);
    v128.store(to, a3, 48);
    v128.store(otherTo, b0);
    v128.store(otherTo, b1, 16);
    v128.store(otherTo, b2, 32);
    v128.store(otherTo, b3, 48);
  }
  for (; to !== last; to += 16, otherTo += 16, from += 16) {
    let a = v128.splat<F>(0);
    let b = a;
    if (start === FROM_BIAS) {
      a = v128.load_splat<F>(bias);
      b = v128.load_splat<F>(otherBias);
    } else if (start === FROM_THERE) {
      a = v128.load(to);
      b = v128.load(otherTo);
    }
    for (let term = terms; term !== end; term += TERM<F>()) {
      const x = v128.load(from + load<usize>(term));
      a = v128.add<F>(a, v128.mul<F>(v128.load_splat<F>(term, sizeof<F>()), x));
      b = v128.add<F>(b, v128.mul<F>(v128.load_splat<F>(term, 2 * sizeof<F>()), x));
    }
    v128.store(to, a);
    v128.store(otherTo, b);
  }
}
