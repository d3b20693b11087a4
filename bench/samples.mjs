// Paths to measure with, the same on every machine: all drawn from named random streams.
import {
  curvedFunnel,
  descend,
  distanceMatrix,
  exp,
  formatNamed,
  randomStream,
  twoValleys,
  uniformStarts,
} from "./subjects.mjs";

/** Numbers with mean 0 and variance 1, all but normal: each the sum of twelve uniform ones. */
function normals(count, seed, name) {
  const random = randomStream(seed, name);
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = -6;
    for (let k = 0; k < 12; k++) sum += random.uniform(12 * i + k);
    return sum;
  });
}

/**
 * Paths of gradient descent in several formats that share a clock: vertex t is the state after t
 * steps, and a run that rests early is continued by its last state.
 *
 * @returns `count` paths in the plane, of `vertices` vertices, the formats in turn
 */
export function trainingPaths(
  count,
  vertices = 101,
  {
    objective = twoValleys,
    learningRate = 0.05,
    formats = ["float64", "float16", "bfloat16", "float8_e4m3fn"],
    seed = 1,
  } = {},
) {
  const starts = uniformStarts(objective, count, seed);
  const dim = objective.dimension;
  return Array.from({ length: count }, (_, i) => {
    const { points } = descend(objective, starts.slice(i * dim, (i + 1) * dim), {
      format: formatNamed(formats[i % formats.length]),
      learningRate,
      maxSteps: vertices - 1,
      gradientTolerance: 0,
      intrinsicError: false,
    });
    const whole = new Float64Array(vertices * dim);
    whole.set(points.subarray(0, whole.length));
    for (let k = Math.min(points.length, whole.length); k < whole.length; k++)
      whole[k] = whole[k - dim];
    return { points: whole, dim };
  });
}

/** Fréchet distances between `count` training paths. */
export const pathDistances = (count) => distanceMatrix(trainingPaths(count));

/** {@link trainingPaths} down a curved funnel, which they enter one after another. */
export const funnelPaths = (count, vertices = 101) =>
  trainingPaths(count, vertices, { objective: curvedFunnel(60), learningRate: 1 / 160 });

/** Random walks from the origin, with noise of twice their step on every vertex. */
export function noisyPaths(count, vertices = 101, dim = 13, seed = 1) {
  return Array.from({ length: count }, (_, i) => {
    const steps = normals(vertices * dim, seed, `walk ${i}`);
    const noise = normals(vertices * dim, seed, `noise ${i}`);
    const points = new Float64Array(vertices * dim);
    for (let k = dim; k < points.length; k++) points[k] = points[k - dim] + steps[k];
    for (let k = 0; k < points.length; k++) points[k] += 2 * noise[k];
    return { points, dim };
  });
}

/**
 * Paths that no bound settles: all begin and end in the same two points, and in between each
 * vertex is anywhere in the unit square, so end points say nothing and a coupling chosen step by
 * step is far from the best.
 */
export function worstCasePaths(count, vertices = 101, dim = 2, seed = 1) {
  return Array.from({ length: count }, (_, i) => {
    const random = randomStream(seed, `anywhere ${i}`);
    const points = Float64Array.from({ length: vertices * dim }, (_, k) => random.uniform(k));
    points.fill(0, 0, dim);
    points.fill(1, points.length - dim);
    return { points, dim };
  });
}

/**
 * `count` paths of smooth bumps, one coordinate after the other, every other path upside down: hard
 * for certificates and search, so that the programme has to decide.
 */
export function bumpPaths(count, vertices = 101, dim = 13) {
  const { uniform } = randomStream(1, "bench bump paths", count, dim);
  return Array.from({ length: count }, (_, i) => {
    const points = new Float64Array(vertices * dim);
    const centre = vertices * (0.5 + 0.1 * uniform(i));
    for (let t = 0; t < vertices; t++) {
      points[t * dim] = t / (vertices - 1);
      for (let k = 1; k < dim; k++)
        points[t * dim + k] = (i % 2 ? 1 : -1) * exp(-((t - centre - k) ** 2) / 200);
    }
    return { points, dim };
  });
}
