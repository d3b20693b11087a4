// Inputs of the measurements, the same on every machine: paths, points, all drawn from named
// random streams.
import {
  cos,
  curvedFunnel,
  descend,
  formatNamed,
  randomStream,
  sin,
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

/** Points uniform over the unit cube of ℝ^dim. */
export function uniformPoints(count, dim = 2, seed = 1) {
  const random = randomStream(seed, "uniform points");
  return { points: Float64Array.from({ length: count * dim }, (_, k) => random.uniform(k)), dim };
}

/** Points at equal chances all around the unit circle, with normal noise on both coordinates. */
export function noisyCircle(count, noise = 0.1, seed = 1) {
  const random = randomStream(seed, "circle");
  const off = normals(2 * count, seed, "circle noise");
  const points = Float64Array.from({ length: 2 * count }, (_, k) => {
    const angle = 2 * Math.PI * random.uniform(k >> 1);
    return (k % 2 === 0 ? cos(angle) : sin(angle)) + noise * off[k];
  });
  return { points, dim: 2 };
}

/** Points uniform over the unit sphere of ℝ^dim, all but: normal vectors divided by their length. */
export function spherePoints(count, dim = 3, seed = 1) {
  const points = normals(count * dim, seed, "sphere");
  for (let i = 0; i < points.length; i += dim) {
    let sum = 0;
    for (let k = i; k < i + dim; k++) sum += points[k] * points[k];
    for (let k = i; k < i + dim; k++) points[k] /= Math.sqrt(sum);
  }
  return { points, dim };
}
