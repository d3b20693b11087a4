import { type RoundingPlan, roundingModes } from "./roundingPlan.js";

/** An element type: its precision and largest exponent. */
interface ElementType {
  readonly bytes: 8 | 4;
  readonly precision: number;
  readonly maxExponent: number;
}
export const doubles: ElementType = { bytes: 8, precision: 53, maxExponent: 1023 };
export const singles: ElementType = { bytes: 4, precision: 24, maxExponent: 127 };

/** Bytes at the start of a kernel's memory that hold the parameters, and a little to spare. */
export const PARAMETER_BYTES = 320;
/** Where the keys of the random bits are: KEYS of assembly/slots.ts. */
export const KEYS_AT = 184;

/** Whether numbers of this type can be rounded in lanes of this type. */
export function suitsLanes(plan: RoundingPlan, { precision, maxExponent }: ElementType): boolean {
  const { significandBits, minExponent, high } = plan;
  const fits = maxExponent === 1023 || Math.fround(high) === high;
  return fits && significandBits <= precision && minExponent >= 1 - maxExponent;
}

/** Whether to the nearest even number can be had by adding a power of two and subtracting it. */
export function canLift(plan: RoundingPlan, { precision, maxExponent }: ElementType): boolean {
  const { significandBits: p, minExponent } = plan;
  return p < precision && minExponent + precision - p < maxExponent;
}

/** Whether stochastic rounding may take the quick way of assembly/stochastic.ts. */
export function isUsual(plan: RoundingPlan, { precision }: ElementType): boolean {
  const { mode, significandBits: p, minExponent, randomBits } = plan;
  const scale = p - 1 - minExponent;
  return mode === "stochastic" && randomBits >= 16 && p < precision && scale >= 0;
}

/**
 * Writes what assembly/slots.ts describes, for one plan and one element type.
 *
 * @param view - of the kernel's memory
 */
export function writeParameters(view: DataView, plan: RoundingPlan, type: ElementType): void {
  const { significandBits: p, minExponent, low, high, randomBits } = plan;
  const { precision, maxExponent, bytes } = type;
  const number = (at: number, x: number): void =>
    bytes === 8 ? view.setFloat64(at, x, true) : view.setFloat32(at, x, true);
  const bits = (at: number, x: bigint): void =>
    bytes === 8
      ? view.setBigInt64(at, x, true)
      : view.setInt32(at, Number(BigInt.asIntN(32, x)), true);
  const cut = precision - p;
  const wide = BigInt(cut);
  const cutOff = (1n << wide) - 1n;

  number(0, low);
  number(8, high);
  number(16, Math.max(low, 2 ** minExponent));
  bits(24, ~cutOff);
  const { always, ifOdd, ifNegative, sticky } = additions(plan, wide);
  bits(32, always);
  bits(40, ifOdd);
  bits(48, ifNegative);
  bits(56, sticky);

  // With 16 bits or more the first 16 are compared, and what they leave open is not decided here.
  const looked = randomBits < 16 && randomBits < cut ? BigInt(cut - randomBits) : 0n;
  bits(64, -1n << looked);
  // No number is all ones.
  bits(72, cut > 16 ? 0xffffn << BigInt(cut - 16) : -1n);
  const scale = p - 1 - minExponent;
  number(88, 2 ** Math.min(scale, maxExponent));
  number(96, 2 ** Math.max(scale - maxExponent, 0));
  number(104, 2 ** -scale);
  number(112, 2 ** Math.min(randomBits, 16));
  number(120, 2 ** -Math.min(randomBits, 16));

  const field = BigInt(precision - 1);
  bits(128, wide << field);
  bits(136, BigInt(minExponent + maxExponent) << field);
  const range = (at: number, from: number, to: number): void => {
    const read = (): bigint =>
      bytes === 8 ? view.getBigInt64(at, true) : BigInt(view.getInt32(at, true));
    number(at, from);
    const first = read();
    number(at, to);
    const last = read();
    const least = -1n << BigInt(8 * bytes - 1);
    bits(at, from <= to ? least - first : 0n);
    bits(at + 8, from <= to ? least + last - first : least);
  };
  range(200, Math.max(low, 2 ** minExponent), high);
  range(216, low, Math.min(high, 2 ** (maxExponent - cut)));
  doubledRange(view, plan, type);
  [0xed5ad4bb, 0xac4c1b51, 0x31848bab].forEach((factor, i) => {
    view.setUint32(232 + 4 * i, factor, true);
  });
  const sign = 1n << BigInt(8 * bytes - 1);
  bits(264, sign - 1n);
  bits(272, sign - (1n << field));
  view.setInt32(280, 4, true);
  view.setInt32(152, roundingModes.indexOf(plan.mode), true);
  view.setInt32(160, cut, true);
  view.setInt32(168, Math.max(0, cut - 16), true);
  view.setInt32(176, Math.max(0, 16 - cut), true);
}

/** What is added to the encoding of a normal number before `cut` bits are cut off it. */
function additions(
  { mode, significandBits: p }: RoundingPlan,
  cut: bigint,
): { always: bigint; ifOdd: bigint; ifNegative: bigint; sticky: bigint } {
  const none = { always: 0n, ifOdd: 0n, ifNegative: 0n, sticky: 0n };
  if (cut === 0n) return none;
  const half = 1n << (cut - 1n);
  const all = 2n * half - 1n;
  // The one significand of p = 1 is odd, but its encoding ends with a bit of the exponent.
  switch (mode) {
    case "nearest-even":
      return p === 1 ? { ...none, always: half } : { ...none, always: half - 1n, ifOdd: 1n };
    case "nearest-away":
      return { ...none, always: half };
    case "nearest-to-zero":
      return { ...none, always: half - 1n };
    case "up":
      return { ...none, always: all, ifNegative: -all };
    case "down":
      return { ...none, ifNegative: all };
    case "to-odd":
      return p === 1 ? none : { ...none, sticky: half * 2n };
    default:
      return none;
  }
}

/** The range of normal numbers within the rule as stochastic rounding compares it. */
function doubledRange(view: DataView, plan: RoundingPlan, { bytes }: ElementType): void {
  const upper = (x: number): number => {
    view.setFloat64(248, x, true);
    if (bytes === 8) return view.getUint32(252, true);
    view.setFloat32(248, x, true);
    return view.getUint32(248, true);
  };
  const first = upper(Math.max(plan.low, 2 ** plan.minExponent));
  // Doubles with the last upper word may be beyond.
  const last = upper(plan.high) - (bytes === 8 ? 1 : 0);
  const [from, limit] = last >= first ? [2 * first, 2 * (last - first)] : [0xffffffff, 0];
  view.setUint32(248, bytes === 8 ? 0 : from, true);
  view.setUint32(252, from, true);
  view.setUint32(256, bytes === 8 ? 0xffffffff : limit, true);
  view.setUint32(260, limit, true);
}
