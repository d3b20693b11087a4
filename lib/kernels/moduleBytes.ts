/** The bytes of a number as WebAssembly writes it: seven bits a byte, the lowest first. */
export function unsignedBytes(n: number): number[] {
  const bytes: number[] = [];
  let left = n;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
  return [...bytes, left];
}

/** The bytes of an integer of 0 … 2³² − 1 as a signed constant of 32 bits: two's complement. */
export function signedBytes(n: number): number[] {
  const bytes: number[] = [];
  let left = n | 0;
  for (; left < -64 || left > 63; left >>= 7) bytes.push((left & 127) + 128);
  return [...bytes, left & 127];
}

/** A list of things, each already bytes, with their number before them. */
export const listBytes = (items: readonly (readonly number[])[]): number[] => [
  ...unsignedBytes(items.length),
  ...items.flat(),
];

/** Bytes with their length before them. */
export const sizedBytes = (bytes: readonly number[]): number[] => [
  ...unsignedBytes(bytes.length),
  ...bytes,
];

/** A name. */
export const nameBytes = (name: string): number[] =>
  sizedBytes(Array.from(name, (character) => character.charCodeAt(0)));

/** A module of these sections, by their numbers in the specification. */
export const moduleBytes = (
  sections: readonly (readonly [id: number, bytes: number[]])[],
): Uint8Array =>
  Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...sections.flatMap(([id, bytes]) => [id, ...sizedBytes(bytes)]),
  ]);
