import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import {
  type FloatFormat,
  type FloatFormatOptions,
  floatFormat,
  type Overflow,
} from "../../lib/precision/formats/format.js";
import { formatNamed } from "../../lib/precision/formats/formats.js";
import { roundArray } from "../../lib/precision/rounding/roundArray.js";
import type { RoundingMode } from "../../lib/precision/rounding/rounding.js";
import { rounder, roundTo } from "../../lib/precision/rounding/roundTo.js";

// The format of the files is described at the top of generate.py. NH_GOLDEN names a folder of
// other ones, made by `generate.py <many> <folder> <seed>`.
const folder = process.env.NH_GOLDEN
  ? pathToFileURL(`${process.env.NH_GOLDEN}/`)
  : new URL("../fixtures/precision/", import.meta.url);
const groups = { presets: 15, significandBits: 53, fixedPoint: 20, custom: 31 };

const modes: readonly RoundingMode[] = [
  "down",
  "up",
  "nearest-even",
  "nearest-away",
  "nearest-to-zero",
  "toward-zero",
  "to-odd",
];

/** Inputs and, for every mode, their roundings under one overflow policy of one format. */
interface Section {
  readonly format: FloatFormat;
  readonly overflow: Overflow;
  readonly inputs: number[];
  readonly expected: Record<string, number[]>;
}

const view = new DataView(new ArrayBuffer(8));

/** The double written as hexadecimal digits of its bits, trailing zeros left out. */
function fromHex(text: string): number {
  if (text === "nan") return NaN;
  const digits = text.padEnd(16, "0");
  view.setUint32(0, Number.parseInt(digits.slice(0, 8), 16));
  view.setUint32(4, Number.parseInt(digits.slice(8), 16));
  return view.getFloat64(0);
}

/** A described format: the library's own of that name, if it is one, and the same. */
function formatOf(description: FloatFormatOptions, group: string): FloatFormat {
  if (group === "custom") return floatFormat(description);
  const format = formatNamed(description.name);
  expect(format).toMatchObject(description);
  return format;
}

function sectionsOf(group: string): Section[] {
  const sections: Section[] = [];
  let format: FloatFormat | undefined;
  for (const line of readFileSync(new URL(`${group}.txt`, folder), "utf8")
    .trim()
    .split("\n")) {
    const [first, ...others] = line.split(" ");
    if (first === "format") format = formatOf(JSON.parse(line.slice(7)), group);
    else if (first === "overflow")
      sections.push({
        format: format as FloatFormat,
        overflow: others[0] as Overflow,
        inputs: [],
        expected: Object.fromEntries(modes.map((mode) => [mode, []])),
      });
    else {
      const { inputs, expected } = sections[sections.length - 1];
      const x = fromHex(first);
      const down = others[0] === "=" ? x : fromHex(others[0]);
      const up = others.length > 1 ? fromHex(others[1]) : down;
      const letters = `du${others[2] ?? "ddddd"}`;
      inputs.push(x);
      modes.forEach((mode, i) => {
        expected[mode].push(letters[i] === "d" ? down : up);
      });
    }
  }
  return sections;
}

const shown = (x: number): string => (Object.is(x, -0) ? "-0" : String(x));

/** The mismatches of one way to round, at most five of them to be read. */
function mismatches(
  { format, overflow, inputs, expected }: Section,
  mode: RoundingMode,
  way: string,
  got: (i: number) => number,
): string[] {
  const wrong: string[] = [];
  for (let i = 0; i < inputs.length; i++)
    if (!Object.is(got(i), expected[mode][i]))
      wrong.push(
        `${way}, ${format.name}, ${mode}, ${overflow}: ${shown(inputs[i])} gave ${shown(got(i))}, ` +
          `not ${shown(expected[mode][i])}`,
      );
  return wrong.slice(0, 5);
}

/** Whether every number of the format is one of float32's. */
const fitsFloat32 = ({ significandBits: p, minExponent, maxFinite, lowest }: FloatFormat) =>
  p <= 24 && minExponent - p + 1 >= -149 && maxFinite < 2 ** 128 && -lowest < 2 ** 128;

function everyWay(section: Section): string[] {
  const { format, overflow, inputs } = section;
  const wrong: string[] = [];
  for (const rounding of modes) {
    const options = { rounding, overflow };
    const fl = rounder(format, options);
    const array = roundArray(Float64Array.from(inputs), format, options);
    const parts = Float64Array.from(inputs); // short ones do not go through the kernels
    for (let i = 0; i < parts.length; i += 100)
      roundArray(parts.subarray(i, i + 100), format, options);
    wrong.push(
      ...mismatches(section, rounding, "roundTo", (i) => roundTo(inputs[i], format, options)),
      ...mismatches(section, rounding, "rounder", (i) => fl(inputs[i])),
      ...mismatches(section, rounding, "roundArray", (i) => array[i]),
      ...mismatches(section, rounding, "roundArray by hundreds", (i) => parts[i]),
    );
  }
  if (overflow === format.overflow) {
    const [fl, array] = [rounder(format), roundArray(Float64Array.from(inputs), format)];
    for (const [way, got] of Object.entries({
      "roundTo without options": (i: number) => roundTo(inputs[i], format),
      "rounder without options": (i: number) => fl(inputs[i]),
      "roundArray without options": (i: number) => array[i],
    }))
      wrong.push(...mismatches(section, "nearest-even", way, got));
  }
  return fitsFloat32(format) ? [...wrong, ...inSingles(section)] : wrong;
}

/** The inputs that are singles, in a Float32Array. */
function inSingles(section: Section): string[] {
  const kept = section.inputs.flatMap((x, i) => (Object.is(Math.fround(x), x) ? [i] : []));
  const pick = (values: number[]): number[] => kept.map((i) => values[i]);
  const inputs = pick(section.inputs);
  return modes.flatMap((rounding) => {
    const expected = { [rounding]: pick(section.expected[rounding]) };
    const { format, overflow } = section;
    const array = roundArray(Float32Array.from(inputs), format, { rounding, overflow });
    return mismatches({ ...section, inputs, expected }, rounding, "Float32Array", (i) => array[i]);
  });
}

describe("agreement with MPFR in every mode and overflow policy, by every way to round", () => {
  it.each(Object.entries(groups))(
    "in the %s",
    (group, count) => {
      const sections = sectionsOf(group);
      const names = new Set(sections.map((s) => s.format.name));
      expect(names.size).toBe(count + (process.env.NH_GOLDEN && group === "custom" ? 100 : 0));
      const sizes = sections.map((s) => s.inputs.length);
      expect(Math.max(...sizes)).toBeGreaterThan(100);
      expect(sections.flatMap(everyWay)).toEqual([]);
      if (process.env.NH_GOLDEN)
        console.info(`${group}: ${sizes.reduce((a, b) => a + b)} inputs in ${modes.length} modes`);
    },
    600_000,
  );
});
