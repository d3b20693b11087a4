// AssemblyScript. The gradients of the weights of convolutions. Addresses in bytes.
import { clear, productSums, SUMS, total } from "./productSums";
import { FROM_THERE } from "./weightedSums";

/** Bytes of inputs and gradients that are taken at a time, so that they stay in the first cache. */
const MOST_BYTES: i32 = 24576;

/**
 * result[o][i][ky][kx] = start + Σ_y Σ_x Σ_n gradient[o][y][x][n]·input[i][y + ky − p][x + kx − p][n], the
 * sum as four, terms outside left out.
 *
 * Four outputs by two inputs at a time, but the last one or two outputs by four inputs. A single
 * input, at neighbouring places of the kernel, stands for two where all places have all their terms. For
 * each of them part after part of the image with all places of the kernel, whose sums lie in `sums` meanwhile.
 *
 * @param start - FROM_ZERO or FROM_THERE
 * @param sums - room for the sums of `most` places, 32 numbers each
 */
export function convolveWeights<F>(
  gradient: usize,
  input: usize,
  result: usize,
  outputs: i32,
  inputs: i32,
  height: i32,
  width: i32,
  size: i32,
  padding: i32,
  lanes: i32,
  start: i32,
  sums: usize,
  most: i32,
): void {
  const lane = <usize>lanes * sizeof<F>();
  const outHeight = height + 2 * padding - size + 1;
  const outWidth = width + 2 * padding - size + 1;
  const row = <usize>width * lane;
  const outRow = <usize>outWidth * lane;
  const channel = <usize>height * row;
  const outChannel = <usize>outHeight * outRow;
  const places = size * size;
  // Several rows at a time, or a part of one: either keeps the order of the terms.
  const tallest = max(1, MOST_BYTES / (4 * <i32>outRow + 2 * <i32>row));
  const widest = tallest > 1 ? outWidth : max(1, MOST_BYTES / (6 * <i32>lane));
  for (let o = 0, outs = 4; o < outputs; o += outs) {
    const few = outputs - o <= 2;
    outs = min(few ? 2 : 4, outputs - o);
    const atOnce = few ? 4 : 2;
    for (let i = 0; i < inputs; i += atOnce) {
      const ins = min(atOnce, inputs - i);
      const paired = ins === 1 && padding === 0 && !few;
      for (let first = 0; first < places; first += most) {
        const end = min(places, first + most);
        clear(sums, sums + <usize>(end - first) * SUMS<F>());
        for (let y = 0; y < outHeight; y += tallest)
          for (let x = 0; x < outWidth; x += widest)
            for (let place = first; place < end; place += paired ? 2 : 1) {
              const down = place / size - padding;
              const right = (place % size) - padding;
              const top = max(y, -down);
              const rows = min(min(y + tallest, outHeight), height - down) - top;
              const left = max(x, -right);
              const columns = min(min(x + widest, outWidth), width - right) - left;
              if (rows <= 0 || columns <= 0) continue;
              const at = sums + <usize>(place - first) * SUMS<F>();
              const run = <usize>columns * lane;
              const g = gradient + <usize>o * outChannel + <usize>top * outRow + <usize>left * lane;
              const from =
                input +
                <usize>i * channel +
                <usize>(top + down) * row +
                <usize>(left + right) * lane;
              if (few)
                productSums<F>(at, g, outChannel, outRow, outs, from, channel, row, ins, rows, run);
              else {
                const next = place + 1;
                const apart = paired
                  ? <usize>(next / size - down) * row + <usize>((next % size) - right) * lane
                  : channel;
                const count = paired ? min(2, end - place) : ins;
                productSums<F>(at, from, apart, row, count, g, outChannel, outRow, outs, rows, run);
              }
            }
        for (let j = 0; j < ins; j++)
          for (let n = 0; n < outs; n++) {
            const kernel = ((o + n) * inputs + i + j) * places;
            const sum = sums + <usize>(few ? 64 * n + 16 * j : 64 * j + 16 * n);
            for (let place = first; place < end; place++) {
              const at = result + <usize>(kernel + place) * sizeof<F>();
              const second = paired ? (place - first) & 1 : 0;
              const all = total<F>(
                sum + <usize>(place - first - second) * SUMS<F>() + <usize>(64 * second),
              );
              store<F>(at, start === FROM_THERE ? <F>(load<F>(at) + all) : all);
            }
          }
      }
    }
  }
}
