import type { NetworkSymmetries } from "../../lib/networks/symmetry/networkSymmetries.js";
import type { NetworkSymmetry } from "../../lib/networks/symmetry/symmetryElements.js";
import { randomStream } from "../../lib/numerics/random.js";

/** A random element of the group, the same for the same seed. */
export function randomSymmetry({ groups }: NetworkSymmetries, seed: number): NetworkSymmetry {
  return groups.map(({ units, flips }, g) => {
    const stream = randomStream(seed, "random symmetry", g);
    const order = Array.from({ length: units }, (_, u) => u);
    const key = order.map((u) => stream.uniform(u));
    return {
      sources: Uint32Array.from(order.sort((a, b) => key[a] - key[b])),
      flips: Uint32Array.from({ length: units }, (_, u) =>
        Math.floor(stream.uniform(units + u) * 2 ** flips),
      ),
    };
  });
}

/** n numbers in [−1, 1), the same for the same seed. */
export function randomNumbers(n: number, seed: number): Float64Array {
  const stream = randomStream(seed, "numbers");
  return Float64Array.from({ length: n }, (_, i) => 2 * stream.uniform(i) - 1);
}
