import type { Network, PlacedLayer } from "../network.js";
import { requireNetwork } from "../requireNetwork.js";
import { sizeOf } from "../sizeOf.js";

/**
 * Coordinates of θ, or of the running statistics, that belong to the units of a group: row r of unit
 * u has the coordinates offset + u·stride + r·rowStride + 0 … length − 1.
 */
export interface UnitPart {
  readonly offset: number;
  readonly stride: number;
  readonly rows: number;
  readonly rowStride: number;
  readonly length: number;
  /** Bit g is set where flip g of a unit negates these coordinates. */
  readonly flips: number;
}

/** Hidden units, or channels, that may change places. */
export interface UnitGroup {
  /** The layers whose units they are; several where residual blocks add their channels. */
  readonly layers: readonly string[];
  readonly units: number;
  /**
   * How many independent sign flips each unit has: none for relu, sigmoid and max pooling, one for
   * tanh, one more with batch normalization.
   */
  readonly flips: number;
  /** Order of the group: units!·2^(flips·units), Infinity from some 170 units on. */
  readonly order: number;
  /** Weights into the units, biases, scales, shifts, and weights out of them. */
  readonly parts: readonly UnitPart[];
  /** Running means and variances, in the network's state. */
  readonly state: readonly UnitPart[];
}

/** The signed permutations of θ that leave a network's function as it is. */
export interface NetworkSymmetries {
  readonly parameterCount: number;
  readonly stateCount: number;
  /** What can move, each group independently of the others, in the order of the layers. */
  readonly groups: readonly UnitGroup[];
  /** Layers whose units cannot move: they are the network's outputs, or are added to its inputs. */
  readonly fixed: readonly string[];
  /** Product of the groups' orders; Infinity if that is large. */
  readonly order: number;
}

/**
 * The permutations and sign flips of hidden units that leave a network's function unchanged.
 *
 * Exchanging two units of a hidden layer exchanges two rows of the weights into it, its biases, and
 * two columns of the weights out of it. Of a convolution the units are its channels, each with a
 * block of columns in a linear layer behind it; pooling keeps them apart, batch normalization has a
 * scale and a shift for each. A residual block adds channels to channels, so that all layers that
 * add to one sum have *tied* channels, which move together; tied to the network's inputs, or being
 * its outputs, they cannot move.
 *
 * A flip negates a unit from where a sign comes in (the weights into it and its bias; a batch
 * normalization's scale and shift) to where it goes out (the weights out of it; the scale of a batch
 * normalization), if all between is odd: tanh, average pooling and nothing are, relu, sigmoid and
 * max pooling are not. So a tanh unit has one flip: w, b, v ↦ −w, −b, −v. A convolution with batch
 * normalization has one, of w, b and scale, whatever comes behind.
 *
 * For MLPs of 2-2-1 and 2-3-1 with tanh these are 8 and 48 maps; with one layer of tanh units, one output,
 * and no superfluous unit, nothing else leaves the function unchanged (Sussmann). Elsewhere there
 * are more, which are left out. Most are no signed permutations: scales of a relu unit, a bias before a
 * batch normalization, σ(−z) = 1 − σ(z) of a sigmoid unit, which shifts the next layer's bias. The
 * others are flips of channels that cannot move: of the inputs behind a batch normalization, of the
 * outputs before one.
 *
 * In evaluation, where batch normalization has running statistics, these have to move too:
 * `movedState`.
 *
 * O(number of layers).
 *
 * @throws TypeError if it is no network
 * @see Sussmann (1992), Uniqueness of the weights for minimal feedforward nets with a given
 *   input-output map, Neural Networks 5
 *
 * @example
 * networkSymmetries(mlp([2, 3, 1])).order; // 48
 */
export function networkSymmetries(network: Network): NetworkSymmetries {
  requireNetwork(network, "networkSymmetries");
  const all: Channels[] = [];
  const signs: Sign[] = [];

  const newSign = (channels: Channels): Sign => {
    const sign = { channels, fixed: false };
    signs.push(sign);
    return sign;
  };
  const newChannels = (units: number, layers: string[]): Place => {
    const channels = { units, layers, pinned: false, parts: [], state: [] };
    all.push(channels);
    return { channels, sign: newSign(channels) };
  };

  /** The weights' columns are those of the channels before, their rows and biases new channels'. */
  const weighted = ({ input, views }: PlacedLayer, { channels, sign }: Place): Place => {
    const [weights, bias] = views.map((view) => network.parameters[view]);
    const outputs = weights.shape[0];
    const row = sizeOf(weights.shape) / outputs;
    const stride = row / input[0];
    const columns = { offset: weights.offset, stride, rows: outputs, rowStride: row };
    channels.parts.push({ ...columns, length: stride, signs: [sign] });

    const next = newChannels(outputs, [weights.name.slice(0, weights.name.lastIndexOf("."))]);
    const rows = { ...perUnit(weights.offset), stride: row, length: row };
    next.channels.parts.push({ ...rows, signs: [next.sign] });
    next.channels.parts.push({ ...perUnit(bias.offset), signs: [next.sign] });
    return next;
  };

  /** A sign that comes in negates running mean and scale, one that goes out scale and shift. */
  const normalized = ({ input, views, state }: PlacedLayer, { channels, sign }: Place): Place => {
    const [scale, shift] = views.map((view) => network.parameters[view].offset);
    const next = newSign(channels);
    channels.parts.push({ ...perUnit(scale), signs: [sign, next] });
    channels.parts.push({ ...perUnit(shift), signs: [next] });
    channels.state.push({ ...perUnit(state), signs: [sign] });
    channels.state.push({ ...perUnit(state + input[0]), signs: [] });
    return { channels, sign: next };
  };

  const added = (a: Place, b: Place): Place => {
    const [channels, others] = [root(a.channels), root(b.channels)];
    if (channels !== others) others.parent = channels;
    channels.pinned ||= others.pinned;
    const [sign, other] = [root(a.sign), root(b.sign)];
    if (sign !== other) other.parent = sign;
    sign.fixed ||= other.fixed;
    return a;
  };

  const behind = (layers: readonly PlacedLayer[], start: Place): Place =>
    layers.reduce((place, placed) => {
      switch (placed.layer.kind) {
        case "linear":
        case "convolution":
          return weighted(placed, place);
        case "batchNorm":
          return normalized(placed, place);
        case "residual":
          return added(place, behind(placed.inner, place));
        case "tanh":
        case "averagePooling":
          return place;
        default:
          root(place.sign).fixed = true; // not odd
          return place;
      }
    }, start);

  const input = newChannels(network.input[0], []);
  input.channels.pinned = true;
  root(behind(network.layers, input).channels).pinned = true;

  const groups: UnitGroup[] = [];
  const fixed: string[] = [];
  for (const channels of all.filter(({ parent }) => !parent)) {
    const members = all.filter((each) => root(each) === channels);
    const layers = members.flatMap((each) => each.layers);
    if (channels.pinned) {
      fixed.push(...layers);
      continue;
    }
    const free = signs.filter(
      (sign) => !sign.parent && !sign.fixed && root(sign.channels) === channels,
    );
    const closed = (parts: readonly OpenPart[]): UnitPart[] =>
      parts.map(({ signs, ...part }) => ({
        ...part,
        flips: signs.reduce((bits, sign) => bits ^ bitOf(free.indexOf(root(sign))), 0),
      }));
    const { units } = channels;
    const order = orderOf(units, free.length);
    if (order > 1)
      groups.push({
        ...{ layers, units, flips: free.length, order },
        parts: closed(members.flatMap((each) => each.parts)),
        state: closed(members.flatMap((each) => each.state)),
      });
  }
  const { parameterCount, stateCount } = network;
  const order = groups.reduce((total, group) => total * group.order, 1);
  return { parameterCount, stateCount, groups, fixed, order };
}

/** Channels that move together; residual blocks join them, {@link root} is what they are joined to. */
interface Channels {
  parent?: Channels;
  readonly units: number;
  readonly layers: string[];
  pinned: boolean;
  readonly parts: OpenPart[];
  readonly state: OpenPart[];
}

/** The sign of the channels between two layers, the same on both sides of an odd one. */
interface Sign {
  parent?: Sign;
  readonly channels: Channels;
  fixed: boolean;
}

/** A part, with the signs that negate it one by one. */
interface OpenPart extends Omit<UnitPart, "flips"> {
  readonly signs: readonly Sign[];
}

/** What is known between two layers. */
interface Place {
  readonly channels: Channels;
  readonly sign: Sign;
}

const root = <T extends { parent?: T }>(item: T): T => (item.parent ? root(item.parent) : item);
const perUnit = (offset: number): Omit<UnitPart, "flips"> => ({
  ...{ offset, stride: 1, rows: 1, rowStride: 0, length: 1 },
});
const bitOf = (place: number): number => (place < 0 ? 0 : 1 << place);

function orderOf(units: number, flips: number): number {
  let order = 1;
  for (let k = 1; k <= units; k++) order *= k * (1 << flips);
  return order;
}
