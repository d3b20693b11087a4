import { bytesOf, fromBytes } from "./optimizing/plainData.js";
import { requireCheckpoint } from "./optimizing/resuming.js";
import type { Numbers } from "./optimizing/stepArithmetic.js";
import type { TrainingState } from "./optimizing/trainingLoop.js";
import type { TrainingOptions } from "./trainingOptions.js";

/**
 * A training run between two of its steps: plain data that can be cloned, sent to a worker, or stored
 * by {@link checkpointBytes}. It holds neither the network nor its data, but a hash of them.
 */
export interface Checkpoint {
  readonly kind: "training checkpoint";
  /** Hash of network, data and test data. */
  readonly subject: string;
  readonly options: TrainingOptions;
  /** Running statistics of batch normalization. */
  readonly networkState: Numbers;
  /** Parameters, optimizer state and all else that the rest of the run depends on. */
  readonly state: TrainingState;
}

/**
 * A checkpoint as bytes: a header with version and lengths, the data, a checksum. Little-endian on
 * every machine; some 8 or 4 bytes a parameter, array of the optimizer and kept vertex.
 *
 * @throws TypeError if it is no checkpoint
 *
 * @example
 * const bytes = checkpointBytes(training.checkpoint());
 */
export function checkpointBytes(checkpoint: Checkpoint): Uint8Array {
  requireCheckpoint(checkpoint, "checkpointBytes");
  return bytesOf(checkpoint);
}

/**
 * The checkpoint that bytes hold.
 *
 * @throws RangeError, with what was got and expected, if they are cut off, damaged, of another version
 *   or no checkpoint
 * @throws TypeError if it is no Uint8Array
 *
 * @example
 * const training = resumeTraining(network, data, checkpointFrom(bytes));
 */
export function checkpointFrom(bytes: Uint8Array): Checkpoint {
  if (!(bytes instanceof Uint8Array))
    throw new TypeError(
      `checkpointFrom: expected a Uint8Array, got ${Object.prototype.toString.call(bytes)}`,
    );
  const value = fromBytes(bytes, "checkpointFrom") as Checkpoint;
  requireCheckpoint(value, "checkpointFrom");
  return value;
}
