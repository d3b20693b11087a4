import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bettiCurve } from "../../lib/topology/diagrams/bettiCurve.js";
import type { Diagram } from "../../lib/topology/diagrams/diagram.js";
import { diagramOf } from "../../lib/topology/diagrams/diagramOf.js";
import { persistenceEntropy } from "../../lib/topology/diagrams/persistenceEntropy.js";
import { persistenceImage } from "../../lib/topology/diagrams/persistenceImage.js";
import { persistenceLandscape } from "../../lib/topology/diagrams/persistenceLandscape.js";
import { totalPersistence } from "../../lib/topology/diagrams/totalPersistence.js";

interface Fixture {
  name: string;
  births: number[];
  deaths: number[];
  at: number[];
  betti: number[];
  landscape: number[];
  entropy: number;
  range: [[number, number], [number, number]];
  bandwidth: number;
  image: number[];
  flat: number[];
}
const fixtures: Fixture[] = JSON.parse(
  readFileSync(new URL("../fixtures/diagrams/summaries.json", import.meta.url), "utf8"),
);
const fixtureDiagram = ({ births, deaths }: Fixture): Diagram => diagramOf(1, births, deaths);

const empty = diagramOf(0, [], []);
/** Essential bars and others. */
const mixed = diagramOf(0, [0, 1, 4], [Infinity, 3, Infinity]);
const turned = ({ dimension, births, deaths }: Diagram): Diagram =>
  diagramOf(
    dimension,
    births.map((birth) => 0 - birth),
    deaths.map((death) => 0 - death),
  );
const diagrams = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 6 })))
  .map((bars) =>
    diagramOf(
      1,
      bars.map(([birth]) => birth),
      bars.map(([birth, length]) => birth + length),
    ),
  );
const unfit = { dimension: 0, births: Float64Array.of(0, 1), deaths: Float64Array.of(1) };
const undefinedEnd = { dimension: 0, births: Float64Array.of(0), deaths: Float64Array.of(NaN) };
const bornBefore = diagramOf(0, [-Infinity], [1]);

function expectClose(found: Float64Array, expected: number[], name: string): void {
  expect(found.length, name).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs), 1e-300);
  expected.forEach((value, i) => {
    expect(Math.abs(found[i] - value) / scale, `${name}: ${found[i]} at ${i}`).toBeLessThan(1e-9);
  });
}

describe("bettiCurve", () => {
  it("counts what GUDHI counts", () => {
    for (const fixture of fixtures)
      expect([...bettiCurve(fixtureDiagram(fixture), fixture.at)]).toEqual(fixture.betti);
  });

  it("counts a bar from its birth on, its death no longer", () => {
    const at = [-Infinity, 0, 1, 3, 4, Infinity];
    expect([...bettiCurve(mixed, at)]).toEqual([0, 1, 2, 1, 2, 0]);
    const below = at.map((level) => 0 - level);
    expect([...bettiCurve(turned(mixed), below)]).toEqual([0, 1, 2, 1, 2, 0]);
    expect([...bettiCurve(empty, at)]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...bettiCurve(mixed, [])]).toEqual([]);
    expect([...bettiCurve(bornBefore, [-Infinity, 0, 1])]).toEqual([1, 1, 0]);
  });

  it("agrees with the definition", () => {
    const levels = fc.array(fc.integer({ min: -1, max: 15 }));
    fc.assert(
      fc.property(diagrams, levels, (diagram, at) => {
        const alive = (t: number) =>
          diagram.births.filter((birth, k) => birth <= t && t < diagram.deaths[k]).length;
        expect([...bettiCurve(diagram, at)]).toEqual(at.map(alive));
      }),
    );
  });

  it("refuses NaN and births without deaths", () => {
    expect(() => bettiCurve(mixed, [0, NaN])).toThrow(/levels must be numbers, got NaN at 1/);
    expect(() => bettiCurve(undefinedEnd, [0])).toThrow(/got the bar \(0, NaN\) at 0/);
    expect(() => bettiCurve(unfit, [0])).toThrow(/as many deaths as births, got 1 and 2/);
  });
});

describe("totalPersistence", () => {
  it("adds powers of lengths, those of essential bars up to the cap", () => {
    expect(totalPersistence(mixed)).toBe(2);
    expect(totalPersistence(mixed, { cap: 10 })).toBe(2 + 10 + 6);
    expect(totalPersistence(mixed, { cap: 4 })).toBe(2 + 4);
    expect(totalPersistence(mixed, { cap: 10, order: 2 })).toBe(4 + 100 + 36);
    expect(totalPersistence(mixed, { order: 3 })).toBe(8);
    expect(totalPersistence(mixed, { order: 0.5 })).toBeCloseTo(Math.SQRT2, 15);
    expect(totalPersistence(turned(mixed), { cap: -10 })).toBe(18);
    expect(totalPersistence(empty)).toBe(0);
  });

  it("loses nothing to cancellation of sizes", () => {
    const births = new Float64Array(1001);
    const deaths = new Float64Array(1001).fill(2 ** -53);
    deaths[0] = 1;
    expect(totalPersistence(diagramOf(0, births, deaths))).toBe(1 + 1000 * 2 ** -53);
  });

  it("refuses orders, caps and diagrams that give no number", () => {
    for (const order of [0, -1, Infinity, NaN])
      expect(() => totalPersistence(mixed, { order })).toThrow(/order must be finite and > 0/);
    expect(() => totalPersistence(mixed, { cap: Infinity })).toThrow(/cap must be finite/);
    expect(() => totalPersistence(bornBefore)).toThrow(/finite births.*\(-Infinity, 1\) at 0/);
    expect(() => totalPersistence(undefinedEnd)).toThrow(RangeError);
    expect(() => totalPersistence(unfit)).toThrow(/totalPersistence: expected as many deaths/);
    expect(() => totalPersistence(mixed, { power: 2 } as object)).toThrow(TypeError);
  });
});

describe("persistenceEntropy", () => {
  it("is GUDHI's", () => {
    for (const fixture of fixtures)
      expect(persistenceEntropy(fixtureDiagram(fixture))).toBeCloseTo(fixture.entropy, 9);
  });

  it("is 0 for one bar and ln n for n equal ones, in any units", () => {
    expect(persistenceEntropy(empty)).toBe(0);
    expect(persistenceEntropy(mixed)).toBe(0);
    const equal = (unit: number) => diagramOf(0, [0, 0, 0, unit], [unit, unit, unit, 2 * unit]);
    for (const unit of [1, 2 ** -1074, -3, 2 ** 1022])
      expect(persistenceEntropy(equal(unit))).toBeCloseTo(2 * Math.LN2, 15);
    const huge = diagramOf(0, [-1.5e308, -1.5e308], [1.5e308, 1.2e308]);
    expect(persistenceEntropy(huge)).toBeCloseTo(
      persistenceEntropy(diagramOf(0, [0, 0], [30, 27])),
      14,
    );
    expect(persistenceEntropy(mixed, { cap: 3 })).toBeCloseTo(
      0.4 * Math.log(5 / 2) + 0.6 * Math.log(5 / 3),
      15,
    );
  });

  it("refuses a cap that is infinite, and options that nobody reads", () => {
    expect(() => persistenceEntropy(mixed, { cap: NaN })).toThrow(/cap must be finite, got NaN/);
    expect(() => persistenceEntropy(mixed, { base: 2 } as object)).toThrow(TypeError);
  });
});

describe("persistenceLandscape", () => {
  it("is GUDHI's, without its factor √2", () => {
    for (const fixture of fixtures) {
      const found = persistenceLandscape(fixtureDiagram(fixture), { at: fixture.at, layers: 4 });
      expectClose(found, fixture.landscape, fixture.name);
    }
  });

  it("has descending layers whose sum is that of the tents", () => {
    fc.assert(
      fc.property(diagrams, fc.integer({ min: 0, max: 28 }), (diagram, twice) => {
        const level = twice / 2;
        const layers = Math.max(1, diagram.births.length);
        const heights = persistenceLandscape(diagram, { at: [level], layers });
        const tents = diagram.births.map((birth, k) =>
          Math.max(0, Math.min(level - birth, diagram.deaths[k] - level)),
        );
        const descending = [...tents].sort((a, b) => b - a);
        expect([...heights]).toEqual(descending.length ? descending : [0]);
        expect(persistenceLandscape(turned(diagram), { at: [-level], layers })).toEqual(heights);
      }),
    );
  });

  it("leaves essential bars out or ends them at the cap", () => {
    const at = [2, 5];
    expect([...persistenceLandscape(mixed, { at, layers: 2 })]).toEqual([1, 0, 0, 0]);
    expect([...persistenceLandscape(mixed, { at, layers: 2, cap: 8 })]).toEqual([2, 3, 1, 1]);
    expect([...persistenceLandscape(empty, { at, layers: 1 })]).toEqual([0, 0]);
    expect(persistenceLandscape(mixed, { at: [] }).length).toBe(0);
  });

  it("refuses layers, levels and diagrams that give no number", () => {
    for (const layers of [0, 1.5, NaN])
      expect(() => persistenceLandscape(mixed, { at: [0], layers })).toThrow(/layers must be/);
    expect(() => persistenceLandscape(mixed, { at: [0, Infinity] })).toThrow(/got Infinity at 1/);
    expect(() => persistenceLandscape(bornBefore, { at: [0] })).toThrow(/finite births/);
  });
});

describe("persistenceImage", () => {
  it("is GUDHI's at the centres of the pixels", () => {
    for (const fixture of fixtures) {
      const [birth, persistence] = fixture.range;
      const { bandwidth } = fixture;
      const resolution = { columns: 5, rows: 4 };
      const options = { bandwidth, resolution, range: { birth, persistence } };
      const diagram = fixtureDiagram(fixture);
      const { births, persistences, values } = persistenceImage(diagram, options);
      expect([births.length, persistences.length]).toEqual([5, 4]);
      expectClose(values, fixture.image, fixture.name);
      const flat = persistenceImage(diagram, { ...options, weight: () => 1 });
      expectClose(flat.values, fixture.flat, fixture.name);
    }
  });

  const range = { birth: [-5, 15], persistence: [-5, 15] } as const;

  it("integrates to the sum of the weights", () => {
    const options = { bandwidth: 1, range, resolution: 40, cap: 6 };
    const { values } = persistenceImage(mixed, options);
    expect(values.reduce((sum, value) => sum + value / 4, 0)).toBeCloseTo(6 + 2 + 2, 4);
    const none = persistenceImage(empty, options).values;
    expect(none).toEqual(new Float64Array(1600));
  });

  it("is the same for bars that run downwards, births mirrored", () => {
    const options = { bandwidth: 2, range, resolution: 2 };
    const mirrored = { birth: [-15, 5], persistence: [-5, 15] } as const;
    const [a, b, c, d] = persistenceImage(mixed, options).values;
    const below = persistenceImage(turned(mixed), { ...options, range: mirrored });
    expect([...below.values]).toEqual([b, a, d, c]);
  });

  it("refuses options that give no image", () => {
    const good = { bandwidth: 1, range };
    const refusal = (change: object) =>
      expect(() => persistenceImage(mixed, { ...good, ...change }));
    for (const bandwidth of [0, -1, NaN, Infinity])
      refusal({ bandwidth }).toThrow(/bandwidth must be finite and > 0/);
    refusal({ resolution: 0 }).toThrow(/resolution must be integers >= 1, got 0/);
    refusal({ resolution: { columns: 2 } }).toThrow(/resolution must be.*undefined/);
    refusal({ range: undefined }).toThrow(/range.birth must be two finite numbers/);
    refusal({ range: { ...range, persistence: [1, 1] } }).toThrow(/range.persistence must be/);
    refusal({ weight: () => NaN }).toThrow(/weights must be finite, got NaN for birth 1/);
    refusal({ sigma: 1 }).toThrow(TypeError);
  });
});

describe("bettiCurve of both directions", () => {
  it("is refused, as a diagram is of sublevel or of superlevel sets", () => {
    const both = { dimension: 1, births: Float64Array.of(0, 3), deaths: Float64Array.of(2, 1) };
    expect(() => bettiCurve(both, [0, 1])).toThrow(
      "bettiCurve: expected all births below or all above their deaths, got both",
    );
  });
});
