import type { Chain } from "./chain.js";
import { NO_SIMPLEX, type RipsBars } from "./ripsBars.js";

interface Bar {
  readonly birth: number;
  readonly death: number;
  readonly birthSimplex: readonly number[];
  readonly deathSimplex: readonly number[];
  readonly cocycle?: Chain;
}

/** Bars of one dimension as they are found, in any order; those of length 0 are left out. */
export class BarList {
  private readonly bars: Bar[] = [];
  private readonly dimension: number;

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
    this.bars.push({
      ...{ birth, death, birthSimplex: [...birthSimplex] },
      deathSimplex: deathSimplex
        ? [...deathSimplex]
        : new Array<number>(this.dimension + 2).fill(NO_SIMPLEX),
      ...(cocycle ? { cocycle } : {}),
    });
  }

  /** The bars by birth, then by death, then by birth simplex. */
  finish(cocycles: boolean): RipsBars {
    const bars = this.bars.sort(
      (a, b) =>
        a.birth - b.birth ||
        (a.death === b.death ? compare(a.birthSimplex, b.birthSimplex) : a.death - b.death),
    );
    return {
      dimension: this.dimension,
      births: Float64Array.from(bars, (bar) => bar.birth),
      deaths: Float64Array.from(bars, (bar) => bar.death),
      birthSimplices: Uint32Array.from(bars.flatMap((bar) => bar.birthSimplex)),
      deathSimplices: Uint32Array.from(bars.flatMap((bar) => bar.deathSimplex)),
      ...(cocycles ? { cocycles: bars.map((bar) => bar.cocycle as Chain) } : {}),
    };
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  let k = 0;
  while (k < a.length - 1 && a[k] === b[k]) k++;
  return a[k] - b[k];
}
