import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Layer } from "../../lib/networks/layers.js";
import { type LossName, type NetworkData, network } from "../../lib/networks/network.js";
import {
  type MachineOptions,
  type NetworkMachine,
  type NormMode,
  networkMachine,
} from "../../lib/networks/networkMachine.js";
import { float64 } from "../../lib/precision/formats/formats.js";

/** What test/fixtures/networks/generate.py wrote: `outputs` image after image. */
interface Golden {
  readonly name: string;
  readonly input: readonly number[];
  readonly layers: readonly Layer[];
  readonly loss: LossName;
  readonly mode: NormMode;
  readonly images: number;
  readonly parameters: readonly number[];
  readonly inputs: readonly number[];
  readonly classes?: readonly number[];
  readonly targets?: readonly number[];
  readonly direction: readonly number[];
  /** Running statistics before and after the pass. */
  readonly state: readonly number[];
  readonly stateAfter: readonly number[];
  readonly value: number;
  readonly outputs: readonly number[];
  readonly gradient: readonly number[];
  readonly product: readonly number[];
}

const file = new URL("../fixtures/networks/golden.json", import.meta.url);
const goldens: Golden[] = JSON.parse(readFileSync(file, "utf8"));

/** Evaluates a case, all its images at once or in loads of so many. */
function evaluated(golden: Golden, options: MachineOptions, atOnce = golden.images) {
  const { input, layers, loss, images } = golden;
  const machine = networkMachine(network({ input, layers, loss }), {
    images,
    secondOrder: true,
    ...options,
  });
  machine.parameters.set(golden.parameters);
  machine.direction.set(golden.direction);
  machine.state.set(golden.state);
  machine.clear();
  const data: NetworkData = {
    inputs: Float64Array.from(golden.inputs),
    targets: golden.targets
      ? Float64Array.from(golden.targets)
      : { classes: Uint8Array.from(golden.classes ?? []) },
    count: images,
    source: "golden",
  };
  let value = 0;
  let outputs: number[] = [];
  for (let first = 0; first < images; first += atOnce) {
    const count = Math.min(atOnce, images - first);
    machine.load(data, first, count, 1 / images);
    value += machine.forward(golden.mode);
    outputs = [...outputs, ...imageByImage(machine, count)];
    machine.backward();
    machine.directional();
  }
  const { gradient, product, state } = machine;
  return { value: [value], outputs, gradient, product, state };
}

function imageByImage(
  { network: { outputs: rows }, outputs, lanes }: NetworkMachine,
  count: number,
) {
  return Array.from(
    { length: count * rows },
    (_, k) => outputs[(k % rows) * lanes + Math.floor(k / rows)],
  );
}

/** Compares all parts with PyTorch's, to so much of each part's largest number. */
function expectGolden(golden: Golden, own: ReturnType<typeof evaluated>, tolerance: number): void {
  const { outputs, gradient, product, stateAfter: state } = golden;
  const parts = { value: [golden.value], outputs, gradient, product, state };
  for (const name of Object.keys(parts) as (keyof typeof parts)[]) {
    const expected = parts[name];
    expect(own[name].length, name).toBe(expected.length);
    const scale = Math.max(0, ...expected.map(Math.abs));
    const farthest = Math.max(0, ...expected.map((x, i) => Math.abs(own[name][i] - x)));
    expect(farthest, `${golden.name}: ${name}`).toBeLessThanOrEqual(tolerance * scale);
  }
}

describe("loss, outputs, gradient, Hessian-vector product and statistics are PyTorch's:", () => {
  for (const golden of goldens)
    it(golden.name, () => {
      expectGolden(golden, evaluated(golden, {}), 1e-12);
    });
});

describe("in other arithmetic they are PyTorch's, too", () => {
  it("in float32, to 10⁻⁵", () => {
    for (const golden of goldens)
      expectGolden(golden, evaluated(golden, { type: "float32" }), 1e-5);
  });
  it("in float64 rounded operation by operation", () => {
    const rounding = { format: float64, level: "operation" } as const;
    for (const golden of goldens) expectGolden(golden, evaluated(golden, { rounding }), 1e-12);
  });
  it("in float64 without SIMD", () => {
    for (const golden of goldens) expectGolden(golden, evaluated(golden, { simd: false }), 1e-12);
  });
});

it("adds up over loads of two images, where images do not meet in a normalization", () => {
  for (const golden of goldens)
    if (golden.mode === "evaluation" || golden.state.length === 0)
      expectGolden(golden, evaluated(golden, {}, 2), 1e-12);
});
