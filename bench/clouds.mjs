// Clouds of points to measure with, the same in every run.
import { cos, randomStream, sin } from "./subjects.mjs";

/** `count` points, uniform in the unit cube of ℝ^dim. */
export function uniformCloud(count, dim) {
  const { uniform } = randomStream(1, "bench uniform cloud", count, dim);
  return { points: Float64Array.from({ length: count * dim }, (_, k) => uniform(k)), dim };
}

/** `count` points near the unit circle, off it by a normal variable of deviation 0.1. */
export function noisyCircle(count) {
  const { uniform } = randomStream(1, "bench noisy circle", count);
  const points = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) {
    const angle = 2 * Math.PI * uniform(20 * i);
    // Twelve uniform numbers: near enough to a normal variable.
    let noise = -6;
    for (let k = 1; k <= 12; k++) noise += uniform(20 * i + k);
    points[2 * i] = (1 + 0.1 * noise) * cos(angle);
    points[2 * i + 1] = (1 + 0.1 * noise) * sin(angle);
  }
  return { points, dim: 2 };
}

/** `count` points, uniform on the unit sphere of ℝ³. */
export function sphere(count) {
  const { uniform } = randomStream(1, "bench sphere", count);
  const points = new Float64Array(3 * count);
  for (let i = 0; i < count; i++) {
    const z = 2 * uniform(2 * i) - 1;
    const angle = 2 * Math.PI * uniform(2 * i + 1);
    const radius = Math.sqrt(1 - z * z);
    points.set([radius * cos(angle), radius * sin(angle), z], 3 * i);
  }
  return { points, dim: 3 };
}
