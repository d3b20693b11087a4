/**
 * A vector over ℤ/p with many rows, of which few are not 0: rows are added to in any order, and
 * the first that is not 0 is found in a tree of bits, 32 to a node. O(1) mostly, O(log₃₂ rows) at
 * worst; no sorting, and no entry is held twice.
 */
export class RowSum {
  /** levels[0] has a bit a row, the next a bit for each word of it that is not 0, … */
  private readonly levels: Int32Array[] = [];
  /** Values, for p > 2. */
  private readonly values: Uint16Array;
  private readonly modulus: number;
  /** Of the row last taken. */
  coefficient = 1;

  constructor(rows: number, modulus: number) {
    this.modulus = modulus;
    this.values = new Uint16Array(modulus > 2 ? rows : 0);
    for (let length = rows; this.levels.length === 0 || length > 1; ) {
      length = Math.max(1, (length + 31) >>> 5);
      this.levels.push(new Int32Array(length));
    }
  }

  /** Adds 1 … p − 1 to a row. */
  push(row: number, coefficient: number): void {
    if (this.modulus === 2) {
      this.flip(row);
      return;
    }
    const before = this.values[row];
    let after = before + coefficient;
    if (after >= this.modulus) after -= this.modulus;
    this.values[row] = after;
    if ((before === 0) !== (after === 0)) this.flip(row);
  }

  /** Adds 1 to a row over ℤ/2. */
  flip(row: number): void {
    const { levels } = this;
    let i = row;
    for (let level = 0; level < levels.length; level++) {
      const words = levels[level];
      const before = words[i >>> 5];
      const after = before ^ (1 << (i & 31));
      i >>>= 5;
      words[i] = after;
      if ((before === 0) === (after === 0)) return;
    }
  }

  /** The first row that is not 0; −1 if all are. */
  first(): number {
    const { levels } = this;
    let i = 0;
    for (let level = levels.length - 1; level >= 0; level--) {
      const word = levels[level][i];
      if (word === 0) return -1;
      i = 32 * i + 31 - Math.clz32(word & -word);
    }
    return i;
  }

  /** Takes the first row that is not 0; −1 if all are. Its value is {@link coefficient} then. */
  pop(): number {
    const row = this.first();
    if (row >= 0) {
      this.coefficient = this.at(row);
      this.remove(row);
    }
    return row;
  }

  get isEmpty(): boolean {
    return this.levels[this.levels.length - 1][0] === 0;
  }

  /** The value of a row that is not 0. */
  at(row: number): number {
    return this.modulus === 2 ? 1 : this.values[row];
  }

  /** Makes a row 0 that is not. */
  remove(row: number): void {
    if (this.modulus > 2) this.values[row] = 0;
    this.flip(row);
  }

  /** Makes every row 0, in time proportional to those that are not. */
  clear(): void {
    for (let row = this.first(); row >= 0; row = this.first()) this.remove(row);
  }
}
