// What is measured, from the built library; a few names are not public.
export * from "../dist/index.js";
export { residentArray } from "../dist/kernels/residentArray.js";
export { roundInPlace } from "../dist/kernels/roundInPlace.js";
export { roundPlainly } from "../dist/kernels/roundPlainly.js";
export { encodeFigure } from "../dist/notebook/encodeFigure.js";
export { cos, exp, sin, tanh } from "../dist/numerics/elementary/elementary.js";
export { bfloat16, float8_e4m3fn } from "../dist/precision/formats/formats.js";
export { roundArray, roundingPlan } from "../dist/precision/rounding/roundArray.js";
export { completeRounding } from "../dist/precision/rounding/rounding.js";
export { descentEnds } from "../dist/training/descentEnds.js";
export { batchOrder } from "../dist/training/optimizing/batchOrder.js";
