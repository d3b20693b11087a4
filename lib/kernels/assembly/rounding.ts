// AssemblyScript, the SIMD kernels of rounding. Addresses are in bytes, counts in elements.
import { cutAlike, cutEach } from "./deterministic";
import { nearestEven } from "./nearestEven";
import { stochastic, stochasticCarefully } from "./stochastic";

export function nearestEven64(start: usize, count: usize): void {
  nearestEven<f64, i64>(start, count);
}

export function nearestEven32(start: usize, count: usize): void {
  nearestEven<f32, i32>(start, count);
}

export function cutAlike64(start: usize, count: usize): void {
  cutAlike<f64, i64>(start, count);
}

export function cutAlike32(start: usize, count: usize): void {
  cutAlike<f32, i32>(start, count);
}

export function cutEach64(start: usize, count: usize): void {
  cutEach<f64, i64>(start, count);
}

export function cutEach32(start: usize, count: usize): void {
  cutEach<f32, i32>(start, count);
}

export function stochastic64(start: usize, count: usize, word: u32): void {
  stochastic<f64, i64>(start, count, word);
}

export function stochastic32(start: usize, count: usize, word: u32): void {
  stochastic<f32, i32>(start, count, word);
}

export function stochasticCarefully64(start: usize, count: usize, word: u32): void {
  stochasticCarefully<f64, i64>(start, count, word);
}

export function stochasticCarefully32(start: usize, count: usize, word: u32): void {
  stochasticCarefully<f32, i32>(start, count, word);
}
