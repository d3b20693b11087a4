import type { ScalarOperations } from "../../numerics/arithmetic.js";
import type { Node } from "./tapeBuilder.js";

/*
 * How derivatives pass kinks. In L = min(x·y, min(x², y²)) the reverse sweep gives the adjoint 1
 * to x·y under the context "outer takes its first", and to the inner minimum under "outer takes
 * its second"; that one gives it on to x² and y², each under a context inside the latter. At the
 * input x two terms arrive: y, one context deep, and 2x, two deep. They are summed from the
 * deepest outwards: 2x alone becomes "2x where inner takes x², else 0", and with y on the other
 * side of the outer choice "that where inner < x·y, else y". So a branch that is not taken is chosen
 * away once, whatever it is, and costs no product with 0, which an infinity would survive.
 *
 * A node that several branches share lies in the context that contains them all. Where it
 * matters in some of them only, and not wherever that context holds, its terms go under the
 * union of the branches (`members`), tested by a 0/1 mask.
 */

/**
 * Under which outcomes of comparisons a node of a tape matters: the side `less` of the choice
 * at `kink`, or any one of the contexts `members`; in both cases within the context `parent`,
 * which is `undefined` where the node always matters.
 */
export interface Context {
  readonly parent: Context | undefined;
  readonly depth: number;
  readonly side?: {
    /** The number, in the tape of the loss, of the node that chooses. */
    readonly kink: number;
    /** It takes the side `less` if this one … */
    readonly first: Node;
    /** … is less than this one. */
    readonly second: Node;
    readonly less: boolean;
  };
  readonly members?: readonly Context[];
  /** 1 where the context holds, else 0; recorded when it is first needed. */
  mask?: Node;
}

/** A term of a node's adjoint: the derivative of the output by it, under a context. */
export interface Term {
  readonly context: Context | undefined;
  readonly adjoint: Node;
}

const depthOf = (context: Context | undefined): number => context?.depth ?? 0;

/** The innermost context that contains both. */
export function commonContext(a: Context | undefined, b: Context | undefined): Context | undefined {
  let [x, y] = [a, b];
  while (x !== y) {
    if (depthOf(x) >= depthOf(y)) x = x?.parent;
    else y = y?.parent;
  }
  return x;
}

/** A sum of terms on its way outwards; it is valid, that is 0 outside, within `origin`. */
interface Entry {
  readonly origin: Context | undefined;
  readonly node: Node;
  /** Place of its first term in the list. */
  readonly order: number;
  /** Whether some of its terms matters wherever `origin` holds. */
  readonly covers: boolean;
}

/**
 * The sum of the terms in their order, each chosen away where its context does not hold.
 *
 * Terms on both sides of a choice are chosen between, at the place of the first of them, so a
 * nest of n choices takes n operations, and a term that is alone takes one, however deep it is.
 *
 * @param target - a context that contains those of all terms
 * @returns the sum, and whether some term matters wherever `target` holds
 */
export function collectTerms(
  ops: ScalarOperations<Node>,
  terms: readonly Term[],
  target: Context | undefined,
): { readonly sum: Node; readonly covers: boolean } {
  // arrived[d]: what stands at the contexts of depth d, from the terms there and from below
  const arrived: Map<Context | undefined, Map<Context | undefined, Entry[]>>[] = [];
  const arrive = (at: Context | undefined, from: Context | undefined, entry: Entry): void => {
    const depth = depthOf(at);
    arrived[depth] ??= new Map();
    const level = arrived[depth];
    const here = level.get(at) ?? new Map<Context | undefined, Entry[]>();
    level.set(at, here);
    const known = here.get(from);
    if (known) known.push(entry);
    else here.set(from, [entry]);
  };
  terms.forEach(({ context, adjoint }, order) => {
    arrive(context, context, { origin: context, node: adjoint, order, covers: true });
  });
  const end = depthOf(target);
  for (let depth = arrived.length - 1; depth > end; depth--) {
    const level = arrived[depth];
    if (!level) continue;
    // What is alone jumps to the next depth at which something stands.
    let next = depth - 1;
    if (level.size === 1) while (next > end && arrived[next] === undefined) next--;
    for (const [at, here] of level) {
      let from = at;
      while (depthOf(from) > next + 1) from = from?.parent;
      arrive(from?.parent, from, summed(ops, at, here, false));
    }
  }
  const here = arrived[depthOf(target)].get(target) as Map<Context | undefined, Entry[]>;
  const { node, covers } = summed(ops, target, here, true);
  return { sum: node, covers };
}

/** What has arrived at a context, as one entry; one that is alone passes, unless told to stay. */
function summed(
  ops: ScalarOperations<Node>,
  at: Context | undefined,
  here: ReadonlyMap<Context | undefined, readonly Entry[]>,
  stay: boolean,
): Entry {
  const [only, ...more] = [...here.values()].flat();
  if (more.length === 0 && (!stay || only.origin === at)) return only;
  const items: Entry[] = [...(here.get(at) ?? [])];
  const sides = new Map<number, Side[]>();
  for (const [from, [entry]] of here) {
    if (from === at || from === undefined) continue;
    const known = from.side && sides.get(from.side.kink);
    if (known) known.push({ from, entry });
    else if (from.side) sides.set(from.side.kink, [{ from, entry }]);
    else items.push({ ...entry, origin: at, node: lifted(ops, entry, at), covers: false });
  }
  for (const [one, two] of sides.values()) items.push(chosen(ops, at, one, two));
  items.sort((a, b) => a.order - b.order);
  return {
    origin: at,
    node: items.map((item) => item.node).reduce((sum, node) => ops.add(sum, node)),
    order: items[0].order,
    covers: items.some((item) => item.covers),
  };
}

/** What arrives from a side of a choice. */
interface Side {
  readonly from: Context;
  readonly entry: Entry;
}

/** What arrives from one or both sides of a choice. */
function chosen(
  ops: ScalarOperations<Node>,
  at: Context | undefined,
  one: Side,
  two?: Side,
): Entry {
  const { side } = one.from;
  if (!two || !side)
    return { ...one.entry, origin: at, node: lifted(ops, one.entry, at), covers: false };
  const nodes = [one, two].map(({ entry, from }) => lifted(ops, entry, from));
  const [below, otherwise] = side.less ? nodes : nodes.reverse();
  return {
    origin: at,
    node: ops.whereLess(side.first, side.second, below, otherwise),
    order: Math.min(one.entry.order, two.entry.order),
    covers: [one, two].every(({ entry, from }) => entry.covers && entry.origin === from),
  };
}

/** The sum of an entry, 0 where its context does not hold, for use in an outer context. */
function lifted(ops: ScalarOperations<Node>, entry: Entry, to: Context | undefined): Node {
  const { origin, node } = entry;
  if (origin === to || origin === undefined) return node;
  const zero = ops.from(0);
  if (!origin.side || origin.parent !== to)
    return ops.whereLess(zero, maskOf(ops, origin), node, zero);
  const { first, second, less } = origin.side;
  return ops.whereLess(first, second, less ? node : zero, less ? zero : node);
}

/** The mask of a context: whoever is inside chooses, whoever is outside is 0. */
function maskOf(ops: ScalarOperations<Node>, context: Context): Node {
  const zero = ops.from(0);
  // A context needs the masks of its parent, or of its members, first.
  const waiting = [context];
  while (waiting.length > 0) {
    const last = waiting[waiting.length - 1];
    const { side, parent, members = [] } = last;
    const needed = side ? (parent ? [parent] : []) : members;
    const missing = needed.filter(({ mask }) => mask === undefined);
    waiting.push(...missing);
    if (missing.length > 0) continue;
    waiting.pop();
    if (last.mask !== undefined) continue;
    const masks = needed.map(({ mask }) => mask as Node);
    if (side) {
      const inside = masks[0] ?? ops.from(1);
      const [below, otherwise] = side.less ? [inside, zero] : [zero, inside];
      last.mask = ops.whereLess(side.first, side.second, below, otherwise);
    } else last.mask = masks.reduce((a, b) => ops.maximum(a, b));
  }
  return context.mask as Node;
}
