/**
 * Σ limbs[i]·2^(32i + lowest) rounded to the nearest double, ties to even.
 *
 * Every limb but the last is 0 … 2³² − 1; the last one is of either sign and gives the sum its
 * sign. The limbs are left as they are, or replaced by those of −sum and back.
 */
export function roundedLimbs(limbs: Float64Array, lowest: number): number {
  const last = limbs.length - 1;
  if (limbs[last] < 0) {
    const negated = negatedLimbs(limbs);
    return -roundedLimbs(negated, lowest);
  }
  let top = last;
  while (top >= 0 && limbs[top] === 0) top--;
  if (top < 0) return 0;
  // Three limbs hold more than 54 bits; whatever lies below them is one more bit.
  const bottom = Math.max(0, top - 2);
  let significand = 0n;
  for (let i = top; i >= bottom; i--) significand = (significand << 32n) | BigInt(limbs[i]);
  let below = bottom - 1;
  while (below >= 0 && limbs[below] === 0) below--;
  significand = (significand << 1n) | (below >= 0 ? 1n : 0n);
  const exponent = 32 * bottom + lowest - 1; // of the significand's unit

  // The sum's unit in the last place as a double: 53 bits, or 2⁻¹⁰⁷⁴.
  const length = significand.toString(2).length;
  const unit = Math.max(exponent + length - 53, -1074);
  const dropped = BigInt(unit - exponent);
  if (dropped <= 0n) return timesPower(Number(significand), exponent);
  let rounded = significand >> dropped;
  const rest = significand - (rounded << dropped);
  const half = 1n << (dropped - 1n);
  if (rest > half || (rest === half && (rounded & 1n) === 1n)) rounded++;
  return timesPower(Number(rounded), unit);
}

/** −Σ, with all but the last limb 0 … 2³² − 1 again. */
function negatedLimbs(limbs: Float64Array): Float64Array {
  const result = new Float64Array(limbs.length);
  const last = limbs.length - 1;
  let borrow = 0;
  for (let i = 0; i < last; i++) {
    const limb = -limbs[i] - borrow;
    borrow = limb < 0 ? 1 : 0;
    result[i] = limb + borrow * 2 ** 32;
  }
  result[last] = -limbs[last] - borrow;
  return result;
}

/** n·2^exponent, exact or ∞, for an integer 0 ≤ n ≤ 2⁵³ and a result that is a double. */
function timesPower(n: number, exponent: number): number {
  let value = n;
  let left = exponent;
  for (; left >= 512; left -= 512) value *= 2 ** 512;
  for (; left <= -512; left += 512) value *= 2 ** -512;
  return value * 2 ** left;
}
