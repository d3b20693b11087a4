import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cos,
  exp,
  expm1,
  log,
  log1p,
  pow,
  sigmoid,
  sin,
  tanh,
} from "../../lib/numerics/elementary/elementary.js";

const elementary = { exp, expm1, log, log1p, sin, cos, tanh, sigmoid, pow };
type Name = keyof typeof elementary;
const golden = new URL("../fixtures/elementary/", import.meta.url);
const bits = new DataView(new ArrayBuffer(8));

/** The double written as hexadecimal digits of its bits, trailing zeros left out. */
function fromHex(text: string): number {
  bits.setBigUint64(0, BigInt(`0x${text.padEnd(16, "0")}`));
  return bits.getFloat64(0);
}

/** Place of a double among all doubles, 0 for 0, odd. */
function place(x: number): bigint {
  bits.setFloat64(0, Math.abs(x));
  return x < 0 ? -bits.getBigUint64(0) : bits.getBigUint64(0);
}

/** The double k places further. */
function step(x: number, k: number): number {
  const at = place(x) + BigInt(k);
  bits.setBigUint64(0, at < 0n ? -at : at);
  return at < 0n ? -bits.getFloat64(0) : bits.getFloat64(0);
}

/** Error of `result` in ulps where |exact| is `fraction` ulps above |below|. */
const ulps = (result: number, below: number, fraction: number): number =>
  Math.abs(Math.sign(below || result) * Number(place(result) - place(below)) - fraction);

describe("agreement with MPFR", () => {
  it.each([
    ["exp", 0.51, 329],
    ["expm1", 0.54, 329],
    ["log", 0.501, 330],
    ["log1p", 0.501, 330],
    ["tanh", 0.53, 330],
    ["sigmoid", 0.51, 330],
    ["sin", 0.52, 330],
    ["cos", 0.52, 330],
    ["pow", 0.51, 320],
  ] as const)("the error of %s is at most %f ulp in every golden value", (name, bound, count) => {
    const lines = readFileSync(new URL(`${name}.txt`, golden), "utf8")
      .trim()
      .split("\n");
    expect(lines.length).toBe(count);
    const wrong: unknown[] = [];
    for (const line of lines) {
      const words = line.split(" ");
      const fraction = Number.parseInt(words.pop() as string, 16) / 4096;
      const below = fromHex(words.pop() as string);
      const [x, y] = words.map(fromHex);
      const result = elementary[name as "pow"](x, y);
      const error = ulps(result, below, fraction);
      if (!(error <= bound + 1 / 4096)) wrong.push([x, y, result, below, error]);
    }
    expect(wrong).toEqual([]);
  });

  it("can tell a wrong last bit", () => {
    expect(ulps(step(1, 1), 1, 0.25)).toBe(0.75);
    expect(ulps(step(-1, -1), -1, 0.25)).toBe(0.75);
    expect(ulps(5e-324, 0, 0.5)).toBe(0.5);
  });
});

describe("special values", () => {
  const table: [Name, number, number][] = [
    ["exp", 0, 1],
    ["exp", -0, 1],
    ["exp", Infinity, Infinity],
    ["exp", -Infinity, 0],
    ["exp", 709.7827128933841, Infinity],
    ["exp", -745.1332191019412, 0],
    ["exp", -745.1332191019411, 5e-324],
    ["expm1", 0, 0],
    ["expm1", -0, -0],
    ["expm1", Infinity, Infinity],
    ["expm1", -Infinity, -1],
    ["expm1", -40, -1],
    ["log", 0, -Infinity],
    ["log", -0, -Infinity],
    ["log", 1, 0],
    ["log", Infinity, Infinity],
    ["log", -1, NaN],
    ["log", -5e-324, NaN],
    ["log", -Infinity, NaN],
    ["log", 5e-324, -744.4400719213812],
    ["log1p", 0, 0],
    ["log1p", -0, -0],
    ["log1p", -1, -Infinity],
    ["log1p", Infinity, Infinity],
    ["log1p", -1.0000000000000002, NaN],
    ["log1p", -Infinity, NaN],
    ["tanh", 0, 0],
    ["tanh", -0, -0],
    ["tanh", Infinity, 1],
    ["tanh", -Infinity, -1],
    ["tanh", 5e-324, 5e-324],
    ["sigmoid", 0, 0.5],
    ["sigmoid", -0, 0.5],
    ["sigmoid", Infinity, 1],
    ["sigmoid", -Infinity, 0],
    ["sin", 0, 0],
    ["sin", -0, -0],
    ["sin", Infinity, NaN],
    ["sin", -Infinity, NaN],
    ["sin", 5e-324, 5e-324],
    ["cos", 0, 1],
    ["cos", -0, 1],
    ["cos", Infinity, NaN],
    ["cos", -Infinity, NaN],
  ];
  it.each(table)("%s(%f) is %f", (name, x, expected) => {
    expect(elementary[name as "exp"](x)).toBe(expected);
  });
  it.each(["exp", "expm1", "log", "log1p", "sin", "cos", "tanh", "sigmoid"] as const)(
    "%s carries NaN",
    (name) => {
      expect(elementary[name](NaN)).toBe(NaN);
    },
  );
  it("raises to powers as ECMAScript does", () => {
    const special = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 1e-300, Infinity, -Infinity, NaN];
    const exponents = [...special, 1.5, -1.5, 2 ** 53, 2 ** 53 - 1, 1e300, -1e300, 1023, -1074];
    for (const x of special)
      for (const y of exponents) {
        const [ours, theirs] = [pow(x, y), x ** y];
        // Math.pow may be off in its last bits, but not where the result is special.
        const close = Math.abs(ours / theirs - 1) < 1e-15;
        if (!close) expect([x, y, ours]).toEqual([x, y, theirs]);
      }
  });
  it("gives a power exactly where it is a double", () => {
    for (let base = 2; base < 40; base++)
      for (let n = 0, power = 1; power < 2 ** 53; n++, power *= base) {
        expect(pow(base, n)).toBe(power);
        expect(pow(power, 1)).toBe(power);
      }
    for (let n = -1074; n < 1024; n++) expect(pow(2, n)).toBe(fromPower(n));
  });
  /** 2^n by its bits. */
  const fromPower = (n: number): number => {
    bits.setBigUint64(0, n < -1022 ? 1n << BigInt(n + 1074) : BigInt(n + 1023) << 52n);
    return bits.getFloat64(0);
  };
});

describe("symmetries", () => {
  const any = fc.double({ noNaN: true });
  it("sin and tanh are odd and cos is even, bit by bit", () => {
    fc.assert(
      fc.property(fc.oneof(any, fc.double({ min: -20, max: 20, noNaN: true })), (x) => {
        expect(sin(-x)).toBe(-sin(x));
        expect(tanh(-x)).toBe(-tanh(x));
        expect(cos(-x)).toBe(cos(x));
      }),
    );
  });
  it("sine and cosine stay in [−1, 1] and tanh in [−1, 1]", () => {
    fc.assert(
      fc.property(any, (x) => {
        if (Number.isFinite(x)) {
          expect(Math.abs(sin(x))).toBeLessThanOrEqual(1);
          expect(Math.abs(cos(x))).toBeLessThanOrEqual(1);
        }
        expect(Math.abs(tanh(x))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("the double that comes closest to a multiple of π/2", () => {
  it("has a cosine of 4.7e-19", () => {
    const x = 6381956970095103 * 2 ** 797;
    expect(cos(x)).toBe(-4.6871659242546277e-19);
    expect(sin(x)).toBe(1);
  });
});

describe("monotonicity where formulas change", () => {
  // The argument at which the function changes its formula or its range ends.
  const seams: [Name, number[], 1 | -1][] = [
    ["exp", [0, 1, Math.LN2 / 256, -708.3964185322641, 709.782712893384, -745.1332191019411], 1],
    ["expm1", [0.125, -0.125, 60, -37.5, 2 ** -54], 1],
    ["log", [1, 0.70703125, 1.4140625, 2, 2 ** -1022, 1 + 1 / 256, 1 - 1 / 256], 1],
    ["log1p", [2 ** -54, 1, -0.29296875, 0.4140625, 2 ** 53], 1],
    ["tanh", [0.125, 19.07, 19.06, 2 ** -28], 1],
    ["sigmoid", [-44, 40, 37, -708.4], 1],
    ["sin", [0.125, Math.PI / 4, 2 ** -27, 1.5], 1],
    ["cos", [1 / 128, Math.PI / 4, 3.1], -1],
  ];
  it.each(seams)("%s is monotone at %j", (name, places, direction) => {
    const f = elementary[name as "exp"];
    for (const x of places)
      for (let i = -400, last = f(step(x, -401)); i <= 400; i++) {
        const value = f(step(x, i));
        expect(direction * (value - last), `${name}(${step(x, i)})`).not.toBeLessThan(0);
        last = value;
      }
  });
});

describe("agreement with the engine", () => {
  it("differs from Math by 2 ulps at most", () => {
    const wide = fc.double({ noNaN: true });
    const near = fc.double({ min: -30, max: 30, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(wide, near), (x) => {
        for (const name of ["exp", "expm1", "log", "log1p", "sin", "cos", "tanh"] as const) {
          const [ours, theirs] = [elementary[name](x), Math[name](x)];
          if (Number.isNaN(theirs)) expect(ours).toBe(NaN);
          else expect(Number(place(ours) - place(theirs)), `${name}(${x})`).toBeLessThanOrEqual(2);
          if (!Number.isNaN(theirs))
            expect(Number(place(theirs) - place(ours)), `${name}(${x})`).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the same bits for ever", () => {
  it("is made of operations that every engine rounds alike", () => {
    const room = new URL("../../lib/numerics/", import.meta.url);
    const own = readdirSync(new URL("elementary/", room)).map((file) => `elementary/${file}`);
    const files = [...own, "errorFree.ts", "doubleDouble.ts"];
    expect(files.length).toBe(13);
    for (const file of files) {
      const text = readFileSync(new URL(file, room), "utf8");
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ""); // without comments
      const calls = new Set(code.match(/Math\.\w+/g));
      for (const exact of ["abs", "floor", "min", "sqrt"]) calls.delete(`Math.${exact}`);
      const powers = file.startsWith("elementary") ? (code.match(/.*\*\*.*/g) ?? []) : [];
      expect([file, ...calls, ...powers]).toEqual([file]);
    }
  });
  it("is pinned", () => {
    const values = [exp(1.5), expm1(0.3), log(7), log1p(0.1), sin(1e22), cos(3), tanh(0.5)];
    expect([...values, sigmoid(-2), pow(1.1, 97.3)]).toEqual([
      4.4816890703380645, 0.3498588075760031, 1.9459101490553132, 0.09531017980432487,
      -0.8522008497671888, -0.9899924966004454, 0.46211715726000974, 0.11920292202211756,
      10653.89140948658,
    ]);
  });
});
