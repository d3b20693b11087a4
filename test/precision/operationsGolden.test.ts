import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatNamed } from "../../lib/precision/formats/formats.js";
import { type Operations, operations } from "../../lib/precision/operations/operations.js";
import type { RoundingMode } from "../../lib/precision/rounding/rounding.js";

const file =
  process.env.NH_OPERATIONS ?? new URL("../fixtures/operations/golden.txt", import.meta.url);
/** In the order of the digit's bits. */
const lettered: readonly RoundingMode[] = [
  "nearest-even",
  "nearest-away",
  "nearest-to-zero",
  "toward-zero",
  "to-odd",
];

const view = new DataView(new ArrayBuffer(8));
/** The double written as hexadecimal digits of its bits, trailing zeros left out. */
function fromHex(text: string): number {
  if (text === "nan") return NaN;
  view.setBigUint64(0, BigInt(`0x${text.padEnd(16, "0")}`));
  return view.getFloat64(0);
}

interface Section {
  readonly format: string;
  readonly op: "add" | "multiply" | "divide" | "squareRoot" | "fusedMultiplyAdd";
  readonly lines: string[];
}

function sections(): Section[] {
  const found: Section[] = [];
  let format = "";
  for (const line of readFileSync(file, "utf8").trimEnd().split("\n")) {
    const [word, name] = line.split(" ");
    if (word === "format") format = name;
    else if (word === "op") found.push({ format, op: name as Section["op"], lines: [] });
    else found[found.length - 1].lines.push(line);
  }
  return found;
}

const golden = sections();

describe("operations against MPFR, operands in the format", () => {
  it("are tested in 23 formats and five operations", () => {
    expect(golden.length).toBe(23 * 5);
  });
  it.each(golden)("$op in $format, in every deterministic mode", ({ format, op, lines }) => {
    const by = Object.fromEntries(
      [...lettered, "down", "up"].map((rounding) => [
        rounding,
        operations(formatNamed(format), { rounding: rounding as RoundingMode }),
      ]),
    ) as Record<RoundingMode, Operations>;
    const wrong: unknown[] = [];
    for (const line of lines) {
      const [left, right] = line.split(" = ");
      const operands = left.split(" ").map(fromHex) as [number, number, number];
      const [down, up = down, letter = "0"] = right.split(" ");
      const choices = Number.parseInt(letter, 32);
      const check = (mode: RoundingMode, expected: number): void => {
        const [a, b] = operands;
        const got = [by[mode][op](...operands)];
        if (op === "add") got.push(by[mode].add(b, a), by[mode].subtract(a, -b));
        if (op === "multiply") got.push(by[mode].multiply(b, a));
        for (const value of got)
          if (!Object.is(value, expected)) wrong.push({ mode, operands, expected, value });
      };
      check("down", fromHex(down));
      check("up", fromHex(up));
      for (const [i, mode] of lettered.entries())
        check(mode, fromHex(choices & (16 >> i) ? up : down));
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(lines.length).toBeGreaterThan(12);
  });
});
