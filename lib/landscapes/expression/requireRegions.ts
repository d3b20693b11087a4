import { pow } from "../../numerics/elementary/elementary.js";
import type { LandscapeOptions } from "../landscapeFromFunction.js";
import type { Box } from "../objective.js";

/** Names of the options of every landscape. */
export const landscapeOptions: readonly string[] = [
  "name",
  "domain",
  "startRegion",
  "criticalPoints",
];

/**
 * Checks the options of a landscape against its dimension.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if the name is no text
 * @throws RangeError if a box is empty, not finite or of another dimension, or if the start
 *   region or a critical point is not within the domain
 */
export function requireRegions(
  { name, domain, startRegion, criticalPoints = [] }: LandscapeOptions,
  dimension: number,
  caller: string,
): void {
  if (name !== undefined && (typeof name !== "string" || name === ""))
    throw new TypeError(`${caller}: expected a name of at least 1 character, got ${String(name)}`);
  if (domain) requireBox(domain, dimension, `${caller}: domain`);
  if (startRegion) {
    requireBox(startRegion, dimension, `${caller}: startRegion`);
    for (const corner of [startRegion.lower, startRegion.upper])
      requireInside(corner, domain, `${caller}: startRegion`);
  }
  if (!Array.isArray(criticalPoints))
    throw new TypeError(
      `${caller}: expected critical points as a list, got ${String(criticalPoints)}`,
    );
  for (const critical of criticalPoints) {
    const point = critical?.point;
    requireNumbers(point, dimension, `${caller}: critical point`);
    requireInside(point, domain, `${caller}: critical point`);
  }
}

function requireBox(box: Box, dimension: number, what: string): void {
  const { lower, upper } = box;
  requireNumbers(lower, dimension, `${what}.lower`);
  requireNumbers(upper, dimension, `${what}.upper`);
  lower.forEach((least, i) => {
    if (!(least < upper[i]))
      throw new RangeError(
        `${what}: expected lower < upper, got [${least}, ${upper[i]}] for coordinate ${i}`,
      );
  });
}

function requireNumbers(x: readonly number[], dimension: number, what: string): void {
  if (!x || x.length !== dimension || !Array.from(x).every((value) => Number.isFinite(value)))
    throw new RangeError(
      `${what}: expected ${dimension} finite numbers, got ${x ? `(${Array.from(x).join(", ")})` : String(x)}`,
    );
}

function requireInside(x: readonly number[], domain: Box | undefined, what: string): void {
  if (domain && !Array.from(x).every((c, i) => domain.lower[i] <= c && c <= domain.upper[i]))
    throw new RangeError(
      `${what}: expected a point of the domain, got (${Array.from(x).join(", ")}) outside ${boxText(domain)}`,
    );
}

const boxText = ({ lower, upper }: Box): string =>
  lower.map((least, i) => `[${least}, ${upper[i]}]`).join(" × ");

/** Points of a low-discrepancy sequence that a domain is tried at. */
const TRIED = 64;

/**
 * Points at which a loss is tried: the centre, the corners (of more than 10 dimensions only the
 * lowest and the highest) and 64 points of the R_d sequence.
 *
 * @see Roberts (2018), The unreasonable effectiveness of quasirandom sequences: θ_i is the
 *   fractional part of ½ + k/φ^(i+1), φ > 1 the root of φ^(d+1) = φ + 1
 */
export function* samplePoints({ lower, upper }: Box): Generator<Float64Array> {
  const n = lower.length;
  const at = (share: (i: number) => number): Float64Array =>
    Float64Array.from(lower, (least, i) => {
      const t = share(i);
      return least * (1 - t) + upper[i] * t;
    });
  yield at(() => 0.5);
  const corners = n <= 10 ? 2 ** n : 2;
  for (let corner = 0; corner < corners; corner++)
    yield at((i) => (n <= 10 ? (corner >> i) & 1 : corner));
  let ratio = 1.5;
  for (let step = 0; step < 40; step++) ratio = pow(1 + ratio, 1 / (n + 1));
  const strides = Array.from({ length: n }, (_, i) => pow(ratio, -(i + 1)));
  for (let k = 1; k <= TRIED; k++)
    yield at((i) => {
      const place = 0.5 + k * strides[i];
      return place - Math.floor(place);
    });
}

/**
 * Checks that a loss is finite where its domain is tried.
 *
 * @param explain - the error for a point where it is not
 */
export function requireFiniteLoss(
  loss: (theta: Float64Array) => number,
  domain: Box | undefined,
  explain: (theta: Float64Array, value: number) => RangeError,
): void {
  if (!domain) return;
  for (const theta of samplePoints(domain)) {
    const value = loss(theta);
    if (!Number.isFinite(value)) throw explain(theta, value);
  }
}
