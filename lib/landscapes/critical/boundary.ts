import { bisect } from "./boxes.js";
import type { NewtonTest } from "./newtonTest.js";

const PIECES = 20_000;

/**
 * Whether it is proved that ∇L points outward all along the boundary of a box: ∂L/∂θ_i < 0
 * where θ_i is least, > 0 where it is largest. Subdivides the faces.
 *
 * @param smooth - whether to prove also that no kink meets the boundary
 */
export function pointsOutward(domain: Float64Array, test: NewtonTest, smooth = false): boolean {
  const n = domain.length / 2;
  const bounds = new Float64Array(2 * n);
  for (let i = 0; i < n; i++)
    for (const side of [0, 1]) {
      const whole = domain.slice();
      whole[2 * i] = whole[2 * i + 1] = domain[2 * i + side];
      const pieces: Float64Array[] = [whole];
      for (let examined = 0; pieces.length > 0; examined++) {
        const piece = pieces.pop() as Float64Array;
        const decided = test.gradient(piece, bounds) || !smooth;
        const [lower, upper] = [bounds[2 * i], bounds[2 * i + 1]];
        if (decided && (side === 1 ? lower > 0 : upper < 0)) continue;
        if (examined >= PIECES || (side === 1 ? upper <= 0 : lower >= 0)) return false;
        const parts = halves(piece, domain);
        if (!parts) return false;
        pieces.push(...parts);
      }
    }
  return true;
}

/**
 * The Brouwer degree of ∇L on a box: of two variables how often ∇L turns around 0 along the
 * boundary, counterclockwise; of three and more 1 where it points outward. Undefined if it was
 * not proved, or a kink meets the boundary.
 *
 * The boundary is cut into pieces on each of which one component of ∇L has one sign: ∇L stays in
 * a half-plane. Two neighbours' half-planes have the gradient at their common point in common,
 * so they are the same or a quarter turn apart, and the turns add up to 4·degree.
 *
 * @see Kearfott (1979), An efficient degree-computation method for a generalized method of
 *   bisection, Numer. Math. 32
 */
export function boundaryDegree(domain: Float64Array, test: NewtonTest): number | undefined {
  if (domain.length === 2) return degreeOfInterval(domain, test);
  if (domain.length > 4) return pointsOutward(domain, test, true) ? 1 : undefined;
  const [left, right, bottom, top] = domain;
  const edges: [Float64Array, boolean][] = [
    [Float64Array.of(left, right, bottom, bottom), false],
    [Float64Array.of(right, right, bottom, top), false],
    [Float64Array.of(left, right, top, top), true],
    [Float64Array.of(left, left, bottom, top), true],
  ];
  const quarters: number[] = [];
  for (const [edge, backwards] of edges) {
    const along = directions(edge, domain, test);
    if (!along) return undefined;
    quarters.push(...(backwards ? along.reverse() : along));
  }
  let turns = 0;
  quarters.forEach((quarter, k) => {
    const before = quarters[(k + quarters.length - 1) % quarters.length];
    turns += ((quarter - before + 5) & 3) - 1; // −1, 0 or 1
  });
  return turns / 4;
}

/** Along an edge, per piece the direction (in quarter turns) about which ∇L fills a half-plane. */
function directions(
  edge: Float64Array,
  domain: Float64Array,
  test: NewtonTest,
): number[] | undefined {
  const found: number[] = [];
  const bounds = new Float64Array(4);
  const pieces: Float64Array[] = [edge];
  for (let examined = 0; pieces.length > 0; examined++) {
    const piece = pieces.pop() as Float64Array;
    const smooth = test.gradient(piece, bounds);
    const [xLower, xUpper, yLower, yUpper] = bounds;
    if (smooth && (xLower > 0 || xUpper < 0 || yLower > 0 || yUpper < 0)) {
      found.push(xLower > 0 ? 0 : yLower > 0 ? 1 : xUpper < 0 ? 2 : 3);
      continue;
    }
    const parts = examined < PIECES ? halves(piece, domain) : undefined;
    if (!parts) return undefined;
    pieces.push(parts[1], parts[0]);
  }
  return found;
}

function degreeOfInterval(domain: Float64Array, test: NewtonTest): number | undefined {
  const bounds = new Float64Array(2);
  const signs: number[] = [];
  for (const x of domain) {
    if (!test.gradient(Float64Array.of(x, x), bounds)) return undefined;
    const sign = bounds[0] > 0 ? 1 : bounds[1] < 0 ? -1 : 0;
    if (sign === 0) return undefined;
    signs.push(sign);
  }
  return (signs[1] - signs[0]) / 2;
}

/** A piece of the boundary in two, across its widest coordinate; undefined if it is too small. */
function halves(piece: Float64Array, domain: Float64Array): readonly Float64Array[] | undefined {
  let [widest, largest] = [0, 0];
  for (let i = 0; i < piece.length / 2; i++) {
    const share = (piece[2 * i + 1] - piece[2 * i]) / (domain[2 * i + 1] - domain[2 * i]);
    if (share > largest) [widest, largest] = [i, share];
  }
  return largest < 1e-9 ? undefined : bisect(piece, widest);
}
