import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockCurvature, blockOperator } from "../../lib/curvature/blocks.js";
import { denseMatrix } from "../../lib/curvature/dense.js";
import { matrixOperator } from "../../lib/curvature/operator.js";
import { symmetricEigenvalues } from "../../lib/numerics/symmetricEigenvalues.js";
import { counted, diagonal, randomMatrix, rotated } from "./operators.js";

const n = 13;
const layers = [
  { name: "hidden", start: 0, end: 9 },
  { name: "output", start: 9, end: 13 },
];
const matrix = randomMatrix(n, 1);
const blockOf = (start: number, end: number): Float64Array =>
  Float64Array.from({ length: (end - start) ** 2 }, (_, k) => {
    const [i, j] = [start + Math.floor(k / (end - start)), start + (k % (end - start))];
    return matrix[i * n + j];
  });

describe("blockOperator", () => {
  it("is the diagonal block of the matrix", () => {
    const operator = matrixOperator(matrix, n);
    for (const layer of layers)
      expect(denseMatrix(blockOperator(operator, layer))).toEqual(blockOf(layer.start, layer.end));
  });
});

describe("blockCurvature", () => {
  it("finds λ_max and the exact trace of small blocks", () => {
    const { blocks } = blockCurvature(matrixOperator(matrix, n), layers, {
      lanczos: { tolerance: 0 },
    });
    for (const { name, start, end, largest, trace } of blocks) {
      const exact = symmetricEigenvalues(blockOf(start, end), end - start);
      expect(largest.maximum.value).toBeCloseTo(exact[exact.length - 1], 12);
      expect(largest.minimum.value).toBeCloseTo(exact[0], 12);
      expect(trace.estimate).toBeCloseTo(
        exact.reduce((sum, x) => sum + x, 0),
        12,
      );
      expect(trace.standardError).toBe(0);
      expect(layers.map((layer) => layer.name)).toContain(name);
    }
  });
  it("interlaces: no block is sharper than the whole", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.nat(1000), fc.nat(), (size, seed, cut) => {
        const whole = randomMatrix(size, seed);
        const exact = symmetricEigenvalues(whole, size);
        const middle = 1 + (cut % (size - 1));
        const { blocks } = blockCurvature(matrixOperator(whole, size), [
          { name: "first", start: 0, end: middle },
          { name: "second", start: middle, end: size },
        ]);
        for (const { largest } of blocks) {
          expect(largest.maximum.value).toBeLessThanOrEqual(exact[size - 1] + 1e-13 * size);
          expect(largest.minimum.value).toBeGreaterThanOrEqual(exact[0] - 1e-13 * size);
        }
      }),
    );
  });
  it("estimates the traces of all blocks from shared probes, without bias", () => {
    const size = 300;
    const values = Float64Array.from({ length: size }, (_, i) => 1 + Math.sin(i));
    const operator = rotated(values, 20);
    const dense = denseMatrix(operator);
    const blocks = [
      { name: "first", start: 0, end: 100 },
      { name: "second", start: 100, end: 300 },
    ];
    const traces = blocks.map(({ start, end }) => {
      let sum = 0;
      for (let i = start; i < end; i++) sum += dense[i * size + i];
      return sum;
    });
    const z = [0, 0];
    for (let seed = 0; seed < 60; seed++) {
      const options = { seed, probes: 20, lanczos: { maxProducts: 2, minProducts: 1 } };
      blockCurvature(operator, blocks, options).blocks.forEach(({ trace }, b) => {
        expect(trace.standardError).toBeGreaterThan(0);
        z[b] += (trace.estimate - traces[b]) / trace.standardError / Math.sqrt(60);
      });
    }
    for (const score of z) expect(Math.abs(score)).toBeLessThan(4);
  });
  it("counts products with the whole operator; a block does not depend on the others", () => {
    const operator = counted(rotated(Float64Array.from({ length: 200 }, (_, i) => i % 11)));
    const parts = [
      { name: "a", start: 0, end: 50 },
      { name: "b", start: 50, end: 200 },
    ];
    const both = blockCurvature(operator, parts);
    expect(both.products).toBe(operator.count());
    expect(both.products).toBe(
      10 + both.blocks[0].largest.products + both.blocks[1].largest.products,
    );
    expect(
      blockCurvature(operator, [...parts].reverse())
        .blocks.slice()
        .reverse(),
    ).toEqual(both.blocks);
    expect(blockCurvature(operator, [parts[1]]).blocks[0]).toEqual(both.blocks[1]);
  });
  it("refuses blocks outside, operators that are not symmetric, and unknown options", () => {
    const operator = diagonal([1, 2, 3]);
    for (const [start, end] of [
      [0, 4],
      [-1, 2],
      [2, 2],
      [0.5, 2],
      [NaN, 2],
    ])
      expect(() => blockCurvature(operator, [{ name: "x", start, end }])).toThrow(
        `blockCurvature: expected a block within 0..3, got x from ${start} to ${end}`,
      );
    const skew = matrixOperator(randomMatrix(30, 1, false), 30);
    expect(() => blockCurvature(skew, [{ name: "x", start: 0, end: 1 }])).toThrow(
      "blockCurvature: expected a symmetric operator",
    );
    expect(() => blockCurvature(operator, [], { probe: 1 } as never)).toThrow(TypeError);
    expect(() => blockCurvature(operator, [], { probes: -1 })).toThrow("probes must be");
    expect(blockCurvature(operator, [], { probes: 0 })).toEqual({ blocks: [], products: 0 });
  });
});
