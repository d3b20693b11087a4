const raised: Readonly<Record<string, string>> = Object.fromEntries(
  [..."-0123456789"].map((character, i) => [character, [..."⁻⁰¹²³⁴⁵⁶⁷⁸⁹"][i]]),
);

/**
 * A power in plain text, for captions, where there is no markup: `base` to an integer.
 *
 * @example
 * powerText(2, -10); // "2⁻¹⁰"
 */
export function powerText(base: number, exponent: number): string {
  return base + [...String(exponent)].map((character) => raised[character]).join("");
}

/**
 * A positive number with one or two digits and a power of ten; from 0.1 to 9 as it is.
 *
 * @throws RangeError if the number is not positive and finite
 *
 * @example
 * scientific(3e-6); // "3·10⁻⁶"
 * scientific(0.3); // "0.3"
 */
export function scientific(value: number): string {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new RangeError(`scientific: expected a positive finite number, got ${value}`);
  const rounded = Number(value.toPrecision(2));
  if (rounded >= 0.1 && rounded < 10) return String(rounded);
  const [digits, exponent] = rounded.toExponential().split("e");
  const power = powerText(10, Number(exponent));
  return digits === "1" ? power : `${digits}·${power}`;
}

/**
 * A number for a caption: to three digits, or with a power of ten where it is large or small.
 *
 * @example
 * briefNumber(-123.456); // "−123"
 * briefNumber(123456); // "1.2·10⁵"
 */
export function briefNumber(value: number): string {
  const size = Math.abs(value);
  const plain = size === 0 || (size >= 0.1 && size < 1e4) || !Number.isFinite(value);
  if (plain) return String(Number(value.toPrecision(3))).replace("-", "−");
  return `${value < 0 ? "−" : ""}${scientific(size)}`;
}
