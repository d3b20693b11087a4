import { type LeastHeap, leastHeap, popLeast, push } from "../../numerics/leastHeap.js";

/**
 * Sum of entries name ↦ coefficient in ℤ/p, of which the smallest name with a coefficient other
 * than 0 can be taken: a heap of coefficients by name, not yet added up.
 */
export class EntryHeap {
  private heap: LeastHeap = leastHeap(1024);
  private readonly modulus: number;
  /** Coefficient of the entry last taken. */
  coefficient = 0;

  constructor(modulus: number) {
    this.modulus = modulus;
  }

  /** Whether nothing was pushed that has not been taken; its sum may be 0 all the same. */
  get isEmpty(): boolean {
    return this.heap.size === 0;
  }

  clear(): void {
    this.heap.size = 0;
  }

  push(name: number, coefficient: number): void {
    if (this.heap.size === this.heap.keys.length) this.grow();
    push(this.heap, coefficient, name);
  }

  /** Takes the smallest name with all its entries; −1 if the sum is 0. */
  pop(): number {
    const { heap } = this;
    while (heap.size > 0) {
      const name = heap.keys[0];
      let sum = 0;
      do sum += popLeast(heap);
      while (heap.size > 0 && heap.keys[0] === name);
      sum %= this.modulus;
      if (sum !== 0) {
        this.coefficient = sum;
        return name;
      }
    }
    return -1;
  }

  private grow(): void {
    const { items, keys, size } = this.heap;
    this.heap = leastHeap(2 * size);
    this.heap.items.set(items);
    this.heap.keys.set(keys);
    this.heap.size = size;
  }
}
