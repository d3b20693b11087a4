// AssemblyScript. The gradients of the weights of linear layers. Addresses in bytes.
import { clear, productSums, SUMS, total, totals, totalsOfFour } from "./productSums";
import { FROM_THERE } from "./weightedSums";

/**
 * result[o][i] = start + Σ_n gradient[o][n]·input[i][n], the sum as four: two outputs by four inputs
 * at a time.
 *
 * @param start - FROM_ZERO or FROM_THERE
 * @param sums - room for 32 numbers
 */
export function linearWeights<F>(
  gradient: usize,
  input: usize,
  result: usize,
  outputs: i32,
  inputs: i32,
  lanes: i32,
  start: i32,
  sums: usize,
): void {
  const row = <usize>lanes * sizeof<F>();
  for (let i = 0; i < inputs; i += 4) {
    const ins = min(4, inputs - i);
    const from = input + <usize>i * row;
    for (let o = 0; o < outputs; o += 2) {
      const outs = min(2, outputs - o);
      if (sizeof<F>() === 4 && ins === 4 && outs === 2) {
        const at = result + <usize>(o * inputs + i) * 4;
        twoByFour(
          gradient + <usize>o * row,
          from,
          row,
          at,
          <usize>inputs * 4,
          start === FROM_THERE,
        );
        continue;
      }
      clear(sums, sums + SUMS<F>());
      productSums<F>(sums, gradient + <usize>o * row, row, 0, outs, from, row, 0, ins, 1, row);
      for (let j = 0; j < outs; j++) {
        const at = result + <usize>((o + j) * inputs + i) * sizeof<F>();
        const sum = sums + <usize>(64 * j);
        if (ins === 4)
          for (let k: usize = 0; k < 4 * sizeof<F>(); k += 16) {
            const all = totals<F>(sum + 16 * (k >> alignof<F>()));
            v128.store(at + k, start === FROM_THERE ? v128.add<F>(v128.load(at + k), all) : all);
          }
        else
          for (let k = 0; k < ins; k++) {
            const there = at + <usize>k * sizeof<F>();
            const all = total<F>(sum + <usize>(16 * k));
            store<F>(there, start === FROM_THERE ? <F>(load<F>(there) + all) : all);
          }
      }
    }
  }
}

/** Two outputs by four inputs of floats: rows of `row` bytes; results' rows are `next` bytes apart. */
function twoByFour(
  gradient: usize,
  input: usize,
  row: usize,
  result: usize,
  next: usize,
  keep: bool,
): void {
  const zero = f32x4.splat(0);
  let s0 = zero;
  let s1 = zero;
  let s2 = zero;
  let s3 = zero;
  let t0 = zero;
  let t1 = zero;
  let t2 = zero;
  let t3 = zero;
  let p = gradient;
  let q = gradient + row;
  let c0 = input;
  let c1 = c0 + row;
  let c2 = c1 + row;
  let c3 = c2 + row;
  const end = q;
  do {
    const x = v128.load(p);
    const y = v128.load(q);
    const z0 = v128.load(c0);
    s0 = f32x4.add(s0, f32x4.mul(x, z0));
    t0 = f32x4.add(t0, f32x4.mul(y, z0));
    const z1 = v128.load(c1);
    s1 = f32x4.add(s1, f32x4.mul(x, z1));
    t1 = f32x4.add(t1, f32x4.mul(y, z1));
    const z2 = v128.load(c2);
    s2 = f32x4.add(s2, f32x4.mul(x, z2));
    t2 = f32x4.add(t2, f32x4.mul(y, z2));
    const z3 = v128.load(c3);
    s3 = f32x4.add(s3, f32x4.mul(x, z3));
    t3 = f32x4.add(t3, f32x4.mul(y, z3));
    p += 16;
    q += 16;
    c0 += 16;
    c1 += 16;
    c2 += 16;
    c3 += 16;
  } while (p !== end);
  storeTotals(result, s0, s1, s2, s3, keep);
  storeTotals(result + next, t0, t1, t2, t3, keep);
}

function storeTotals(at: usize, a: v128, b: v128, c: v128, d: v128, keep: bool): void {
  const all = totalsOfFour(a, b, c, d);
  v128.store(at, keep ? f32x4.add(v128.load(at), all) : all);
}
