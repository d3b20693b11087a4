import { simplifying } from "../landscapes/expression/simplifying.js";
import { makeTapeBuilder } from "../landscapes/expression/tapeBuilder.js";
import { tapeObjective } from "../landscapes/expression/tapeObjective.js";
import type { Objective } from "../landscapes/objective.js";
import type { ScalarOperations } from "../numerics/arithmetic.js";
import { kindOf } from "../numerics/kindOf.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { chunkedLoss } from "./chunkedLoss.js";
import { hasBatchNorm } from "./hasBatchNorm.js";
import { initialState } from "./initialState.js";
import type { Network, NetworkData, PlacedLayer } from "./network.js";
import type { NormMode } from "./networkMachine.js";
import { type LossSetting, networkOver } from "./networkOver.js";
import { requireNetworkData } from "./requireNetworkData.js";

/** How {@link asObjective} sees a network. */
export interface NetworkObjectiveOptions {
  /** Identifier in tables; the network's name unless told. */
  readonly name?: string;
  /**
   * Images whose losses and gradients are summed up together, before the sum is added to those before
   * it; 64 unless told. All of them with batch normalization in training. Another size, other roundings.
   */
  readonly chunk?: number;
  /** Batch normalization with the statistics of the data (`training`, default) or running ones. */
  readonly normMode?: NormMode;
  /** Those running statistics: the `state` of a machine or a training run; means 0, variances 1 unless told. */
  readonly state?: Float64Array | Float32Array;
}

/** Images in a chunk: what a small network makes of them stays in the processor's cache. */
const CHUNK = 64;
/** Parameters from which on the dense Hessian is left out: 8 MB. */
const MANY_PARAMETERS = 1000;
/** From so many operations on a machine with SIMD is quicker than a straight-line program. */
const LONGEST_LOSS = 1000;

/**
 * The mean loss of a network on data as a function of its parameters, with exact derivatives.
 *
 * Gradient by a backward pass; Hessian-vector product by the R-operator, the derivative of both
 * passes, at some three times the cost of a gradient (less when θ is the same as the last time); the
 * dense Hessian, below 1,000 parameters, from products. At kinks of ReLU and of maxima they are
 * one-sided: ReLU has derivative 0 at 0, a maximum that of the first largest.
 *
 * A small network without maximum pooling, on few data (1,000 operations in all), is made into a
 * straight-line program: as quick as hand-written code, for every rounding level, and it can be sent
 * to a worker (`sourceOf`); its `kinks` are those of ReLU, and comparisons in a cross-entropy, where
 * the loss is smooth. Every other names no kinks and computes with a `NetworkMachine` in float64; the
 * data must not change then. `descend` at level `tensor` rounds each operation of either: `train` is what
 * rounds tensors.
 *
 * @throws TypeError or RangeError if the data do not fit the network, or an option is misspelt or out
 *   of range
 * @see Pearlmutter (1994), Fast exact multiplication by the Hessian, Neural Computation 6(1)
 *
 * @example
 * const objective = asObjective(xor, data);
 * sharpness(objective, theta);
 */
export function asObjective(
  network: Network,
  data: NetworkData,
  options: NetworkObjectiveOptions = {},
): Objective {
  requireNetworkData(network, data, "asObjective");
  const setting = completeSetting(network, data, options);
  const { name = network.name } = options;
  return recorded(setting, name) ?? computed(setting, name);
}

/** As a straight-line program, if that is short enough. */
function recorded(setting: LossSetting, name: string): Objective | undefined {
  const { network, data } = setting;
  const { parameterCount } = network;
  const hasMaximum = (layers: readonly PlacedLayer[]): boolean =>
    layers.some(({ layer, inner }) => layer.kind === "maxPooling" || hasMaximum(inner));
  // each weight is used for each image: more than that would be too long in any case
  if (hasMaximum(network.layers) || parameterCount * data.count > LONGEST_LOSS) return undefined;
  const builder = makeTapeBuilder();
  const theta = Array.from({ length: parameterCount }, (_, i) => builder.input(i));
  const operations = simplifying(builder);
  // of equal operands the first has the derivative: of max(x, 0) that shall be 0
  const maximum = (a: number, b: number): number => operations.maximum(b, a);
  const result = networkOver(setting, { ...operations, maximum }).loss(theta);
  const loss = builder.finish(parameterCount, [result]);
  return loss.nodes.length <= LONGEST_LOSS && parameterCount > 0
    ? tapeObjective({ name, loss })
    : undefined;
}

function computed(setting: LossSetting, name: string): Objective {
  const n = setting.network.parameterCount;
  const { loss, gradient, hessianVector } = chunkedLoss(setting);
  const hessian: Objective["hessian"] = (theta, out = new Float64Array(n * n)) => {
    const unit = new Float64Array(n);
    const column = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      unit.fill(0)[i] = 1;
      hessianVector(theta, unit, column);
      for (let j = 0; j <= i; j++) out[i * n + j] = out[j * n + i] = column[j];
    }
    return out;
  };
  return {
    ...{ name, dimension: n, loss, gradient, hessianVector },
    ...(n < MANY_PARAMETERS ? { hessian } : {}),
    lossOver: <T>(operations: ScalarOperations<T>, theta: readonly T[]) =>
      networkOver(setting, operations).loss(theta),
    gradientOver: <T>(operations: ScalarOperations<T>, theta: readonly T[]) =>
      networkOver(setting, operations).gradient(theta),
  };
}

function completeSetting(
  network: Network,
  data: NetworkData,
  options: NetworkObjectiveOptions,
): LossSetting {
  requireKnown(options, ["name", "chunk", "normMode", "state"], "option", "asObjective");
  const { chunk = CHUNK, normMode = "training", state = initialState(network) } = options;
  if (!Number.isSafeInteger(chunk) || chunk < 1)
    throw new RangeError(`asObjective: chunk must be an integer >= 1, got ${kindOf(chunk)}`);
  if (normMode !== "training" && normMode !== "evaluation")
    throw new TypeError(
      `asObjective: normMode must be training or evaluation, got ${kindOf(normMode)}`,
    );
  if (state?.length !== network.stateCount || !ArrayBuffer.isView(state))
    throw new RangeError(
      `asObjective: expected a state of ${network.stateCount} numbers, got ${state?.length ?? kindOf(state)}`,
    );
  const together = normMode === "training" && hasBatchNorm(network);
  return {
    ...{ network, data, normMode, state: state.slice() },
    chunk: together ? data.count : Math.min(chunk, data.count),
  };
}
