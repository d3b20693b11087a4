import { layerKernelsOver } from "../kernels/layerKernelsOver.js";
import type { ScalarOperations } from "../numerics/arithmetic.js";
import { machineLayout } from "./machine/machineLayout.js";
import { networkPasses } from "./machine/passes.js";
import type { Network, NetworkData } from "./network.js";
import type { NormMode } from "./networkMachine.js";

/** What the loss of a network on data is a function of, beside the parameters. */
export interface LossSetting {
  readonly network: Network;
  readonly data: NetworkData;
  /** Images that are summed up before the sum is added to those before it. */
  readonly chunk: number;
  readonly normMode: NormMode;
  /** Running statistics of batch normalization, for `evaluation`; `stateCount` numbers. */
  readonly state: ArrayLike<number>;
}

/** Mean loss and gradient of a network in some arithmetic. */
export interface NetworkOver<T> {
  loss(theta: readonly T[]): T;
  gradient(theta: readonly T[]): T[];
}

/**
 * The mean loss of a network on data in any arithmetic: the operations of a `NetworkMachine`, in its
 * order, each rounded as the arithmetic does. Nothing is checked.
 *
 * A memory of T for `chunk` images is kept; a call of an operation takes from five nanoseconds on.
 *
 * @example
 * networkOver(setting, doubleDoubleOperations).loss(theta.map(doubleDouble));
 */
export function networkOver<T>(
  { network, data, chunk, normMode, state }: LossSetting,
  operations: ScalarOperations<T>,
): NetworkOver<T> {
  const { from, add, multiply } = operations;
  const layout = machineLayout(network, chunk, false);
  const numbers = new Array<T>(layout.length).fill(from(0));
  const kernels = layerKernelsOver(operations, numbers);
  const rounder = () => (): void => {};
  const passes = networkPasses(network, {
    ...{ layout, numbers, operations, kernels, rounder, images: 0 },
  });
  const write = (at: number, values: ArrayLike<T>): void => {
    for (let k = 0; k < values.length; k++) numbers[at + k] = values[k];
  };

  /** Forward through all images; returns the mean loss. */
  const pass = (theta: readonly T[], afterChunk: () => void): T => {
    write(layout.parameters, theta);
    write(layout.state, Array.from(state, from));
    const weight = from(1 / data.count);
    let loss = from(0);
    for (let first = 0; first < data.count; first += chunk) {
      const count = Math.min(chunk, data.count - first);
      passes.load(data, first, count, 1 / data.count);
      passes.forward(normMode);
      let sum = from(0);
      for (let n = 0; n < count; n++) sum = add(sum, multiply(weight, passes.lossOf(n)));
      loss = add(loss, sum);
      afterChunk();
    }
    return loss;
  };
  return {
    loss: (theta) => pass(theta, () => {}),
    gradient: (theta) => {
      const { gradient } = layout;
      const { parameterCount } = network;
      numbers.fill(from(0), gradient, gradient + parameterCount);
      pass(theta, passes.backward);
      return numbers.slice(gradient, gradient + parameterCount);
    },
  };
}
