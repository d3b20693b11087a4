/** A bar with the simplices that begin and end it, by the definition. */
export interface SlowBar {
  readonly dimension: number;
  readonly birth: number;
  readonly death: number;
  readonly birthSimplex: readonly number[];
  readonly deathSimplex: readonly number[] | undefined;
}

/**
 * Persistent homology of a Rips filtration by its definition: lists all simplices, sorts them by
 * diameter, reduces the whole boundary matrix over ℤ/p. For a dozen points.
 *
 * @param distance - d(i, j)
 * @returns bars of length > 0, by dimension, birth, death
 */
export function slowRips(
  size: number,
  distance: (i: number, j: number) => number,
  { maxDimension = 1, threshold = Infinity, modulus = 2 } = {},
): SlowBar[] {
  const limit = Math.min(threshold, Number.MAX_VALUE);
  const simplices: { vertices: number[]; diameter: number }[] = [];
  const extend = (vertices: number[], diameter: number): void => {
    simplices.push({ vertices, diameter });
    if (vertices.length < maxDimension + 2)
      for (let w = vertices[vertices.length - 1] + 1; w < size; w++) {
        const wider = Math.max(diameter, ...vertices.map((v) => distance(v, w)));
        if (wider <= limit) extend([...vertices, w], wider);
      }
  };
  for (let v = 0; v < size; v++) extend([v], 0);
  simplices.sort((a, b) => a.diameter - b.diameter || a.vertices.length - b.vertices.length);
  const index = new Map(simplices.map(({ vertices }, k) => [vertices.join(), k]));

  const columns: (Map<number, number> | undefined)[] = [];
  const killedBy = new Map<number, number>();
  for (const [k, { vertices }] of simplices.entries()) {
    const column = new Map<number, number>();
    if (vertices.length > 1)
      for (let i = 0; i < vertices.length; i++) {
        const face = vertices.filter((_, j) => j !== i).join();
        column.set(index.get(face) as number, i % 2 === 0 ? 1 : modulus - 1);
      }
    while (column.size > 0) {
      const pivot = Math.max(...column.keys());
      const by = killedBy.get(pivot);
      if (by === undefined) {
        killedBy.set(pivot, k);
        break;
      }
      const other = columns[by] as Map<number, number>;
      // The factor that makes the pivot vanish, found by trying.
      let factor = 1;
      while (((column.get(pivot) as number) + factor * (other.get(pivot) as number)) % modulus)
        factor++;
      for (const [row, value] of other) {
        const sum = ((column.get(row) ?? 0) + factor * value) % modulus;
        if (sum === 0) column.delete(row);
        else column.set(row, sum);
      }
    }
    columns.push(column.size > 0 ? column : undefined);
  }

  const bars: SlowBar[] = [];
  for (const [k, { vertices, diameter: birth }] of simplices.entries()) {
    const dimension = vertices.length - 1;
    if (columns[k] || dimension > maxDimension) continue;
    const end = killedBy.get(k);
    const death = end === undefined ? Infinity : simplices[end].diameter;
    const deathSimplex = end === undefined ? undefined : simplices[end].vertices;
    if (birth < death) bars.push({ dimension, birth, death, birthSimplex: vertices, deathSimplex });
  }
  const byDeath = (a: SlowBar, b: SlowBar): number => (a.death === b.death ? 0 : a.death - b.death);
  return bars.sort((a, b) => a.dimension - b.dimension || a.birth - b.birth || byDeath(a, b));
}
