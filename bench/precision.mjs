// Rounding of arrays, in elements per second. Every way is run in turn in every round, and the
// medians compared, so that a busy machine slows all of them alike.  npm run bench -- precision
import { spawnSync } from "node:child_process";
import {
  bfloat16,
  completeRounding,
  float8_e4m3fn,
  float16,
  residentArray,
  roundArray,
  rounder,
  roundInPlace,
  roundingPlan,
  roundPlainly,
  roundTo,
} from "./subjects.mjs";

const count = 1 << 15;
const rounds = 400;
const warmUp = 150;
const formats = [float16, bfloat16, float8_e4m3fn];
const modes = ["nearest-even", "toward-zero", "stochastic"];

// Normally distributed, the same in every run.
const doubles = Float64Array.from({ length: count }, (_, i) => {
  const u = ((Math.imul(2 * i + 1, 0x9e3779b1) >>> 0) + 0.5) * 2 ** -32;
  const v = ((Math.imul(2 * i + 2, 0x85ebca6b) >>> 0) + 0.5) * 2 ** -32;
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
});
const singles = Float32Array.from(doubles);
const places = {
  Float64Array: { data: doubles, array: new Float64Array(count) },
  "Float64Array, resident": { data: doubles, array: residentArray(count) },
  Float32Array: { data: singles, array: new Float32Array(count) },
  "Float32Array, resident": { data: singles, array: residentArray(count, "float32") },
};

const jobs = [];
const add = (name, place, work) => jobs.push({ name, place, work, times: [] });
// Two loops, lest one function see both types of array.
const froundDoubles = (array) => {
  for (let i = 0; i < array.length; i++) array[i] = Math.fround(array[i]);
};
const froundSingles = new Function(`return ${froundDoubles}`)();
const copy = new Float64Array(count);
add("memory copy", "Float64Array", (array) => copy.set(array));
add("Math.fround", "Float64Array", froundDoubles);
add("Math.fround", "Float32Array", froundSingles);
for (const format of formats)
  for (const rounding of modes) {
    const options = rounding === "stochastic" ? { rounding, key: { seed: 1 } } : { rounding };
    const plan = roundingPlan(format, completeRounding(format, options, "bench"));
    const title = `${format.name} ${rounding}`;
    for (const type of ["Float64Array", "Float32Array"]) {
      add(`${title} plain`, type, (array) => roundPlainly(array, plan, 0));
      add(`${title} SIMD`, `${type}, resident`, (array) => roundInPlace(array, plan, 0));
      add(`${title} roundArray`, type, (array) => roundArray(array, format, options));
    }
  }
for (const format of formats) {
  // A loop of its own per format, as a program would have it; the comment keeps them apart.
  const loop = (call) =>
    new Function(
      "round",
      "format",
      `/* ${format.name} */ return (x) => { for (let i = 0; i < x.length; i++) x[i] = ${call}; };`,
    );
  const near = `${format.name} nearest-even`;
  add(`${near} roundTo`, "Float64Array", loop("round(x[i], format)")(roundTo, format));
  add(`${near} rounder`, "Float64Array", loop("round(x[i])")(rounder(format)));
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
for (let round = 0; round < rounds; round++)
  for (const { place, work, times } of jobs) {
    const { data, array } = places[place];
    array.set(data);
    const start = performance.now();
    work(array);
    if (round >= warmUp) times.push(performance.now() - start);
  }
const rates = new Map(
  jobs.map(({ name, place, times }) => [`${name}|${place}`, (1000 * count) / median(times)]),
);
const rate = (name, place) => rates.get(`${name}|${place}`);

const column = (text, width) => String(text).padStart(width);
console.log(
  `Arrays of ${count} elements, normally distributed; medians of ${rounds - warmUp} rounds.\n`,
);
console.log(
  "".padEnd(36) + column("10⁶ elements/s", 16) + column("/ fround", 10) + column("/ copy", 9),
);
for (const place of Object.keys(places)) {
  console.log(place);
  const type = place.slice(0, 12);
  for (const { name } of jobs.filter((job) => job.place === place)) {
    const mine = rate(name, place);
    const cells = [
      column((mine / 1e6).toFixed(0), 16),
      column((mine / rate("Math.fround", type)).toFixed(2), 10),
      column((mine / rate("memory copy", "Float64Array")).toFixed(2), 9),
    ];
    console.log(`  ${name.padEnd(34)}${cells.join("")}`);
  }
}

console.log("\nGoals".padEnd(61) + column("ratio", 8) + column("goal", 8));
const goal = (name, ratio, least) => {
  const verdict = ratio >= least ? "" : "  missed";
  console.log(
    `  ${name.padEnd(58)}${column(ratio.toFixed(2), 8)}${column(`≥ ${least}`, 8)}${verdict}`,
  );
};
for (const { name } of formats) {
  const [near, random] = [`${name} nearest-even`, `${name} stochastic`];
  const fround = rate("Math.fround", "Float64Array");
  const [plain, simd] = ["Float64Array", "Float64Array, resident"];
  goal(`${near}: plain / Math.fround`, rate(`${near} plain`, plain) / fround, 0.6);
  goal(`${near}: SIMD / Math.fround`, rate(`${near} SIMD`, simd) / fround, 1.2);
  goal(
    `${name}: stochastic / nearest-even, plain`,
    rate(`${random} plain`, plain) / rate(`${near} plain`, plain),
    0.5,
  );
  goal(
    `${name}: stochastic / nearest-even, SIMD`,
    rate(`${random} SIMD`, simd) / rate(`${near} SIMD`, simd),
    0.5,
  );
  goal(
    `${name}: stochastic / nearest-even, roundArray`,
    rate(`${random} roundArray`, plain) / rate(`${near} roundArray`, plain),
    0.5,
  );
  for (const scalar of ["roundTo", "rounder"])
    goal(
      `${name}: ${scalar} / roundArray`,
      rate(`${near} ${scalar}`, plain) / rate(`${near} roundArray`, plain),
      0.3,
    );
}

const peer = process.env.NH_C_PEER;
if (!peer)
  console.log("\nNo peer to compare with: npm run bench -- --help says what NH_C_PEER is.");
else {
  console.log(`\nAgainst ${peer}`.padEnd(61) + column("ratio", 8) + column("goal", 8));
  for (const format of formats)
    for (const rounding of modes) {
      const title = `${format.name} ${rounding}`;
      const result = spawnSync(peer, [format.name, rounding, String(count)], { encoding: "utf8" });
      const theirs = Number(String(result.stdout).trim() || NaN);
      if (result.error) console.log(`  ${title}: cannot be run (${result.error.message})`);
      else if (result.status !== 0)
        console.log(`  ${title}: not offered (exit code ${result.status})`);
      else if (!(theirs > 0))
        console.log(`  ${title}: expected one number, got ${JSON.stringify(result.stdout)}`);
      else {
        goal(`${title}: plain`, rate(`${title} plain`, "Float64Array") / theirs, 1);
        goal(`${title}: SIMD`, rate(`${title} SIMD`, "Float64Array, resident") / theirs, 2);
      }
    }
}
