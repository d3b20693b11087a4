/**
 * Refuses an object with a property that nobody reads: a misspelt option would otherwise be
 * silently left at its default.
 *
 * @param value - the options
 * @param known - names that are read
 * @param what - "option", "key part": what a property is, for the error
 * @param caller - the function to name in the error
 * @throws TypeError naming the property and those that there are, or if it is no object
 *
 * @example
 * requireKnown({ rounding: "up" }, ["rounding"], "option", "roundTo"); // nothing happens
 */
export function requireKnown(
  value: object,
  known: readonly string[],
  what: string,
  caller: string,
): void {
  if (typeof value !== "object" || value === null)
    throw new TypeError(`${caller}: the ${what}s must be an object, got ${String(value)}`);
  for (const name of Object.keys(value))
    if (!known.includes(name))
      throw new TypeError(
        `${caller}: there is no ${what} "${name}", expected one of ${known.join(", ")}`,
      );
}
