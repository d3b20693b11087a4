/** The inverse of a in ℤ/p, p a prime that does not divide a, by Euclid's algorithm. */
export function inverse(a: number, modulus: number): number {
  let [r, s, x, y] = [modulus, a, 0, 1];
  while (s !== 0) {
    const quotient = Math.floor(r / s);
    [r, s, x, y] = [s, r - quotient * s, y, x - quotient * y];
  }
  return x < 0 ? x + modulus : x;
}
