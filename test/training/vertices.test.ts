import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  lastVertex,
  nextVertex,
  noVertices,
  offerVertex,
} from "../../lib/training/optimizing/vertices.js";
import { makeRecorder } from "../../lib/training/recorder.js";

describe("vertices of a training run", () => {
  it("are kept by the rule of descend's recorder", () => {
    const limits = fc.oneof(fc.integer({ min: 2, max: 12 }), fc.constant(Infinity));
    fc.assert(
      fc.property(limits, fc.nat(80), (limit, end) => {
        const recorder = makeRecorder(1, limit);
        const vertices = noVertices();
        let [next, nextHere] = [0, 0];
        for (let step = 0; step <= end; step++) {
          const theta = Float64Array.of(step / 7);
          if (step === next) {
            recorder.offer(step, theta);
            next = recorder.nextAfter(step);
          }
          if (step === nextHere) {
            offerVertex(vertices, limit, step, theta);
            nextHere = nextVertex(vertices, limit, step);
          }
        }
        const { points, steps } = recorder.finish(end, Float64Array.of(end / 7));
        lastVertex(vertices, limit, end, Float64Array.of(end / 7));
        expect(vertices.steps).toEqual([...steps]);
        expect(vertices.points.map(([x]) => x)).toEqual([...points]);
      }),
    );
  });
});
