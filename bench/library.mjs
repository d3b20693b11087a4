// Speed, as ratios of two ways of doing the same within one run, medians over repetitions:
// single times say more about a shared machine than about the code.  npm run bench
import {
  descend,
  encodeFigure,
  ensemble,
  float16,
  float32,
  float64,
  inThisThread,
  rounder,
  roundTo,
  twoValleys,
  uniformStarts,
  workerPool,
} from "./subjects.mjs";

const repetitions = 15;

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** Milliseconds of `work`, run in turn with `other`: [median, median, median of the ratios]. */
async function compare(work, other) {
  const pairs = [];
  for (let i = -2; i < repetitions; i++) {
    const times = [];
    for (const run of [work, other]) {
      const start = performance.now();
      await run();
      times.push(performance.now() - start);
    }
    if (i >= 0) pairs.push(times);
  }
  const ratio = median(pairs.map(([a, b]) => a / b));
  return { ms: median(pairs.map(([a]) => a)), otherMs: median(pairs.map(([, b]) => b)), ratio };
}

const values = Float64Array.from({ length: 1_000_000 }, (_, i) => Math.sin(i) * 2 ** (i % 20));
const target = new Float64Array(values.length);
const over = (round) => () => {
  for (let i = 0; i < values.length; i++) target[i] = round(values[i]);
};

const start = Float64Array.of(0.25, 1.6);
const options = { learningRate: 0.05, maxSteps: 1000 };
const descents = (format) => () => {
  for (let i = 0; i < 50; i++) descend(twoValleys, start, { ...options, format, record: "ends" });
};
/** What `descend` does, without recording, status or error: the least it could cost. */
function bareDescents() {
  const gradient = new Float64Array(2);
  for (let i = 0; i < 50; i++) {
    const theta = Float64Array.from(start, Math.fround);
    for (let t = 0; t < 139; t++) {
      twoValleys.gradient(theta, gradient);
      for (let k = 0; k < 2; k++)
        theta[k] = Math.fround(theta[k] - options.learningRate * Math.fround(gradient[k]));
    }
  }
}

const pool = workerPool(2);
const request = {
  landscape: "twoValleys",
  formats: ["float64", "float16"],
  starts: uniformStarts(twoValleys, 2000, 1),
  ...options,
  record: "ends",
};
const surface = { values, shape: [1000, 1000] };
const figure = (z) => ({ data: [{ type: "surface", z }], layout: {}, caption: "", alt: "" });
const rows = Array.from({ length: 1000 }, (_, i) =>
  Array.from(values.subarray(1000 * i, 1000 * (i + 1))),
);

const comparisons = [
  ["round 10⁶ to float16 / Math.fround", over(rounder(float16)), over(Math.fround)],
  [
    "round 10⁶ to float16: roundTo / rounder",
    over((x) => roundTo(x, float16)),
    over(rounder(float16)),
  ],
  ["50 descents, float32: descend / bare loop", descents(float32), bareDescents],
  ["50 descents: float64 (double-double Δ) / float32", descents(float64), descents(float32)],
  [
    "4000 descents: 2 workers / this thread",
    () => ensemble(request, pool),
    () => ensemble(request, inThisThread),
  ],
  [
    "10⁶ values into a figure: base64 / digits",
    () => JSON.stringify(encodeFigure(figure(surface))),
    () => JSON.stringify(figure(rows)),
  ],
];
console.log(`${"".padEnd(52)}${"ms".padStart(9)}${"ms".padStart(9)}${"ratio".padStart(8)}`);
for (const [name, work, other] of comparisons) {
  const { ms, otherMs, ratio } = await compare(work, other);
  const columns = [
    ms.toFixed(1).padStart(9),
    otherMs.toFixed(1).padStart(9),
    ratio.toFixed(2).padStart(8),
  ];
  console.log(name.padEnd(52) + columns.join(""));
}
await pool.close();
