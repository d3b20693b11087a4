import { BarList } from "./barList.js";
import type { Chain } from "./chain.js";
import { coboundaries } from "./coboundary.js";
import { ColumnStore } from "./columnStore.js";
import { EntryHeap } from "./entryHeap.js";
import { inverse } from "./inverse.js";
import type { Lunes } from "./lunes.js";
import { PivotTable } from "./pivotTable.js";
import type { RankedGraph } from "./rankedGraph.js";
import type { ReductionOptions } from "./reductionOptions.js";
import type { RipsBars } from "./ripsBars.js";
import { RowSum } from "./rowSum.js";
import type { SimplexNames } from "./simplexNames.js";
import { TableSum } from "./tableSum.js";

/** Bits kept at most of which names are in a sum: 32 megabytes. */
const MOST_BITS = 2 ** 28;

/** The fastest kind of sum that has room for all names there can be. */
function sumOf(names: number, modulus: number): RowSum | TableSum | EntryHeap {
  if (names * (modulus === 2 ? 1 : 16) <= MOST_BITS) return new RowSum(names, modulus);
  if (names <= MOST_BITS) return new TableSum(names, modulus);
  return new EntryHeap(modulus);
}

/** Entries of coboundaries kept: 40 megabytes. */
const MOST_KEPT = 4e6;

/**
 * Bars of dimension d ≥ 2 from the coboundaries of the critical simplices, latest first, those
 * left out that end a bar of dimension d − 1.
 *
 * A coboundary that begins at a simplex paired with a face at its longest edge gets the coboundary
 * of that face added; nothing of these pairs is stored.
 *
 * @param cleared - names of the simplices that end bars of dimension d − 1
 * @returns the bars, and the names of the simplices that end bars
 */
export function higherBars(
  graph: RankedGraph,
  lunes: Lunes,
  names: SimplexNames,
  dimension: number,
  cleared: PivotTable,
  { modulus, cocycles, monitor }: ReductionOptions,
): { bars: RipsBars; pivots: PivotTable } {
  const { lengthOf } = graph.order;
  const columns = lunes.critical[dimension];
  const bars = new BarList(dimension);
  const pivots = new PivotTable();
  const sum = sumOf(names.limit, modulus);
  const store = new ColumnStore();
  const coboundary = coboundaries(graph, lunes, names, dimension, modulus);
  const pivotInverses: number[] = [];
  // 0 for a column added once; then 1 + the number of its coboundary among those kept.
  const kept: number[] = [];
  const coboundariesKept = new ColumnStore();
  let [additions, reductions] = [0, 0]; // of columns; columns that took more than a look
  const vertices = new Int32Array(dimension + 2);
  const facet = new Int32Array(dimension + 1);

  const add = (simplex: number, factor: number): void => {
    store.push(simplex, factor);
    const count = coboundary.of(simplex, factor);
    for (let i = 0; i < count; i++) sum.push(coboundary.names[i], coboundary.coefficients[i]);
  };
  const addColumn = (column: number, factor: number): void => {
    const [from, to] = [store.starts[column], store.starts[column + 1]];
    additions++;
    // Once used, likely used again: from then on its coboundary is kept, added up.
    if (kept[column] === 0 && coboundariesKept.entries < MOST_KEPT) keep(column);
    if (kept[column] === undefined) kept[column] = 0;
    if (!(kept[column] > 0)) {
      for (let k = from; k < to; k++) add(store.name(k), (factor * store.coefficient(k)) % modulus);
      return;
    }
    for (let k = from; k < to; k++)
      store.push(store.name(k), (factor * store.coefficient(k)) % modulus);
    const end = coboundariesKept.starts[kept[column]];
    for (let k = coboundariesKept.starts[kept[column] - 1]; k < end; k++)
      sum.push(coboundariesKept.name(k), (factor * coboundariesKept.coefficient(k)) % modulus);
  };
  /** Keeps what the sum has left, with the pivot that was taken from it. */
  const keepRest = (column: number, pivot: number, coefficient: number): void => {
    coboundariesKept.push(pivot, coefficient);
    for (let name = sum.pop(); name >= 0; name = sum.pop())
      coboundariesKept.push(name, sum.coefficient);
    kept[column] = coboundariesKept.close() + 1;
  };
  const keep = (column: number): void => {
    const whole = new EntryHeap(modulus);
    for (let k = store.starts[column]; k < store.starts[column + 1]; k++) {
      const count = coboundary.of(store.name(k), store.coefficient(k));
      for (let i = 0; i < count; i++) whole.push(coboundary.names[i], coboundary.coefficients[i]);
    }
    for (let name = whole.pop(); name >= 0; name = whole.pop())
      coboundariesKept.push(name, whole.coefficient);
    kept[column] = coboundariesKept.close() + 1;
  };
  /** Starts a column; the first entry is its pivot already if it is new and not paired. */
  const begin = (simplex: number): number => {
    sum.clear();
    store.push(simplex, 1);
    const count = coboundary.of(simplex, 1);
    let least = -1;
    for (let i = 0; i < count; i++)
      if (least < 0 || coboundary.names[i] < coboundary.names[least]) least = i;
    if (least < 0) return -1;
    const name = coboundary.names[least];
    if (pivots.get(name) < 0 && pairedFace(name) < 0) {
      sum.coefficient = coboundary.coefficients[least];
      return name;
    }
    for (let i = 0; i < count; i++) sum.push(coboundary.names[i], coboundary.coefficients[i]);
    return sum.pop();
  };
  let rank = 0; // of the simplex last looked at by pairedFace
  const pairedFace = (name: number): number => {
    rank = names.read(name, dimension + 1, vertices);
    return names.pairedFace(vertices, dimension + 2, rank);
  };

  for (let c = columns.length - 1; c >= 0; c--) {
    const born = columns[c];
    if (cleared.get(born) >= 0) continue;
    let pivot = begin(born);
    while (pivot >= 0) {
      if (coboundary.looked > 1000000) {
        monitor?.progress(`dimension ${dimension}`, columns.length - 1 - c, columns.length);
        coboundary.looked = 0;
      }
      const { coefficient } = sum;
      const other = pivots.get(pivot);
      if (other >= 0) {
        sum.push(pivot, coefficient);
        const factor = modulus - ((coefficient * pivotInverses[other]) % modulus);
        addColumn(other, factor);
      } else {
        const place = pairedFace(pivot);
        if (place < 0) break;
        sum.push(pivot, coefficient);
        for (let k = 0; k <= dimension; k++) facet[k] = vertices[k < place ? k : k + 1];
        add(names.of(facet, dimension + 1, rank), place & 1 ? coefficient : modulus - coefficient);
      }
      pivot = sum.pop();
    }
    const { coefficient } = sum;
    store.addUp(modulus);
    const column = store.close();
    const birth = lengthOf(names.read(born, dimension, vertices));
    const birthSimplex = Array.from(vertices.subarray(0, dimension + 1));
    const death = pivot < 0 ? Infinity : lengthOf(names.read(pivot, dimension + 1, vertices));
    if (birth < death)
      bars.add(
        ...([birth, death, birthSimplex] as const),
        pivot < 0 ? undefined : Array.from(vertices),
        cocycles ? chainOf(column) : undefined,
      );
    if (pivot < 0) continue;
    pivots.set(pivot, column);
    pivotInverses[column] = inverse(coefficient, modulus);
    if (!sum.isEmpty && additions > ++reductions && coboundariesKept.entries < MOST_KEPT)
      keepRest(column, pivot, coefficient);
  }
  return { bars: bars.finish(cocycles), pivots };

  function chainOf(column: number): Chain {
    const [from, to] = [store.starts[column], store.starts[column + 1]];
    const simplices = new Uint32Array((dimension + 1) * (to - from));
    const coefficients = new Int32Array(to - from);
    for (let k = from; k < to; k++) {
      names.read(store.name(k), dimension, vertices);
      simplices.set(vertices.subarray(0, dimension + 1), (dimension + 1) * (k - from));
      coefficients[k - from] = store.coefficient(k);
    }
    return { simplices, coefficients };
  }
}
