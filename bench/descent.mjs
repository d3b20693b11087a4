// Steps of gradient descent per second, against a hand-written loop in float64 that does the same
// useful work: gradient, step, norm test. Everything is run in turn in every round, and the
// medians compared.  npm run bench -- descent
import {
  basinMap,
  cos,
  curvedFunnel,
  descend,
  descentEnds,
  exp,
  formatNamed,
  himmelblau,
  sin,
  twoValleys,
  workerPool,
} from "./subjects.mjs";

const rounds = 30;
const warmUp = 10;
const formats = ["float64", "float32", "float16", "bfloat16", "float8_e4m3fn"];
const levels = ["update", "tensor", "operation"];

/** Steps taken from (x, y) by a loop that somebody wrote for this landscape. */
function twoValleysByHand(x, y, { learningRate, maxSteps }) {
  let step = 0;
  for (; step < maxSteps; step++) {
    const dx = 2 * (x < 0 ? x + 1 : x - 1) + 0.2 * x * y * y;
    const dy = 2 * y + 0.2 * x * x * y;
    if (Math.sqrt(dx * dx + dy * dy) <= 1e-6) break;
    x -= learningRate * dx;
    y -= learningRate * dy;
  }
  return step;
}
function curvedFunnelByHand(x, y, { learningRate, maxSteps }) {
  let step = 0;
  for (; step < maxSteps; step++) {
    const neck = exp(-8 * (x - 0.5) * (x - 0.5));
    const stiffness = 1 + 59 * neck;
    const off = y - sin(2 * x);
    const slope = 2 * cos(2 * x);
    const dy = stiffness * off;
    const bend = -472 * (x - 0.5) * neck * off * off;
    const dx = (x + 2) * (x + 1) * (x - 1.5) + bend - dy * slope;
    if (Math.sqrt(dx * dx + dy * dy) <= 1e-6) break;
    x -= learningRate * dx;
    y -= learningRate * dy;
  }
  return step;
}

// Coarse formats get larger learning rates: with small ones nothing moves, and a run is over.
const problems = [
  {
    objective: twoValleys,
    byHand: twoValleysByHand,
    start: [0.25, 1.6],
    rates: { float64: 0.001, float32: 0.001, float16: 0.001, bfloat16: 0.02, float8_e4m3fn: 0.05 },
    maxSteps: 2000,
  },
  {
    objective: curvedFunnel(60),
    byHand: curvedFunnelByHand,
    start: [-0.5, -1],
    rates: {
      float64: 1 / 160,
      float32: 1 / 160,
      float16: 1 / 160,
      bfloat16: 1 / 80,
      float8_e4m3fn: 0.1,
    },
    maxSteps: 2000,
  },
];

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const column = (text, width) => String(text).padStart(width);
const ratios = [];

for (const { objective, byHand, start, rates, maxSteps } of problems) {
  const options = { learningRate: rates.float64, maxSteps };
  const from = Float64Array.from(start);
  const { lower, upper } = objective.startRegion;
  const side = 10;
  const starts = Float64Array.from({ length: 2 * side * side }, (_, i) => {
    const [cell, d] = [i >> 1, i % 2];
    const place = d === 0 ? cell % side : Math.floor(cell / side);
    return lower[d] + ((upper[d] - lower[d]) * (place + 0.5)) / side;
  });
  // A run in a coarse format is over after a few steps: what it costs is to set it up, a
  // microsecond or two. The ends of many starts share that.
  const jobs = [
    { name: "by hand", kind: "one run", work: () => byHand(start[0], start[1], options) },
    {
      name: "by hand",
      kind: "100 starts",
      work: () => {
        let steps = 0;
        for (let i = 0; i < starts.length; i += 2)
          steps += byHand(starts[i], starts[i + 1], options);
        return steps;
      },
    },
  ];
  for (const level of levels)
    for (const name of formats) {
      const format = formatNamed(name);
      const all = { learningRate: rates[name], maxSteps, format, level, intrinsicError: false };
      jobs.push({
        name: `${level}, ${name}`,
        kind: "one run",
        work: () => descend(objective, from, { ...all, record: "ends" }).stepCount,
      });
      jobs.push({
        name: `${level}, ${name}`,
        kind: "100 starts",
        work: () => descentEnds(objective, starts, all).steps.reduce((sum, n) => sum + n, 0),
      });
    }
  for (const job of jobs) job.times = [];
  for (let round = 0; round < rounds; round++)
    for (const job of jobs) {
      const begin = performance.now();
      let steps = 0;
      let runs = 0;
      while (steps < 20_000 && runs < 200) {
        steps += job.work();
        runs++;
      }
      const spent = performance.now() - begin;
      job.steps = steps / runs;
      if (round >= warmUp) job.times.push(spent / steps);
    }
  for (const kind of ["one run", "100 starts"]) {
    const own = jobs.filter((job) => job.kind === kind);
    const hand = median(own[0].times);
    console.log(
      `${`${objective.name}, ${kind}`.padEnd(40)}${column("steps", 10)}${column("10⁶/s", 8)}${column("ratio", 8)}`,
    );
    for (const { name, steps, times } of own) {
      const ratio = hand / median(times);
      ratios.push({ title: `${objective.name}, ${kind}: ${name}`, name, kind, steps, ratio });
      console.log(
        `  ${name.padEnd(38)}${column(steps.toFixed(0), 10)}` +
          `${column((1e-3 / median(times)).toFixed(1), 8)}${column(ratio.toFixed(2), 8)}`,
      );
    }
    console.log();
  }
}

console.log(`${"Basin map, 400 × 400 × 4 formats × ≤ 500 steps".padEnd(50)}${column("s", 8)}`);
const pool = workerPool(2);
const four = { formats: ["float64", "float32", "float16", "float8_e4m3fn"] };
const maps = [
  [twoValleys, 0.05],
  [himmelblau, 0.01],
  [himmelblau, 0.001],
];
for (const [objective, learningRate] of maps) {
  const begin = performance.now();
  await basinMap(objective, { ...four, learningRate }, pool);
  const seconds = (performance.now() - begin) / 1000;
  const verdict = seconds <= 8 ? "" : "  missed";
  const title = `${objective.name}, η = ${learningRate}, 2 workers (goal ≤ 8)`;
  console.log(`  ${title.padEnd(48)}${column(seconds.toFixed(1), 8)}${verdict}`);
}
await pool.close();

console.log(
  "\nOnly runs of 1000 steps or more are held to a goal one by one: the others are set-up.",
);
console.log(`${"Goals".padEnd(60)}${column("ratio", 8)}${column("goal", 8)}`);
for (const { title, name, kind, steps, ratio } of ratios) {
  if (!name.startsWith("update") || (kind === "one run" && steps < 1000)) continue;
  const least = name.endsWith("float64") ? 0.7 : 0.3;
  const verdict = ratio >= least ? "" : "  missed";
  console.log(
    `  ${title.padEnd(58)}${column(ratio.toFixed(2), 8)}${column(`≥ ${least}`, 8)}${verdict}`,
  );
}
