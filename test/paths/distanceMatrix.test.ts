import { describe, expect, it } from "vitest";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { distanceBetween } from "../../lib/numerics/distances.js";
import { inThisThread } from "../../lib/numerics/jobs.js";
import { randomStream } from "../../lib/numerics/random.js";
import { discreteFrechet } from "../../lib/paths/discreteFrechet.js";
import { distanceMatrix, type PathDistances } from "../../lib/paths/distanceMatrix.js";
import { dynamicTimeWarping } from "../../lib/paths/dynamicTimeWarping.js";
import { endPointDistance } from "../../lib/paths/endPointDistance.js";
import {
  clockWithin,
  squaredEnds,
  tightestOfNearest,
  walled,
} from "../../lib/paths/frechetCertificate.js";
import { programmeSpace, squaredByProgramme } from "../../lib/paths/frechetProgramme.js";
import { signedPermutation } from "../../lib/paths/isometry.js";
import type { Path } from "../../lib/paths/path.js";
import { symmetricDistance } from "../../lib/paths/symmetricDistance.js";
import { squaredDistance } from "../../lib/paths/vertexDistance.js";
import { formatNamed } from "../../lib/precision/formats/formats.js";
import { descend } from "../../lib/training/descent.js";
import { uniformStarts } from "../../lib/training/uniformStarts.js";
import { clonedWorkers } from "../clonedWorkers.js";

const path = (dim: number, ...points: number[]): Path => ({
  points: Float64Array.from(points),
  dim,
});
const line = (...points: number[]): Path => path(1, ...points);

/** Every value against the function for two paths, bit for bit. */
function expectPairwise(
  paths: readonly Path[],
  { size, values, settled }: PathDistances,
  distance: (p: Path, q: Path) => number,
): void {
  expect(size).toBe(paths.length);
  expect(values.length).toBe((size * (size - 1)) / 2);
  const found: number[] = [];
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) found.push(distance(paths[i], paths[j]));
  expect([...values]).toEqual(found);
  expect(settled.certificate + settled.decision + settled.programme).toBe(values.length);
}

/** Walks with noise, as long as `length` says for each. */
function walks(count: number, dim: number, length: (i: number) => number, noise = 2): Path[] {
  return Array.from({ length: count }, (_, i) => {
    const random = randomStream(3, "walks", i, dim);
    const points = new Float64Array(length(i) * dim);
    for (let k = dim; k < points.length; k++) points[k] = points[k - dim] + random.uniform(k) - 0.5;
    for (let k = 0; k < points.length; k++) points[k] += noise * (random.uniform(1e6 + k) - 0.5);
    return { points, dim };
  });
}

/** Descents in four formats that share a clock, each resting at its end. */
function trained(count: number): Path[] {
  const starts = uniformStarts(twoValleys, count, 4);
  const names = ["float64", "float16", "bfloat16", "float8_e4m3fn"];
  return Array.from({ length: count }, (_, i) => {
    const options = { format: formatNamed(names[i % 4]), learningRate: 0.05, maxSteps: 60 };
    const { points } = descend(twoValleys, starts.slice(2 * i, 2 * i + 2), options);
    const whole = new Float64Array(122);
    for (let k = 0; k < 122; k++) whole[k] = k < points.length ? points[k] : whole[k - 2];
    return { points: whole, dim: 2 };
  });
}

describe("distanceMatrix", () => {
  it("knows paths that stay where they are, whatever was compared before", async () => {
    // without the repetitions one vertex against one, after a search that left its leash behind
    const paths = [line(5, 3), line(4, 5, 2), line(3), line(3, 3), line(7, 7, 7, 7)];
    expectPairwise(paths, await distanceMatrix(paths), discreteFrechet);
    const turned = [...paths].reverse();
    expectPairwise(turned, await distanceMatrix(turned), discreteFrechet);
  });

  it("has the bits of the functions for two paths, however a pair is settled", async () => {
    const anywhere = walks(20, 2, () => 40, 50);
    for (const paths of [
      trained(90),
      walks(40, 1, (i) => 20 + (i % 30)),
      walks(70, 2, () => 40),
      walks(30, 3, (i) => 1 + 2 * i),
      walks(24, 13, () => 50),
      anywhere.map(({ points, dim }) => ({ points: points.map(Math.round), dim })),
    ]) {
      expectPairwise(paths, await distanceMatrix(paths), discreteFrechet);
      const warping = await distanceMatrix(paths.slice(0, 20), { metric: "warping" });
      expectPairwise(paths.slice(0, 20), warping, dynamicTimeWarping);
      const endPoint = await distanceMatrix(paths, { metric: "endPoint" });
      expectPairwise(paths, endPoint, endPointDistance);
    }
  });
  it("settles a pair by a certificate, a decision or the programme, each the same distance", async () => {
    // Side by side, the end points say it all; late, the clock does not, but walking on does.
    const straight = path(2, ...Array.from({ length: 60 }, (_, k) => (k % 2 === 0 ? k / 2 : 0)));
    const beside = { points: straight.points.map((x, k) => x + (k % 2)), dim: 2 };
    const late = path(
      2,
      ...Array.from({ length: 60 }, (_, k) => (k % 2 === 0 ? Math.max(0, k - 30) : 0)),
    );
    // A bump in the middle that rises smoothly: one leash after another, by search, takes too long,
    // and who always goes on to the nearest pair goes too far.
    const bump = (height: number): Path =>
      path(
        2,
        ...Array.from({ length: 200 }, (_, k) => {
          const t = (k >> 1) / 99;
          return k % 2 === 0 ? t : 16 * height * (t * (1 - t)) ** 2;
        }),
      );
    const cases: [Path, Path, Partial<PathDistances["settled"]>][] = [
      [straight, beside, { certificate: 1 }],
      [straight, late, { decision: 1 }],
      [line(0, 5, 9), line(0, 9), { decision: 1 }],
      [bump(1), bump(-1), { programme: 1 }],
    ];
    for (const [p, q, expected] of cases) {
      const distances = await distanceMatrix([p, q]);
      const none = { certificate: 0, decision: 0, programme: 0 };
      expect(distances.settled).toEqual({ ...none, ...expected });
      expectPairwise([p, q], distances, discreteFrechet);
    }
  });
  it("needs the programme where every vertex is anywhere", async () => {
    const paths = walks(12, 2, () => 100, 1000);
    const distances = await distanceMatrix(paths);
    expect(distances.settled.programme).toBeGreaterThan(0);
    expect(distances.settled.decision).toBeGreaterThan(5);
    expectPairwise(paths, distances, discreteFrechet);
  });
  it("has a programme that is right with and without a table, and where upper words are equal", () => {
    // Numbers 1 + k·2⁻⁴⁰ have squares with few upper words, rounded ones many equal squares.
    const close = walks(8, 1, () => 40, 1000).map(({ points, dim }, i) => ({
      points: points.map((x) => (i % 2) * (1 + Math.round(x) * 2 ** -40)),
      dim,
    }));
    const coarse = walks(8, 3, (i) => 9 + i, 10).map(({ points, dim }) => ({
      points: points.map(Math.round),
      dim,
    }));
    for (const paths of [close, coarse, walks(8, 7, (i) => 3 + i), walks(8, 1, () => 30)])
      for (const room of [60, 0]) {
        const space = programmeSpace(room, room, paths[0].dim);
        for (const p of paths)
          for (const q of paths) {
            const square = squaredByProgramme(p.points, q.points, p.dim, space);
            expect(Math.sqrt(square)).toBe(discreteFrechet(p, q));
          }
      }
  });
  it("certifies by walls what the clock does not", async () => {
    const paths = trained(90);
    const distances = await distanceMatrix(paths);
    let clocks = 0;
    for (let i = 0; i < paths.length; i++)
      for (let j = 0; j < i; j++) {
        const [p, q] = [paths[i].points, paths[j].points];
        if (clockWithin(p, q, 2, squaredEnds(p, q, 2))) clocks++;
      }
    expect(distances.settled.certificate).toBeGreaterThan(clocks);
    expectPairwise(paths, distances, discreteFrechet);
  });
  it("builds walls only where no coupling is shorter", () => {
    const seen = { walls: 0, none: 0 };
    for (const paths of [walks(14, 2, (i) => 10 + i, 0.2), walks(14, 1, () => 12), trained(8)])
      for (const { points: p, dim } of paths)
        for (const { points: q } of paths) {
          const cells = (p.length / dim) * (q.length / dim);
          const exact = discreteFrechet({ points: p, dim }, { points: q, dim });
          for (let pair = 0; pair < cells; pair += 7) {
            const [i, j] = [Math.floor(pair / (q.length / dim)), pair % (q.length / dim)];
            if (walled(p, q, dim, pair)) {
              seen.walls++;
              const square = squaredDistance(p, i * dim, q, j * dim, dim);
              expect(Math.sqrt(square)).toBeLessThanOrEqual(exact);
            } else seen.none++;
          }
          for (const step of [1, -1] as const) {
            const pair = tightestOfNearest(p, q, dim, step);
            const [i, j] = [Math.floor(pair / (q.length / dim)), pair % (q.length / dim)];
            const square = squaredDistance(p, i * dim, q, j * dim, dim);
            expect(Math.sqrt(square)).toBeGreaterThanOrEqual(exact);
          }
        }
    expect(Math.min(seen.walls, seen.none)).toBeGreaterThan(100);
  });
  it("does not depend on the number of workers", async () => {
    const paths = [...trained(120), ...walks(80, 2, (i) => 10 + (i % 25))];
    const alone = await distanceMatrix(paths);
    for (const size of [1, 2, 3]) {
      const seen: [number, number][] = [];
      const onProgress = (done: number, total: number): void => {
        seen.push([done, total]);
      };
      const distances = await distanceMatrix(paths, {}, clonedWorkers(size), { onProgress });
      expect(distances).toEqual(alone);
      expect(seen.at(-1)).toEqual([10, 10]); // 4 groups of 64: 4·5/2 blocks
    }
  });
  it("takes symmetries, and the least distance under one of them", async () => {
    const isometries = [
      signedPermutation([0, 1, 2], [1, 1, 1]),
      signedPermutation([1, 0, 2], [1, 1, 1]),
      signedPermutation([0, 1, 2], [-1, 1, -1]),
      {
        matrix: Float64Array.of(0.6, -0.8, 0, 0.8, 0.6, 0, 0, 0, 1),
        translation: Float64Array.of(1, 0, 2),
      },
    ];
    const paths = walks(70, 3, (i) => 5 + (i % 9));
    for (const [metric, distance] of [
      ["frechet", discreteFrechet],
      ["warping", dynamicTimeWarping],
      ["endPoint", endPointDistance],
    ] as const) {
      const found = await distanceMatrix(paths, { metric, isometries });
      expect(found.metric).toBe(metric);
      for (const [i, j] of [
        [1, 0],
        [40, 17],
        [66, 3],
        [69, 68],
      ])
        expect(distanceBetween(found, i, j)).toBe(
          symmetricDistance(paths[i], paths[j], isometries, distance).distance,
        );
      const { certificate, decision, programme } = found.settled;
      expect(certificate + decision + programme).toBe(4 * found.values.length);
    }
  });
  it("has NaN, infinities, equal and tiny paths as the functions for two paths have them", async () => {
    const huge = walks(3, 2, () => 12).map(({ points }) =>
      path(2, ...points.map((x) => x * 1e200)),
    );
    const tiny = walks(3, 2, () => 12).map(({ points }) =>
      path(2, ...points.map((x) => x * 1e-200)),
    );
    const paths = [
      ...[path(2, 0, 0), path(2, 0, 0, 0, 0), path(2, 0, 0, NaN, 0), path(2, 0, 0, 1, Infinity)],
      ...[path(2, 3, 0, 1, Infinity), path(2, 0, 0, 1, -Infinity), path(2, -0, 0)],
      ...[...huge, ...tiny, huge[1], tiny[0]],
    ];
    expectPairwise(paths, await distanceMatrix(paths), discreteFrechet);
    expectPairwise(paths, await distanceMatrix(paths, { metric: "warping" }), dynamicTimeWarping);
    expectPairwise(paths, await distanceMatrix(paths, { metric: "endPoint" }), endPointDistance);
  });
  it("of no path or one is empty", async () => {
    for (const paths of [[], [line(1, 2)]])
      expect(await distanceMatrix(paths)).toEqual({
        ...{ size: paths.length, values: new Float64Array(0), metric: "frechet" },
        settled: { certificate: 0, decision: 0, programme: 0 },
      });
  });
  it("refuses what is no list of paths, and options that there are not", async () => {
    const ask = (paths: unknown, options: object = {}): Promise<unknown> =>
      distanceMatrix(paths as Path[], options);
    await expect(ask("paths")).rejects.toThrow(TypeError);
    await expect(ask([line(1), { points: [1], dim: 1 }])).rejects.toThrow(
      "distanceMatrix: expected points in a Float64Array, got 1 in path 1",
    );
    await expect(ask([line(1), path(2, 1, 2)])).rejects.toThrow(
      "distanceMatrix: dimensions differ, path 0 has 1 and path 1 2",
    );
    await expect(ask([line(1), line()])).rejects.toThrow(
      "distanceMatrix: expected path 1 of at least 1 whole vertex of 1, got 0 coordinates",
    );
    await expect(ask([line(1)], { metric: "hausdorff" })).rejects.toThrow(
      "distanceMatrix: expected a metric frechet, warping, endPoint, got hausdorff",
    );
    await expect(ask([line(1)], { metrics: "frechet" })).rejects.toThrow(
      'there is no option "metrics"',
    );
    await expect(ask([line(1)], { isometries: [] })).rejects.toThrow("at least 1 isometry, got 0");
    const stretch = { matrix: Float64Array.of(2) };
    await expect(ask([line(1)], { isometries: [stretch] })).rejects.toThrow(RangeError);
  });
  it("stops when it is told to", async () => {
    const stop = new AbortController();
    stop.abort(new Error("enough"));
    await expect(
      distanceMatrix(
        walks(4, 2, () => 5),
        {},
        inThisThread,
        { signal: stop.signal },
      ),
    ).rejects.toThrow("enough");
  });
});
