/**
 * Data that has one JSON text: no functions, dates, class instances or numbers that JSON has no
 * word for.
 */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * The one JSON text of a value: keys sorted by code unit at every depth, no spaces, properties that
 * are `undefined` left out. Equal questions get equal texts, whatever order they were written in.
 *
 * NaN and the infinities, which JSON would turn into `null`, are refused: two different questions
 * must never share a key.
 *
 * @throws TypeError naming the place, e.g. `canonicalJson: value.rates[2] is NaN, …`
 *
 * @example
 * canonicalJson({ seed: 1, formats: ["float16"] }); // '{"formats":["float16"],"seed":1}'
 */
export function canonicalJson(value: unknown, place = "value"): string {
  if (value === null || typeof value === "boolean" || typeof value === "string")
    return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw unfit(place, String(value));
    return Object.is(value, -0) ? "-0" : JSON.stringify(value);
  }
  if (Array.isArray(value))
    return `[${Array.from(value, (item, i) => canonicalJson(item, `${place}[${i}]`)).join(",")}]`;
  if (typeof value !== "object") throw unfit(place, `of type ${typeof value}`);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw unfit(place, `a ${value.constructor?.name ?? "class instance"}`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member, `${place}.${key}`)}`);
  return `{${members.join(",")}}`;
}

function unfit(place: string, what: string): TypeError {
  return new TypeError(
    `canonicalJson: ${place} is ${what}, expected null, a boolean, a finite number, a string, an array or a plain object`,
  );
}
