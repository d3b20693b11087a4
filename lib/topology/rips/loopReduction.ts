import { BarList } from "./barList.js";
import type { Chain } from "./chain.js";
import { ColumnStore } from "./columnStore.js";
import { inverse } from "./inverse.js";
import type { Lunes } from "./lunes.js";
import { PivotTable } from "./pivotTable.js";
import type { RankedGraph } from "./rankedGraph.js";
import type { ReductionOptions } from "./reductionOptions.js";
import type { RipsBars } from "./ripsBars.js";
import { RowSum } from "./rowSum.js";
import { triangleRows } from "./triangleRows.js";

/** The reduction of the coboundaries of edges, which can go on as more edges come. */
export interface LoopReduction {
  /**
   * Reduces the columns of all critical edges before rank `to` over the triangles of edges before
   * it. Returns how many classes are alive then.
   */
  advance(to: number): number;
  /** Forgets all edges before a rank. No class may be alive. */
  restart(from: number): void;
  /** The bars, those alive being essential, and the names of the triangles that end one. */
  finish(): { bars: RipsBars; pivots: PivotTable };
}

/**
 * Bars of dimension 1 from the coboundaries of the critical edges, latest edge first.
 *
 * Only triangles with an apex and critical triangles are rows, about one an edge, so an edge has
 * about three of them in its coboundary however many points there are. A coboundary that begins at
 * the apex of edge e gets that of e added; one that begins at a critical triangle gets the column
 * added that has it as its pivot, if there is one, or ends there. A column without a pivot waits
 * for more edges: a pivot found once stays, as later columns begin later.
 */
export function loopReduction(
  graph: RankedGraph,
  lunes: Lunes,
  { modulus, cocycles, monitor }: ReductionOptions,
): LoopReduction {
  const { order, base } = graph;
  const { first, second, lengthOf } = order;
  const columns = lunes.critical[1];
  const bars = new BarList(1);
  const named = new PivotTable();
  let from = 0;
  let begun = 0; // columns of critical edges so far
  let [store, pivots, pivotInverses] = [new ColumnStore(), new PivotTable(), [] as number[]];
  let alive: { born: number; column: number }[] = []; // latest first
  let rows = triangleRows(graph, lunes, 0, 0);
  let [sum, chain] = [new RowSum(0, modulus), new RowSum(0, modulus)];
  let work = 0;

  /** Adds a multiple of edge f to the chain and of its coboundary to the sum. */
  const add = (f: number, factor: number): void => {
    const { starts, edge, opposite, shorterStarts, shorter } = rows;
    const place = f - from;
    const [own, ownEnd] = [starts[place], starts[place + 1]];
    const [side, sideEnd] = [shorterStarts[place], shorterStarts[place + 1]];
    work += 4 + sideEnd - side;
    if (modulus === 2) {
      chain.flip(place);
      for (let t = own; t < ownEnd; t++) sum.flip(t);
      for (let k = side; k < sideEnd; k++) sum.flip(shorter[k]);
      return;
    }
    chain.push(place, factor);
    // [v₁v₂] − [v₀v₂] + [v₀v₁]: minus where the third vertex lies between the two of the edge.
    const [a, b] = [first[f], second[f]];
    for (let t = own; t < ownEnd; t++)
      sum.push(t, a < opposite[t] && opposite[t] < b ? modulus - factor : factor);
    for (let k = side; k < sideEnd; k++) {
      const t = shorter[k];
      const w = first[edge[t]] + second[edge[t]] + opposite[t] - a - b;
      sum.push(t, a < w && w < b ? modulus - factor : factor);
    }
  };
  const addColumn = (column: number, factor: number): void => {
    for (let k = store.starts[column]; k < store.starts[column + 1]; k++)
      add(store.name(k), (factor * store.coefficient(k)) % modulus);
  };
  /** Adds to the sum until it begins at a new pivot, −1 if it is 0 in the end. */
  const reduce = (done: number): number => {
    const { starts, edge, opposite } = rows;
    for (let pivot = sum.first(); pivot >= 0; pivot = sum.first()) {
      if (work > 1000000) {
        monitor?.progress("dimension 1", done, columns.length);
        work = 0;
      }
      const coefficient = sum.at(pivot);
      const e = edge[pivot];
      if (pivot === starts[e - from]) {
        const between = first[e] < opposite[pivot] && opposite[pivot] < second[e];
        add(e, between ? coefficient : modulus - coefficient);
        continue;
      }
      const other = pivots.get(pivot);
      if (other < 0) return pivot;
      addColumn(other, modulus - ((coefficient * pivotInverses[other]) % modulus));
    }
    return -1;
  };
  const keepChain = (): number => {
    for (let place = chain.pop(); place >= 0; place = chain.pop())
      store.push(place + from, chain.coefficient);
    return store.close();
  };
  const finishColumn = (born: number, done: number, still: typeof alive): void => {
    const pivot = reduce(done);
    const column = keepChain();
    if (pivot < 0) still.push({ born, column });
    else {
      const [e, w] = [rows.edge[pivot], rows.opposite[pivot]];
      pivots.set(pivot, column);
      pivotInverses[column] = inverse(sum.at(pivot), modulus);
      named.set(e * (base + 1) + graph.number(first[e], w) + 1, column);
      if (lengthOf(born) < lengthOf(e))
        addBar(born, lengthOf(e), Uint32Array.of(first[e], second[e], w).sort(), column);
    }
    sum.clear();
  };
  const addBar = (
    born: number,
    death: number,
    triangle: Uint32Array | undefined,
    column: number,
  ): void => {
    const cocycle = cocycles ? chainOf(column) : undefined;
    bars.add(lengthOf(born), death, [first[born], second[born]], triangle, cocycle);
  };
  const chainOf = (column: number): Chain => {
    const [start, end] = [store.starts[column], store.starts[column + 1]];
    const simplices = new Uint32Array(2 * (end - start));
    const coefficients = new Int32Array(end - start);
    for (let k = 0; k < end - start; k++) {
      simplices[2 * k] = first[store.name(start + k)];
      simplices[2 * k + 1] = second[store.name(start + k)];
      coefficients[k] = store.coefficient(start + k);
    }
    return { simplices, coefficients };
  };

  return {
    advance: (to) => {
      let end = begun;
      while (end < columns.length && columns[end] < to) end++;
      if (end === begun && alive.length === 0) return 0;
      rows = triangleRows(graph, lunes, from, to);
      sum = new RowSum(rows.count, modulus);
      chain = new RowSum(to - from, modulus);
      const still: typeof alive = [];
      for (let c = end - 1; c >= begun; c--) {
        add(columns[c], 1);
        finishColumn(columns[c], end - 1 - c, still);
      }
      for (const [k, { born, column }] of alive.entries()) {
        addColumn(column, 1);
        finishColumn(born, end - alive.length + k, still);
      }
      [begun, alive] = [end, still];
      return alive.length;
    },
    restart: (rank) => {
      from = rank;
      [store, pivots, pivotInverses] = [new ColumnStore(), new PivotTable(), []];
    },
    finish: () => {
      for (const { born, column } of alive) addBar(born, Infinity, undefined, column);
      return { bars: bars.finish(cocycles), pivots: named };
    },
  };
}
