import type { Chain } from "./chain.js";
import { NO_SIMPLEX, type RipsBars } from "./ripsBars.js";

/** Bars of one dimension as they are found, in any order; those of length 0 are left out. */
export class BarList {
  private readonly dimension: number;
  private readonly births: number[] = [];
  private readonly deaths: number[] = [];
  private readonly birthVertices: number[] = [];
  private readonly deathVertices: number[] = [];
  private readonly cocycles: (Chain | undefined)[] = [];

  constructor(dimension: number) {
    this.dimension = dimension;
  }

  /** Adds a bar; one that never dies has no death simplex. */
  add(
    birth: number,
    death: number,
    birthSimplex: Iterable<number>,
    deathSimplex: Iterable<number> | undefined,
    cocycle: Chain | undefined,
  ): void {
    this.births.push(birth);
    this.deaths.push(death);
    for (const vertex of birthSimplex) this.birthVertices.push(vertex);
    if (deathSimplex) for (const vertex of deathSimplex) this.deathVertices.push(vertex);
    else for (let k = 0; k < this.dimension + 2; k++) this.deathVertices.push(NO_SIMPLEX);
    this.cocycles.push(cocycle);
  }

  /** The bars by birth, then by death, then by birth simplex. */
  finish(cocycles: boolean): RipsBars {
    const { dimension, births, deaths, birthVertices, deathVertices } = this;
    const corners = dimension + 1;
    const order = Uint32Array.from(births.keys()).sort((a, b) => {
      if (births[a] !== births[b]) return births[a] - births[b];
      if (deaths[a] !== deaths[b]) return deaths[a] < deaths[b] ? -1 : 1;
      let k = 0;
      while (k < dimension && birthVertices[a * corners + k] === birthVertices[b * corners + k])
        k++;
      return birthVertices[a * corners + k] - birthVertices[b * corners + k];
    });
    const sorted = (vertices: readonly number[], count: number): Uint32Array => {
      const out = new Uint32Array(vertices.length);
      for (let i = 0; i < order.length; i++)
        for (let k = 0; k < count; k++) out[i * count + k] = vertices[order[i] * count + k];
      return out;
    };
    return {
      dimension,
      births: Float64Array.from(order, (bar) => births[bar]),
      deaths: Float64Array.from(order, (bar) => deaths[bar]),
      birthSimplices: sorted(birthVertices, corners),
      deathSimplices: sorted(deathVertices, corners + 1),
      ...(cocycles ? { cocycles: Array.from(order, (bar) => this.cocycles[bar] as Chain) } : {}),
    };
  }
}
