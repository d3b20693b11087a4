import { hashBytes } from "./fingerprint.js";

const MAGIC = "NHTC";
const VERSION = 1;
/** Magic, version, length of all, length of the text; see {@link bytesOf}. */
const HEADER = 24;
/** 16 hexadecimal digits. */
const CHECKSUM = 16;

const arrayTypes = { Float64Array, Float32Array, Uint8Array, Uint32Array };
type ArrayName = keyof typeof arrayTypes;
type AnyArray = InstanceType<(typeof arrayTypes)[ArrayName]>;

/** A copy of plain data that shares nothing with it. Arrays are copied themselves, not their memory. */
export function plainCopy<T>(value: T): T {
  if (ArrayBuffer.isView(value)) return (value as unknown as AnyArray).slice() as unknown as T;
  if (Array.isArray(value)) return value.map(plainCopy) as unknown as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, plainCopy(part)]),
  ) as T;
}

/**
 * Plain data as bytes, little-endian:
 *
 *     0  "NHTC"      4  version 1 (uint32)    8  length of all (float64)   16  length of the text (float64)
 *     24 JSON text (UTF-8), then from a multiple of 8 the arrays, each filled up to a multiple of 8
 *     last 16: checksum of everything before, hexadecimal
 *
 * In the text an array is {"array": its type, "at": where, "length": how many}, and NaN, ±∞ and −0
 * are {"number": its name}.
 */
export function bytesOf(value: unknown): Uint8Array {
  const arrays: AnyArray[] = [];
  let room = 0;
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "number" && (!Number.isFinite(part) || Object.is(part, -0)))
      return { number: Object.is(part, -0) ? "-0" : String(part) };
    if (!ArrayBuffer.isView(part)) return part;
    const array = part as AnyArray;
    const at = room;
    arrays.push(array);
    room += padded(array.byteLength);
    return { array: array.constructor.name, at, length: array.length };
  });
  const encoded = new TextEncoder().encode(text);
  const begin = padded(HEADER + encoded.length);
  const bytes = new Uint8Array(begin + room + CHECKSUM);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint32(4, VERSION, true);
  view.setFloat64(8, bytes.length, true);
  view.setFloat64(16, encoded.length, true);
  bytes.set(encoded, HEADER);
  let at = begin;
  for (const array of arrays) {
    write(view, at, array);
    at += padded(array.byteLength);
  }
  bytes.set(new TextEncoder().encode(hashBytes(bytes.subarray(0, at))), at);
  return bytes;
}

/**
 * Plain data from the bytes that {@link bytesOf} made of it.
 *
 * @throws RangeError if they are cut off, damaged, of another version or something else altogether
 */
export function fromBytes(bytes: Uint8Array, caller: string): unknown {
  const refuse = (got: string, expected: string): never => {
    throw new RangeError(`${caller}: got ${got}, expected ${expected}`);
  };
  const text = (from: number, to: number): string =>
    new TextDecoder().decode(bytes.subarray(from, to));
  if (bytes.length < HEADER + CHECKSUM)
    refuse(`${bytes.length} bytes`, `at least ${HEADER + CHECKSUM}`);
  if (text(0, 4) !== MAGIC)
    refuse(
      `bytes that begin ${[...bytes.subarray(0, 4)].join(" ")}`,
      `a checkpoint, "${MAGIC}" first`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(4, true);
  if (version !== VERSION) refuse(`version ${version}`, `version ${VERSION}`);
  const length = view.getFloat64(8, true);
  if (length !== bytes.length) refuse(`${bytes.length} bytes`, `${length}, as their header says`);
  const end = bytes.length - CHECKSUM;
  const checksum = hashBytes(bytes.subarray(0, end));
  if (text(end, bytes.length) !== checksum)
    refuse(`bytes with checksum ${checksum}`, `${text(end, bytes.length)}, as their end says`);

  const textLength = view.getFloat64(16, true);
  const begin = padded(HEADER + textLength);
  return JSON.parse(text(HEADER, HEADER + textLength), (_, part: unknown) => {
    if (typeof part !== "object" || part === null) return part;
    if ("number" in part) return Number(part.number);
    if (!("array" in part && "at" in part && "length" in part)) return part;
    const array = new arrayTypes[part.array as ArrayName](part.length as number);
    read(view, begin + (part.at as number), array);
    return array;
  });
}

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

function write(view: DataView, at: number, array: AnyArray): void {
  const size = array.BYTES_PER_ELEMENT;
  for (let i = 0; i < array.length; i++)
    if (array instanceof Float64Array) view.setFloat64(at + size * i, array[i], true);
    else if (array instanceof Float32Array) view.setFloat32(at + size * i, array[i], true);
    else if (array instanceof Uint32Array) view.setUint32(at + size * i, array[i], true);
    else view.setUint8(at + i, array[i]);
}

function read(view: DataView, at: number, array: AnyArray): void {
  const size = array.BYTES_PER_ELEMENT;
  for (let i = 0; i < array.length; i++)
    if (array instanceof Float64Array) array[i] = view.getFloat64(at + size * i, true);
    else if (array instanceof Float32Array) array[i] = view.getFloat32(at + size * i, true);
    else if (array instanceof Uint32Array) array[i] = view.getUint32(at + size * i, true);
    else array[i] = view.getUint8(at + i);
}
