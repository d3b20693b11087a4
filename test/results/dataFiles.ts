import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { PublishedFile, PublishedSet } from "../../lib/results/datasets/publishedSets.js";

/** Small files of data sets, and a server that hands them out, well or badly. */

const bigEndian = (...numbers: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (const [k, number] of numbers.entries()) bytes.writeUInt32BE(number, 4 * k);
  return bytes;
};

/** Bytes 0, 1, … 255, 0, … times a factor. */
export const ramp = (length: number, factor = 1): Buffer =>
  Buffer.from(Array.from({ length }, (_, i) => (i * factor) % 256));

export const idxImages = (count: number, rows = 3, columns = 2): Buffer =>
  Buffer.concat([bigEndian(2051, count, rows, columns), ramp(count * rows * columns, 7)]);

export const idxLabels = (...labels: number[]): Buffer =>
  Buffer.concat([bigEndian(2049, labels.length), Buffer.from(labels)]);

/** Records of CIFAR-10 with these labels; record n is filled with `fill` + n. */
export const records = (labels: readonly number[], fill = 0): Buffer =>
  Buffer.concat(
    labels.map((label, n) => Buffer.concat([Buffer.from([label]), Buffer.alloc(3072, fill + n)])),
  );

/** A tar archive of files. */
export function tar(files: Record<string, Uint8Array>): Buffer {
  const parts: Uint8Array[] = [];
  for (const [name, content] of Object.entries(files)) {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write("0000644\0", 100);
    header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
    header.write("        ", 148);
    header.write(name.endsWith("/") ? "5" : "0", 156);
    header.write("ustar\0", 257);
    const sum = header.reduce((a, b) => a + b, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    parts.push(header, content, Buffer.alloc((512 - (content.length % 512)) % 512));
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

export const hashOf = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

/** A published file that holds these bytes, as `gz` packed. */
export const publishedFile = (name: string, content: Uint8Array): PublishedFile => ({
  name: `${name}.gz`,
  bytes: gzipSync(content).length,
  sha256: hashOf(content),
  unpacked: true,
});

/** The four files of a set of five training and three test images. */
export const smallFiles: Record<string, Buffer> = {
  "train-images-idx3-ubyte": idxImages(5),
  "train-labels-idx1-ubyte": idxLabels(5, 0, 4, 1, 9),
  "t10k-images-idx3-ubyte": idxImages(3),
  "t10k-labels-idx1-ubyte": idxLabels(7, 2, 1),
};

export const smallSet = (mirrors: readonly string[] = []): PublishedSet => ({
  name: "mnist",
  title: "Small",
  content: "eight images",
  licence: "none",
  citation: "nobody",
  classes: [..."0123456789"],
  layout: "idx",
  folders: ["mnist", "MNIST/raw", "."],
  files: Object.entries(smallFiles).map(([name, content]) => publishedFile(name, content)),
  mirrors,
});

/** What a server does with a request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on the loopback address; `requests` are its requests so far. */
export interface DataServer {
  readonly mirror: string;
  readonly requests: string[];
  close(): void;
}

export async function dataServer(answer: Answer): Promise<DataServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.url} ${request.headers.range ?? ""}`.trim());
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    mirror: `http://127.0.0.1:${port}/`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Hands out files by name, with ranges. */
export const serve =
  (files: Record<string, Uint8Array>): Answer =>
  (request, response) => {
    const content = files[(request.url ?? "").slice(1)];
    if (content === undefined) {
      response.writeHead(404).end("nothing here");
      return;
    }
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (start >= content.length) {
      response.writeHead(416).end();
      return;
    }
    const range = { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` };
    const length = { "content-length": content.length - start };
    response.writeHead(start > 0 ? 206 : 200, start > 0 ? { ...range, ...length } : length);
    response.end(content.subarray(start));
  };
