/**
 * What kind of value was got, in a word, for an error: the value itself may be long.
 *
 * @example
 * kindOf(new Float32Array(1e6)); // "Float32Array"
 */
export function kindOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value).slice(0, 40);
  return Object.prototype.toString.call(value).slice(8, -1);
}
