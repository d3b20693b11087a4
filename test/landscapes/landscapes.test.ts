import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { criticalPoints } from "../../lib/landscapes/criticalPoints.js";
import { landscapeNamed, landscapes } from "../../lib/landscapes/landscapes.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { startGrid } from "./byHand.js";

interface GoldenPoint {
  readonly point: number[];
  readonly loss: number;
  readonly eigenvalues: number[];
}
const golden: Record<string, GoldenPoint[]> = JSON.parse(
  readFileSync(new URL("../fixtures/landscapes/criticalPoints.json", import.meta.url), "utf8"),
);

const everyOne: readonly Objective[] = [
  ...landscapes,
  ...["curvedFunnel(K=10)", "curvedFunnel(K=1000)", "rosenbrock(n=3)"].map(landscapeNamed),
];
const distance = (p: readonly number[], q: readonly number[]): number =>
  Math.max(...p.map((value, i) => Math.abs(value - q[i])));
const nearest = <P extends { readonly point: readonly number[] }>(
  all: readonly P[],
  to: readonly number[],
): P => all.reduce((a, b) => (distance(a.point, to) <= distance(b.point, to) ? a : b));

describe("landscapeNamed", () => {
  it("finds every landscape by its name", () => {
    for (const landscape of landscapes) expect(landscapeNamed(landscape.name)).toBe(landscape);
    expect(new Set(landscapes.map((l) => l.name)).size).toBe(8);
  });
  it("reads parameters", () => {
    for (const name of ["curvedFunnel(K=200)", "rosenbrock(n=5)", "quadratic(-1,0.5,1e3)"])
      expect(landscapeNamed(name).name).toBe(name.replace("1e3", "1000"));
    expect(landscapeNamed("rosenbrock(n=5)").dimension).toBe(5);
    expect(landscapeNamed("quadratic(1,100)").gradient(Float64Array.of(1, 1))[1]).toBe(100);
  });
  it("refuses another name with the list of those that exist", () => {
    for (const name of ["hill", "", "quadratic()", "quadratic(1,,2)", "curvedFunnel(60)"])
      expect(() => landscapeNamed(name)).toThrow(
        `landscapeNamed: no landscape "${name}"; there is twoValleys, saddleGauntlet, curvedFunnel(K=60), quadratic(1,10), mullerBrown, himmelblau, rosenbrock, threeHumpCamel`,
      );
    expect(() => landscapeNamed("curvedFunnel(K=many)")).toThrow("curvedFunnel: expected");
    expect(() => landscapeNamed("rosenbrock(n=1.5)")).toThrow("rosenbrock: expected");
    expect(() => landscapeNamed("quadratic(1,two)")).toThrow("quadratic: expected");
  });
});

describe.each(everyOne.map((l) => [l.name, l] as const))("%s", (name, landscape) => {
  const table = landscape.criticalPoints ?? [];
  it("has the critical points that the library finds, certifies and proves to be all", () => {
    const search = criticalPoints(landscape);
    expect(search.complete).toBe(true);
    expect(search.points.length).toBe(table.length);
    for (const { point, loss, morseIndex, eigenvalues = [] } of table) {
      const found = nearest(search.points, point);
      expect(found.certified).toBe(true);
      expect(distance(found.point, point)).toBeLessThanOrEqual(1e-12);
      expect(found.radius).toBeLessThanOrEqual(1e-12);
      expect(Math.abs(found.loss - loss)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(loss)));
      expect(found.morseIndex).toBe(morseIndex);
      expect(eigenvalues.length).toBe(landscape.dimension);
      const largest = Math.max(...eigenvalues.map(Math.abs));
      expect(distance(found.eigenvalues, eigenvalues)).toBeLessThanOrEqual(1e-12 * largest);
    }
  });
  it("has a gradient outward along the domain's boundary, and indices that sum to 1", () => {
    const { outward, boundaryDegree, indexSum } = criticalPoints(landscape);
    expect(outward).toBe(!name.startsWith("rosenbrock"));
    // On Two Valleys' ridge, a kink, the saddle between its minima has no gradient of 0.
    expect(indexSum).toBe(name === "twoValleys" ? 2 : 1);
    if (name === "rosenbrock") expect(boundaryDegree).toBe(1);
  });
  it("names its critical points, each by another name", () => {
    expect(new Set(table.map((c) => c.name)).size).toBe(table.length);
    expect(table.every((c) => c.name)).toBe(true);
  });
  it("has its start region and its critical points inside its domain", () => {
    const { lower, upper } = landscape.domain ?? { lower: [], upper: [] };
    const inside = (p: readonly number[]): boolean =>
      p.every((value, i) => lower[i] <= value && value <= upper[i]);
    expect(startGrid(landscape, 2).every(inside)).toBe(true);
    expect(table.every(({ point }) => inside(point))).toBe(true);
  });
});

describe("the table of critical points", () => {
  it.each(Object.entries(golden))(
    "of %s is what Newton's iteration with 40 digits gives",
    (name, points) => {
      const table = landscapeNamed(name).criticalPoints ?? [];
      expect(table.length).toBe(points.length);
      for (const { point, loss, morseIndex, eigenvalues = [] } of table) {
        const exact = nearest(points, point);
        const size = Math.max(1, ...exact.point.map(Math.abs));
        expect(distance(exact.point, point)).toBeLessThanOrEqual(2.3e-16 * size);
        expect(Math.abs(loss - exact.loss)).toBeLessThanOrEqual(
          2.3e-16 * Math.max(1, Math.abs(loss)),
        );
        expect(morseIndex).toBe(exact.eigenvalues.filter((value) => value < 0).length);
        exact.eigenvalues.forEach((value, i) => {
          expect(Math.abs(eigenvalues[i] / value - 1)).toBeLessThanOrEqual(2e-15);
        });
      }
    },
  );
  it("is golden for every landscape but two, whose tables are exact", () => {
    const others = everyOne.map((l) => l.name).filter((name) => !(name in golden));
    expect(others).toEqual(["twoValleys", "quadratic(1,10)"]);
  });
});
