import { inverse } from "./inverse.js";
import type { NamedSimplices, Terms } from "./namedSimplices.js";
import { WorkingChain } from "./workingChain.js";

/**
 * The homology of one group, the simplices with the same longest edge: what is born and dies
 * within it, by plain reduction of its own boundary matrix. A group is the relative complex that
 * the edge adds to the filtration, so its pairs are bars of length 0.
 */
export class GroupReduction {
  private readonly simplices: NamedSimplices;
  private readonly modulus: number;
  private readonly known: Map<string, Map<number, Terms>> = new Map();

  constructor(simplices: NamedSimplices, modulus: number) {
    this.simplices = simplices;
    this.modulus = modulus;
  }

  /**
   * A chain of dimension d + 1 in the simplex's group whose boundary has the simplex as its
   * greatest term; undefined if there is none.
   */
  killer(name: number, d: number): Terms | undefined {
    if (d === 0) return undefined;
    const { simplices } = this;
    const group = simplices.groupOf(name, d);
    const others = simplices.othersOf(name, d);
    // A cofacet by a vertex before the others has the simplex as its greatest face in the group.
    const apex = simplices.firstOfLune(group, others);
    if (apex >= 0)
      return { names: [simplices.nameIn(group, [apex, ...others])], coefficients: [1] };
    return d === 1 ? undefined : this.killersOf(group, d + 1).get(name);
  }

  /** Chains of dimension d in the group whose boundaries lie before it, by their greatest terms:
   * a basis of its homology. */
  cycles(group: number, d: number): Map<number, Terms> {
    const own = this.simplices.group(group, d).filter((name) => !this.killer(name, d));
    return this.reduced(own, d, Infinity).cycles;
  }

  private killersOf(group: number, d: number): Map<number, Terms> {
    const key = `${group} ${d}`;
    let killers = this.known.get(key);
    if (!killers) {
      const own = this.simplices.group(group, d);
      // Triangles over one edge have one pivot less than there are of them.
      const most = d === 3 ? this.simplices.lune(group).length - 1 : Infinity;
      killers = this.reduced(own, d, most).killers;
      this.known.set(key, killers);
    }
    return killers;
  }

  /** Reduces the boundaries within the group, until there are `most` pivots. */
  private reduced(
    names: readonly number[],
    d: number,
    most: number,
  ): { killers: Map<number, Terms>; cycles: Map<number, Terms> } {
    const { simplices, modulus } = this;
    const killers: Map<number, Terms> = new Map();
    const cycles: Map<number, Terms> = new Map();
    const columns: Map<number, Terms> = new Map();
    for (const name of names) {
      if (killers.size >= most) break;
      const column = new WorkingChain(modulus);
      const chain = new WorkingChain(modulus);
      column.add(simplices.boundary(name, d, true), 1);
      chain.add({ names: [name], coefficients: [1] }, 1);
      let pivot = column.greatest();
      for (; pivot >= 0 && columns.has(pivot); pivot = column.greatest()) {
        const other = columns.get(pivot) as Terms;
        const at = other.coefficients[other.names.indexOf(pivot)];
        const factor = modulus - ((column.at(pivot) * inverse(at, modulus)) % modulus);
        column.add(other, factor);
        chain.add(killers.get(pivot) as Terms, factor);
      }
      if (pivot < 0) cycles.set(name, chain.all());
      else {
        columns.set(pivot, column.all());
        killers.set(pivot, chain.all());
      }
    }
    return { killers, cycles };
  }
}
