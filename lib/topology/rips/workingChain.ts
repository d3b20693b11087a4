import type { Terms } from "./namedSimplices.js";

/** A chain with coefficients in ℤ/p that is added to, and whose greatest name is asked for. */
export class WorkingChain {
  private readonly terms: Map<number, number> = new Map();
  /** Binary heap, greatest first, of all names in `terms` and some that have left it. */
  private readonly heap: number[] = [];
  private readonly modulus: number;

  constructor(modulus: number) {
    this.modulus = modulus;
  }

  /** Adds `factor` times a chain. */
  add({ names, coefficients }: Terms, factor: number): void {
    for (let k = 0; k < names.length; k++) {
      const name = names[k];
      const before = this.terms.get(name);
      const sum = ((before ?? 0) + factor * coefficients[k]) % this.modulus;
      if (sum === 0) this.terms.delete(name);
      else {
        this.terms.set(name, sum);
        if (before === undefined) this.push(name);
      }
    }
  }

  /** Greatest name with a coefficient, which stays; −1 in the zero chain. */
  greatest(): number {
    while (this.heap.length > 0) {
      if (this.terms.has(this.heap[0])) return this.heap[0];
      this.dropFirst();
    }
    return -1;
  }

  /** Coefficient of a name. */
  at(name: number): number {
    return this.terms.get(name) ?? 0;
  }

  /** All terms. */
  all(): Terms {
    return { names: [...this.terms.keys()], coefficients: [...this.terms.values()] };
  }

  private push(name: number): void {
    const { heap } = this;
    let i = heap.push(name) - 1;
    for (; i > 0 && heap[(i - 1) >> 1] < name; i = (i - 1) >> 1) heap[i] = heap[(i - 1) >> 1];
    heap[i] = name;
  }

  private dropFirst(): void {
    const { heap } = this;
    const last = heap.pop() as number;
    if (heap.length === 0) return;
    let i = 0;
    for (let child = 1; child < heap.length; child = 2 * i + 1) {
      if (child + 1 < heap.length && heap[child + 1] > heap[child]) child++;
      if (heap[child] <= last) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = last;
  }
}
