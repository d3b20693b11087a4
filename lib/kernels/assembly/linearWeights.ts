// AssemblyScript. The gradients of the weights of linear layers. Addresses in bytes.
import { clear, productSums, SUMS, total, totals } from "./productSums";
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
