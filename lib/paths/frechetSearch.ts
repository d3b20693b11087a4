import { type LeastHeap, leastHeap, popLeast, push } from "../numerics/leastHeap.js";
import { squaredDistance } from "./vertexDistance.js";

/** Distances that one side computes before it is the other's turn. */
const TURN = 32;
/** What taking from the heap costs, in distances. */
const RAISE = 4;

/** Marks of a pair of vertices for the search from the beginning; ×4 for that from the end. */
const REACHED = 1;
const BEYOND = 2;

/** One of the two searches: the way it went, and what lies beyond the leash. */
interface Side {
  /** 1 from the beginning, −1 from the end. */
  readonly step: 1 | -1;
  /** Factor of this side's marks. */
  readonly own: 1 | 4;
  /** The way, the latest pair last: its vertices, and which move is to be tried next. */
  readonly way: Int32Array;
  depth: number;
  /** Pairs next to reached ones, farther apart than the leash. */
  readonly beyond: LeastHeap;
}

/** What a search writes in: for two paths after the other, if they are no longer. */
export interface SearchSpace {
  readonly marks: Uint8Array;
  readonly sides: readonly Side[];
  /** Square of a leash that every coupling needs. */
  leash: number;
}

/**
 * Distances that a search is worth: in the plane a straight way and a sixteenth of all pairs; more
 * where the programme pays dearly for each.
 */
const budgetFor = (m: number, n: number, dim: number): number =>
  m + n + Math.min(m * n, Math.ceil((m * n * (8 + dim)) / 160), LARGEST_BUDGET);

/** 48 bytes for each of these. */
const LARGEST_BUDGET = 2 ** 24;

/** Room for paths of m and n vertices of ℝ^dim. */
export function searchSpace(m: number, n: number, dim: number): SearchSpace {
  const most = budgetFor(m, n, dim) + 2 * TURN;
  const side = (step: 1 | -1): Side => ({
    ...{ step, own: step === 1 ? 1 : 4, depth: 0 },
    way: new Int32Array(3 * most),
    beyond: leastHeap(most),
  });
  return { marks: new Uint8Array(m * n), sides: [side(1), side(-1)], leash: 0 };
}

/**
 * The square of the discrete Fréchet distance by search from both ends, −1 if that would take long.
 * For finite paths whose squared distances are in range.
 *
 * Each side goes where its walkers can within a leash, straight on first. The leash begins at the
 * distance of the ends. When a side has nowhere left to go, every coupling must pass one of the
 * pairs just beyond, so the leash grows to the least of their distances, which no coupling can
 * avoid. When the sides meet, a coupling stays within it: it is the distance. Noisy paths are held
 * up in small pockets near their ends, and in between have a free way.
 *
 * At most m + n + m·n·(8 + dim)/160 distances or so, O(log(m·n)) for each time that the leash grows; m·n bytes.
 */
export function squaredBySearch(
  p: Float64Array,
  q: Float64Array,
  dim: number,
  ends: number,
  space: SearchSpace,
): number {
  const { marks, sides } = space;
  const n = q.length / dim;
  const last = p.length / dim - 1;
  if (last === 0 && n === 1) return ends; // both sides would begin at one pair, and never meet
  marks.fill(0, 0, (last + 1) * n);
  for (const side of sides) {
    const corner = side.step === 1 ? 0 : (last + 1) * n - 1;
    side.beyond.size = 0;
    marks[corner] |= REACHED * side.own;
    side.way.set(side.step === 1 ? [0, 0, 0] : [last, n - 1, 0]);
    side.depth = 1;
  }
  space.leash = ends;
  const budget = budgetFor(last + 1, n, dim);
  for (let spent = 0; spent < budget; spent += 2 * TURN)
    for (const side of sides) if (met(side, p, q, dim, space)) return space.leash;
  return -1;
}

/** One turn of a side: whether it met the other within the leash, which may have grown. */
function met(
  side: Side,
  p: Float64Array,
  q: Float64Array,
  dim: number,
  space: SearchSpace,
): boolean {
  const { marks } = space;
  const { step, own, way, beyond } = side;
  const n = q.length / dim;
  const lastI = step === 1 ? p.length / dim - 1 : 0;
  const lastJ = step === 1 ? n - 1 : 0;
  const others = REACHED * (5 - own);
  const seen = (REACHED | BEYOND) * own;
  let leash = space.leash;
  let top = 3 * (side.depth - 1); // of the way, −3 if there is none
  for (let spent = 0; spent < TURN; ) {
    if (top < 0) {
      spent += RAISE;
      leash = Math.max(leash, beyond.keys[0]);
      const nearest = popLeast(beyond);
      if ((marks[nearest] & others) !== 0) {
        space.leash = leash;
        return true;
      }
      marks[nearest] |= REACHED * own;
      top = 0;
      way[0] = Math.floor(nearest / n);
      way[1] = nearest - way[0] * n;
      way[2] = 0;
    }
    // Both walkers go on, or that of p, or that of q.
    const i = way[top];
    const j = way[top + 1];
    const move = way[top + 2]++;
    if (move === 3) {
      top -= 3;
      continue;
    }
    if ((move !== 2 && i === lastI) || (move !== 1 && j === lastJ)) continue;
    const nextI = move === 2 ? i : i + step;
    const nextJ = move === 1 ? j : j + step;
    const next = nextI * n + nextJ;
    const mark = marks[next];
    if ((mark & seen) !== 0) continue;
    spent++;
    const square = squaredDistance(p, nextI * dim, q, nextJ * dim, dim);
    if (square > leash) {
      marks[next] = mark | (BEYOND * own);
      push(beyond, next, square);
    } else if ((mark & others) !== 0) {
      space.leash = leash;
      return true;
    } else {
      marks[next] = mark | (REACHED * own);
      top += 3;
      way[top] = nextI;
      way[top + 1] = nextJ;
      way[top + 2] = 0;
    }
  }
  side.depth = top / 3 + 1;
  space.leash = leash;
  return false;
}
