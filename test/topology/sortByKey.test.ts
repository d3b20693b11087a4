import { expect, it } from "vitest";
import { randomStream } from "../../lib/numerics/random.js";
import { sortByKey } from "../../lib/topology/rips/sortByKey.js";

it("sorts any keys, equal ones in the order they came", () => {
  const stream = randomStream(5, "sortByKey");
  const kinds: Record<string, (u: number) => number> = {
    even: (u) => u,
    ties: (u) => Math.floor(5 * u),
    equal: () => 1,
    subnormal: (u) => Math.floor(1000 * u) * 5e-324,
    exponents: (u) => 2 ** Math.floor(2000 * u - 1000),
    neighbours: (u) => 1 + Math.floor(3 * u) * 2 ** -52,
    clusters: (u) => (u < 0.99 ? u * 1e-9 : 1e9 * u),
    largest: (u) => (u < 0.5 ? Number.MAX_VALUE : u),
  };
  for (const [kind, key] of Object.entries(kinds))
    for (const length of [0, 1, 2, 25, 3000]) {
      const keys = Float64Array.from({ length }, (_, i) => key(stream.uniform(i)));
      const tags = Uint32Array.from({ length }, (_, i) => i);
      const expected = [...tags].sort((a, b) => keys[a] - keys[b] || a - b);
      const before = keys.slice();
      sortByKey(keys, tags, () => {});
      expect([...tags], kind).toEqual(expected);
      expect([...keys], kind).toEqual(expected.map((i) => before[i]));
    }
});
