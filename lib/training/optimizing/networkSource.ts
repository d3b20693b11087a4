import { evaluate } from "../../networks/evaluate.js";
import type { Network, NetworkData } from "../../networks/network.js";
import type { MachineOptions, NetworkMachine } from "../../networks/networkMachine.js";
import { batchOrder } from "./batchOrder.js";
import { bufferCount } from "./coefficients.js";
import { fingerprintOf } from "./fingerprint.js";
import { evaluationKey, type GradientSource, gradientKey } from "./gradientSource.js";
import { copyNumbers, type Numbers } from "./stepArithmetic.js";
import type { TrainingPlan } from "./trainingPlan.js";

/** Images that a machine takes at a time; larger batches go through it in parts. */
const MOST_IMAGES = 128;

/**
 * The machine that a run needs. Batch normalization takes its statistics over all images of a machine,
 * so there it must hold the whole batch.
 */
export function machineOptions(
  plan: TrainingPlan,
  network: Network,
  count: number,
): MachineOptions {
  const { format, level, mode, seed, gradientType, native, storage, master } = plan;
  const { optimizer, batchSize: asked = count } = plan.options;
  const batchSize = Math.min(asked, count);
  const images = network.stateCount > 0 ? batchSize : Math.min(batchSize, MOST_IMAGES);
  const spare = gradientType === storage ? bufferCount(optimizer) + (master ? 1 : 0) : 0;
  const options = { type: gradientType, images: Math.max(1, images), spare };
  if (native || level === "update") return options;
  const key = plan.stochastic ? { seed } : {};
  return { ...options, rounding: { format, level, mode, ...key } };
}

/**
 * Gradients of a network's mean loss over the batches of its data.
 *
 * Step t of an epoch takes images t·batchSize … of the epoch's `batchOrder`, the last one what is
 * left; the full batch has the images in their own order. Losses and gradients of a batch larger
 * than the machine are summed part after part.
 *
 * @param machine - made for the run, its state the run's; written to
 */
export function networkSource(
  machine: NetworkMachine,
  data: NetworkData,
  test: NetworkData | undefined,
  plan: TrainingPlan,
): GradientSource {
  const { network } = machine;
  const { seed } = plan;
  const batchSize = Math.min(plan.options.batchSize ?? data.count, data.count);
  const stepsPerEpoch = Math.ceil(data.count / batchSize);
  let order: Uint32Array | undefined;
  let orderOf = -1;
  let hash: string | undefined; // of large data a tenth of a second
  const place = (theta: Numbers): void => {
    if (theta !== machine.parameters) copyNumbers(theta, machine.parameters);
  };

  return {
    dimension: network.parameterCount,
    stepsPerEpoch,
    state: machine.state,
    gradient: machine.gradient,
    places: plan.master ? machine.spare : [machine.parameters, ...machine.spare],
    pass(theta, step, scale) {
      const epoch = Math.floor(step / stepsPerEpoch);
      if (stepsPerEpoch > 1 && epoch !== orderOf) {
        order = batchOrder(data.count, seed, epoch);
        orderOf = epoch;
      }
      const first = (step % stepsPerEpoch) * batchSize;
      const count = Math.min(batchSize, data.count - first);
      place(theta);
      machine.clear();
      machine.atStep(gradientKey(step));
      let loss = 0;
      for (let done = 0; done < count; done += machine.images) {
        const part = Math.min(machine.images, count - done);
        machine.load(data, first + done, part, scale / count, order);
        loss += machine.forward("training");
        machine.backward();
      }
      return loss;
    },
    evaluate(theta, step) {
      place(theta);
      machine.atStep(evaluationKey(step));
      const training = evaluate(machine, data);
      const other = test ? evaluate(machine, test) : { loss: NaN, accuracy: NaN };
      return { ...training, testLoss: other.loss, testAccuracy: other.accuracy };
    },
    fingerprint() {
      hash ??= fingerprintOf({ network, data, test: test ?? null });
      return hash;
    },
  };
}
