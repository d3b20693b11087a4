// Every measurement, or one part: npm run bench, npm run bench -- precision
const parts = {
  library: "./library.mjs",
  precision: "./precision.mjs",
  landscapes: "./landscapes.mjs",
  descent: "./descent.mjs",
  paths: "./paths.mjs",
  topology: "./topology.mjs",
  training: "./training.mjs",
};
/** Parts of which single rows can be asked for. */
const withRows = ["topology", "training"];
const [name, ...others] = process.argv.slice(2).filter((argument) => argument !== "--help");

if (process.argv.includes("--help")) {
  console.log(`Measures speed, as ratios within one run.

  npm run bench               pairs of ways of doing the same, all over the library (about 20 s)
  npm run bench -- precision  rounding of arrays, elements per second (about 30 s)
  npm run bench -- landscapes derived gradients against hand-written ones, curvature (about 15 s)
  npm run bench -- descent    gradient descent, steps per second; basin maps (about 30 s)
  npm run bench -- paths      distances between paths against a full dynamic programme in C
  npm run bench -- topology   persistent homology against the C++ programs (about 3 min);
                              names of rows may follow, to measure only those: uniform circle
  npm run bench -- training   networks, against PyTorch (about 3 min); rows likewise: cnn mlp

The rounding kernels can be compared with a program, a C library's say: the environment variable
NH_C_PEER names it, it is run as

  program <format> <rounding> <count>

with a format's name (float16, bfloat16, float8_e4m3fn), a rounding mode's (nearest-even,
toward-zero, stochastic) and a number of elements, and prints one number: how many doubles,
normally distributed, it rounds per second in place, in an array of so many. An exit code other
than 0 means that it cannot, and the row is left out.

Training is compared with PyTorch if Python can import it (Debian's python3-torch). Persistent
homology is compared with Ripser if the environment variable NH_RIPSER names that
program, and with GUDHI if Python can import it (Debian's python3-gudhi); NH_PYTHON names
another Python than /usr/bin/python3. Distances between paths are compared with C, compiled here
if there is a compiler: CC names one, else cc is tried. What is missing is left out.`);
} else if (
  (name !== undefined && !Object.hasOwn(parts, name)) ||
  (others.length > 0 && !withRows.includes(name))
) {
  console.error(
    `bench: no part "${[name, ...others].join(" ")}"; there are ${Object.keys(parts).slice(1).join(", ")}`,
  );
  process.exitCode = 1;
} else await import(parts[name ?? "library"]);
