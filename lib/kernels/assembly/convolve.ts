// AssemblyScript. Convolutions and linear layers, forward and back. Addresses in bytes.
import { FROM_THERE, TERM, weightedSums } from "./weightedSums";

/** Terms that are taken at a time, so that what they read stays in the first cache. */
const MOST_TERMS: usize = 80;

/**
 * output = start + the convolution of the input, see `LayerKernels` in ../layerKernels.ts. A linear
 * layer has images and kernels of 1 × 1.
 *
 * @param start - FROM_ZERO, FROM_THERE or FROM_BIAS
 * @param list - room for MOST_TERMS terms
 */
export function convolve<F>(
  weights: usize,
  input: usize,
  output: usize,
  outputs: i32,
  inputs: i32,
  height: i32,
  width: i32,
  size: i32,
  padding: i32,
  lanes: i32,
  start: i32,
  list: usize,
  bias: usize,
): void {
  const kernel = <usize>(size * size) * sizeof<F>();
  const outHeight = height + 2 * padding - size + 1;
  const outWidth = width + 2 * padding - size + 1;
  correlate<F>(
    weights,
    input,
    output,
    outputs,
    <usize>inputs * kernel,
    inputs,
    kernel,
    height,
    width,
    outHeight,
    outWidth,
    size,
    padding,
    1,
    <usize>lanes * sizeof<F>(),
    start,
    list,
    bias,
  );
}

/** result = start + what the gradient of the output makes of the input's. */
export function convolveBack<F>(
  weights: usize,
  gradient: usize,
  result: usize,
  outputs: i32,
  inputs: i32,
  height: i32,
  width: i32,
  size: i32,
  padding: i32,
  lanes: i32,
  start: i32,
  list: usize,
): void {
  const kernel = <usize>(size * size) * sizeof<F>();
  const outHeight = height + 2 * padding - size + 1;
  const outWidth = width + 2 * padding - size + 1;
  correlate<F>(
    weights,
    gradient,
    result,
    inputs,
    kernel,
    outputs,
    <usize>inputs * kernel,
    outHeight,
    outWidth,
    height,
    width,
    size,
    padding,
    -1,
    <usize>lanes * sizeof<F>(),
    start,
    list,
    0,
  );
}

/**
 * to[c][y][x] = start + Σ_s Σ_ky Σ_kx weights[c][s][ky][kx]·from[s][y + d·(ky − p)][x + d·(kx − p)], terms
 * outside left out: d = 1 forward, −1 back.
 *
 * Neighbouring x whose terms are alike are one run of numbers, across their lanes; its terms are
 * listed once for all channels.
 *
 * @param channels - of `to`; the weights of two neighbours are channelWeights apart
 * @param sources - channels of `from`; the weights of two neighbours are sourceWeights apart
 * @param lane - bytes of a place
 * @param bias - that of channel 0
 */
function correlate<F>(
  weights: usize,
  from: usize,
  to: usize,
  channels: i32,
  channelWeights: usize,
  sources: i32,
  sourceWeights: usize,
  fromHeight: i32,
  fromWidth: i32,
  height: i32,
  width: i32,
  size: i32,
  padding: i32,
  direction: i32,
  lane: usize,
  start: i32,
  list: usize,
  bias: usize,
): void {
  const channel = <usize>(height * width) * lane;
  const full = list + MOST_TERMS * TERM<F>();
  for (let y = 0; y < height; y++) {
    const top = firstTerm(y, fromHeight, padding, direction);
    const bottom = endOfTerms(y, fromHeight, size, padding, direction);
    for (let first = 0, x = 0; x < width; first = x) {
      const left = firstTerm(x, fromWidth, padding, direction);
      const right = endOfTerms(x, fromWidth, size, padding, direction);
      do x++;
      while (
        x < width &&
        firstTerm(x, fromWidth, padding, direction) === left &&
        endOfTerms(x, fromWidth, size, padding, direction) === right
      );
      const out = to + <usize>(y * width + first) * lane;
      const run = <usize>(x - first) * lane;
      let now = start;
      let end = list;
      for (let s = 0; s < sources; s++)
        for (let ky = top; ky < bottom; ky++) {
          const row = s * fromHeight + y + direction * (ky - padding);
          for (let kx = left; kx < right; kx++) {
            const place = row * fromWidth + first + direction * (kx - padding);
            const weight = <usize>s * sourceWeights + <usize>(ky * size + kx) * sizeof<F>();
            store<usize>(end, <usize>place * lane);
            store<usize>(end, weight, 3 * sizeof<F>());
            end += TERM<F>();
            if (end === full) {
              takeTerms<F>(
                list,
                end,
                weights,
                channelWeights,
                from,
                out,
                channel,
                channels,
                run,
                now,
                bias,
              );
              now = FROM_THERE;
              end = list;
            }
          }
        }
      if (end !== list || now !== FROM_THERE)
        takeTerms<F>(
          list,
          end,
          weights,
          channelWeights,
          from,
          out,
          channel,
          channels,
          run,
          now,
          bias,
        );
    }
  }
}

/** Adds the terms of a list to the sums of all channels, two at a time. */
function takeTerms<F>(
  list: usize,
  end: usize,
  weights: usize,
  channelWeights: usize,
  from: usize,
  to: usize,
  channel: usize,
  channels: i32,
  run: usize,
  start: i32,
  bias: usize,
): void {
  for (let c = 0; c < channels; c += 2) {
    const other = min(c + 1, channels - 1); // the last of an odd number goes with itself
    const own = weights + <usize>c * channelWeights;
    const others = weights + <usize>other * channelWeights;
    for (let term = list; term !== end; term += TERM<F>()) {
      const weight = load<usize>(term, 3 * sizeof<F>());
      store<F>(term, load<F>(own + weight), sizeof<F>());
      store<F>(term, load<F>(others + weight), 2 * sizeof<F>());
    }
    weightedSums<F>(
      list,
      end,
      from,
      to + <usize>c * channel,
      to + <usize>other * channel,
      run,
      start,
      bias + <usize>c * sizeof<F>(),
      bias + <usize>other * sizeof<F>(),
    );
  }
}

/** The first k for which y + d·(k − p) is one of `count` places. */
function firstTerm(y: i32, count: i32, padding: i32, direction: i32): i32 {
  return max(0, direction > 0 ? padding - y : padding + y + 1 - count);
}

/** One more than the last such k < size. */
function endOfTerms(y: i32, count: i32, size: i32, padding: i32, direction: i32): i32 {
  return min(size, direction > 0 ? padding - y + count : padding + y + 1);
}
