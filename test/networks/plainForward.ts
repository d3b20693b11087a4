import type { Layer } from "../../lib/networks/layers.js";
import type { Network } from "../../lib/networks/network.js";

/** An image: [channel][place], with its sides. */
interface Image {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number[][];
}

/**
 * Outputs of a network for some images, straight from the definitions of its layers: a reference
 * that shares nothing with the library but the order of the parameters. Batch normalization takes
 * the batch's statistics, or those of `state`.
 */
export function plainForward(
  { input, layers, name }: Network,
  theta: Float64Array,
  images: readonly number[][],
  state?: Float64Array,
): number[][] {
  let at = 0; // parameters are in the order of the layers
  let stateAt = 0;
  const take = (count: number): number[] => {
    at += count;
    return [...theta.slice(at - count, at)];
  };
  const each = (batch: Image[], f: (x: number) => number): Image[] =>
    batch.map((image) => ({ ...image, channels: image.channels.map((c) => c.map(f)) }));

  const through = (batch: Image[], layer: Layer): Image[] => {
    switch (layer.kind) {
      case "tanh":
        return each(batch, Math.tanh);
      case "sigmoid":
        return each(batch, (x) => 1 / (1 + Math.exp(-x)));
      case "relu":
        return each(batch, (x) => Math.max(x, 0));
      case "linear": {
        const features = batch[0].channels.flat().length;
        const weights = Array.from({ length: layer.outputs }, () => take(features));
        const bias = take(layer.outputs);
        return batch.map(({ channels }) => ({
          ...{ rows: 1, columns: 1 },
          channels: weights.map((row, o) => [
            channels.flat().reduce((sum, x, i) => sum + row[i] * x, bias[o]),
          ]),
        }));
      }
      case "convolution": {
        const { outputs, size, padding } = layer;
        const inputs = batch[0].channels.length;
        const weights = Array.from({ length: outputs }, () =>
          Array.from({ length: inputs }, () => take(size * size)),
        );
        const bias = take(outputs);
        return batch.map((image) => {
          const rows = image.rows + 2 * padding - size + 1;
          const columns = image.columns + 2 * padding - size + 1;
          const channels = weights.map((kernels, o) =>
            Array.from({ length: rows * columns }, (_, place) => {
              let sum = bias[o];
              kernels.forEach((kernel, i) => {
                kernel.forEach((w, k) => {
                  const y = Math.floor(place / columns) + Math.floor(k / size) - padding;
                  const x = (place % columns) + (k % size) - padding;
                  if (y >= 0 && y < image.rows && x >= 0 && x < image.columns)
                    sum += w * image.channels[i][y * image.columns + x];
                });
              });
              return sum;
            }),
          );
          return { rows, columns, channels };
        });
      }
      case "maxPooling":
      case "averagePooling": {
        const { kind, size } = layer;
        return batch.map((image) => {
          const [rows, columns] = [image.rows, image.columns].map((n) => Math.floor(n / size));
          const channels = image.channels.map((channel) =>
            Array.from({ length: rows * columns }, (_, place) => {
              const window = Array.from({ length: size * size }, (_, k) => {
                const y = Math.floor(place / columns) * size + Math.floor(k / size);
                return channel[y * image.columns + (place % columns) * size + (k % size)];
              });
              const sum = window.reduce((a, b) => a + b, 0);
              return kind === "maxPooling" ? Math.max(...window) : sum / window.length;
            }),
          );
          return { rows, columns, channels };
        });
      }
      case "batchNorm": {
        const count = batch[0].channels.length;
        const [scale, shift] = [take(count), take(count)];
        const [means, variances] = [0, count].map((k) =>
          state?.slice(stateAt + k, stateAt + k + count),
        );
        stateAt += 2 * count;
        const normal = scale.map((_, c) => {
          const all = batch.flatMap((image) => image.channels[c]);
          const mean = means?.[c] ?? all.reduce((a, b) => a + b, 0) / all.length;
          const variance =
            variances?.[c] ?? all.reduce((a, b) => a + (b - mean) ** 2, 0) / all.length;
          return { mean, deviation: Math.sqrt(variance + layer.epsilon) };
        });
        return batch.map((image) => ({
          ...image,
          channels: image.channels.map((channel, c) =>
            channel.map((x) => ((x - normal[c].mean) / normal[c].deviation) * scale[c] + shift[c]),
          ),
        }));
      }
      case "residual": {
        const made = layer.layers.reduce(through, batch);
        return made.map((image, n) => ({
          ...image,
          channels: image.channels.map((channel, c) =>
            channel.map((x, k) => x + batch[n].channels[c][k]),
          ),
        }));
      }
    }
  };

  const [count, rows = 1, columns = 1] = input;
  const batch = images.map((pixels) => ({
    ...{ rows, columns },
    channels: Array.from({ length: count }, (_, c) =>
      pixels.slice(c * rows * columns, (c + 1) * rows * columns),
    ),
  }));
  const outputs = layers.map(({ layer }) => layer).reduce(through, batch);
  if (at !== theta.length) throw new Error(`${name}: ${theta.length - at} parameters are left`);
  return outputs.map(({ channels }) => channels.flat());
}
