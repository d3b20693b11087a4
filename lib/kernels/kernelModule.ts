import { kernelBytes } from "./kernelBytes.js";

/** What is used of the engine's WebAssembly; TypeScript's own declaration comes with the DOM's. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { initial: number; maximum: number }) => KernelMemory;
  readonly Instance: new (
    module: object,
    imports: {
      readonly env: { readonly memory: KernelMemory };
      readonly carefully: { readonly outside: (address: number) => void };
    },
  ) => { readonly exports: object };
}
interface KernelMemory {
  readonly buffer: ArrayBuffer;
}

/** What the compiled kernels offer: assembly/kernels.ts. */
export interface KernelExports {
  nearestEven64(start: number, count: number): void;
  nearestEven32(start: number, count: number): void;
  cutAlike64(start: number, count: number): void;
  cutAlike32(start: number, count: number): void;
  cutEach64(start: number, count: number): void;
  cutEach32(start: number, count: number): void;
  stochastic64(start: number, count: number, word: number): void;
  stochastic32(start: number, count: number, word: number): void;
  stochasticCarefully64(start: number, count: number, word: number): void;
  stochasticCarefully32(start: number, count: number, word: number): void;
  squaredDistances64(
    ...at: [p: number, q: number, squares: number, m: number, n: number, dim: number]
  ): void;
}

const PAGE = 65536;

/** The compiled kernels; null where they cannot be had; undefined before anybody asked. */
let compiled: object | null | undefined;

const engine = (): Engine | undefined =>
  (globalThis as unknown as { WebAssembly?: Engine }).WebAssembly;

/**
 * Whether the SIMD kernels can run: WebAssembly with 128-bit SIMD is there and may be compiled
 * (a page's content security policy may forbid it). Compiles them at the first call, in about a
 * millisecond.
 */
export function hasKernels(): boolean {
  if (compiled === undefined) {
    try {
      const wasm = engine();
      compiled = wasm ? new wasm.Module(decoded(kernelBytes)) : null;
    } catch {
      compiled = null; // no SIMD, or not allowed: the plain twins give the same bits
    }
  }
  return compiled !== null;
}

/**
 * A new instance of the kernels with a memory of its own, which never grows: so views of it
 * stay valid as long as anybody holds them.
 *
 * @param bytes - size of the memory
 * @param outside - rounds the number at an address by the definition
 * @throws RangeError if there is not so much memory
 */
export function newInstance(
  bytes: number,
  outside: (address: number) => void,
): { readonly buffer: ArrayBuffer; readonly kernels: KernelExports } {
  const wasm = engine();
  if (!hasKernels() || !wasm || !compiled) throw new Error("newInstance: no WebAssembly SIMD here");
  const pages = Math.ceil(bytes / PAGE);
  const memory = new wasm.Memory({ initial: pages, maximum: pages });
  const { exports } = new wasm.Instance(compiled, { env: { memory }, carefully: { outside } });
  return { buffer: memory.buffer, kernels: exports as KernelExports };
}

function decoded(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
