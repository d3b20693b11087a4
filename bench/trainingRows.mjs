// What is measured of training: own work, and the same by PyTorch.
import {
  asObjective,
  batchOrder,
  constantRate,
  convNet,
  descend,
  descentEnds,
  formatNamed,
  initialise,
  mlp,
  networkData,
  proceduralDigits,
  sgd,
  train,
  xorData,
  xorNetwork,
} from "./subjects.mjs";

const seed = 1;
const cnn = convNet();
const perceptron = mlp([784, 128, 128, 10], { activation: "relu", loss: "softmaxCrossEntropy" });

/** Images that need no data set, and are the same everywhere. */
export const digits = (count) => networkData(proceduralDigits(count, seed), { type: "float32" });

/** Epochs of gradient descent with momentum, as both sides do them. */
export const epochsOf = (epochs, batchSize) => ({
  optimizer: sgd({ momentum: 0.9 }),
  schedule: constantRate(0.01),
  batchSize,
  epochs,
  evaluateEvery: 0,
});

/**
 * The rows. `own` does the work and returns numbers, `other` resolves to PyTorch's `seconds` and
 * `values`, which may differ by `tolerance`; without `torch` there is none. `baseline` is own work, too.
 */
export async function trainingRows(torch) {
  const [few, many] = [digits(1000), digits(10_000)];
  await torch?.load("few", few, cnn.input, orders(1000, 4));
  await torch?.load("many", many, [784], orders(10_000, 1));

  const training = (network, data, name, type, options, channelsLast = false) => {
    const start = initialise(network, { kind: "kaiming", seed });
    const own = { ...options, seed, format: formatNamed(type) };
    const request = {
      ...{ data: name, type, channelsLast, epochs: options.epochs, batch: options.batchSize },
      ...{ rate: options.schedule.rate, momentum: options.optimizer.momentum },
      layers: network.layers.map(({ layer }) => layer),
      start: [...start],
    };
    return {
      tolerance: 1e-3,
      own: () => [train(network, data, own, { start }).loss],
      other: torch && (() => answer(torch.ask("train", request), "loss")),
    };
  };
  const epochs = (type, channelsLast) =>
    training(cnn, few, "few", type, epochsOf(4, 50), channelsLast);
  const emulated = epochs("float16");
  return [
    ...xorRows(torch),
    { name: "cnn", title: "CNN, 4 epochs, float32", goal: 1.8, ...epochs("float32") },
    {
      name: "cnn",
      title: "  PyTorch's images channels last",
      goal: 1.8,
      ...epochs("float32", true),
    },
    { name: "cnn", title: "CNN, 4 epochs, float64", goal: 1.3, ...epochs("float64") },
    {
      ...{ name: "float16", title: "CNN, 4 epochs, float16 by tensor / own float32", goal: 1.5 },
      own: emulated.own,
      baseline: epochs("float32").own,
    },
    ...productRows(torch, few),
    {
      ...{ name: "mlp", title: "MLP, 10,000 images, epoch, float32", goal: 3 },
      ...training(perceptron, many, "many", "float32", epochsOf(1, 128)),
    },
  ];
}

const orders = (count, epochs) =>
  Uint32Array.from({ length: epochs }, (_, epoch) => epoch).reduce(
    (all, epoch) => {
      all.set(batchOrder(count, seed, epoch), epoch * count);
      return all;
    },
    new Uint32Array(count * epochs),
  );

async function answer(asked, name) {
  const { seconds, [name]: value } = await asked;
  return { seconds, values: [value].flat() };
}

/** 100 runs of 5,000 steps, one by one and together; rates at which none ends before. */
function xorRows(torch) {
  const runs = 100;
  const steps = 5000;
  const data = xorData();
  const row = (outputActivation, learningRate) => {
    const network = xorNetwork(2, { outputActivation });
    const objective = asObjective(network, data);
    const starts = Float64Array.from(
      Array.from({ length: runs }, (_, run) => [
        ...initialise(network, { kind: "normal", seed: seed + run }),
      ]).flat(),
    );
    const options = {
      ...{ format: formatNamed("float64"), learningRate, maxSteps: steps, gradientTolerance: 0 },
      ...{ record: "ends", intrinsicError: false },
    };
    const request = { inputs: [...data.inputs], targets: [...data.targets], starts: [...starts] };
    const asked = { ...request, steps, rate: learningRate, output: outputActivation };
    const one = (run) => {
      const { loss, stepCount } = descend(objective, starts.slice(9 * run, 9 * run + 9), options);
      if (stepCount < steps) throw new Error(`xor: run ${run} ended after ${stepCount} steps`);
      return loss;
    };
    const together = () => {
      const { ends } = descentEnds(objective, starts, options);
      return Array.from({ length: runs }, (_, run) =>
        objective.loss(ends.subarray(9 * run, 9 * run + 9)),
      );
    };
    const shared = {
      ...{ name: "xor", tolerance: 1e-3 },
      other: torch && (() => answer(torch.ask("xor", asked), "losses")),
    };
    const title = `XOR, 100 × 5,000 steps, ${outputActivation === "none" ? "linear" : outputActivation} output`;
    return [
      {
        ...{ ...shared, title: `${title}, one by one`, goal: 0.25 },
        own: () => Array.from({ length: runs }, (_, run) => one(run)),
      },
      { ...shared, title: `${title}, together`, goal: 0.1, own: together },
    ];
  };
  return [...row("none", 0.01), ...row("sigmoid", 2)];
}

/**
 * vᵀHv of the mean loss of 1,000 images: at a new θ each time, as along a path, and again at the same
 * θ, as in Lanczos's method. PyTorch's whole graph leaves the cache; by 50 images it is fastest.
 */
function productRows(torch, data) {
  const start = initialise(cnn, { kind: "kaiming", seed });
  const direction = new Float64Array(start.length).fill(1);
  const layers = cnn.layers.map(({ layer }) => layer);
  const request = { data: "few", layers, start: [...start], type: "float64" };
  const row = (chunk, again, more) => {
    const objective = asObjective(cnn, data);
    const theta = start.slice();
    return {
      ...{ name: "product", tolerance: 1e-6, ...more },
      own: () => {
        if (!again) theta[0] = theta[0] === start[0] ? start[0] + 1e-12 : start[0];
        return [objective.hessianVector(theta, direction).reduce((sum, value) => sum + value, 0)];
      },
      other:
        torch && (() => answer(torch.ask("product", { ...request, chunk, again }), "curvature")),
    };
  };
  return [
    row(1000, false, { title: "Hv, CNN, 1,000 images, float64", goal: 0.5 }),
    row(50, false, { title: "  PyTorch's images 50 by 50", goal: 0.5 }),
    row(50, true, { title: "  the same, again at the same parameters" }),
  ];
}
