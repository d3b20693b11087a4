// Distances between training paths, to measure persistence with.
import { subject } from "./subjects.mjs";
import { trainingPaths } from "./samples.mjs";

/** Fréchet distances between `count` paths of 101 vertices. */
export async function pathMatrix(count) {
  const distanceMatrix = await subject("paths/distanceMatrix.js");
  if (!distanceMatrix) return atTheSameTime(trainingPaths(count, 101));
  return distanceMatrix(trainingPaths(count, 101), { metric: "frechet" });
}

function atTheSameTime(paths) {
  const values = [];
  for (const [i, p] of paths.entries())
    for (const q of paths.slice(0, i)) {
      let most = 0;
      for (let k = 0; k < p.points.length; k += 2) {
        const [dx, dy] = [p.points[k] - q.points[k], p.points[k + 1] - q.points[k + 1]];
        most = Math.max(most, dx * dx + dy * dy);
      }
      values.push(Math.sqrt(most));
    }
  return { size: paths.length, values: Float64Array.from(values) };
}
