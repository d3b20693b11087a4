import { describe, expect, it } from "vitest";
import {
  constantRate,
  convNet,
  type Dataset,
  type DatasetPart,
  float32,
  float64,
  loadDataset,
  mlp,
  networkData,
  sgd,
  stratifiedSubset,
  train,
} from "../../lib/index.js";

const mnist = (part: DatasetPart): Promise<Dataset> =>
  loadDataset("mnist", { part, download: false });
const found = await mnist("train").then(
  () => true,
  (error: Error) => {
    if (error.message.includes("was not found")) return false;
    throw error; // a damaged file is no reason to skip
  },
);
const momentum = sgd({ momentum: 0.9 });

describe.skipIf(!found)(`On MNIST${found ? "" : " (it was not found)"}`, () => {
  it.each([float32, float64])(
    "the CNN of 5,994 parameters learns from 1,000 images: 92.5 % of 10,000 others in $name",
    { timeout: 120_000 },
    async (format) => {
      const images = networkData(stratifiedSubset(await mnist("train"), 1000, 1));
      const test = networkData(await mnist("test"));
      const options = { format, optimizer: momentum, schedule: constantRate(0.05), batchSize: 50 };
      const more = { epochs: 20, seed: 1, evaluateEvery: 0 };
      const { history } = train(convNet(), images, { ...options, ...more }, { test });
      expect(history.at(-1)?.testAccuracy).toBeGreaterThanOrEqual(0.925);
    },
  );

  it("784-128-128-10 learns from all images: 97 % of the others after 5 epochs", {
    timeout: 120_000,
  }, async () => {
    const layers = [784, 128, 128, 10];
    const network = mlp(layers, { activation: "relu", loss: "softmaxCrossEntropy" });
    const options = { optimizer: momentum, schedule: constantRate(0.05), batchSize: 64 };
    const { history } = train(
      network,
      networkData(await mnist("train")),
      { ...options, format: float32, epochs: 5, seed: 1, evaluateEvery: 0 },
      { test: networkData(await mnist("test")) },
    );
    expect(history.at(-1)?.testAccuracy).toBeGreaterThanOrEqual(0.97);
  });
});
