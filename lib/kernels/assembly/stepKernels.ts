// AssemblyScript, the SIMD kernels of the steps of optimizers. Addresses are in bytes.
import { adam, rmsProp, sgd, squaredNorm } from "./steps";

export function sgd64(
  theta: usize,
  gradient: usize,
  velocity: usize,
  bytes: usize,
  rate: f64,
  momentum: f64,
  decay: f64,
  decays: bool,
  nesterov: bool,
): void {
  sgd<f64>(theta, gradient, velocity, bytes, rate, momentum, decay, decays, nesterov);
}

export function sgd32(
  theta: usize,
  gradient: usize,
  velocity: usize,
  bytes: usize,
  rate: f32,
  momentum: f32,
  decay: f32,
  decays: bool,
  nesterov: bool,
): void {
  sgd<f32>(theta, gradient, velocity, bytes, rate, momentum, decay, decays, nesterov);
}

export function adam64(
  theta: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  bytes: usize,
  rate: f64,
  beta1: f64,
  rest1: f64,
  beta2: f64,
  rest2: f64,
  root: f64,
  epsilon: f64,
  decay: f64,
  decays: bool,
  shrinks: bool,
): void {
  adam<f64>(
    theta,
    gradient,
    mean,
    square,
    bytes,
    rate,
    beta1,
    rest1,
    beta2,
    rest2,
    root,
    epsilon,
    decay,
    decays,
    shrinks,
  );
}

export function adam32(
  theta: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  bytes: usize,
  rate: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  root: f32,
  epsilon: f32,
  decay: f32,
  decays: bool,
  shrinks: bool,
): void {
  adam<f32>(
    theta,
    gradient,
    mean,
    square,
    bytes,
    rate,
    beta1,
    rest1,
    beta2,
    rest2,
    root,
    epsilon,
    decay,
    decays,
    shrinks,
  );
}

export function rmsProp64(
  theta: usize,
  gradient: usize,
  square: usize,
  velocity: usize,
  bytes: usize,
  rate: f64,
  alpha: f64,
  rest: f64,
  epsilon: f64,
  momentum: f64,
  decay: f64,
  decays: bool,
): void {
  rmsProp<f64>(
    theta,
    gradient,
    square,
    velocity,
    bytes,
    rate,
    alpha,
    rest,
    epsilon,
    momentum,
    decay,
    decays,
  );
}

export function rmsProp32(
  theta: usize,
  gradient: usize,
  square: usize,
  velocity: usize,
  bytes: usize,
  rate: f32,
  alpha: f32,
  rest: f32,
  epsilon: f32,
  momentum: f32,
  decay: f32,
  decays: bool,
): void {
  rmsProp<f32>(
    theta,
    gradient,
    square,
    velocity,
    bytes,
    rate,
    alpha,
    rest,
    epsilon,
    momentum,
    decay,
    decays,
  );
}

export function squaredNorm64(x: usize, count: usize): f64 {
  return squaredNorm<f64>(x, count);
}

export function squaredNorm32(x: usize, count: usize): f64 {
  return squaredNorm<f32>(x, count);
}
