// AssemblyScript, all that the compiled module offers: `KernelExports` in kernelModule.ts.

export * from "./channelKernels";
export * from "./descentLanes";
export { squaredDistances64 } from "./distances";
export { exp64, log64, tanh64 } from "./elementary";
export * from "./elementKernels";
export * from "./layerProducts";
export * from "./rounding";
export * from "./stepKernels";
