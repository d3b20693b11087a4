import { describe, expect, it } from "vitest";
import { cnnC } from "../../lib/networks/architectures/cnnC.js";
import { convNet } from "../../lib/networks/architectures/convNet.js";
import { mlp } from "../../lib/networks/architectures/mlp.js";
import { resNet } from "../../lib/networks/architectures/resNet.js";
import type { Network, PlacedLayer } from "../../lib/networks/network.js";

/** Shapes behind each layer, the last of a run of the same shape. */
const shapes = ({ layers }: Network): string[] =>
  layers
    .map(({ output }: PlacedLayer) => output.join("×"))
    .filter((shape, k, all) => shape !== all[k + 1]);
const kinds = ({ layers }: Network): string => layers.map(({ layer }) => layer.kind).join(" ");

describe("mlp", () => {
  it("has Σ (inputs + 1)·outputs parameters: 9 for 2-2-1, 13 for 2-3-1", () => {
    expect(mlp([2, 2, 1]).parameterCount).toBe(9);
    expect(mlp([2, 3, 1]).parameterCount).toBe(13);
    expect(mlp([784, 128, 128, 10]).parameterCount).toBe(785 * 128 + 129 * 128 + 129 * 10);
    expect(mlp([3, 2]).parameterCount).toBe(8);
  });
  it("has tanh between layers and nothing behind the last, unless told", () => {
    expect(kinds(mlp([2, 3, 3, 1]))).toBe("linear tanh linear tanh linear");
    const told = mlp([2, 3, 1], { activation: "relu", outputActivation: "sigmoid", name: "own" });
    expect(kinds(told)).toBe("linear relu linear sigmoid");
    expect([told.name, mlp([2, 3, 1]).name, told.loss]).toEqual([
      ...["own", "mlp(2,3,1)", "meanSquaredError"],
    ]);
    expect(mlp([2, 3], { loss: "softmaxCrossEntropy" }).loss).toBe("softmaxCrossEntropy");
  });
  it("refuses what is no network", () => {
    expect(() => mlp([2])).toThrow("mlp: expected at least 2 widths, integers >= 1, got [2]");
    expect(() => mlp([2, 0, 1])).toThrow(RangeError);
    expect(() => mlp([2, 2, 1], { activation: "swish" as "tanh" })).toThrow(TypeError);
    expect(() => mlp([2, 1], { activations: "tanh" } as object)).toThrow(
      'mlp: there is no option "activations"',
    );
  });
});

describe("convNet", () => {
  it("has 208 + 3,216 + 2,570 = 5,994 parameters", () => {
    const net = convNet();
    expect(net.parameterCount).toBe(5994);
    expect(shapes(net)).toEqual(["8×24×24", "8×12×12", "16×8×8", "16×4×4", "10"]);
    expect(kinds(net)).toBe("convolution relu maxPooling convolution relu maxPooling linear");
  });
  it("takes other images, channels, activations and poolings", () => {
    const net = convNet({
      ...{ input: [3, 32, 32], channels: [4], size: 3, outputs: 2 },
      ...({
        activation: "tanh",
        pooling: "average",
        loss: "meanSquaredError",
        name: "own",
      } as const),
    });
    expect(kinds(net)).toBe("convolution tanh averagePooling linear");
    expect(net.parameterCount).toBe(3 * 4 * 9 + 4 + 2 * (4 * 15 * 15) + 2);
    expect([net.name, net.loss]).toEqual(["own", "meanSquaredError"]);
  });
  it("refuses poolings that are none, and images that become too small", () => {
    expect(() => convNet({ pooling: "mean" as "max" })).toThrow(
      'convNet: pooling must be "max" or "average", got mean',
    );
    expect(() => convNet({ channels: 8 as unknown as number[] })).toThrow(
      "a list of channels, got 8",
    );
    expect(() => convNet({ channels: [8, 8, 8] })).toThrow(RangeError);
    expect(() => convNet({ chanels: [8] } as object)).toThrow(TypeError);
  });
});

describe("cnnC", () => {
  it("ends in 16·C features at every depth, as tables E.8 to E.10 have it", () => {
    for (const depth of [1, 2, 3] as const)
      for (const C of [1, 8, 32]) {
        const convolutions = 76 * C + (depth - 1) * (25 * C * C + C);
        expect(cnnC(depth, C).parameterCount).toBe(convolutions + 160 * C + 10);
        expect(cnnC(depth, C, { batchNorm: true }).parameterCount).toBe(
          convolutions + 2 * C * depth + 160 * C + 10,
        );
        expect(shapes(cnnC(depth, C)).slice(-2)).toEqual([`${C}×4×4`, "10"]);
      }
    expect(cnnC(2, 32, { batchNorm: true }).parameterCount).toBe(33_322);
  });
  it("normalizes before the activation", () => {
    const block = "convolution batchNorm relu maxPooling";
    const net = cnnC(2, 4, { batchNorm: true });
    expect([net.name, kinds(net)]).toEqual(["CNN-2-4-BN", `${block} ${block} linear`]);
    expect(kinds(cnnC(1, 4))).toBe("convolution relu maxPooling linear");
  });
  it("refuses other depths", () => {
    expect(() => cnnC(4 as 3, 8)).toThrow("cnnC: expected a depth of 1, 2 or 3, got 4");
    expect(() => cnnC(2, 0)).toThrow(RangeError);
    expect(() => cnnC(2, 8, { batchnorm: true } as object)).toThrow(TypeError);
  });
});

describe("resNet", () => {
  it("has 234,058 parameters as printed, 195,210 in the reading that meets the text", () => {
    expect(resNet({ reading: "table" }).parameterCount).toBe(234_058);
    expect(resNet().parameterCount).toBe(195_210);
    // the convolution of x⁶, and 192 of 256 inputs of the linear layer
    expect(234_058 - 195_210).toBe(64 * 64 * 9 + 64 + 1920);
  });
  it("goes through the shapes of table E.7", () => {
    const sides = ["16×32×32", "16×16×16", "32×16×16", "32×8×8", "64×8×8", "64×4×4"];
    expect(shapes(resNet({ reading: "table" }))).toEqual([...sides, "64×2×2", "10"]);
    expect(shapes(resNet())).toEqual([...sides, "64×1×1", "10"]);
    expect(resNet().layers.filter(({ layer }) => layer.kind === "residual").length).toBe(4);
  });
  it("refuses another reading", () => {
    expect(() => resNet({ reading: "text" as "table" })).toThrow(
      'resNet: reading must be "195k" or "table", got text',
    );
  });
});
