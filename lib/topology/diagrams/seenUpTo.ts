import type { Diagram } from "./diagram.js";

/**
 * A diagram as seen up to a scale: bars alive there end there. That brings no two diagrams
 * farther apart in bottleneck distance, and makes comparable what was cut at the same scale.
 *
 * @param diagram - of a filtration by sublevel sets, bars born at the threshold at the latest
 * @param threshold - may be +∞, which changes nothing
 *
 * @example
 * seenUpTo(diagramOf(1, [1, 2], [3, Infinity]), 5).deaths; // 3, 5
 */
export function seenUpTo(diagram: Diagram, threshold: number): Diagram {
  if (threshold === Infinity) return diagram;
  return { ...diagram, deaths: diagram.deaths.map((death) => Math.min(death, threshold)) };
}
