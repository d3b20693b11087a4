// AssemblyScript, all that the compiled module offers: `KernelExports` in kernelModule.ts.
export { squaredDistances64 } from "./distances";
export * from "./rounding";
