import { fixedPoint } from "../formats/fixedPoint.js";
import { type FloatFormat, requireFormat } from "../formats/format.js";
import {
  float4_e2m1fn,
  float6_e2m3fn,
  float6_e3m2fn,
  float8_e4m3fn,
  float8_e5m2,
  float8_e8m0fnu,
} from "../formats/formats.js";

/**
 * A block format, as data: blocks of numbers that share one scale, a power of two.
 *
 * A block stores a scale X and `blockSize` elements P_i, and means the numbers X·P_i.
 *
 * @see OCP Microscaling Formats (MX) Specification, version 1.0 (2023)
 */
export interface BlockFormat {
  /** Identifier, e.g. `mxfp4_e2m1`. */
  readonly name: string;
  /** Format of the elements. */
  readonly element: FloatFormat;
  /** Format of the scale, of which the powers of two are used. */
  readonly scale: FloatFormat;
  /** k, the numbers that share a scale: any integer ≥ 1. */
  readonly blockSize: number;
}

const mx = (name: string, element: FloatFormat): BlockFormat => ({
  name,
  element,
  scale: float8_e8m0fnu,
  blockSize: 32,
});

/** MXFP8 with E5M2 elements: 8.25 bits a number. */
export const mxfp8_e5m2: BlockFormat = mx("mxfp8_e5m2", float8_e5m2);
/** MXFP8 with E4M3 elements: 8.25 bits a number. */
export const mxfp8_e4m3: BlockFormat = mx("mxfp8_e4m3", float8_e4m3fn);
/** MXFP6 with E3M2 elements: 6.25 bits a number. */
export const mxfp6_e3m2: BlockFormat = mx("mxfp6_e3m2", float6_e3m2fn);
/** MXFP6 with E2M3 elements: 6.25 bits a number. */
export const mxfp6_e2m3: BlockFormat = mx("mxfp6_e2m3", float6_e2m3fn);
/** MXFP4 with E2M1 elements: 4.25 bits a number. */
export const mxfp4_e2m1: BlockFormat = mx("mxfp4_e2m1", float4_e2m1fn);
/**
 * MXINT8: elements k/64, k = −128 … 127, 8.25 bits a number. The specification lets an
 * implementation leave −2 (k = −128) unused; here it is used.
 */
export const mxint8: BlockFormat = mx("mxint8", fixedPoint(8, 6));

/** The block formats of OCP's specification. */
export const blockFormats: readonly BlockFormat[] = [
  mxfp8_e5m2,
  mxfp8_e4m3,
  mxfp6_e3m2,
  mxfp6_e2m3,
  mxfp4_e2m1,
  mxint8,
];

/**
 * Storage a number takes in whole blocks: the element's bits + the scale's / blockSize.
 *
 * @throws as `requireBlockFormat`, and a RangeError if a format has no width
 *
 * @example
 * bitsPerElement(mxfp4_e2m1); // 4.25
 */
export function bitsPerElement(format: BlockFormat): number {
  requireBlockFormat(format, "bitsPerElement");
  const { name, element, scale, blockSize } = format;
  if (element.bits === undefined || scale.bits === undefined)
    throw new RangeError(
      `bitsPerElement: ${name}: ${(element.bits === undefined ? element : scale).name} has no width`,
    );
  return element.bits + scale.bits / blockSize;
}

/**
 * Refuses what is not a block format.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if a part is missing or no format
 * @throws RangeError if the block size is not an integer ≥ 1, or a format contradicts itself
 *
 * @example
 * requireBlockFormat(mxint8, "roundBlocks"); // nothing happens
 */
export function requireBlockFormat(format: BlockFormat, caller: string): void {
  if (typeof format !== "object" || format === null || !("blockSize" in format))
    throw new TypeError(
      `${caller}: format is ${typeof format === "string" ? `the text "${format}"` : String(format)}, ` +
        "expected a BlockFormat such as mxfp4_e2m1",
    );
  const { element, scale, blockSize } = format;
  requireFormat(element, `${caller}: the element's`);
  requireFormat(scale, `${caller}: the scale's`);
  if (!Number.isInteger(blockSize) || blockSize < 1)
    throw new RangeError(`${caller}: blockSize must be an integer >= 1, got ${blockSize}`);
}
