import type { NetworkData } from "../networks/network.js";

/**
 * The same data in memory that threads share: sent to workers, it is not copied once for each.
 *
 * Where threads share no memory (a web page that is not cross-origin isolated) the data itself,
 * which then is copied whenever it is sent.
 */
export function sharedData(data: NetworkData): NetworkData {
  if (typeof SharedArrayBuffer === "undefined") return data;
  const { inputs, targets } = data;
  return {
    ...data,
    inputs: shared(inputs),
    targets:
      targets instanceof Float64Array ? shared(targets) : { classes: shared(targets.classes) },
  };
}

function shared<A extends Float64Array | Float32Array | Uint8Array>(values: A): A {
  const make = values.constructor as new (buffer: SharedArrayBuffer) => A;
  const copy = new make(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
