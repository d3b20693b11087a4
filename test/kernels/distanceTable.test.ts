import { describe, expect, it } from "vitest";
import { distanceTable } from "../../lib/kernels/distanceTable.js";
import { hasKernels } from "../../lib/kernels/kernelModule.js";
import { randomStream } from "../../lib/numerics/random.js";

const { uniform } = randomStream(1, "distanceTable");
let drawn = 0;
const vertices = (count: number, dim: number): Float64Array =>
  Float64Array.from({ length: count * dim }, () => {
    const size = 2 ** Math.floor(40 * uniform(drawn++) - 20);
    return (uniform(drawn++) - 0.5) * size;
  });

/** Row by row, by the definition. */
function byDefinition(p: Float64Array, q: Float64Array, dim: number): number[] {
  const squares: number[] = [];
  for (let a = 0; a < p.length; a += dim)
    for (let b = 0; b < q.length; b += dim) {
      let sum = 0;
      for (let k = 0; k < dim; k++) sum += (p[a + k] - q[b + k]) ** 2;
      squares.push(sum);
    }
  return squares;
}

describe("a table of squared distances", () => {
  it("has the kernels here", () => {
    expect(hasKernels()).toBe(true);
  });
  for (const simd of [true, false])
    it(`is the definition to the last bit, ${simd ? "by SIMD" : "plainly"}, for paths of every length up to its own`, () => {
      for (const dim of [1, 2, 3, 13, 50]) {
        const table = distanceTable(9, 11, dim, simd);
        for (const [m, n] of [
          [9, 11],
          [1, 1],
          [2, 4],
          [8, 11],
          [9, 3],
          [3, 8],
        ]) {
          const [p, q] = [vertices(m, dim), vertices(n, dim)];
          const stride = table.fill(p, q);
          const found = Array.from({ length: m }, (_, i) => [
            ...table.squares.subarray(i * stride, i * stride + n),
          ]).flat();
          expect(found).toEqual(byDefinition(p, q, dim));
        }
      }
    });
  it("carries what is not finite", () => {
    for (const simd of [true, false]) {
      const table = distanceTable(1, 3, 2, simd);
      table.fill(Float64Array.of(Infinity, 0), Float64Array.of(0, 0, Infinity, 0, NaN, 1e300));
      expect([...table.squares.subarray(0, 3)]).toEqual([Infinity, NaN, NaN]);
    }
  });
});
