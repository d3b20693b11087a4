import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orientation } from "../../lib/topology/classes/orientation.js";
import {
  rayWord,
  wordOnSphere,
  wordProduct,
  wordText,
} from "../../lib/topology/classes/rayWords.js";

const rays = [
  { x: 1, y: 1 },
  { x: 3, y: 1 },
];
const word = (...points: number[]): string => wordText(rayWord(Float64Array.from(points), rays));

describe("orientation", () => {
  it("is the exact sign of the determinant", () => {
    const coordinate = fc.oneof(
      fc.integer({ min: -3, max: 3 }).map((k) => 0.1 * k),
      fc.integer({ min: -3, max: 3 }).map((k) => 1 + k * 2 ** -52),
      fc.double({ noNaN: true, min: -1e140, max: 1e140 }),
    );
    // Doubles as whole multiples of 2^-1074.
    const whole = (x: number): bigint => {
      const bits = new DataView(new ArrayBuffer(8));
      bits.setFloat64(0, x);
      const upper = bits.getBigUint64(0);
      const exponent = (upper >> 52n) & 0x7ffn;
      const fraction = upper & 0xfffffffffffffn;
      const size = exponent === 0n ? fraction : (fraction + 0x10000000000000n) << (exponent - 1n);
      return x < 0 ? -size : size;
    };
    fc.assert(
      fc.property(fc.array(coordinate, { minLength: 6, maxLength: 6 }), (numbers) => {
        const [ax, ay, bx, by, cx, cy] = numbers.map(whole);
        const exact = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
        const [a, b, c, d, e, f] = numbers;
        expect(orientation(a, b, c, d, e, f)).toBe(exact > 0n ? 1 : exact < 0n ? -1 : 0);
      }),
      { numRuns: 2000 },
    );
  });

  it("survives underflow and overflow", () => {
    expect(orientation(0, 0, 1e-200, 0, 0, 1e-200)).toBe(1);
    expect(orientation(0, 0, 5e-324, 0, 0, -5e-324)).toBe(-1);
    expect(orientation(-1e308, -1e308, 1e308, 1e308, 1e308, -1e308)).toBe(-1);
  });
});

describe("rayWord", () => {
  it("writes a letter for a crossing above a ray's beginning and none below", () => {
    expect(word(0, 0, 4, 0)).toBe("1");
    expect(word(0, 2, 4, 2)).toBe("a b");
    expect(word(4, 2, 0, 2)).toBe("b^-1 a^-1");
    expect(word(0, 2, 2, 2, 2, 0, 4, 0)).toBe("a");
    expect(word(0, 0, 4, 2.1)).toBe("b"); // below (1, 1), above (3, 1)
  });

  it("cancels a way out and back", () => {
    expect(word(0, 2, 4, 2, 0, 3)).toBe("1");
  });

  it("keeps the commutator of two loops, which winding numbers do not see", () => {
    const a = [0, 0, 0, 2, 2, 2, 2, 0]; // clockwise round the first, from (2, 0)
    const b = [2, 2, 4, 2, 4, 0, 2, 0]; // clockwise round the second
    const back = (loop: number[]): number[] => {
      const pairs = loop.map((_, i) => [loop[2 * i], loop[2 * i + 1]]).slice(0, loop.length / 2);
      return [2, 0, ...pairs.reverse().flat()];
    };
    expect(word(2, 0, ...a, ...b, ...back(a), ...back(b))).toBe("a b a^-1 b^-1");
    expect(word(2, 0, ...a, ...back(a))).toBe("1");
  });

  it("takes a vertex at a ray's abscissa to be on its right", () => {
    expect(word(0, 2, 1, 2)).toBe("a");
    expect(word(1, 2, 2, 2)).toBe("1");
    expect(word(0, 2, 1, 2, 2, 2)).toBe("a");
    expect(word(0, 2, 1, 2, 0, 3)).toBe("1"); // only touches
    expect(word(2, 2, 1, 2, 2, 3)).toBe("1");
    expect(word(0, 2, 1, 2, 1, 5, 1, 5, 1, 3, 2, 3)).toBe("a"); // runs along it
    expect(word(0, 2, 1, 2, 1, 5, 0, 5)).toBe("1");
    expect(word(0, 0, 1, 0, 1, 0.5, 2, 2)).toBe("1"); // below the beginning
  });

  it("tells above from below where rounding could not", () => {
    const ray = [{ x: 0.5, y: 0.5 }];
    const near = (y: number): string => wordText(rayWord(Float64Array.of(0, y, 1, 1), ray));
    expect(near(2 ** -60)).toBe("a");
    expect(near(-(2 ** -60))).toBe("1");
  });

  it("has no letter for no vertex, one vertex and no ray", () => {
    expect(word()).toBe("1");
    expect(word(1, 5)).toBe("1");
    expect([...rayWord(Float64Array.of(0, 0, 9, 9), [])]).toEqual([]);
  });
});

describe("words", () => {
  const letters = fc.array(fc.constantFrom(1, -1, 2, -2, 3, -3));

  it("form a group", () => {
    fc.assert(
      fc.property(letters, letters, letters, (u, v, w) => {
        const product = (...words: ArrayLike<number>[]): number[] => [
          ...wordProduct(words.map((each) => ({ word: each }))),
        ];
        expect(product(product(u, v), w)).toEqual(product(u, product(v, w)));
        expect([...wordProduct([{ word: u }, { word: u, inverse: true }])]).toEqual([]);
        product(u).forEach((letter, k, all) => {
          expect(letter).not.toBe(-(all[k + 1] ?? 0));
        });
      }),
    );
  });

  it("know on the sphere that the product of all letters is 1", () => {
    const all = Int32Array.of(1, 2, 3);
    expect([...wordOnSphere(all, [1, 2, 3])]).toEqual([]);
    expect([...wordOnSphere(Int32Array.of(3), [1, 2, 3])]).toEqual([-2, -1]);
    expect([...wordOnSphere(Int32Array.of(2), [2])]).toEqual([]);
    expect([...wordOnSphere(Int32Array.of(), [])]).toEqual([]);
  });

  it("have a letter for every hole", () => {
    expect(wordText([1, -26, 27, -53])).toBe("a z^-1 a1 a2^-1");
  });
});
