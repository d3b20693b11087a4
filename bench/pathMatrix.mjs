// Distances between training paths, to measure persistence with.
import { trainingPaths } from "./samples.mjs";
import { subject } from "./subjects.mjs";

/** Fréchet distances between `count` paths of 101 vertices. */
export async function pathMatrix(count) {
  const distanceMatrix = await subject("paths/distanceMatrix.js");
  return distanceMatrix(trainingPaths(count, 101), { metric: "frechet" });
}
