import { kernelBytes } from "./kernelBytes.js";

/** What is used of the engine's WebAssembly; TypeScript's own declaration comes with the DOM's. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { initial: number; maximum: number }) => KernelMemory;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: object };
}
interface KernelMemory {
  readonly buffer: ArrayBuffer;
}

/** Kernels of layers for both types, addresses first: assembly/elementKernels.ts, channelKernels.ts. */
type ElementKernel =
  | "relu"
  | "reluBack"
  | "tanhOf"
  | "tanhBack"
  | "tanhBend"
  | "sigmoid"
  | "sigmoidBack"
  | "sigmoidBend"
  | "add"
  | "maxPool"
  | "pick"
  | "spread"
  | "averagePool"
  | "averageSpread"
  | "sums"
  | "dots"
  | "combine";

/** Two sources, a result, the shape in the order of `ConvolutionShape`, what sums start from, and room. */
type ConvolutionCall = [
  from: number,
  otherFrom: number,
  to: number,
  outputs: number,
  inputs: number,
  height: number,
  width: number,
  size: number,
  padding: number,
  lanes: number,
  start: number,
  scratch: number,
];

type LinearWeightsCall = [
  gradient: number,
  input: number,
  result: number,
  outputs: number,
  inputs: number,
  lanes: number,
  start: number,
  scratch: number,
];

/** Steps of optimizers: addresses, 0 without momentum, the scalars of a step, and whether θ decays. */
type SgdCall = [
  ...[theta: number, gradient: number, velocity: number, bytes: number],
  ...[rate: number, momentum: number, decay: number, decays: number, nesterov: number],
];
type AdamCall = [
  ...[theta: number, gradient: number, mean: number, square: number, bytes: number],
  ...[rate: number, beta1: number, rest1: number, beta2: number, rest2: number],
  ...[root: number, epsilon: number, decay: number, decays: number, shrinks: number],
];
type RmsPropCall = [
  ...[theta: number, gradient: number, square: number, velocity: number, bytes: number],
  ...[rate: number, alpha: number, rest: number, epsilon: number, momentum: number],
  ...[decay: number, decays: number],
];

/** What the compiled kernels offer: assembly/kernels.ts. */
export interface KernelExports
  extends Readonly<Record<`${ElementKernel}${64 | 32}`, (...numbers: number[]) => void>> {
  exp64(start: number, count: number): void;
  log64(start: number, count: number): void;
  tanh64(start: number, count: number): void;
  endedLanes64(
    ...at: [
      ...[theta: number, gradient: number, ended: number, stride: number],
      ...[dim: number, zero: number, near: number],
    ]
  ): number;
  moveLanes64(
    ...at: [theta: number, gradient: number, next: number, bytes: number, rate: number]
  ): void;
  backLanes64(
    ...at: [
      next: number,
      theta: number,
      landmark: number,
      back: number,
      stride: number,
      dim: number,
    ]
  ): number;
  stepLanes64(
    ...at: [
      ...[theta: number, gradient: number, next: number, landmark: number, back: number],
      ...[ended: number, stride: number, dim: number, rate: number, zero: number, near: number],
    ]
  ): number;
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
  convolve64(...call: [...ConvolutionCall, bias: number]): void;
  convolve32(...call: [...ConvolutionCall, bias: number]): void;
  convolveBack64(...call: ConvolutionCall): void;
  convolveBack32(...call: ConvolutionCall): void;
  linearWeights64(...call: LinearWeightsCall): void;
  linearWeights32(...call: LinearWeightsCall): void;
  convolveWeights64(...call: [...ConvolutionCall, most: number]): void;
  convolveWeights32(...call: [...ConvolutionCall, most: number]): void;
  sgd64(...call: SgdCall): void;
  sgd32(...call: SgdCall): void;
  adam64(...call: AdamCall): void;
  adam32(...call: AdamCall): void;
  rmsProp64(...call: RmsPropCall): void;
  rmsProp32(...call: RmsPropCall): void;
  squaredNorm64(x: number, count: number): number;
  squaredNorm32(x: number, count: number): number;
  squaredDistances64(
    ...at: [p: number, q: number, squares: number, m: number, n: number, dim: number]
  ): void;
}

/** The kernels with a memory of their own. */
export interface KernelInstance {
  readonly buffer: ArrayBuffer;
  /** The kernels themselves; addresses are bytes of the buffer. */
  readonly kernels: KernelExports;
  /**
   * The functions of another module that works in the same memory, `env.memory` to it. It may
   * import the kernels from `kernels`, and what it is given from `functions`.
   */
  extend(bytes: Uint8Array, functions: Readonly<Record<string, unknown>>): object;
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
export function newInstance(bytes: number, outside: (address: number) => void): KernelInstance {
  const wasm = engine();
  if (!hasKernels() || !wasm || !compiled) throw new Error("newInstance: no WebAssembly SIMD here");
  const pages = Math.ceil(bytes / PAGE);
  const memory = new wasm.Memory({ initial: pages, maximum: pages });
  const { exports } = new wasm.Instance(compiled, { env: { memory }, carefully: { outside } });
  const extend = (bytes: Uint8Array, functions: Readonly<Record<string, unknown>>): object =>
    new wasm.Instance(new wasm.Module(bytes), {
      env: { memory },
      kernels: { ...exports },
      functions,
    }).exports;
  return { buffer: memory.buffer, kernels: exports as KernelExports, extend };
}

function decoded(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
