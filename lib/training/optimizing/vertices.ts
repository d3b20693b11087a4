/** Vertices kept of a run, with the rule's state: plain data, so that a run can be taken up again. */
export interface Vertices {
  /** Parameters at each of `steps`. */
  readonly points: Float64Array[];
  readonly steps: number[];
  /** Every `stride`-th step is kept. */
  stride: number;
}

/** No vertices yet. */
export const noVertices = (): Vertices => ({ points: [], steps: [], stride: 1 });

/**
 * Offers the state after `step` steps; the first time for 0, then at every {@link nextVertex}.
 *
 * At most `limit` are kept, by the rule of `makeRecorder`: those of the steps 0, k, 2k, … and the
 * last one, k the smallest power of two with which these are so few.
 */
export function offerVertex(
  vertices: Vertices,
  limit: number,
  step: number,
  theta: Float64Array | Float32Array,
): void {
  if (step % vertices.stride !== 0) return;
  if (vertices.steps.length === limit) thin(vertices);
  if (step % vertices.stride === 0) append(vertices, step, theta);
}

/** The first step after `step` that would be kept now; of two vertices the second is the last one. */
export const nextVertex = ({ stride }: Vertices, limit: number, step: number): number =>
  limit === 2 ? Infinity : step - (step % stride) + stride;

/** Keeps the last state, whichever step it is. */
export function lastVertex(
  vertices: Vertices,
  limit: number,
  step: number,
  theta: Float64Array | Float32Array,
): void {
  if (vertices.steps.at(-1) === step) return;
  if (vertices.steps.length === limit) thin(vertices);
  append(vertices, step, theta);
}

function append(vertices: Vertices, step: number, theta: Float64Array | Float32Array): void {
  vertices.points.push(Float64Array.from(theta));
  vertices.steps.push(step);
}

/** Drops every other vertex. */
function thin(vertices: Vertices): void {
  const { points, steps } = vertices;
  const kept = Math.ceil(steps.length / 2);
  for (let i = 1; i < kept; i++) {
    points[i] = points[2 * i];
    steps[i] = steps[2 * i];
  }
  points.length = kept;
  steps.length = kept;
  vertices.stride *= 2;
}
