// AssemblyScript. The fast random bits, four words at a time: mixedWord of ../stochasticBits.ts.

/** With the three factors in all lanes: constants in a loop would be made anew each time. */
export function mixedWords(
  word: v128,
  key0: v128,
  key1: v128,
  key2: v128,
  factor0: v128,
  factor1: v128,
  factor2: v128,
): v128 {
  let w = v128.xor(word, key0);
  w = v128.xor(w, i32x4.shr_u(w, 17));
  w = v128.xor(i32x4.mul(w, factor0), key1);
  w = v128.xor(w, i32x4.shr_u(w, 11));
  w = v128.xor(i32x4.mul(w, factor1), key2);
  w = v128.xor(w, i32x4.shr_u(w, 15));
  w = i32x4.mul(w, factor2);
  return v128.xor(w, i32x4.shr_u(w, 14));
}
