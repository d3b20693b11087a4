// One cold computation, for the peak of memory of a process that does nothing else:
//   node ripsOnce.mjs <distances | points> <file of doubles> <number of points> <maxDimension>
import { readFileSync } from "node:fs";
import { ripsPersistence } from "../dist/topology/rips/ripsPersistence.js";

const [kind, file, size, maxDimension] = process.argv.slice(2);
const { buffer, byteOffset, length } = readFileSync(file);
const values = new Float64Array(buffer, byteOffset, length / 8);
ripsPersistence(
  kind === "points"
    ? { points: values, dim: values.length / Number(size) }
    : { size: Number(size), values },
  { maxDimension: Number(maxDimension) },
);
