// Distance matrices of paths, against a full dynamic programme for every pair in C, plainly written
// (frechet.c, compiled here if there is a compiler: cc, or what CC names). CPU time of the whole
// process, both in turn in every round, medians of the ratios.  npm run bench -- paths
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { column, cpuSeconds, median } from "./measure.mjs";
import { bumpPaths, funnelPaths, noisyPaths, trainingPaths, worstCasePaths } from "./samples.mjs";
import { distanceMatrix } from "./subjects.mjs";

const rounds = 3;
/** All pairs of so many paths are given to C in a round; its time per pair does not depend on it. */
const few = 120;
const pairs = (count) => (count * (count - 1)) / 2;

const inputs = [
  ["two valleys, one clock, 2-D", trainingPaths(1000), { frechet: 0.1 }],
  ["curved funnel, one clock, 2-D", funnelPaths(1000), { frechet: 0.1 }],
  ["noisy walks, 13-D", noisyPaths(200), { frechet: 0.5 }],
  ["worst case, 2-D", worstCasePaths(200), { frechet: 2 }],
  ["worst case, 13-D", worstCasePaths(120, 101, 13), { frechet: 2 }],
  ["bumps, half upside down, 13-D", bumpPaths(120), { frechet: 2 }],
];

const folder = mkdtempSync(join(tmpdir(), "frechet-"));
const program = join(folder, "frechet");
const source = fileURLToPath(new URL("./frechet.c", import.meta.url));
const { CC = "cc" } = process.env;
const compiled = spawnSync(CC, ["-O3", "-o", program, source, "-lm"]).status === 0;
if (!compiled) console.log(`No C compiler (${CC}): our own figures only.\n`);

/** CPU microseconds a pair of the C programme, and the sum of its distances. */
function inC(metric, paths) {
  const { points, dim } = paths[0];
  const numbers = [paths.length, points.length / dim, dim].map(String);
  const input = Buffer.concat(
    paths.map(({ points: own }) => Buffer.from(own.buffer, own.byteOffset, own.byteLength)),
  );
  const { stdout } = spawnSync(program, [metric, ...numbers], { input, encoding: "utf8" });
  const [seconds, sum] = stdout.split(" ").map(Number);
  return { micros: (seconds * 1e6) / pairs(paths.length), sum };
}

/** The same of ours. User and system time, all threads: the collector and the compiler too. */
async function ours(metric, paths) {
  let found;
  const seconds = await cpuSeconds(async () => {
    found = await distanceMatrix(paths, { metric });
  });
  const { values, settled } = found;
  return { micros: (seconds * 1e6) / values.length, settled, values };
}

try {
  console.log(
    `${"CPU µs a pair".padEnd(34)}${column("metric", 9)}${column("ours", 8)}${column("C", 8)}` +
      `${column("ratio", 8)}${column("goal", 7)}   certificate, decision, programme`,
  );
  for (const [name, all, goals] of inputs)
    for (const metric of ["frechet", "warping"]) {
      const paths = metric === "warping" ? all.slice(0, few) : all;
      const some = all.slice(0, few);
      const [own, other, ratios] = [[], [], []];
      let settled;
      for (let round = -1; round < rounds; round++) {
        const { micros, ...rest } = await ours(metric, paths);
        const c = compiled ? inC(metric, some) : { micros: NaN };
        settled = rest.settled;
        if (compiled && round < 0) {
          const sum = rest.values.subarray(0, pairs(few)).reduce((a, b) => a + b, 0);
          if (Math.abs(sum / c.sum - 1) > 1e-9)
            console.log(`  C has another sum: ${c.sum}, ${sum}`);
        }
        if (round < 0) continue;
        own.push(micros);
        other.push(c.micros);
        ratios.push(micros / c.micros);
      }
      const shares = Object.values(settled).map(
        (count) => `${((100 * count) / pairs(paths.length)).toFixed(1)} %`,
      );
      const goal = goals[metric];
      const missed = median(ratios) > goal ? "  missed" : "";
      console.log(
        `${name.padEnd(34)}${column(metric, 9)}${column(median(own).toFixed(2), 8)}` +
          (compiled
            ? `${column(median(other).toFixed(1), 8)}${column(median(ratios).toFixed(3), 8)}`
            : column("", 16)) +
          `${column(goal === undefined ? "" : `≤ ${goal}`, 7)}   ${shares.join(", ")}${missed}`,
      );
    }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
