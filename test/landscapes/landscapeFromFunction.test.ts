import { describe, expect, it } from "vitest";
import { landscape } from "../../lib/landscapes/landscape.js";
import {
  type LossFunction,
  landscapeFromFunction,
} from "../../lib/landscapes/landscapeFromFunction.js";

const bowl: LossFunction = (a, theta) =>
  theta.map((x) => a.multiply(x, x)).reduce((sum, term) => a.add(sum, term));

describe("A landscape from a function", () => {
  it("is what its formula would be", () => {
    const written = landscapeFromFunction(2, (a, [x, y]) => {
      const one = a.from(1);
      const below = a.subtract(one, x);
      const slope = a.subtract(y, a.multiply(x, x));
      const first = a.multiply(below, below);
      return a.add(first, a.multiply(a.from(100), a.multiply(slope, slope)));
    });
    const theta = Float64Array.of(0.3, -0.7);
    const formula = landscape("(1-x)^2 + 100*(y-x^2)^2");
    expect(written.loss(theta)).toBe(formula.loss(theta));
    expect(written.gradient(theta)).toEqual(formula.gradient(theta));
    expect(written.hessian?.(theta)).toEqual(formula.hessian?.(theta));
    expect(written.name).toBe("landscape");
    expect(written.kinks).toEqual([]);
  });
  it("may use loops and any dimension; it is called once", () => {
    let calls = 0;
    const counted = landscapeFromFunction(5, (a, theta) => {
      calls++;
      return bowl(a, theta);
    });
    const theta = Float64Array.of(1, 2, 3, 4, 5);
    expect(counted.loss(theta)).toBe(55);
    expect([...counted.gradient(theta)]).toEqual([2, 4, 6, 8, 10]);
    expect(calls).toBe(1);
  });
  it("may ignore variables or be constant", () => {
    const constant = landscapeFromFunction(2, (a) => a.from(3));
    expect(constant.loss(Float64Array.of(1, 2))).toBe(3);
    expect([...constant.gradient(Float64Array.of(1, 2))]).toEqual([0, 0]);
    expect([...(constant.hessian?.(Float64Array.of(1, 2)) ?? [])]).toEqual([0, 0, 0, 0]);
    const second = landscapeFromFunction(2, (_, [, y]) => y);
    expect([...second.gradient(Float64Array.of(1, 2))]).toEqual([0, 1]);
  });
  it("names its kinks", () => {
    const kinked = landscapeFromFunction(1, (a, [x]) => a.maximum(a.absolute(x), a.from(1)));
    expect(kinked.kinks).toEqual([{ operation: "absolute" }, { operation: "maximum" }]);
    expect([...(kinked.kinkGaps?.(Float64Array.of(-3)) ?? [])]).toEqual([-3, 2]);
  });
  it("must not look at values, nor return anything else than a result", () => {
    expect(() =>
      landscapeFromFunction(1, (a, [x]) => (a.less(x, a.from(0)) ? a.negate(x) : x)),
    ).toThrow("less: a recorded computation has no values to look at");
    for (const result of [undefined, "x", 17, -1, 0.5, Number.NaN])
      expect(() => landscapeFromFunction(1, () => result as never)).toThrow(
        /^landscapeFromFunction: expected a result of the operations, got /,
      );
    expect(() => landscapeFromFunction(1, (a, [x]) => a.add(x, "1" as never))).toThrow(TypeError);
    expect(() => landscapeFromFunction(1, 3 as never)).toThrow(TypeError);
  });
  it("needs a dimension, and options as every landscape has them", () => {
    for (const dimension of [0, -1, 1.5, Number.NaN, Infinity])
      expect(() => landscapeFromFunction(dimension, bowl)).toThrow(
        `landscapeFromFunction: dimension must be an integer >= 1, got ${dimension}`,
      );
    expect(() => landscapeFromFunction(1, bowl, { domian: 1 } as never)).toThrow(
      'landscapeFromFunction: there is no option "domian"',
    );
    const box = { lower: [0, 0], upper: [1, 1] };
    expect(() => landscapeFromFunction(1, bowl, { domain: box })).toThrow(
      "landscapeFromFunction: domain.lower: expected 1 finite numbers, got (0, 0)",
    );
    expect(() =>
      landscapeFromFunction(2, bowl, {
        domain: box,
        startRegion: { lower: [-1, 0], upper: [1, 1] },
      }),
    ).toThrow("landscapeFromFunction: startRegion: expected a point of the domain, got (-1, 0)");
    expect(() => landscapeFromFunction(2, (a, [x]) => a.log(x), { domain: box })).toThrow(
      "landscapeFromFunction: the loss is -Infinity at (0, 0) in the domain",
    );
    expect(landscapeFromFunction(2, bowl, { domain: box, name: "bowl" }).domain).toEqual(box);
  });
});
