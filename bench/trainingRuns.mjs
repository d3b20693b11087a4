// A whole ensemble, by the clock.

import { cpuSeconds } from "./measure.mjs";
import { convNet, trainEnsemble, workerPool } from "./subjects.mjs";
import { digits, epochsOf } from "./trainingRows.mjs";

/** 50 runs of 20 epochs on two workers. */
export async function timeEnsemble() {
  const pool = workerPool(2);
  const seeds = Array.from({ length: 50 }, (_, run) => run);
  const request = { network: convNet(), data: digits(1000), options: epochsOf(20, 50), seeds };
  const begin = performance.now();
  let runs;
  const used = await cpuSeconds(async () => {
    runs = await trainEnsemble({ ...request, formats: ["float32"] }, pool);
  });
  const seconds = (performance.now() - begin) / 1000;
  await pool.close();
  const worst = Math.min(...runs.map(({ run }) => run.history.at(-1).accuracy));
  console.log(
    `\n50 runs of 20 epochs of the CNN, float32, 2 workers: ${seconds.toFixed(1)} s by the clock ` +
      `(goal ≤ 60), ${used.toFixed(1)} s of both processors${seconds > 60 ? "  missed" : ""}; least accuracy ${worst}`,
  );
}
