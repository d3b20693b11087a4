import { describe, expect, it } from "vitest";
import { cnnC } from "../../lib/networks/architectures/cnnC.js";
import { mlp } from "../../lib/networks/architectures/mlp.js";
import { asObjective } from "../../lib/networks/asObjective.js";
import { classCounts } from "../../lib/networks/dataset.js";
import { evaluate } from "../../lib/networks/evaluate.js";
import { gainOf, initialise } from "../../lib/networks/initialise.js";
import { type Network, parameterView } from "../../lib/networks/network.js";
import { networkData, pixelScale } from "../../lib/networks/networkData.js";
import { networkMachine } from "../../lib/networks/networkMachine.js";
import { predict } from "../../lib/networks/predict.js";
import { proceduralDigits } from "../../lib/networks/proceduralDigits.js";
import { splitDataset } from "../../lib/networks/stratified.js";
import { alignTo } from "../../lib/networks/symmetry/alignTo.js";
import { canonicalForm } from "../../lib/networks/symmetry/canonicalForm.js";
import { networkSymmetries } from "../../lib/networks/symmetry/networkSymmetries.js";
import { symmetricMinimum } from "../../lib/networks/symmetry/symmetricMinimum.js";
import {
  movedParameters,
  symmetryElements,
  symmetryOrbit,
} from "../../lib/networks/symmetry/symmetryElements.js";
import { xorData, xorNetwork } from "../../lib/networks/xor/xorNetwork.js";
import { xorOutcome, xorPlateau } from "../../lib/networks/xor/xorOutcome.js";
import { xorSolutionType } from "../../lib/networks/xor/xorSolutionType.js";
import { networkIsometries } from "../../lib/paths/networkIsometries.js";

const xor = xorNetwork(2);
const theta = new Float64Array(9);
/** What a caller without types may hand over. */
const wrong = (value: unknown): never => value as never;

describe("bad input is refused by the function that got it", () => {
  const takeNetwork: Record<string, (network: Network) => unknown> = {
    alignTo: (network) => alignTo(network, theta, theta),
    asObjective: (network) => asObjective(network, xorData()),
    canonicalForm: (network) => canonicalForm(network, theta),
    initialise: (network) => initialise(network, { kind: "normal", seed: 1 }),
    networkIsometries,
    networkMachine,
    networkSymmetries,
    parameterView: (network) => parameterView(network, theta, "linear1.bias"),
    predict: (network) => predict(network, theta, Float64Array.of(0, 1)),
    symmetricMinimum: (network) => symmetricMinimum(network, theta, theta),
    symmetryOrbit: (network) => symmetryOrbit(network, theta),
    xorOutcome: (network) => xorOutcome(network, theta),
    xorSolutionType: (network) => xorSolutionType(network, theta),
  };
  for (const [name, call] of Object.entries(takeNetwork))
    it(`${name} refuses what is no network`, () => {
      const caller = name === "xorOutcome" ? "xorPlateau" : name;
      for (const [value, kind] of [
        [undefined, "undefined"],
        [null, "null"],
        [{}, "Object"],
        ["mlp", "mlp"],
      ])
        expect(() => call(wrong(value))).toThrow(`${caller}: expected a network, got ${kind}`);
    });

  const refused: readonly [what: string, call: () => unknown, message: string][] = [
    ["a width", () => mlp([2, 0.5, 1]), "mlp: expected at least 2 widths, integers >= 1, got [2"],
    ["channels", () => cnnC(1, 0), "cnnC: expected channels, an integer >= 1, got 0"],
    ["hidden units", () => xorNetwork(0), "xorNetwork: expected hidden units, an integer >= 1"],
    ["targets", () => xorData({ targets: wrong(null) }), "xorData: expected two different finite"],
    ["an activation", () => gainOf(wrong("leakyRelu")), "gainOf: expected one of relu, tanh"],
    [
      "a seed",
      () => initialise(xor, { kind: "normal", seed: -1 }),
      "initialise: seed must be a safe integer >= 0, got -1",
    ],
    [
      "a gain of null, which would make all weights 0",
      () => initialise(xor, { kind: "kaiming", seed: 1, gain: wrong(null) }),
      "initialise: gain must be finite and >= 0, got null",
    ],
    ["a machine", () => evaluate(wrong(undefined), xorData()), "evaluate: expected a machine"],
    [
      "a misspelt mode",
      () => evaluate(networkMachine(xor), xorData(), wrong("train")),
      "evaluate: mode must be training or evaluation, got train",
    ],
    ["no data", () => evaluate(networkMachine(xor), wrong(null)), "evaluate: inputs must be"],
    [
      "no parameters",
      () => predict(xor, wrong(null), new Float64Array(2)),
      "predict: expected par",
    ],
    ["plain inputs", () => predict(xor, theta, wrong([0, 1])), "predict: inputs must be"],
    [
      "a state of null",
      () => asObjective(xor, xorData(), { state: wrong(null) }),
      "asObjective: expected a state of 0 numbers, got null",
    ],
    ["no data set", () => classCounts(wrong({})), "classCounts: expected a data set"],
    [
      "a data set without shape",
      () => pixelScale({ ...proceduralDigits(2, 1), shape: wrong(undefined) }),
      "pixelScale: expected a data set with shape and classes, got undefined and Array",
    ],
    ["no counts", () => splitDataset(proceduralDigits(2, 1), wrong(5), 1), "splitDataset: expec"],
    ["too many digits", () => proceduralDigits(1e9, 1), "proceduralDigits: count is 1000000000"],
    ["no symmetries", () => symmetryElements(wrong({})), "symmetryElements: expected symmetries"],
    [
      "no symmetry",
      () => movedParameters(networkSymmetries(xor), wrong(null), theta),
      "movedParameters: expected moves of 2 units, got null",
    ],
    [
      "inputs that are not XOR's",
      () =>
        xorPlateau(xor, theta, { ...xorData(), inputs: Float64Array.of(1, 1, 1, 0, 0, 1, 0, 0.5) }),
      "xorPlateau: expected the patterns of xorData",
    ],
  ];
  it.each(refused)("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
  });

  it("an objective refuses parameters of another length instead of keeping the last ones", () => {
    // with more than 1,000 products it is computed by a machine, which keeps its parameters
    const data = networkData(proceduralDigits(3, 1));
    const objective = asObjective(mlp([784, 2, 10], { loss: "softmaxCrossEntropy" }), data);
    const whole = new Float64Array(objective.dimension).fill(0.1);
    objective.loss(whole);
    const short = "asObjective: expected parameters of 1600 numbers, got 3";
    expect(() => objective.loss(new Float64Array(3))).toThrow(short);
    expect(() => objective.gradient(new Float64Array(3))).toThrow(short);
    expect(() => objective.hessianVector?.(new Float64Array(3), whole)).toThrow(short);
    expect(() => objective.hessianVector?.(whole, new Float64Array(3))).toThrow(
      "asObjective: expected a direction of 1600 numbers, got 3",
    );
  });

  it("a machine refuses words, data and sizes that it cannot take", () => {
    const machine = networkMachine(xor, { images: 4 });
    machine.load(xorData(), 0, 4, 1);
    expect(() => machine.forward(wrong("train"))).toThrow(
      "forward: mode must be training or evaluation, got train",
    );
    const few = { ...xorData(), inputs: new Float64Array(4) };
    expect(() => machine.load(few, 0, 4, 1)).toThrow(
      "load: expected 4 images of 2 numbers, got 4 numbers",
    );
    expect(() => networkMachine(mlp([1e6, 1e6, 1]))).toThrow(
      /^networkMachine: expected at most 4 GiB, mlp\(1000000,1000000,1\) needs \d+\.\d for 64 images/,
    );
  });
});
