import { type LayerKernels, ZERO } from "./layerKernels.js";
import type { Rows } from "./overRows.js";

/** The part of {@link LayerKernels} that has a factor, or a sum, per channel. */
export type ChannelKernels = Pick<LayerKernels, "sums" | "dots" | "combine">;

/** Sums and combinations per channel, on rows. */
export function overChannels(rows: Rows): ChannelKernels {
  const { begin, beginFour, addFour, addFourAlone, endFour, combine } = rows;
  return {
    sums: (a, result, { channels, places, lanes, images }, start) => {
      for (let c = 0, row = a; c < channels; c++) {
        beginFour();
        for (let place = 0; place < places; place++, row += lanes) addFourAlone(row, images);
        endFour(result + c, start);
      }
    },
    dots: (a, b, result, { channels, places, lanes, images }, start) => {
      for (let c = 0, row = 0; c < channels; c++) {
        beginFour();
        for (let place = 0; place < places; place++, row += lanes)
          addFour(a + row, b + row, images);
        endFour(result + c, start);
      }
    },
    combine: (a, alpha, b, beta, gamma, result, { channels, places, lanes, images }) => {
      for (let c = 0, row = 0; c < channels; c++)
        for (let place = 0; place < places; place++, row += lanes) {
          combine(
            a + row,
            alpha + c,
            b < 0 ? -1 : b + row,
            b < 0 ? -1 : beta + c,
            gamma < 0 ? -1 : gamma + c,
            result + row,
            images,
          );
          begin(result + row + images, ZERO, lanes - images);
        }
    },
  };
}
