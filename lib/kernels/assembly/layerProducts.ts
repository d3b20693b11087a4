// AssemblyScript, the SIMD kernels of linear layers and convolutions. Addresses are in bytes, counts
// in elements.
import { convolve, convolveBack } from "./convolve";
import { convolveWeights } from "./convolveWeights";
import { linearWeights } from "./linearWeights";

export function convolve64(
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
  convolve<f64>(
    weights,
    input,
    output,
    outputs,
    inputs,
    height,
    width,
    size,
    padding,
    lanes,
    start,
    list,
    bias,
  );
}

export function convolveBack64(
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
  convolveBack<f64>(
    weights,
    gradient,
    result,
    outputs,
    inputs,
    height,
    width,
    size,
    padding,
    lanes,
    start,
    list,
  );
}

export function convolveWeights64(
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
  convolveWeights<f64>(
    gradient,
    input,
    result,
    outputs,
    inputs,
    height,
    width,
    size,
    padding,
    lanes,
    start,
    sums,
    most,
  );
}

export function convolve32(
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
  convolve<f32>(
    weights,
    input,
    output,
    outputs,
    inputs,
    height,
    width,
    size,
    padding,
    lanes,
    start,
    list,
    bias,
  );
}

export function convolveBack32(
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
  convolveBack<f32>(
    weights,
    gradient,
    result,
    outputs,
    inputs,
    height,
    width,
    size,
    padding,
    lanes,
    start,
    list,
  );
}

export function convolveWeights32(
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
  convolveWeights<f32>(
    gradient,
    input,
    result,
    outputs,
    inputs,
    height,
    width,
    size,
    padding,
    lanes,
    start,
    sums,
    most,
  );
}

export function linearWeights64(
  gradient: usize,
  input: usize,
  result: usize,
  outputs: i32,
  inputs: i32,
  lanes: i32,
  start: i32,
  sums: usize,
): void {
  linearWeights<f64>(gradient, input, result, outputs, inputs, lanes, start, sums);
}

export function linearWeights32(
  gradient: usize,
  input: usize,
  result: usize,
  outputs: i32,
  inputs: i32,
  lanes: i32,
  start: i32,
  sums: usize,
): void {
  linearWeights<f32>(gradient, input, result, outputs, inputs, lanes, start, sums);
}
