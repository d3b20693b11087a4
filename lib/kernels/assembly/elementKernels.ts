// AssemblyScript, the SIMD kernels of functions of each number. Addresses are in bytes, counts in
// elements.
import {
  add,
  relu,
  reluBack,
  sigmoid,
  sigmoidBack,
  sigmoidBend,
  tanhBack,
  tanhBend,
  tanhOf32,
  tanhOf64,
} from "./elementwise";

export { tanhOf32, tanhOf64 };

export function relu64(input: usize, output: usize, count: usize): void {
  relu<f64>(input, output, count);
}

export function relu32(input: usize, output: usize, count: usize): void {
  relu<f32>(input, output, count);
}

export function reluBack64(output: usize, gradient: usize, result: usize, count: usize): void {
  reluBack<f64>(output, gradient, result, count);
}

export function reluBack32(output: usize, gradient: usize, result: usize, count: usize): void {
  reluBack<f32>(output, gradient, result, count);
}

export function tanhBack64(output: usize, gradient: usize, result: usize, count: usize): void {
  tanhBack<f64>(output, gradient, result, count);
}

export function tanhBack32(output: usize, gradient: usize, result: usize, count: usize): void {
  tanhBack<f32>(output, gradient, result, count);
}

export function tanhBend64(
  output: usize,
  change: usize,
  gradient: usize,
  result: usize,
  count: usize,
): void {
  tanhBend<f64>(output, change, gradient, result, count);
}

export function tanhBend32(
  output: usize,
  change: usize,
  gradient: usize,
  result: usize,
  count: usize,
): void {
  tanhBend<f32>(output, change, gradient, result, count);
}

export function sigmoid64(input: usize, output: usize, count: usize): void {
  sigmoid<f64>(input, output, count);
}

export function sigmoid32(input: usize, output: usize, count: usize): void {
  sigmoid<f32>(input, output, count);
}

export function sigmoidBack64(output: usize, gradient: usize, result: usize, count: usize): void {
  sigmoidBack<f64>(output, gradient, result, count);
}

export function sigmoidBack32(output: usize, gradient: usize, result: usize, count: usize): void {
  sigmoidBack<f32>(output, gradient, result, count);
}

export function sigmoidBend64(
  output: usize,
  change: usize,
  gradient: usize,
  result: usize,
  count: usize,
): void {
  sigmoidBend<f64>(output, change, gradient, result, count);
}

export function sigmoidBend32(
  output: usize,
  change: usize,
  gradient: usize,
  result: usize,
  count: usize,
): void {
  sigmoidBend<f32>(output, change, gradient, result, count);
}

export function add64(a: usize, b: usize, result: usize, count: usize): void {
  add<f64>(a, b, result, count);
}

export function add32(a: usize, b: usize, result: usize, count: usize): void {
  add<f32>(a, b, result, count);
}
