// Every check of the project, one after the other; called by `npm test` once the packages are
// installed and the library is built. Arguments go to vitest: npm test -- test/precision
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const arguments_ = process.argv.slice(2);
if (arguments_.includes("--help")) {
  console.log(`Runs every check: lint and format (Biome), types (tsc), documentation (TypeDoc), tests (vitest).

  npm test                    everything
  npm test -- test/precision  only these tests, without the other checks
  npm test -- -t "ridge"      only tests whose title matches

With CI=true a missing Jupyter or browser is a failure; otherwise its checks are skipped by name.`);
  process.exit(0);
}

const node = (name, ...args) => ({ name, args });
const checks = [
  node(
    "lint and format",
    "node_modules/@biomejs/biome/bin/biome",
    "check",
    "--config-path=test",
    ".",
  ),
  node("types of the tests", "node_modules/typescript/bin/tsc", "--noEmit", "-p", "test"),
  node("documentation", "node_modules/typedoc/bin/typedoc", "--options", "test/typedoc.json"),
];

let passed = 0;
let failed = 0;
const count = (ok, name) => {
  ok ? passed++ : failed++;
  console.log(`${ok ? "ok  " : "FAIL"}  ${name}`);
};

for (const { name, args } of arguments_.length === 0 ? checks : []) {
  const result = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (result.status !== 0) console.log(`${result.stdout}${result.stderr}`);
  count(result.status === 0, name);
}

mkdirSync("build", { recursive: true });
const reportFile = join("build", `test-report-${process.pid}.json`);
const vitest = ["run", "--config", "test/vitest.config.ts", ...arguments_];
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
const result = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", ...vitest, ...reporters],
  { stdio: "inherit" },
);
let report;
try {
  report = JSON.parse(readFileSync(reportFile, "utf8"));
} catch {
  report = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, testResults: [] };
}
for (const file of report.testResults)
  for (const test of file.assertionResults)
    if (test.status === "pending" || test.status === "skipped")
      console.log(`skipped  ${test.fullName}`);
passed += report.numPassedTests;
failed += report.numFailedTests;
// A file that does not even load, or an error outside of any test.
if (result.status !== 0 && report.numFailedTests === 0) failed++;
if (report.numPassedTests === 0) failed++;
console.log(`${passed} passed, ${failed} failed, ${report.numPendingTests} skipped`);
process.exit(failed === 0 ? 0 : 1);
