// AssemblyScript, the SIMD kernels of pooling, and of sums and factors per channel. Addresses are in
// bytes, lengths in elements.
import { averagePool, averageSpread, maxPool, pick, spread } from "./pooling";
import { combine, dots, sums } from "./rows";

export function maxPool64(
  input: usize,
  output: usize,
  chosen: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  maxPool<f64>(input, output, chosen, channels, height, width, size, lanes);
}

export function maxPool32(
  input: usize,
  output: usize,
  chosen: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  maxPool<f32>(input, output, chosen, channels, height, width, size, lanes);
}

export function pick64(
  input: usize,
  chosen: usize,
  output: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  pick<f64>(input, chosen, output, channels, height, width, size, lanes);
}

export function pick32(
  input: usize,
  chosen: usize,
  output: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  pick<f32>(input, chosen, output, channels, height, width, size, lanes);
}

export function spread64(
  gradient: usize,
  chosen: usize,
  result: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  spread<f64>(gradient, chosen, result, channels, height, width, size, lanes);
}

export function spread32(
  gradient: usize,
  chosen: usize,
  result: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  spread<f32>(gradient, chosen, result, channels, height, width, size, lanes);
}

export function averagePool64(
  input: usize,
  output: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  averagePool<f64>(input, output, channels, height, width, size, lanes);
}

export function averagePool32(
  input: usize,
  output: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  averagePool<f32>(input, output, channels, height, width, size, lanes);
}

export function averageSpread64(
  gradient: usize,
  result: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  averageSpread<f64>(gradient, result, channels, height, width, size, lanes);
}

export function averageSpread32(
  gradient: usize,
  result: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  averageSpread<f32>(gradient, result, channels, height, width, size, lanes);
}

export function sums64(
  a: usize,
  result: usize,
  channels: usize,
  places: usize,
  lanes: usize,
  images: usize,
  keep: bool,
): void {
  sums<f64>(a, result, channels, places, lanes, images, keep);
}

export function sums32(
  a: usize,
  result: usize,
  channels: usize,
  places: usize,
  lanes: usize,
  images: usize,
  keep: bool,
): void {
  sums<f32>(a, result, channels, places, lanes, images, keep);
}

export function dots64(
  a: usize,
  b: usize,
  result: usize,
  channels: usize,
  places: usize,
  lanes: usize,
  images: usize,
  keep: bool,
): void {
  dots<f64>(a, b, result, channels, places, lanes, images, keep);
}

export function dots32(
  a: usize,
  b: usize,
  result: usize,
  channels: usize,
  places: usize,
  lanes: usize,
  images: usize,
  keep: bool,
): void {
  dots<f32>(a, b, result, channels, places, lanes, images, keep);
}

export function combine64(
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
  combine<f64>(a, alpha, b, beta, gamma, result, channels, places, lanes, images);
}

export function combine32(
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
  combine<f32>(a, alpha, b, beta, gamma, result, channels, places, lanes, images);
}
