import { RowSum } from "./rowSum.js";

/** Entries the table has room for at first; a power of 2, at most half of it used. */
const ROOM = 4096;

/**
 * A vector over ℤ/p like {@link RowSum} for so many rows that only a bit each can be kept: values
 * are in a table of the rows that were added to since the last clearing.
 */
export class TableSum {
  private readonly bits: RowSum;
  private readonly modulus: number;
  private rows = new Int32Array(ROOM).fill(-1);
  private values = new Uint16Array(ROOM);
  private used = new Int32Array(ROOM / 2); // slots
  private count = 0;
  /** Of the row last taken. */
  coefficient = 1;

  constructor(rows: number, modulus: number) {
    this.bits = new RowSum(rows, 2);
    this.modulus = modulus;
  }

  /** Adds 1 … p − 1 to a row. */
  push(row: number, coefficient: number): void {
    const slot = this.slotOf(row);
    const before = this.values[slot];
    let after = before + coefficient;
    if (after >= this.modulus) after -= this.modulus;
    this.values[slot] = after;
    if ((before === 0) !== (after === 0)) this.bits.flip(row);
  }

  /** Takes the first row that is not 0; −1 if all are. Its value is {@link coefficient} then. */
  pop(): number {
    const row = this.bits.pop();
    if (row < 0) return -1;
    const slot = this.slotOf(row);
    this.coefficient = this.values[slot];
    this.values[slot] = 0;
    return row;
  }

  get isEmpty(): boolean {
    return this.bits.isEmpty;
  }

  /** Makes every row 0. */
  clear(): void {
    this.bits.clear();
    for (let i = 0; i < this.count; i++) {
      this.rows[this.used[i]] = -1;
      this.values[this.used[i]] = 0;
    }
    this.count = 0;
  }

  /** Where the value of a row is, 0 if the row is new. */
  private slotOf(row: number): number {
    const { rows } = this;
    const mask = rows.length - 1;
    const mixed = Math.imul(row, 0x9e3779b1);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    for (; rows[slot] !== row; slot = (slot + 1) & mask)
      if (rows[slot] < 0) {
        if (2 * (this.count + 1) > rows.length) {
          this.grow();
          return this.slotOf(row);
        }
        rows[slot] = row;
        this.used[this.count++] = slot;
        break;
      }
    return slot;
  }

  private grow(): void {
    const { rows, values, used, count } = this;
    this.rows = new Int32Array(2 * rows.length).fill(-1);
    this.values = new Uint16Array(2 * rows.length);
    this.used = new Int32Array(rows.length);
    this.count = 0;
    for (let i = 0; i < count; i++) this.values[this.slotOf(rows[used[i]])] = values[used[i]];
  }
}
