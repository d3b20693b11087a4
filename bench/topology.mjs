// Persistent homology against the C++ programs, where they are installed: CPU time in one run,
// the programs in turn, medians.  npm run bench -- topology [row …]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { noisyCircle, sphere, uniformCloud } from "./clouds.mjs";
import { gudhiBottleneck, gudhiCubical, gudhiRips } from "./gudhi.mjs";
import { childUsage, column, cpuSeconds, median, pythonNumbers } from "./measure.mjs";
import { pathDistances } from "./samples.mjs";
import {
  bootstrapBand,
  bottleneckDistance,
  euclideanDistances,
  gridPersistence,
  ripsPersistence,
  workerPool,
} from "./subjects.mjs";

const once = fileURLToPath(new URL("./ripsOnce.mjs", import.meta.url));

const cloud = (points) => () => euclideanDistances(points);
/** `goal` is the greatest ratio to Ripser's CPU time that is aimed at. */
const ripsRows = [
  { name: "uniform", title: "1000 points, square", from: cloud(uniformCloud(1000, 2)), goal: 0.65 },
  { name: "circle", title: "1000 points, noisy circle", from: cloud(noisyCircle(1000)), goal: 0.3 },
  { name: "paths", title: "1000 paths, Fréchet", from: () => pathDistances(1000), goal: 0.6 },
  { name: "2000", title: "2000 points, square", from: cloud(uniformCloud(2000, 2)), goal: 0.6 },
  { name: "sphere", title: "192 points, sphere", from: cloud(sphere(192)), goal: 0.8, top: 2 },
  {
    name: "paths2",
    title: "1000 paths, Fréchet",
    from: () => pathDistances(1000),
    goal: 0.2,
    top: 2,
  },
];

const asked = process.argv.slice(2).filter((word) => word !== "topology");
const wanted = (name) => asked.length === 0 || asked.includes(name);
const names = [...ripsRows.map((row) => row.name), "5000", "bottleneck", "grid", "bootstrap"];
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no row "${unknown.join(" ")}"; there are ${names.join(", ")}`);
  process.exitCode = 1;
} else {
  const folder = mkdtempSync(path.join(tmpdir(), "nh-bench-"));
  try {
    await compareRips(folder, wanted);
    if (wanted("5000")) large(folder);
    if (wanted("bottleneck")) await compareBottleneck(folder);
    if (wanted("grid")) await compareGrid(folder);
    if (wanted("bootstrap")) await timeBootstrap();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compareRips(folder, wanted) {
  const rows = ripsRows.filter(({ name }) => wanted(name));
  if (rows.length === 0) return;
  const ripser = process.env.NH_RIPSER;
  console.log(
    `Rips persistence, CPU seconds (own: warm, medians). Ripser's include reading its file, which
is what it takes with nothing to compute (reading); the ratio is to the whole.
${"".padEnd(36)}${["own", "first", "MB", "Ripser", "reading", "MB", "ratio", "goal", "GUDHI"]
  .map((text) => column(text, 8))
  .join("")}`,
  );
  for (const { title, from, goal, top = 1 } of rows) {
    const distances = await from();
    const own = path.join(folder, "values");
    const theirs = path.join(folder, "lower");
    writeFileSync(own, distances.values);
    if (ripser) writeFileSync(theirs, lowerTriangle(distances));
    const runRipser = (...more) =>
      ripser && childUsage(ripser, ["--format", "lower-distance", ...more, theirs]);

    const first = childUsage(process.execPath, [
      ...[once, "distances", own, String(distances.size), String(top)],
    ]);
    const times = [];
    const ripserTimes = [];
    let ripserMemory;
    let rounds = 9;
    for (let round = 0; round < rounds; round++) {
      times.push(await cpuSeconds(() => ripsPersistence(distances, { maxDimension: top })));
      if (rounds === 3 && round > 0) continue; // what takes so long is timed once
      const done = runRipser("--dim", String(top));
      if (done) ripserTimes.push(done.seconds);
      ripserMemory ??= done?.megabytes;
      if (round > 0) continue;
      const dear = times[0] + (done?.seconds ?? 0);
      rounds = dear < 1.5 ? 9 : dear < 6 ? 5 : 3;
    }
    const reading = runRipser("--dim", "0", "--threshold", "1e-30")?.seconds;
    const warm = median(times.slice(rounds === 9 ? 2 : 1));
    const ripserSeconds = ripserTimes.length > 0 ? median(ripserTimes) : undefined;
    const modest = top === 1 && distances.size <= 1000; // GUDHI takes long beyond
    const gudhi = modest ? pythonNumbers(gudhiRips, [own, String(distances.size)]) : undefined;
    const ratio = ripserSeconds && warm / ripserSeconds;
    const cells = [
      ...[warm, first?.seconds].map(seconds),
      whole(first?.megabytes),
      ...[ripserSeconds, reading].map(seconds),
      whole(ripserMemory),
      ratio === undefined ? "-" : ratio.toFixed(2),
      `≤ ${goal}`,
      seconds(gudhi?.[0]),
    ];
    console.log(
      `  ${`${title}, dim ≤ ${top}`.padEnd(34)}${cells.map((text) => column(text, 8)).join("")}` +
        (ratio > goal ? "  missed" : ""),
    );
  }
  console.log();
}

/** 5000 points of the square with no option set, in a process of its own. */
function large(folder) {
  const { points } = uniformCloud(5000, 2);
  const file = path.join(folder, "points");
  writeFileSync(file, points);
  const used = childUsage(process.execPath, [once, "points", file, "5000", "1"]);
  const missed = used && (used.seconds > 20 || used.megabytes > 1500) ? "  missed" : "";
  console.log(
    `5000 points, square, dim ≤ 1, from the points: ${seconds(used?.seconds)} s (goal ≤ 20), ` +
      `${whole(used?.megabytes)} MB (goal ≤ 1500)${missed}\n`,
  );
}

async function compareBottleneck(folder) {
  const diagram = (seed) => {
    const { points } = uniformCloud(1000 + seed, 2);
    const births = points.slice(0, 1000);
    const deaths = births.map((birth, k) => birth + points[1000 + k] * 0.3);
    return { dimension: 1, births, deaths };
  };
  const [a, b] = [diagram(0), diagram(1)];
  const file = path.join(folder, "diagrams");
  writeFileSync(file, Float64Array.of(...[a, b].flatMap((d) => [...d.births, ...d.deaths])));
  const gudhi = pythonNumbers(gudhiBottleneck, [file, "1000"]);
  const times = [];
  let distance;
  for (let round = 0; round < 9; round++)
    times.push(
      await cpuSeconds(() => {
        distance = bottleneckDistance(a, b).distance;
      }),
    );
  const own = median(times.slice(2));
  const theirs = gudhi && `GUDHI ${seconds(gudhi[0])}, ratio ${(own / gudhi[0]).toFixed(2)}`;
  console.log(`Bottleneck distance, 1000 points each: ${seconds(own)} s, ${theirs ?? "no GUDHI"}`);
  if (gudhi && Math.abs(gudhi[1] - distance) > 1e-12)
    console.log(`  differs from GUDHI: ${distance} and ${gudhi[1]}`);
  console.log();
}

async function compareGrid(folder) {
  const values = uniformCloud(512 * 512, 1).points;
  const file = path.join(folder, "grid");
  writeFileSync(file, values);
  const gudhi = pythonNumbers(gudhiCubical, [file, "512"]);
  const times = [];
  for (let round = 0; round < 7; round++)
    times.push(await cpuSeconds(() => gridPersistence(values, [512, 512])));
  const own = median(times.slice(2));
  console.log(
    `Grid persistence, 512 × 512, noise: ${seconds(own)} s (goal ≤ 0.5), ` +
      `GUDHI ${seconds(gudhi?.[0])}${own > 0.5 ? "  missed" : ""}\n`,
  );
}

async function timeBootstrap() {
  const distances = await pathDistances(300);
  const pool = workerPool(2);
  const begin = performance.now();
  await bootstrapBand(distances, { replicas: 200, seed: 1 }, pool);
  const spent = (performance.now() - begin) / 1000;
  await pool.close();
  console.log(
    `Bootstrap, 200 replicas of 300 paths, 2 workers: ${spent.toFixed(1)} s by the clock ` +
      `(goal ≤ 60)${spent > 60 ? "  missed" : ""}`,
  );
}

/** Ripser's lower-distance file. */
function lowerTriangle({ size, values }) {
  const rows = [];
  for (let i = 1; i < size; i++)
    rows.push(values.subarray((i * (i - 1)) / 2, (i * (i + 1)) / 2).join(","));
  return `${rows.join("\n")}\n`;
}

function seconds(value) {
  return value === undefined ? "-" : value.toFixed(value < 9.995 ? 3 : 1);
}
function whole(value) {
  return value === undefined ? "-" : value.toFixed(0);
}
