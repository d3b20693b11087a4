import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countBelow, countUpTo } from "../../lib/numerics/countBelow.js";

describe("countBelow and countUpTo", () => {
  it("count what comparing one by one counts, ±∞ included", () => {
    const numbers = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Infinity)));
    fc.assert(
      fc.property(numbers, fc.constantFrom(-Infinity, -3, -0.5, 0, 1, 3, Infinity), (list, at) => {
        const ascending = Float64Array.from(list).sort();
        expect(countBelow(ascending, at)).toBe(list.filter((x) => x < at).length);
        expect(countUpTo(ascending, at)).toBe(list.filter((x) => x <= at).length);
      }),
    );
  });
});
