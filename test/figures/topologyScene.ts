import type { Figure } from "../../lib/figures/figure.js";
import type { LandscapeGrid } from "../../lib/figures/landscapeGrid.js";
import type { Path } from "../../lib/paths/path.js";

export type Trace = Record<string, unknown>;

export const path = (...points: number[]): Path => ({
  points: Float64Array.from(points),
  dim: 2,
});
export const named = ({ data }: Figure, name: string): Trace =>
  data.find((trace) => trace.name === name) as Trace;
export const list = (values: unknown): number[] => Array.from(values as ArrayLike<number>);
/** What the legend shows. */
export const shown = ({ data }: Figure): unknown[] =>
  data.filter(({ showlegend }) => showlegend !== false).map(({ name }) => name);

/** x² + y² on [−1, 1]², with b = 10 in the middle, 2 elsewhere, and `corner` in one corner. */
export function bowl(
  side = 21,
  corner = 2,
): LandscapeGrid & { readonly requiredBits: Float64Array } {
  const xs = Float64Array.from({ length: side }, (_, i) => (2 * i) / (side - 1) - 1);
  const at = (of: (x: number, y: number) => number): Float64Array =>
    Float64Array.from({ length: side * side }, (_, k) => of(xs[k % side], xs[(k / side) | 0]));
  const requiredBits = at((x, y) => (Math.max(Math.abs(x), Math.abs(y)) < 0.35 ? 10 : 2));
  requiredBits[0] = corner;
  return { xs, ys: xs, loss: at((x, y) => x * x + y * y), curvature: at(() => 2), requiredBits };
}
