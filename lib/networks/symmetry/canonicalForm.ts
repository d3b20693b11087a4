import type { Network } from "../network.js";
import { networkSymmetries, type UnitGroup, type UnitPart } from "./networkSymmetries.js";

import { settledParts, touchesItself } from "./unitAssignment.js";
import { movedGroup, negates, requireTheta, type UnitMove } from "./unitMoves.js";

/** Most orders of units that look alike from the input, over all layers. */
const MOST_ORDERS = 10_000;

/**
 * One member of the orbit of θ under the network's symmetries: the same bits for all of them.
 *
 * Layer after layer from the input on, each unit is flipped so that the first of its numbers that is
 * not 0 is positive, and the units are sorted by their numbers, the first that differs deciding.
 * A unit's numbers are those that later layers do not move (weights into it, bias; of the last
 * hidden layer also the weights out of it). Units that are alike in these are tried in all orders
 * and flips, and the order whose θ comes first is taken.
 *
 * −0 counts as 0 and becomes it, since a flip makes one of the other; NaN counts as larger than any
 * number and is always written the same way. Equal up to rounding is not equal: near a tie, two runs
 * close to each other may have canonical forms that are not; distances are `symmetricMinimum`'s.
 *
 * O(parameters + units² · parameters of a unit), times the orders that are tried.
 *
 * @param theta - `parameterCount` numbers; not changed
 * @throws RangeError if θ has another length, or more than 10,000 orders were to be tried (not with
 *   one hidden layer)
 *
 * @example
 * canonicalForm(mlp([1, 2, 1]), Float64Array.of(3, -2, 0, 1, 5, 4, 0));
 * // [2, 3, -1, 0, -4, 5, 0]
 */
export function canonicalForm(network: Network, theta: Float64Array): Float64Array {
  requireTheta(network, theta, "canonicalForm");
  const { groups } = networkSymmetries(network);
  let best: Float64Array | undefined;
  let orders = 1;
  const settle = (index: number, image: Float64Array): void => {
    if (index === groups.length) {
      if (!best || compare(image, best) < 0) best = image;
      return;
    }
    const candidates = sortedMoves(groups, index, image, MOST_ORDERS / orders);
    orders *= candidates.length;
    for (const move of candidates) settle(index + 1, movedGroup(groups[index], move, image));
    orders /= candidates.length;
  };
  settle(0, theta);
  return (best ?? theta).map((x) => (Number.isNaN(x) ? NaN : x + 0));
}

/** A unit with the flips after which its key is largest; several where flips do not touch the key. */
interface KeyedUnit {
  readonly unit: number;
  readonly key: Float64Array;
  readonly flips: readonly number[];
}

/** The moves that sort the units of a group; several where some are alike. */
function sortedMoves(
  groups: readonly UnitGroup[],
  index: number,
  theta: Float64Array,
  most: number,
): UnitMove[] {
  const group = groups[index];
  const settled = settledParts(groups, index);
  /** All that the unit has; with weights from the group to itself nothing less than all orders will do. */
  const whole = touchesItself(group) ? undefined : group.parts;
  const keyed = Array.from({ length: group.units }, (_, unit): KeyedUnit => {
    let key: Float64Array = new Float64Array(0);
    let flips: number[] = [];
    for (let choice = 0; choice < 1 << group.flips; choice++) {
      const own = unitKey(settled, unit, choice, theta);
      const order = flips.length === 0 ? 1 : compare(own, key);
      if (order > 0) [key, flips] = [own, []];
      if (order >= 0) flips.push(choice);
    }
    const distinct = flips.filter(
      (choice, k) =>
        !whole || !flips.slice(0, k).some((f) => sameUnits(whole, unit, choice, unit, f, theta)),
    );
    return { unit, key, flips: distinct };
  });
  keyed.sort((a, b) => compare(a.key, b.key));

  const classes: KeyedUnit[][] = [];
  for (const unit of keyed) {
    const last = classes[classes.length - 1];
    if (last && compare(last[0].key, unit.key) === 0) last.push(unit);
    else classes.push([unit]);
  }
  return classes.reduce<UnitMove[]>(
    (begun, units) => {
      const alike =
        whole &&
        units.every(
          ({ unit, flips }) =>
            flips.length === 1 &&
            units[0].flips.length === 1 &&
            sameUnits(whole, unit, flips[0], units[0].unit, units[0].flips[0], theta),
        );
      const orders = alike ? [units] : permutations(units, most);
      const signed = orders.flatMap((order) => flipped(order, most));
      requireOrders(begun.length * signed.length, most);
      return begun.flatMap((move) => signed.map((next) => joined(move, next)));
    },
    [{ sources: new Uint32Array(0), flips: new Uint32Array(0) }],
  );
}

/** The numbers of a unit, after flips. */
function unitKey(
  parts: readonly UnitPart[],
  unit: number,
  flips: number,
  theta: Float64Array,
): Float64Array {
  const key: number[] = [];
  for (const { offset, stride, rows, rowStride, length, flips: mask } of parts) {
    const sign = negates(flips, mask) ? -1 : 1;
    for (let r = 0; r < rows; r++)
      for (let k = 0; k < length; k++)
        key.push(sign * theta[offset + unit * stride + r * rowStride + k]);
  }
  return Float64Array.from(key);
}

const sameUnits = (
  parts: readonly UnitPart[],
  a: number,
  flipsA: number,
  b: number,
  flipsB: number,
  theta: Float64Array,
): boolean => compare(unitKey(parts, a, flipsA, theta), unitKey(parts, b, flipsB, theta)) === 0;

/** Lexicographic; −0 is 0, NaN above all numbers and equal to itself. */
function compare(a: Float64Array, b: Float64Array): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i] < b[i]) return -1;
    if (a[i] > b[i]) return 1;
    if (a[i] !== b[i]) {
      const order = Number(Number.isNaN(a[i])) - Number(Number.isNaN(b[i]));
      if (order !== 0) return order;
    }
  }
  return 0;
}

function permutations<T>(items: readonly T[], most: number): T[][] {
  let count = 1;
  for (let k = 2; k <= items.length; k++) {
    count *= k;
    requireOrders(count, most);
  }
  if (items.length < 2) return [[...items]];
  return items.flatMap((first, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)], most).map((rest) => [
      first,
      ...rest,
    ]),
  );
}

/** The units in this order, under all their flips. */
function flipped(units: readonly KeyedUnit[], most: number): UnitMove[] {
  requireOrders(
    units.reduce((count, { flips }) => count * flips.length, 1),
    most,
  );
  const sources = Uint32Array.from(units, ({ unit }) => unit);
  const choices = units.reduce<number[][]>(
    (begun, { flips }) => begun.flatMap((all) => flips.map((choice) => [...all, choice])),
    [[]],
  );
  return choices.map((flips) => ({ sources, flips: Uint32Array.from(flips) }));
}

const joined = (a: UnitMove, b: UnitMove): UnitMove => ({
  sources: Uint32Array.of(...a.sources, ...b.sources),
  flips: Uint32Array.of(...a.flips, ...b.flips),
});

function requireOrders(count: number, most: number): void {
  if (count > most)
    throw new RangeError(
      `canonicalForm: expected at most ${MOST_ORDERS} orders of units that look alike, got ${count} in one layer`,
    );
}
