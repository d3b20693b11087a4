const SPLITTER = 2 ** 27 + 1;

/**
 * a + b − s exactly, for s = fl(a + b): what the addition of two doubles lost.
 *
 * Any two doubles without overflow, in any order of size (TwoSum). NaN when s is not finite.
 *
 * @see Knuth (1998), The Art of Computer Programming, volume 2, theorem 4.2.2B
 *
 * @example
 * sumError(1, 2 ** -80, 1); // 2 ** -80
 */
export function sumError(a: number, b: number, s: number): number {
  const bRead = s - a;
  return a - (s - bRead) + (b - bRead);
}

/**
 * a·b − p exactly, for p = fl(a·b): what the multiplication of two doubles lost (TwoProduct).
 *
 * Exact while the factors are below 2⁹⁹⁶ in size and |a·b| is above 2⁻⁹⁶⁹, so that neither the
 * splitting overflows nor the error underflows; the caller scales when that is not known.
 *
 * @see Dekker (1971), A floating-point technique for extending the available precision
 *
 * @example
 * productError(1 + 2 ** -30, 1 + 2 ** -30, (1 + 2 ** -30) ** 2); // 2 ** -60
 */
export function productError(a: number, b: number, p: number): number {
  const ca = SPLITTER * a;
  const aHigh = ca - (ca - a);
  const aLow = a - aHigh;
  const cb = SPLITTER * b;
  const bHigh = cb - (cb - b);
  const bLow = b - bHigh;
  return aLow * bLow - (p - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/**
 * a − q·b exactly, for q = fl(a / b): the remainder of a division of two doubles. The quotient
 * lies beyond q on the side of sign(remainder)·sign(b).
 *
 * Exact while b and q are below 2⁹⁹⁶ in size and |a| is above 2⁻⁹⁶⁹.
 *
 * @see Bohlender, Walter, Kornerup & Matula (1991), Semantics for exact floating point operations
 *
 * @example
 * quotientResidual(1, 3, 1 / 3); // 2 ** -54, so 1/3 is above the double 1 / 3
 */
export function quotientResidual(a: number, b: number, q: number): number {
  const p = q * b;
  return a - p - productError(q, b, p);
}

/**
 * a − s² exactly, for s = fl(√a): √a lies beyond s on the side of its sign.
 *
 * Exact while a is above 2⁻⁹⁶⁹ and s below 2⁹⁹⁶.
 *
 * @example
 * squareRootResidual(2, Math.sqrt(2)); // -2.73…e-16, so √2 is below the double Math.sqrt(2)
 */
export function squareRootResidual(a: number, s: number): number {
  const p = s * s;
  return a - p - productError(s, s, p);
}
