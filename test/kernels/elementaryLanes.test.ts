import { expect, it } from "vitest";
import { kernelOf, residentArray } from "../../lib/kernels/residentArray.js";
import { exp, log, tanh } from "../../lib/numerics/elementary/elementary.js";
import { integers } from "./adversarial.js";

const named = { exp, log, tanh };
type Name = keyof typeof named;

/** Doubles around these, both signs; specials; random bit patterns, and random numbers of usual size. */
function hard(count: number): Float64Array {
  const below = integers(7);
  const bits = new DataView(new ArrayBuffer(8));
  const at = (x: number, steps: number): number => {
    bits.setFloat64(0, x);
    bits.setBigInt64(0, bits.getBigInt64(0) + BigInt(steps));
    return bits.getFloat64(0);
  };
  const boundaries = [
    ...[2 ** -28, 0.125, 19.07, 2 ** -54, 707, 709.7827128933841, 708.3964185322641],
    ...[745.1332191019412, 744.4400719213812, 37.5, 1, 1.4140625, 0.70703125, Math.SQRT2, 2],
    ...[2 ** -1022, 2 ** -1074, 2 ** -1000, 2 ** -1021, Number.MAX_VALUE, 20, 40, 60],
  ];
  for (let j = 0; j < 300; j++) boundaries.push((j * Math.LN2) / 256, 0.6 + j / 256);
  const found = [0, -0, NaN, Infinity, -Infinity];
  for (const x of boundaries)
    for (let steps = -2; steps <= 2; steps++) {
      const near = x === 2 ** -1074 && steps < 0 ? 0 : at(x, steps);
      found.push(near, -near);
    }
  while (found.length < count) {
    bits.setUint32(0, below(2 ** 32));
    bits.setUint32(4, below(2 ** 32));
    const usual = below(2 ** 32) / 2 ** 32 + below(2 ** 32) / 2 ** 64 - 0.5;
    found.push(bits.getFloat64(0), usual, 8 * usual, 50 * usual, 1600 * usual, 2 ** (64 * usual));
  }
  return Float64Array.from(found.slice(0, count));
}

const inputs = hard(120_000);

for (const name of Object.keys(named) as Name[]) {
  it(`has the bits of ${name} for every double, two at a time`, () => {
    const lanes = residentArray(inputs.length);
    lanes.set(inputs);
    const kernel = kernelOf(lanes);
    expect(kernel).toBeDefined();
    kernel?.kernels[`${name}64`](lanes.byteOffset, lanes.length);
    const wrong: number[] = [];
    inputs.forEach((x, i) => {
      if (!Object.is(lanes[i], named[name](x)) && wrong.length < 5) wrong.push(x, lanes[i]);
    });
    expect(wrong).toEqual([]);
  });

  it(`takes both lanes of ${name} for themselves`, () => {
    // Each special beside an ordinary number, on either side.
    const specials = [...inputs.subarray(0, 600)];
    const pairs = specials.flatMap((x) => [x, 0.3, 2.5, x]);
    const lanes = residentArray(pairs.length);
    lanes.set(pairs);
    kernelOf(lanes)?.kernels[`${name}64`](lanes.byteOffset, lanes.length);
    expect([...lanes]).toEqual(pairs.map(named[name]));
  });
}

it("leaves the tables where they are when a format's parameters are written", () => {
  const lanes = residentArray(64);
  const kernel = kernelOf(lanes);
  lanes.fill(1);
  kernel?.round(lanes, { ...halfPlan }, 0);
  kernel?.kernels.exp64(lanes.byteOffset, 64);
  expect(new Set(lanes)).toEqual(new Set([exp(1)]));
});

/** Eleven bits, to the nearest. */
const halfPlan = {
  mode: "nearest-even" as const,
  ...{ significandBits: 11, minExponent: -14, low: 0, high: 65504, randomBits: Infinity },
  ...{ seed: 0, step: 0, rest: (x: number) => x },
};
