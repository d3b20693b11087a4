import { FIRST_FREE, type Kernel, newKernel } from "./kernel.js";
import { hasKernels } from "./kernelModule.js";

/** Arrays of at most this many bytes share an instance of the kernels. */
const SMALL = 2 ** 18;
/** Memory of a shared instance. */
const SHARED = 2 ** 22;
/** What a 32-bit address reaches. */
const MOST = 2 ** 32 - 2 ** 16;

/** By the memory that an array lies in. */
const kernels = new WeakMap<ArrayBufferLike, Kernel>();

/** The instance that the next small array goes to, and the first free byte of its memory. */
let shared: Kernel | undefined;
let free = 0;

/**
 * A new array of zeros that lies in the memory of the SIMD kernels, so that rounding it copies
 * nothing.
 *
 * An ordinary Float64Array or Float32Array in every other respect: it and its subarrays stay
 * valid for ever, its memory is given back when nobody holds it (a small array's together with
 * those of its neighbours, a few MB). `slice` and `map` make arrays elsewhere. Where there is
 * no WebAssembly SIMD, it is an array like any other.
 *
 * @param length - number of elements, an integer ≥ 0
 * @throws RangeError if the length is not as said, exceeds 4 GiB, or there is no memory for it
 * @throws TypeError if the type is neither
 *
 * @example
 * const weights = residentArray(1_000_000);
 * roundArray(weights.fill(0.1), float16);
 */
export function residentArray(length: number, type?: "float64"): Float64Array;
export function residentArray(length: number, type: "float32"): Float32Array;
export function residentArray(
  length: number,
  type: "float64" | "float32" = "float64",
): Float64Array | Float32Array {
  if (type !== "float64" && type !== "float32")
    throw new TypeError(`residentArray: type must be "float64" or "float32", got ${type}`);
  const bytes = length * (type === "float64" ? 8 : 4);
  if (!Number.isInteger(length) || length < 0 || bytes > MOST - FIRST_FREE)
    throw new RangeError(
      `residentArray: length must be an integer >= 0 of at most 4 GiB, got ${length}`,
    );
  const ArrayType = type === "float64" ? Float64Array : Float32Array;
  if (!hasKernels()) return new ArrayType(length);
  try {
    const { buffer, offset } = place(bytes);
    return new ArrayType(buffer, offset, length);
  } catch (error) {
    throw new RangeError(
      `residentArray: no memory for ${length} elements, ${bytes} bytes (${error instanceof Error ? error.message : error})`,
    );
  }
}

/** The kernel in whose memory an array lies. */
export function kernelOf(array: Float64Array | Float32Array): Kernel | undefined {
  return kernels.get(array.buffer);
}

/** Room for so many bytes: beside others if they are few, else in an instance of their own. */
function place(bytes: number): { buffer: ArrayBuffer; offset: number } {
  if (bytes > SMALL) {
    const own = known(newKernel(FIRST_FREE + bytes));
    return { buffer: own.buffer, offset: FIRST_FREE };
  }
  if (!shared || free + bytes > SHARED) {
    shared = known(newKernel(SHARED));
    free = FIRST_FREE;
  }
  const offset = free;
  free += Math.ceil(bytes / 64) * 64; // whole cache lines
  return { buffer: shared.buffer, offset };
}

function known(kernel: Kernel): Kernel {
  kernels.set(kernel.buffer, kernel);
  return kernel;
}
