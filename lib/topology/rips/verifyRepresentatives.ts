import { type Distances, distanceBetween } from "../../numerics/distances.js";
import type { Chain } from "./chain.js";
import { inSpan, type SparseVector } from "./spanModulo.js";

/** Whether a representative is one. */
export interface Verification {
  readonly valid: boolean;
  /** What is wrong, if something is. */
  readonly why?: string;
}

/** A bar [birth, death); +∞ is the death of an essential one. */
export interface BarEnds {
  readonly birth: number;
  readonly death: number;
}

/**
 * Checks by linear algebra over ℤ/p that a chain is a representative cycle of a bar. K_t is the
 * Rips complex at scale t, K_<t that of all lengths below t.
 *
 * 1. It lies in K_birth and its boundary is 0;
 * 2. it is new at the birth: homologous in K_birth to no cycle of K_<birth;
 * 3. it bounds nothing in K_<death, or, if essential, in K_threshold;
 * 4. it is a boundary in K_death.
 *
 * Knows the definition only, nothing of how the cycle was found. Lists all simplices up to the
 * death and eliminates: for some hundred points in dimension 1, some dozens in dimension 2.
 *
 * @param chain - of dimension d ≥ 0
 * @param distances - of the Rips filtration
 * @param bar - birth and death
 * @param modulus - p, a prime below 2¹⁵
 * @param threshold - longest edge of the filtration; +∞ unless told
 * @throws RangeError if there are more than 300 000 simplices of one dimension
 *
 * @example
 * const { diagrams, cycles } = ripsPersistence(distances, { cycles: true });
 * const bar = { birth: diagrams[1].births[0], death: diagrams[1].deaths[0] };
 * verifyCycle(cycles[1][0], distances, bar, 2); // { valid: true }
 */
export function verifyCycle(
  chain: Chain,
  distances: Distances,
  { birth, death }: BarEnds,
  modulus: number,
  threshold: number = Infinity,
): Verification {
  const { terms, d, why } = read(chain, distances, modulus);
  if (why) return { valid: false, why };
  const cliques = new Cliques(distances, modulus, "verifyCycle");
  for (const [vertices] of terms)
    if (!(cliques.diameter(vertices) <= birth))
      return no(`simplex ${vertices} is longer than the birth ${birth}`);
  const cycle: SparseVector = new Map();
  const boundary: SparseVector = new Map();
  for (const [vertices, value] of terms) {
    cycle.set(cliques.indexOf(vertices), value);
    cliques.addBoundary(vertices, value, boundary);
  }
  if (boundary.size > 0) return no("its boundary is not 0");

  const boundaries = (keep: (diameter: number) => boolean): SparseVector[] =>
    cliques.list(d + 1, Math.min(death, threshold)).flatMap(({ vertices, diameter }) => {
      if (!keep(diameter)) return [];
      const column: SparseVector = new Map();
      cliques.addBoundary(vertices, 1, column);
      return [column];
    });
  const newAtBirth = (vector: SparseVector): SparseVector =>
    new Map([...vector].filter(([index]) => cliques.diameter(cliques.verticesOf(index)) === birth));
  if (inSpan(boundaries((t) => t <= birth).map(newAtBirth), newAtBirth(cycle), modulus))
    return no(`it is homologous to a cycle from before the birth ${birth}`);
  if (
    inSpan(
      boundaries((t) => t < death),
      cycle,
      modulus,
    )
  )
    return no(`it is a boundary before the death ${death}`);
  if (
    death < Infinity &&
    !inSpan(
      boundaries((t) => t <= death),
      cycle,
      modulus,
    )
  )
    return no(`it is no boundary at the death ${death}`);
  return { valid: true };
}

/**
 * Checks by linear algebra over ℤ/p that a cochain is a representative cocycle of a bar. K_t is
 * the Rips complex at scale t, K_<t that of all lengths below t.
 *
 * 1. Its coboundary vanishes on K_<death, or, if essential, on K_threshold;
 * 2. restricted to K_birth it is no coboundary, so it is none at any later scale;
 * 3. restricted to K_<birth it is one;
 * 4. however it is continued to the simplices of diameter `death`, it is no cocycle of K_death.
 *
 * Knows the definition only, nothing of how the cocycle was found. Lists all simplices up to the
 * death and eliminates: for some hundred points in dimension 1, some dozens in dimension 2.
 *
 * @param chain - a cochain of dimension d ≥ 0
 * @param distances - of the Rips filtration
 * @param bar - birth and death
 * @param modulus - p, a prime below 2¹⁵
 * @param threshold - longest edge of the filtration; +∞ unless told
 * @throws RangeError if there are more than 300 000 simplices of one dimension
 */
export function verifyCocycle(
  chain: Chain,
  distances: Distances,
  { birth, death }: BarEnds,
  modulus: number,
  threshold: number = Infinity,
): Verification {
  const { terms, d, why } = read(chain, distances, modulus);
  if (why) return { valid: false, why };
  const cliques = new Cliques(distances, modulus, "verifyCocycle");
  const value = new Map(
    terms.map(([vertices, coefficient]) => [cliques.indexOf(vertices), coefficient]),
  );
  /** (δf)(σ) = f(∂σ), of the part of f that `keep` keeps. */
  const coboundaryAt = (
    vertices: readonly number[],
    keep = (_: number): boolean => true,
  ): number => {
    const faces: SparseVector = new Map();
    cliques.addBoundary(vertices, 1, faces);
    let sum = 0;
    for (const [face, sign] of faces)
      if (keep(cliques.diameter(cliques.verticesOf(face)))) sum += sign * (value.get(face) ?? 0);
    return sum % modulus;
  };
  const above = cliques.list(d + 1, Math.min(death, threshold));
  for (const { vertices, diameter } of above)
    if (diameter < death && coboundaryAt(vertices) !== 0)
      return no(
        `its coboundary does not vanish on ${vertices}, of diameter ${diameter} < ${death}`,
      );

  /** Whether f, restricted to simplices that are kept, is a coboundary there. */
  const isCoboundary = (keep: (diameter: number) => boolean): boolean => {
    const target: SparseVector = new Map();
    for (const [vertices, coefficient] of terms)
      if (keep(cliques.diameter(vertices))) target.set(cliques.indexOf(vertices), coefficient);
    const columns: Map<number, SparseVector> = new Map(); // by the (d − 1)-simplex
    if (d > 0)
      for (const { vertices, diameter } of cliques.list(d, birth))
        if (keep(diameter)) cliques.addRow(vertices, columns);
    return inSpan(columns.values(), target, modulus);
  };
  if (isCoboundary((t) => t <= birth)) return no(`it is a coboundary at the birth ${birth}`);
  if (!isCoboundary((t) => t < birth)) return no(`it is no coboundary before the birth ${birth}`);
  if (death === Infinity) return { valid: true };

  const wanted: SparseVector = new Map();
  const columns: Map<number, SparseVector> = new Map(); // by the d-simplex of diameter `death`
  for (const { vertices, diameter } of above) {
    if (diameter !== death) continue;
    const at = coboundaryAt(vertices, (t) => t < death);
    if (at !== 0) wanted.set(cliques.indexOf(vertices), at);
    cliques.addRow(vertices, columns, (t) => t === death);
  }
  if (inSpan(columns.values(), wanted, modulus))
    return no(`it can be continued beyond the death ${death}`);
  return { valid: true };
}

const no = (why: string): Verification => ({ valid: false, why });

/** Most simplices of one dimension that are listed. */
const MOST = 300_000;

/** The simplices of a Rips complex, each with a number. */
class Cliques {
  private readonly distances: Distances;
  private readonly modulus: number;
  private readonly caller: string;
  private readonly indices: Map<string, number> = new Map();
  private readonly simplices: (readonly number[])[] = [];

  constructor(distances: Distances, modulus: number, caller: string) {
    this.distances = distances;
    this.modulus = modulus;
    this.caller = caller;
  }

  indexOf(vertices: readonly number[]): number {
    const key = vertices.join();
    const known = this.indices.get(key);
    if (known !== undefined) return known;
    this.indices.set(key, this.simplices.length);
    return this.simplices.push(vertices) - 1;
  }

  verticesOf(index: number): readonly number[] {
    return this.simplices[index];
  }

  diameter(vertices: readonly number[]): number {
    let longest = 0;
    for (const [k, v] of vertices.entries())
      for (const w of vertices.slice(0, k))
        longest = Math.max(longest, distanceBetween(this.distances, v, w));
    return longest;
  }

  /** All simplices of a dimension with a finite diameter ≤ `longest`. */
  list(dimension: number, longest: number): { vertices: number[]; diameter: number }[] {
    const limit = Math.min(longest, Number.MAX_VALUE);
    const found: { vertices: number[]; diameter: number }[] = [];
    const extend = (vertices: number[], diameter: number): void => {
      if (vertices.length === dimension + 1) {
        if (found.length === MOST)
          throw new RangeError(
            `${this.caller}: expected at most ${MOST} simplices of dimension ${dimension}, got more`,
          );
        found.push({ vertices, diameter });
        return;
      }
      const next = vertices.length === 0 ? 0 : vertices[vertices.length - 1] + 1;
      for (let w = next; w < this.distances.size; w++) {
        let wider = diameter;
        for (const v of vertices) wider = Math.max(wider, distanceBetween(this.distances, v, w));
        if (wider <= limit) extend([...vertices, w], wider);
      }
    };
    extend([], 0);
    return found;
  }

  /** Adds `factor` times the boundary of a simplex. */
  addBoundary(vertices: readonly number[], factor: number, sum: SparseVector): void {
    if (vertices.length === 1) return;
    for (let i = 0; i < vertices.length; i++) {
      const face = this.indexOf(vertices.filter((_, k) => k !== i));
      const value =
        ((sum.get(face) ?? 0) + (i % 2 === 0 ? factor : this.modulus - factor)) % this.modulus;
      if (value === 0) sum.delete(face);
      else sum.set(face, value);
    }
  }

  /** Adds a row to the coboundary matrix whose columns are those faces that `keep` keeps. */
  addRow(
    vertices: readonly number[],
    columns: Map<number, SparseVector>,
    keep: (diameter: number) => boolean = () => true,
  ): void {
    const row: SparseVector = new Map();
    this.addBoundary(vertices, 1, row);
    for (const [face, sign] of row) {
      if (!keep(this.diameter(this.verticesOf(face)))) continue;
      const column = columns.get(face) ?? new Map();
      columns.set(face, column.set(this.indexOf(vertices), sign));
    }
  }
}

/** The terms of a chain as lists of vertices, or what is wrong with them. */
function read(
  { simplices, coefficients }: Chain,
  { size }: Distances,
  modulus: number,
): { terms: [number[], number][]; d: number; why?: string } {
  const count = coefficients.length;
  const wrong = (why: string): { terms: []; d: number; why: string } => ({ terms: [], d: -1, why });
  if (count === 0) return wrong("it is 0");
  const corners = simplices.length / count;
  if (!(Number.isInteger(corners) && corners >= 1))
    return wrong(`it has ${simplices.length} vertices for ${count} coefficients`);
  const seen: Set<string> = new Set();
  const terms: [number[], number][] = [];
  for (let k = 0; k < count; k++) {
    const vertices = Array.from(simplices.subarray(k * corners, (k + 1) * corners));
    if (vertices.some((v, i) => v >= size || (i > 0 && v <= vertices[i - 1])))
      return wrong(`simplex ${vertices} is not of ascending vertices below ${size}`);
    if (seen.size === seen.add(vertices.join()).size)
      return wrong(`simplex ${vertices} is there twice`);
    if (!(coefficients[k] >= 1 && coefficients[k] < modulus))
      return wrong(`coefficient ${coefficients[k]} is not in 1 … ${modulus - 1}`);
    terms.push([vertices, coefficients[k]]);
  }
  return { terms, d: corners - 1 };
}
