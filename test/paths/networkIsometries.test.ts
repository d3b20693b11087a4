import { describe, expect, it } from "vitest";
import { mlp } from "../../lib/networks/architectures/mlp.js";
import { initialise } from "../../lib/networks/initialise.js";
import { symmetricMinimum } from "../../lib/networks/symmetry/symmetricMinimum.js";
import { symmetryOrbit } from "../../lib/networks/symmetry/symmetryElements.js";
import { xorNetwork } from "../../lib/networks/xor/xorNetwork.js";
import { distanceMatrix } from "../../lib/paths/distanceMatrix.js";
import { signedPermutation, transformed } from "../../lib/paths/isometry.js";
import { isGroup } from "../../lib/paths/isometryGroup.js";
import { networkIsometries } from "../../lib/paths/networkIsometries.js";
import type { Path } from "../../lib/paths/path.js";

describe("networkIsometries", () => {
  it("are a group of 8 for 2-2-1 and of 48 for 2-3-1, the identity first", () => {
    for (const [hidden, order] of [
      [2, 8],
      [3, 48],
    ]) {
      const isometries = networkIsometries(xorNetwork(hidden));
      expect(isometries.length).toBe(order);
      expect(isGroup(isometries)).toBe(true);
      const dim = 4 * hidden + 1;
      const places = Array.from({ length: dim }, (_, i) => i);
      expect(isometries[0]).toEqual(signedPermutation(places, new Array(dim).fill(1)));
    }
  });
  it("move a point to the members of its orbit, in their order", () => {
    const net = mlp([2, 3, 1]);
    const theta = initialise(net, { kind: "normal", seed: 1 });
    const images = networkIsometries(net).map(
      (isometry) => transformed({ points: theta, dim: 13 }, isometry).points,
    );
    expect(images).toEqual(symmetryOrbit(net, theta));
  });
  it("make distances of paths independent of the naming of hidden units", async () => {
    const net = xorNetwork(3);
    const isometries = networkIsometries(net);
    const [a, b] = [1, 2].map((seed): Path => {
      const [from, to] = [0, 1].map((k) => initialise(net, { kind: "normal", seed: 2 * seed + k }));
      return { points: Float64Array.of(...from, ...to), dim: 13 };
    });
    const copies = [a, transformed(a, isometries[17]), b, transformed(b, isometries[40])];
    const { values } = await distanceMatrix(copies, { isometries });
    const [aa, ab, , , , bb] = values;
    expect([aa, bb]).toEqual([0, 0]);
    for (const other of values.slice(1, 5)) expect(other).toBeCloseTo(ab, 12);
    const ends = await distanceMatrix(
      copies.map(({ points }) => ({ points: points.slice(13), dim: 13 })),
      { isometries },
    );
    const nearest = symmetricMinimum(net, a.points.slice(13), b.points.slice(13));
    expect(ends.values[1]).toBeCloseTo(nearest.distance, 12);
  });
  it("refuse networks whose matrices would not fit", () => {
    expect(() => networkIsometries(mlp([2, 20, 1]))).toThrow(
      "networkIsometries: expected matrices",
    );
    expect(() => networkIsometries(mlp([784, 3, 10]))).toThrow("got 48 of 2395 × 2395");
  });
});
