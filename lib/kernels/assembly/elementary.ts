// AssemblyScript. The elementary functions: of the two doubles of a vector, and of arrays of
// doubles in place, `count` even.
import { exp2 } from "./exp2";
import { log2 } from "./log2";
import { SINGLE } from "./slots";
import { tanhs } from "./tanhs";

export { exp2, log2, tanhs };

/** The hyperbolic tangent in both lanes; many are faster by {@link tanhs}. */
export function tanh2(x: v128): v128 {
  v128.store(SINGLE, x);
  tanhs(SINGLE, SINGLE, 16);
  return v128.load(SINGLE);
}

export function exp64(start: usize, count: i32): void {
  const end = start + ((count as usize) << 3);
  for (let at = start; at < end; at += 16) v128.store(at, exp2(v128.load(at)));
}

export function log64(start: usize, count: i32): void {
  const end = start + ((count as usize) << 3);
  for (let at = start; at < end; at += 16) v128.store(at, log2(v128.load(at)));
}

export function tanh64(start: usize, count: i32): void {
  tanhs(start, start, (count as usize) << 3);
}
