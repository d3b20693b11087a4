import type { LayerPlace, TensorPlace } from "./tensorPlaces.js";

/**
 * Gives places to the tensors of the backward pass.
 *
 * Going backwards, the gradient of a layer's output is needed until that of its input is there, that
 * of a residual block's output until the block is done; then another may have its place. With second
 * order the gradients keep their places and it is their changes that share.
 *
 * @param take - so many numbers of the memory; their offset
 */
export function shareGradientPlaces(
  layers: readonly LayerPlace[],
  secondOrder: boolean,
  take: (count: number) => number,
): void {
  /** Shared places: their sizes, those that nobody needs, who is in which. */
  const sizes: number[] = [];
  const free: number[] = [];
  const slots = new Map<TensorPlace, number>();
  /** Whose gradient is where another's is: that of a residual block's last tensor, of ReLU's input. */
  const same = new Map<TensorPlace, TensorPlace>();

  const enter = (tensor: TensorPlace, slot: number): void => {
    slots.set(tensor, slot);
    sizes[slot] = Math.max(sizes[slot] ?? 0, tensor.count);
  };
  const leave = (tensor: TensorPlace): void => {
    const slot = slots.get(tensor);
    if (slot !== undefined) free.push(slot);
  };
  const newSlot = (): number => free.pop() ?? sizes.length;

  const goBack = (all: readonly LayerPlace[], isLastKept: boolean): void => {
    for (let k = all.length - 1; k >= 0; k--) {
      const { placed, input, output, inner } = all[k];
      const isKept = isLastKept && k === all.length - 1;
      const { kind } = placed.layer;
      if (kind === "residual") {
        const last = inner[inner.length - 1].output;
        if (output.changes) enter(last, slots.get(output) as number);
        same.set(last, output);
        goBack(inner, true);
      } else if (input.changes) {
        const inPlace = !isKept && (kind === "tanh" || kind === "sigmoid" || kind === "relu");
        enter(input, inPlace ? (slots.get(output) as number) : newSlot());
        if (inPlace) {
          if (kind === "relu") same.set(input, output);
          continue;
        }
      }
      if (!isKept) leave(output);
    }
  };
  const { output } = layers[layers.length - 1];
  if (output.changes) enter(output, newSlot());
  goBack(layers, false);

  const places = sizes.map(take);
  for (const [tensor, slot] of slots) {
    if (!secondOrder) tensor.gradient = places[slot];
    else {
      tensor.gradient = same.get(tensor)?.gradient ?? take(tensor.count);
      tensor.gradientChange = places[slot];
    }
  }
}
