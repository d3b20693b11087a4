/** Map from names of simplices (integers below 2⁵³) to column numbers: open addressing. */
export class PivotTable {
  private names = new Float64Array(1024).fill(-1);
  private columns = new Int32Array(1024);
  private count = 0;

  /** The column of a name; −1 if there is none. */
  get(name: number): number {
    const { names } = this;
    const mask = names.length - 1;
    for (let i = slotOf(name, mask); ; i = (i + 1) & mask) {
      if (names[i] === name) return this.columns[i];
      if (names[i] === -1) return -1;
    }
  }

  /** Adds a name that is not there. */
  set(name: number, column: number): void {
    if (2 * ++this.count > this.names.length) this.grow();
    const mask = this.names.length - 1;
    let i = slotOf(name, mask);
    while (this.names[i] !== -1) i = (i + 1) & mask;
    this.names[i] = name;
    this.columns[i] = column;
  }

  private grow(): void {
    const { names, columns } = this;
    this.names = new Float64Array(2 * names.length).fill(-1);
    this.columns = new Int32Array(2 * names.length);
    const mask = this.names.length - 1;
    for (let k = 0; k < names.length; k++)
      if (names[k] !== -1) {
        let i = slotOf(names[k], mask);
        while (this.names[i] !== -1) i = (i + 1) & mask;
        this.names[i] = names[k];
        this.columns[i] = columns[k];
      }
  }
}

/** Both halves of the integer, multiplied by odd constants: names differ mostly in few digits. */
function slotOf(name: number, mask: number): number {
  const high = (name / 4294967296) | 0;
  const mixed = Math.imul((name | 0) ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) & mask;
}
