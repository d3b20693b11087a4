// AssemblyScript. Constants of the two element types; F and I are f64 and i64, or f32 and i32.

/** The number in a slot, in every lane. */
export function inLanes<T>(slot: usize): v128 {
  return v128.splat<T>(load<T>(slot));
}

/** The double in a slot, in both lanes: one load, where a constant is made by three instructions. */
export function inBoth(slot: usize): v128 {
  return v128.load_splat<f64>(slot);
}

/** Every bit but the sign. */
export function sizeBits<I>(): v128 {
  return sizeof<I>() === 8 ? i64x2.splat(i64.MAX_VALUE) : i32x4.splat(i32.MAX_VALUE);
}

/** Ones in the lanes with a sign bit; 64-bit lanes have no arithmetic shift on most processors. */
export function negatives<I>(x: v128): v128 {
  return v128.gt<I>(v128.splat<I>(0), x);
}

/** Whether a lane has its sign bit set. */
export function anySign<I>(x: v128): bool {
  return sizeof<I>() === 8 ? i64x2.bitmask(x) !== 0 : i32x4.bitmask(x) !== 0;
}

export function shiftedRight<I>(x: v128, by: i32): v128 {
  return sizeof<I>() === 8 ? i64x2.shr_u(x, by) : i32x4.shr_u(x, by);
}
