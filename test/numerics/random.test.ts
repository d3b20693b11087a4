import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { philox4x32 } from "../../lib/numerics/philox.js";
import { randomStream } from "../../lib/numerics/random.js";

const hex = (words: ArrayLike<number>): string =>
  Array.from(words, (w) => w.toString(16).padStart(8, "0")).join(" ");
const word = fc.nat({ max: 0xffffffff });
const index = fc.maxSafeNat();

/** Philox as its paper writes it, with 64-bit products of BigInt. */
function byDefinition(counter: number[], key: number[]): number[] {
  let [c0, c1, c2, c3] = counter.map(BigInt);
  let [k0, k1] = key.map(BigInt);
  for (let round = 0; round < 10; round++) {
    const first = 0xd2511f53n * c0;
    const second = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [
      (second >> 32n) ^ c1 ^ k0,
      second & 0xffffffffn,
      (first >> 32n) ^ c3 ^ k1,
      first & 0xffffffffn,
    ];
    k0 = (k0 + 0x9e3779b9n) & 0xffffffffn;
    k1 = (k1 + 0xbb67ae85n) & 0xffffffffn;
  }
  return [c0, c1, c2, c3].map(Number);
}

describe("philox4x32", () => {
  it("gives the known answers of Random123", () => {
    const ones = 0xffffffff;
    expect(hex(philox4x32([0, 0, 0, 0], [0, 0]))).toBe("6627e8d5 e169c58d bc57ac4c 9b00dbd8");
    expect(hex(philox4x32([ones, ones, ones, ones], [ones, ones]))).toBe(
      "408f276d 41c83b0e a20bc7c6 6d5451fd",
    );
    const pi = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];
    expect(hex(philox4x32(pi, [0xa4093822, 0x299f31d0]))).toBe(
      "d16cfe09 94fdcceb 5001e420 24126ea1",
    );
  });
  it("agrees with its definition in 64-bit integers", () => {
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), (counter, key) => {
        expect(hex(philox4x32(counter, key))).toBe(hex(byDefinition(counter, key)));
      }),
    );
  });
  it("may write over its own counter", () => {
    const counter = Uint32Array.of(1, 2, 3, 4);
    const expected = hex(philox4x32(counter, [5, 6]));
    expect(hex(philox4x32(counter, [5, 6], counter))).toBe(expected);
  });
});

describe("randomStream", () => {
  it("keeps the first values it ever gave: every stored result hangs on them", () => {
    const starts = randomStream(1, "starts");
    expect([0, 1, 2].map(starts.uniform)).toEqual([
      0.21204627396428577, 0.019420920571640465, 0.5778780876142456,
    ]);
    expect(hex(starts.bits(0))).toBe("3648aa3d 1f5275fa 1bea8b68 54f6e0a3");
    expect(hex(randomStream(2 ** 53 - 1, 7).bits(2 ** 53 - 1))).toBe(
      "5c7344be e4b61d7b 0f73edcd bbc44333",
    );
    expect(hex(randomStream(1, "noise", 7).bits(0))).toBe("5d79d307 6d9743b0 86e1d76b c7bcf04b");
    expect(hex(randomStream(1, "noise", 7, 2 ** 40).bits(0))).toBe(
      "205ba1eb cd8fb857 c5d871e9 4a84ae6e",
    );
  });
  it("is Philox with the seed as key and index and name as counter", () => {
    fc.assert(
      fc.property(index, index, index, (seed, name, i) => {
        const halves = (n: number): number[] => [n % 2 ** 32, Math.floor(n / 2 ** 32)];
        const block = philox4x32([...halves(i), ...halves(name)], halves(seed));
        expect(hex(randomStream(seed, name).bits(i))).toBe(hex(block));
      }),
    );
  });
  it("gives a number by its index, in whatever order it is asked for", () => {
    const forwards = randomStream(3, "a");
    const backwards = randomStream(3, "a");
    const there = Array.from({ length: 50 }, (_, i) => forwards.uniform(i));
    const back = Array.from({ length: 50 }, (_, i) => backwards.uniform(49 - i)).reverse();
    expect(back).toEqual(there);
  });
  it("hands out blocks that later calls do not overwrite", () => {
    const stream = randomStream(3, "a");
    const first = stream.bits(0);
    const kept = hex(first);
    stream.bits(1);
    stream.uniform(2);
    expect(hex(first)).toBe(kept);
  });
  it("tells streams apart by seed, name, kind of name, and every further key", () => {
    const streams = [
      randomStream(1, "a"),
      randomStream(2, "a"),
      randomStream(1 + 2 ** 32, "a"),
      randomStream(1, "b"),
      randomStream(1, "ab"),
      randomStream(1, "ba"),
      randomStream(1, ""),
      randomStream(1, 0),
      randomStream(1, 1),
      randomStream(1, 2 ** 32),
      randomStream(1, 0xe40c292c), // the hash of "a", as a number
      randomStream(1, "a", 0),
      randomStream(1, "a", 1),
      randomStream(1, "a", 2 ** 32),
      randomStream(1, "a", 0, 0),
      randomStream(1, "a", 0, 1),
      randomStream(1, "a", 1, 0),
    ];
    const blocks = streams.flatMap((s) => [0, 1, 2 ** 32, 2 ** 32 + 1].map((i) => hex(s.bits(i))));
    expect(new Set(blocks).size).toBe(blocks.length);
  });
  it("is uniform and uncorrelated as far as ten thousand numbers can tell", () => {
    const n = 10000;
    for (const stream of [randomStream(1, "starts"), randomStream(1, "starts", 1)]) {
      const x = Array.from({ length: n }, (_, i) => stream.uniform(i));
      const counts = new Array(64).fill(0);
      for (const v of x) counts[Math.floor(v * 64)]++;
      const chiSquare = counts.reduce((sum, c) => sum + (c - n / 64) ** 2 / (n / 64), 0);
      expect(chiSquare).toBeLessThan(63 + 4 * Math.sqrt(2 * 63));
      const lagged = x.slice(1).reduce((sum, v, i) => sum + (v - 0.5) * (x[i] - 0.5), 0) / n;
      expect(Math.abs(lagged * 12)).toBeLessThan(4 / Math.sqrt(n));
    }
  });
  it("gives multiples of 2^-53 in [0, 1)", () => {
    fc.assert(
      fc.property(index, index, (seed, i) => {
        const x = randomStream(seed, "x").uniform(i);
        expect(x >= 0 && x < 1 && Number.isInteger(x * 2 ** 53)).toBe(true);
      }),
    );
  });
  it("refuses what is not a safe integer >= 0", () => {
    for (const bad of [-1, 0.5, 2 ** 53, NaN, Infinity]) {
      expect(() => randomStream(bad, "a")).toThrow(`randomStream: seed must be`);
      expect(() => randomStream(1, bad)).toThrow(`got ${bad}`);
      expect(() => randomStream(1, "a", bad)).toThrow(`got ${bad}`);
      expect(() => randomStream(1, "a").bits(bad)).toThrow("randomStream: index must be");
      expect(() => randomStream(1, "a").uniform(bad)).toThrow(RangeError);
    }
  });
});
