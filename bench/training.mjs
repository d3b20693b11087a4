// Training of networks against PyTorch, where it is installed: CPU seconds in one run, one thread,
// both in turn, medians of the ratios.  npm run bench -- training [row …]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { column, cpuSeconds, median } from "./measure.mjs";
import { startTorch } from "./torch.mjs";
import { trainingRows } from "./trainingRows.mjs";
import { timeEnsemble } from "./trainingRuns.mjs";

const rounds = 9;
const warmUp = 2;

const asked = process.argv.slice(2).filter((word) => word !== "training");
const wanted = (name) => asked.length === 0 || asked.includes(name);
const folder = mkdtempSync(path.join(tmpdir(), "nh-bench-"));
const torch = await startTorch();
try {
  const rows = await trainingRows(torch && { ...torch, load });
  const names = [...new Set(rows.map((row) => row.name)), "runs"];
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    console.error(`bench: no row "${unknown.join(" ")}"; there are ${names.join(", ")}`);
    process.exitCode = 1;
  } else {
    console.log(
      `Training, CPU seconds on one thread; ${torch ? `PyTorch ${torch.version}` : "no PyTorch"}\n` +
        `${"".padEnd(58)}${["own", "other", "ratio", "goal"].map((text) => column(text, 8)).join("")}`,
    );
    for (const row of rows) if (wanted(row.name)) await measure(row);
    if (wanted("runs")) await timeEnsemble();
  }
} finally {
  torch?.close();
  rmSync(folder, { recursive: true });
}

/** Both sides of a row in turn; the ratios are those of single rounds. */
async function measure({ title, own, other, baseline, goal, tolerance }) {
  const [times, others, ratios] = [[], [], []];
  let farthest = 0;
  for (let round = 0; round < rounds; round++) {
    let values;
    const seconds = await cpuSeconds(async () => {
      values = await own();
    });
    const answer = baseline ? { seconds: await cpuSeconds(baseline) } : await other?.();
    if (round >= warmUp) {
      times.push(seconds);
      if (answer) others.push(answer.seconds);
      if (answer) ratios.push(seconds / answer.seconds);
    }
    answer?.values?.forEach((value, i) => {
      const difference = Math.abs(value - values[i]);
      if (!(difference <= farthest)) farthest = difference;
    });
  }
  const ratio = ratios.length > 0 ? median(ratios) : undefined;
  const cells = [
    median(times).toFixed(3),
    others.length > 0 ? median(others).toFixed(3) : "-",
    ratio === undefined ? "-" : ratio.toFixed(2),
    goal === undefined ? "" : `≤ ${goal}`,
  ];
  console.log(
    `  ${title.padEnd(56)}${cells.map((text) => column(text, 8)).join("")}` +
      (ratio > goal ? "  missed" : "") +
      (farthest <= (tolerance ?? Infinity) ? "" : `  results differ by ${farthest}`),
  );
}

/** Leaves images, classes and orders of epochs where PyTorch finds them. */
async function load(name, { inputs, targets }, shape, orders) {
  const files = { inputs, classes: targets.classes, order: orders };
  const request = { name, shape };
  for (const [part, values] of Object.entries(files)) {
    request[part] = path.join(folder, `${name}-${part}`);
    writeFileSync(request[part], values);
  }
  await torch.ask("load", request);
}
