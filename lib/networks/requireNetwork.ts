import { kindOf } from "../numerics/kindOf.js";
import type { Network } from "./network.js";

/**
 * Refuses what is no network; one that `network` has made is not examined again.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if it has no layers or parameters
 *
 * @example
 * requireNetwork(xor, "here"); // nothing happens
 */
export function requireNetwork(network: Network, caller: string): void {
  if (!Array.isArray(network?.layers) || !Array.isArray(network.parameters))
    throw new TypeError(`${caller}: expected a network, got ${kindOf(network)}`);
}
