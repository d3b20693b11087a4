/**
 * Sum of entries name ↦ coefficient in ℤ/p, of which the smallest name with a coefficient other
 * than 0 can be taken: a binary heap of names, not yet added up.
 */
export class EntryHeap {
  private names = new Float64Array(1024);
  private coefficients = new Int32Array(1024);
  private count = 0;
  private readonly modulus: number;
  /** Coefficient of the entry last taken. */
  coefficient = 0;

  constructor(modulus: number) {
    this.modulus = modulus;
  }

  /** Whether nothing was pushed that has not been taken; its sum may be 0 all the same. */
  get isEmpty(): boolean {
    return this.count === 0;
  }

  clear(): void {
    this.count = 0;
  }

  push(name: number, coefficient: number): void {
    if (this.count === this.names.length) this.grow();
    const { names, coefficients } = this;
    let i = this.count++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (names[parent] <= name) break;
      names[i] = names[parent];
      coefficients[i] = coefficients[parent];
      i = parent;
    }
    names[i] = name;
    coefficients[i] = coefficient;
  }

  /** Takes the smallest name with all its entries; −1 if the sum is 0. */
  pop(): number {
    while (this.count > 0) {
      const name = this.names[0];
      let sum = 0;
      do {
        sum += this.coefficients[0];
        this.drop();
      } while (this.count > 0 && this.names[0] === name);
      sum %= this.modulus;
      if (sum !== 0) {
        this.coefficient = sum;
        return name;
      }
    }
    return -1;
  }

  private drop(): void {
    const { names, coefficients } = this;
    const count = --this.count;
    const name = names[count];
    const coefficient = coefficients[count];
    let i = 0;
    for (let child = 1; child < count; child = 2 * i + 1) {
      if (child + 1 < count && names[child + 1] < names[child]) child++;
      if (names[child] >= name) break;
      names[i] = names[child];
      coefficients[i] = coefficients[child];
      i = child;
    }
    names[i] = name;
    coefficients[i] = coefficient;
  }

  private grow(): void {
    const names = new Float64Array(2 * this.count);
    names.set(this.names);
    this.names = names;
    const coefficients = new Int32Array(2 * this.count);
    coefficients.set(this.coefficients);
    this.coefficients = coefficients;
  }
}
