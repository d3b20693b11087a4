import type { EdgeOrder } from "./edgeOrder.js";

/** Terms of a chain of named simplices; coefficients in 1 … p − 1. */
export interface Terms {
  readonly names: readonly number[];
  readonly coefficients: readonly number[];
}

/**
 * The simplices of a Rips complex by name: numbers whose order is a filtration order. A vertex
 * is its own name; a larger simplex is named by the rank r of its longest edge and its other
 * vertices a < b < …, as ((r·n + a)·n + b)…, so simplices with the same longest edge, a *group*,
 * are neighbours.
 */
export class NamedSimplices {
  private readonly order: EdgeOrder;
  private readonly modulus: number;
  /** Rank of the edge between two vertices; more than all ranks if there is none. */
  readonly rankOf: (i: number, j: number) => number;

  constructor(order: EdgeOrder, modulus: number) {
    this.order = order;
    this.modulus = modulus;
    this.rankOf = rankTable(order);
  }

  /** The group of a simplex of dimension d; −1 for vertices. */
  groupOf(name: number, d: number): number {
    if (d === 0) return -1;
    return Math.floor(name / this.order.size ** (d - 1));
  }

  /** Vertices of a simplex that are not on its longest edge, ascending. */
  othersOf(name: number, d: number): number[] {
    const others: number[] = [];
    for (let k = 1, rest = name; k < d; k++, rest = Math.floor(rest / this.order.size))
      others.unshift(rest % this.order.size);
    return others;
  }

  /** All vertices, ascending. */
  verticesOf(name: number, d: number): number[] {
    if (d === 0) return [name];
    const r = this.groupOf(name, d);
    const ends = [this.order.first[r], this.order.second[r]];
    return [...this.othersOf(name, d), ...ends].sort((a, b) => a - b);
  }

  nameIn(group: number, others: readonly number[]): number {
    return others.reduce((name, vertex) => name * this.order.size + vertex, group);
  }

  /** Σ (−1)^i [… v̂ᵢ …]; if `inGroup`, only faces with the same longest edge. */
  boundary(name: number, d: number, inGroup = false): Terms {
    const group = this.groupOf(name, d);
    const [u, v] = [this.order.first[group], this.order.second[group]];
    const vertices = this.verticesOf(name, d);
    const names: number[] = [];
    const coefficients: number[] = [];
    for (const [i, left] of vertices.entries()) {
      const onEdge = left === u || left === v;
      if (inGroup && (onEdge || d === 1)) continue;
      const face = vertices.filter((w) => w !== left);
      names.push(
        onEdge || d === 1
          ? this.nameOf(face)
          : this.nameIn(
              group,
              face.filter((w) => w !== u && w !== v),
            ),
      );
      coefficients.push(i % 2 === 0 ? 1 : this.modulus - 1);
    }
    return { names, coefficients };
  }

  /** Vertices nearer to both ends of the group's edge than they are to each other, ascending. */
  lune(group: number): number[] {
    const { first, second, size } = this.order;
    const found: number[] = [];
    for (let w = 0; w < size; w++)
      if (this.rankOf(first[group], w) < group && this.rankOf(second[group], w) < group)
        found.push(w);
    return found;
  }

  /** Least vertex of the lune that is that near to all of `others`, and before them; or −1. */
  firstOfLune(group: number, others: readonly number[]): number {
    const below = others.length > 0 ? others[0] : this.order.size;
    const all = [this.order.first[group], this.order.second[group], ...others];
    for (let w = 0; w < below; w++) if (all.every((v) => this.rankOf(v, w) < group)) return w;
    return -1;
  }

  /** Names of the simplices of dimension d ≥ 1 in a group, ascending. */
  group(group: number, d: number): number[] {
    const names: number[] = [];
    const extend = (others: readonly number[], allowed: readonly number[]): void => {
      if (others.length === d - 1) {
        names.push(this.nameIn(group, others));
        return;
      }
      for (const [i, w] of allowed.entries())
        extend(
          [...others, w],
          allowed.slice(i + 1).filter((x) => this.rankOf(w, x) < group),
        );
    };
    extend([], d === 1 ? [] : this.lune(group));
    return names;
  }

  private nameOf(vertices: readonly number[]): number {
    if (vertices.length === 1) return vertices[0];
    let [group, u, v] = [-1, -1, -1];
    for (const [k, j] of vertices.entries())
      for (const i of vertices.slice(0, k)) {
        const rank = this.rankOf(i, j);
        if (rank > group) [group, u, v] = [rank, i, j];
      }
    return this.nameIn(
      group,
      vertices.filter((w) => w !== u && w !== v),
    );
  }
}

/** Points up to which a full table of ranks, 256 MB then, is worth its memory. */
const FULL_TABLE = 8192;

function rankTable(order: EdgeOrder): (i: number, j: number) => number {
  const { size, count, first, second } = order;
  if (size <= FULL_TABLE) {
    const table = new Int32Array(size * size).fill(0x7fffffff);
    for (let r = 0; r < count; r++) {
      table[first[r] * size + second[r]] = r;
      table[second[r] * size + first[r]] = r;
    }
    return (i, j) => table[i * size + j];
  }
  const table: Map<number, number> = new Map();
  for (let r = 0; r < count; r++) table.set(second[r] * size + first[r], r);
  return (i, j) => table.get(i > j ? i * size + j : j * size + i) ?? Infinity;
}
