import type { Objective } from "../landscapes/objective.js";
import { kindOf } from "../numerics/kindOf.js";
import { machineLayout } from "./machine/machineLayout.js";
import { type NetworkMachine, networkMachine } from "./networkMachine.js";
import type { LossSetting } from "./networkOver.js";

/** The functions of an objective that {@link chunkedLoss} computes. */
export type ChunkedLoss = Required<Pick<Objective, "loss" | "gradient" | "hessianVector">>;

/** Memory that Hessian-vector products may take so that θ needs only one forward and backward pass. */
const KEPT_BYTES = 2 ** 28;

/**
 * The mean loss of a network on data in float64, its gradient and Hessian-vector product, chunk after
 * chunk of the images.
 *
 * @throws RangeError (each) if θ or v has another length
 */
export function chunkedLoss({ network, data, chunk, normMode, state }: LossSetting): ChunkedLoss {
  const n = network.parameterCount;
  const chunks = Math.ceil(data.count / chunk);
  const load = (machine: NetworkMachine, k: number): void =>
    machine.load(data, k * chunk, Math.min(chunk, data.count - k * chunk), 1 / data.count);
  /** Machines for a chunk each, loaded, or one for all. */
  const newMachines = (count: number, secondOrder: boolean): NetworkMachine[] =>
    Array.from({ length: count }, (_, k) => {
      const machine = networkMachine(network, { images: chunk, secondOrder });
      machine.state.set(state);
      if (count === chunks) load(machine, k);
      return machine;
    });

  /** Of another length, a machine would fill up with what it has from the last time. */
  const requireLength = (what: string, values: ArrayLike<number>): void => {
    if (values?.length !== n)
      throw new RangeError(
        `asObjective: expected ${what} of ${n} numbers, got ${values?.length ?? kindOf(values)}`,
      );
  };

  let single: NetworkMachine | undefined;
  /** Forward through all chunks; returns the mean loss. */
  const pass = (theta: Float64Array, afterChunk: (machine: NetworkMachine) => void): number => {
    requireLength("parameters", theta);
    single ??= newMachines(1, false)[0];
    single.parameters.set(theta);
    single.clear();
    let loss = 0;
    for (let k = 0; k < chunks; k++) {
      if (chunks > 1) load(single, k);
      loss += single.forward(normMode);
      afterChunk(single);
    }
    return loss;
  };

  let machines: NetworkMachine[] | undefined;
  /** θ of the last forward and backward pass of machines that have a chunk each. */
  let prepared: Float64Array | undefined;
  return {
    loss: (theta) => pass(theta, () => {}),
    gradient: (theta, out = new Float64Array(n)) => {
      pass(theta, (machine) => machine.backward());
      if (single) out.set(single.gradient);
      return out;
    },
    hessianVector: (theta, v, out = new Float64Array(n)) => {
      requireLength("parameters", theta);
      requireLength("a direction", v);
      const bytes = 8 * machineLayout(network, chunk, true).length * chunks;
      machines ??= newMachines(bytes <= KEPT_BYTES ? chunks : 1, true);
      const isPrepared = prepared?.every((x, i) => Object.is(x, theta[i])) ?? false;
      const isKept = machines.length === chunks;
      out.fill(0);
      for (let k = 0; k < chunks; k++) {
        const machine = machines[isKept ? k : 0];
        if (!isPrepared) {
          if (!isKept) load(machine, k);
          machine.parameters.set(theta);
          machine.forward(normMode);
          machine.backward();
        }
        machine.direction.set(v);
        machine.product.set(out); // the sum so far
        machine.directional();
        out.set(machine.product);
      }
      if (isKept && !isPrepared) prepared = theta.slice();
      return out;
    },
  };
}
