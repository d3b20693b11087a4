/** Reduced columns one after the other: sums of simplices by name. They grow at the end only. */
export class ColumnStore {
  private names = new Float64Array(256);
  private coefficients = new Uint16Array(256);
  private used = 0;
  /** Column c has the entries from starts[c] to starts[c + 1]. */
  readonly starts: number[] = [0];

  /** Adds an entry to the column that is being made. */
  push(name: number, coefficient: number): void {
    if (this.used === this.names.length) this.grow();
    this.names[this.used] = name;
    this.coefficients[this.used++] = coefficient;
  }

  /** Ends the column; returns its number. */
  close(): number {
    return this.starts.push(this.used) - 2;
  }

  /** Sorts the column that is being made and adds up equal names; what sums to 0 is left out. */
  addUp(modulus: number): void {
    const from = this.starts[this.starts.length - 1];
    if (this.used - from < 2) return;
    const names = this.names.slice(from, this.used);
    const coefficients = this.coefficients.slice(from, this.used);
    // Over ℤ/2 the coefficients are all 1 and need not move.
    const order = modulus === 2 ? undefined : Uint32Array.from(names, (_, i) => i);
    order?.sort((a, b) => names[a] - names[b]);
    const sorted = order ? Float64Array.from(order, (i) => names[i]) : names.sort();
    this.used = from;
    for (let i = 0; i < sorted.length; ) {
      const name = sorted[i];
      let sum = 0;
      for (; i < sorted.length && sorted[i] === name; i++)
        sum += coefficients[order ? order[i] : i];
      if (sum % modulus !== 0) this.push(name, sum % modulus);
    }
  }

  /** Of all columns. */
  get entries(): number {
    return this.used;
  }

  name(entry: number): number {
    return this.names[entry];
  }

  coefficient(entry: number): number {
    return this.coefficients[entry];
  }

  private grow(): void {
    const names = new Float64Array(2 * this.names.length);
    names.set(this.names);
    this.names = names;
    const coefficients = new Uint16Array(2 * this.coefficients.length);
    coefficients.set(this.coefficients);
    this.coefficients = coefficients;
  }
}
