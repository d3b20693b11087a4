/**
 * Elementary functions that give the same bits on every engine.
 *
 * ECMAScript leaves the last bits of Math.exp, Math.log, Math.sin, Math.cos, Math.tanh and
 * Math.pow to the engine. These are made of + − × ÷ √ of doubles (and of integers, for huge
 * angles) alone, which IEEE 754 fixes, so a stored result can be compared by hash. Their error
 * bounds are in units in the last place of the exact result; ½ would be correct rounding.
 */
export { exp } from "./exp.js";
export { expm1, sigmoid, tanh } from "./hyperbolic.js";
export { log, log1p } from "./log.js";
export { pow } from "./power.js";
export { cos, sin } from "./sine.js";
