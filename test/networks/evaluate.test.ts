import { describe, expect, it } from "vitest";
import { evaluate } from "../../lib/networks/evaluate.js";
import { linear } from "../../lib/networks/layers.js";
import { network } from "../../lib/networks/network.js";
import { networkMachine } from "../../lib/networks/networkMachine.js";
import { cases } from "./cases.js";

describe("evaluate", () => {
  it("counts images whose class has the largest output, the first of several, never a NaN", () => {
    const identity = network({ input: [3], layers: [linear(3)], loss: "softmaxCrossEntropy" });
    const rows = [
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 0],
      [NaN, 0, 0],
      [0, 0, 3],
    ];
    const data = {
      inputs: Float64Array.from(rows.flat()),
      targets: { classes: Uint8Array.of(0, 0, 1, 0, 2) },
      count: 5,
      source: "by hand",
    };
    for (const images of [1, 2, 5]) {
      const machine = networkMachine(identity, { images });
      machine.parameters.set([1, 0, 0, 0, 1, 0, 0, 0, 1]);
      expect(evaluate(machine, data)).toEqual({ loss: NaN, accuracy: 3 / 5 });
    }
  });
  it("has the mean loss, whatever the machine takes at a time", () => {
    for (const { network: of, data, theta } of cases) {
      const [one, all] = [1, 6].map((images) => {
        const machine = networkMachine(of, { images });
        machine.parameters.set(theta);
        return evaluate(machine, data, "training");
      });
      const machine = networkMachine(of, { images: 6 });
      machine.parameters.set(theta);
      machine.load(data, 0, 6, 1 / 6);
      expect(all.loss).toBe(machine.forward("training"));
      expect(one.loss).toBeCloseTo(all.loss, 14);
      expect(one.accuracy).toBe(all.accuracy);
      expect(Number.isNaN(all.accuracy)).toBe(data.targets instanceof Float64Array);
    }
  });
  it("refuses data that do not fit", () => {
    const { network: of, data } = cases[0];
    expect(() => evaluate(networkMachine(of), { ...data, count: 5 })).toThrow(
      "evaluate: expected 4 inputs",
    );
  });
});
