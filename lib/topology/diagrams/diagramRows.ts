import type { Diagram } from "./diagram.js";

/** A bar as a row of a table. */
export interface DiagramRow {
  readonly dimension: number;
  readonly birth: number;
  /** ±∞ if the bar is essential. */
  readonly death: number;
  /** |death − birth|. */
  readonly persistence: number;
}

/**
 * The bars of one or several diagrams as rows of a table, in the order they come in.
 *
 * @param diagrams - one, or a list of them, say one per dimension
 * @throws RangeError if births and deaths differ in number
 *
 * @example
 * diagramRows(diagramOf(0, [0], [2])); // [{ dimension: 0, birth: 0, death: 2, persistence: 2 }]
 */
export function diagramRows(diagrams: Diagram | readonly Diagram[]): DiagramRow[] {
  const list = "births" in diagrams ? [diagrams] : diagrams;
  return list.flatMap(({ dimension, births, deaths }) => {
    if (births.length !== deaths.length)
      throw new RangeError(
        `diagramRows: expected as many deaths as births, got ${deaths.length} and ${births.length}`,
      );
    return Array.from(births, (birth, k) => {
      const death = deaths[k];
      return { dimension, birth, death, persistence: Math.abs(death - birth) };
    });
  });
}
