import { type LayerKernels, type PoolingShape, ZERO } from "./layerKernels.js";
import type { ElementKernels } from "./overElements.js";
import type { Rows } from "./overRows.js";

/** The part of {@link LayerKernels} that pools. */
export type PoolingKernels = Pick<
  LayerKernels,
  "maxPool" | "pick" | "spread" | "averagePool" | "averageSpread"
>;

/** Pooling on rows, one being the lanes of one place of a window. */
export function overPooling(
  { begin, keepLarger, takeChosen, placeChosen, divide }: Rows,
  { copy, add }: Pick<ElementKernels, "copy" | "add">,
): PoolingKernels {
  return {
    maxPool: (input, output, chosen, shape) => {
      eachPlace(shape, (place, index, window) => {
        if (index === 0) {
          copy(input + place, output + window, shape.lanes);
          begin(chosen + window, ZERO, shape.lanes);
        } else keepLarger(input + place, index, output + window, chosen + window, shape.lanes);
      });
    },
    pick: (input, chosen, output, shape) => {
      eachPlace(shape, (place, index, window) => {
        takeChosen(input + place, index, chosen + window, output + window, shape.lanes);
      });
    },
    spread: (gradient, chosen, result, shape) => {
      begin(result, ZERO, elementsOf(shape));
      eachPlace(shape, (place, index, window) => {
        placeChosen(gradient + window, index, chosen + window, result + place, shape.lanes);
      });
    },
    averagePool: (input, output, shape) => {
      const area = shape.size * shape.size;
      eachPlace(shape, (place, index, window) => {
        const to = output + window;
        if (index === 0) begin(to, ZERO, shape.lanes);
        add(to, input + place, to, shape.lanes);
        if (index === area - 1) divide(to, area, to, shape.lanes);
      });
    },
    averageSpread: (gradient, result, shape) => {
      begin(result, ZERO, elementsOf(shape));
      let first = 0;
      eachPlace(shape, (place, index, window) => {
        if (index === 0) {
          first = result + place;
          divide(gradient + window, shape.size * shape.size, first, shape.lanes);
        } else copy(first, result + place, shape.lanes);
      });
    },
  };
}

const elementsOf = ({ channels, height, width, lanes }: PoolingShape): number =>
  channels * height * width * lanes;

/**
 * Window by window and index by index, calls with the offsets of a place in the input and of its
 * window in the output.
 */
function eachPlace(
  { channels, height, width, size, lanes }: PoolingShape,
  visit: (place: number, index: number, window: number) => void,
): void {
  const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
  let window = 0;
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++, window += lanes)
        for (let ky = 0, index = 0; ky < size; ky++)
          for (let kx = 0; kx < size; kx++, index++)
            visit(((c * height + y * size + ky) * width + x * size + kx) * lanes, index, window);
}
