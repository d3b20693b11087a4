// Derived gradients and losses against hand-written ones, and what curvature costs. The pairs are run
// in turn in every round, and the medians compared.  npm run bench -- landscapes
import {
  barrierGrid,
  criticalPoints,
  curvedFunnel,
  exp,
  hessianEigenvalues,
  lanczos,
  landscape,
  landscapeFromFunction,
  randomStream,
  saddleGauntlet,
  tanh,
  workerPool,
} from "./subjects.mjs";

const rounds = 25;
const warmUp = 8;
const points = 512;
const column = (text, width) => String(text).padStart(width);
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const box = { lower: [-2, -2], upper: [2, 2] };
const heights = [-200, -100, -170, 15];
const wells = [
  [-1, 0, -10, 1, 0],
  [-1, 0, -10, 0, 0.5],
  [-6.5, 11, -6.5, -0.5, 1.5],
  [0.7, 0.6, 0.7, -1, 1],
];
const bracket = (z) => (z < 0 ? `- ${-z}` : `+ ${z}`);
const mullerBrown = wells
  .map(([a, b, c, x0, y0], k) => {
    const [x, y] = [`(x ${bracket(-x0)})`, `(y ${bracket(-y0)})`];
    return `${heights[k]} * exp(${a} * ${x}^2 + ${b} * ${x} * ${y} + ${c} * ${y}^2)`;
  })
  .join(" + ");

/** Müller–Brown with every term written out, as somebody who wants speed would. */
function mullerBrownByHand(e) {
  return (theta, out) => {
    const x = theta[0];
    const y = theta[1];
    const [p, q, r, s, t] = [x - 1, x + 0.5, x + 1, y - 0.5, y - 1.5];
    const u = y - 1;
    const a = -200 * e(-p * p - 10 * y * y);
    const b = -100 * e(-x * x - 10 * s * s);
    const c = -170 * e(-6.5 * q * q + 11 * q * t - 6.5 * t * t);
    const d = 15 * e(0.7 * r * r + 0.6 * r * u + 0.7 * u * u);
    out[0] = -2 * p * a - 2 * x * b + (11 * t - 13 * q) * c + (1.4 * r + 0.6 * u) * d;
    out[1] = -20 * y * a - 20 * s * b + (11 * q - 13 * t) * c + (0.6 * r + 1.4 * u) * d;
    return out;
  };
}

const pairs = [
  {
    name: "Two Valleys",
    formula: "min((x-1)^2 + y^2, (x+1)^2 + y^2) + 0.1*x^2*y^2",
    byHand: ([x, y], out) => {
      out[0] = 2 * (x < 0 ? x + 1 : x - 1) + 0.2 * x * y * y;
      out[1] = 2 * y + 0.2 * x * x * y;
      return out;
    },
  },
  {
    name: "Rosenbrock",
    formula: "(1-x)^2 + 100*(y-x^2)^2",
    byHand: (theta, out) => {
      const x = theta[0];
      const off = theta[1] - x * x;
      out[0] = 2 * (x - 1) - 400 * x * off;
      out[1] = 200 * off;
      return out;
    },
  },
  {
    name: "Himmelblau",
    formula: "(x^2+y-11)^2 + (x+y^2-7)^2",
    byHand: (theta, out) => {
      const x = theta[0];
      const y = theta[1];
      const a = x * x + y - 11;
      const b = x + y * y - 7;
      out[0] = 4 * x * a + 2 * b;
      out[1] = 2 * a + 4 * y * b;
      return out;
    },
  },
  { name: "Müller–Brown, own exp", formula: mullerBrown, byHand: mullerBrownByHand(exp) },
  { name: "Müller–Brown, Math.exp", formula: mullerBrown, byHand: mullerBrownByHand(Math.exp) },
];

const random = randomStream(1, "bench");
const thetas = Array.from({ length: points }, (_, i) =>
  Float64Array.of(4 * random.uniform(2 * i) - 2, 4 * random.uniform(2 * i + 1) - 2),
);

console.log(
  `${"gradient".padEnd(28)}${column("ns", 8)}${column("by hand", 10)}${column("ratio", 8)}   goal ≤ 1.3`,
);
for (const { name, formula, byHand } of pairs) {
  const { gradient } = landscape(formula, {}, { domain: box });
  const out = new Float64Array(2);
  const jobs = [gradient, byHand].map((work) => ({ work, times: [] }));
  for (let round = 0; round < rounds; round++)
    for (const { work, times } of jobs) {
      const begin = performance.now();
      for (let k = 0; k < 400; k++) for (let i = 0; i < points; i++) work(thetas[i], out);
      if (round >= warmUp) times.push(((performance.now() - begin) * 1e6) / 400 / points);
    }
  const [derived, hand] = jobs.map(({ times }) => median(times));
  console.log(
    `${name.padEnd(28)}${column(derived.toFixed(1), 8)}${column(hand.toFixed(1), 10)}${column((derived / hand).toFixed(2), 8)}`,
  );
}

/** The XOR network 2-3-1 with tanh, mean squared error over four patterns: 13 parameters. */
const xor = landscapeFromFunction(13, (a, w) => {
  let sum = a.from(0);
  for (const [p, q, target] of [
    [0, 0, 0],
    [0, 1, 1],
    [1, 0, 1],
    [1, 1, 0],
  ]) {
    let output = w[12];
    for (let h = 0; h < 3; h++) {
      const inner = a.add(
        a.add(a.multiply(w[3 * h], a.from(p)), a.multiply(w[3 * h + 1], a.from(q))),
        w[3 * h + 2],
      );
      output = a.add(output, a.multiply(w[9 + h], a.tanh(inner)));
    }
    const off = a.subtract(a.tanh(output), a.from(target));
    sum = a.add(sum, a.multiply(off, off));
  }
  return a.divide(sum, a.from(4));
});
const weights = Float64Array.from({ length: 13 }, (_, i) => 2 * random.uniform(5000 + i) - 1);
const spectrum = Float64Array.from({ length: 6000 }, (_, i) =>
  i < 10 ? 10 / (1 + 0.35 * i) : 0.2 * tanh(2 * random.uniform(6000 + i) - 1),
);
const operator = {
  dimension: 6000,
  apply: (v, out) => {
    for (let i = 0; i < 6000; i++) out[i] = spectrum[i] * v[i];
    return out;
  },
};

/** Median milliseconds of a call. */
async function milliseconds(work, repeats) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    for (let k = 0; k < repeats; k++) await work();
    if (round >= warmUp) times.push((performance.now() - begin) / repeats);
  }
  return median(times);
}

const pool = workerPool(2);
const hessian = new Float64Array(169);
const funnel = curvedFunnel(60);
const single = [
  ["Hessian 13 × 13 of the XOR network", "µs", 1e3, () => xor.hessian(weights, hessian), 500],
  ["its eigenvalues, Hessian included", "µs", 1e3, () => hessianEigenvalues(xor, weights), 200],
  ["λ_max of 6000 by Lanczos", "ms", 1, () => lanczos(operator), 2],
  ["barrier grid 512 × 512, funnel, 1 thread", "ms", 1, () => barrierGrid(funnel), 1],
  ["the same on 2 workers", "ms", 1, () => barrierGrid(funnel, {}, pool), 1],
  ["critical points of the gauntlet, proved", "ms", 1, () => criticalPoints(saddleGauntlet), 1],
];
console.log();
for (const [name, unit, factor, work, repeats] of single) {
  const spent = (await milliseconds(work, repeats)) * factor;
  console.log(`${name.padEnd(44)}${column(spent.toFixed(1), 8)} ${unit}`);
}
const { products, maximum } = lanczos(operator);
console.log(
  `Lanczos: ${products} products, bound ${(maximum.errorBound / 10).toExponential(1)} of λ_max, error ${((10 - maximum.value) / 10).toExponential(1)}`,
);
await pool.close();
