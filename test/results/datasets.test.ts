import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCifar10 } from "../../lib/results/datasets/cifar.js";
import { readIdxImages, readIdxLabels } from "../../lib/results/datasets/idx.js";
import { tarMembers } from "../../lib/results/datasets/tarMembers.js";
import { idxImages, idxLabels, ramp, records, tar } from "./dataFiles.js";

const altered = (bytes: Buffer, at: number, value: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
};

describe("IDX files", () => {
  it("hold images, and labels, byte after byte", () => {
    const { images, count, rows, columns } = readIdxImages(idxImages(4, 3, 2));
    expect([count, rows, columns]).toEqual([4, 3, 2]);
    expect([...images]).toEqual([...ramp(24, 7)]);
    expect([...readIdxLabels(idxLabels(5, 0, 4))]).toEqual([5, 0, 4]);
  });

  it("are read packed with gzip as they are unpacked", () => {
    expect(readIdxImages(gzipSync(idxImages(4)))).toEqual(readIdxImages(idxImages(4)));
    const halves = Buffer.concat([
      gzipSync(idxLabels(1, 2, 3).subarray(0, 9)),
      gzipSync(idxLabels(1, 2, 3).subarray(9)),
    ]);
    expect([...readIdxLabels(halves)]).toEqual([1, 2, 3]);
  });

  it("may hold nothing", () => {
    expect(readIdxImages(idxImages(0)).images.length).toBe(0);
    expect(readIdxLabels(idxLabels()).length).toBe(0);
  });

  it("are what they were, read from the middle of a larger buffer", () => {
    const within = Buffer.concat([ramp(13), idxImages(4), ramp(9)]).subarray(
      13,
      13 + idxImages(4).length,
    );
    expect(readIdxImages(within)).toEqual(readIdxImages(idxImages(4)));
  });

  const page = Buffer.from("<!DOCTYPE html>\n<html><body>Log in to this network</body></html>");
  const packed = gzipSync(idxImages(40));
  it.each([
    [
      "truncated",
      idxImages(4).subarray(0, 30),
      "f is truncated: got 30 bytes, expected 40 for 4 images of 3×2",
    ],
    [
      "too long",
      Buffer.concat([idxImages(4), ramp(2)]),
      "f is too long: got 42 bytes, expected 40 for 4 images of 3×2",
    ],
    [
      "with a huge count",
      altered(idxImages(4), 4, 255),
      "f is truncated: got 40 bytes, expected 25669140520 for 4278190084 images of 3×2",
    ],
    [
      "shorter than a header",
      idxImages(4).subarray(0, 9),
      "f has 9 bytes, expected a header of 16",
    ],
    ["of three bytes", Buffer.from([0, 0, 8]), "f has 3 bytes, expected a header of 16"],
    ["labels", idxLabels(1, 2), "f begins with the number 2049 (labels), expected 2051 (images)"],
    ["something else", ramp(400), "f begins with the number 66051, expected 2051 (images)"],
    ["of no pixels", idxImages(4, 0, 2), "f has images of 0×2 pixels, expected at least 1×1"],
    ["empty", new Uint8Array(0), "f is empty"],
    ["empty once unpacked", gzipSync(""), "f is empty"],
    [
      "a web page",
      page,
      'f is text that begins "<!DOCTYPE html>", expected a file of a data set; perhaps a web page',
    ],
    ["a packed web page", gzipSync(page), 'f is text that begins "<!DOCTYPE html>"'],
    [
      "damaged gzip data",
      altered(packed, packed.length - 6, packed[packed.length - 6] ^ 1),
      "f has damaged gzip data (incorrect data check), expected a whole gzip file",
    ],
    [
      "truncated gzip data",
      packed.subarray(0, packed.length >> 1),
      `f ends before its gzip data do, after ${packed.length >> 1} bytes`,
    ],
    [
      "gzip data with something after them",
      Buffer.concat([packed, ramp(5)]),
      "f has 5 bytes after its gzip data, expected none",
    ],
    [
      "truncated within gzip",
      gzipSync(idxImages(4).subarray(0, 30)),
      "f is truncated: got 30 bytes, expected 40",
    ],
  ])("of images are refused if they are %s", (_what, bytes, message) => {
    expect(() => readIdxImages(bytes, "f")).toThrow(RangeError);
    expect(() => readIdxImages(bytes, "f")).toThrow(`readIdxImages: ${message}`);
  });

  it.each([
    [
      "truncated",
      idxLabels(1, 2, 3).subarray(0, 10),
      "f is truncated: got 10 bytes, expected 11 for 3 labels",
    ],
    [
      "too long",
      Buffer.concat([idxLabels(1), ramp(1)]),
      "f is too long: got 10 bytes, expected 9 for 1 labels",
    ],
    ["images", idxImages(2), "f begins with the number 2051 (images), expected 2049 (labels)"],
    ["labels above 9", idxLabels(3, 9, 10), "label 2 of f is 10, expected 0 to 9"],
  ])("of labels are refused if they are %s", (_what, bytes, message) => {
    expect(() => readIdxLabels(bytes, "f")).toThrow(`readIdxLabels: ${message}`);
  });

  it("are read or refused, whatever the bytes, never anything else", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        fc.boolean(),
        fc.boolean(),
        (noise, headed, zip) => {
          const bytes = headed ? Buffer.concat([idxImages(2).subarray(0, 16), noise]) : noise;
          try {
            const { images, count, rows, columns } = readIdxImages(zip ? gzipSync(bytes) : bytes);
            expect(images.length).toBe(count * rows * columns);
          } catch (error) {
            expect((error as Error).message).toMatch(/^readIdxImages: the file /);
          }
        },
      ),
    );
  });
});

describe("CIFAR-10 batches", () => {
  it("hold a label, then red, green and blue, in each record", () => {
    const one = Buffer.concat([Buffer.from([7]), ramp(3072, 5)]);
    const { images, labels, count } = readCifar10(Buffer.concat([one, records([3])]));
    expect([...labels]).toEqual([7, 3]);
    expect(count).toBe(2);
    expect([...images.subarray(0, 3072)]).toEqual([...ramp(3072, 5)]);
    expect(images.subarray(3072).every((value) => value === 0)).toBe(true);
    expect(readCifar10(gzipSync(records([3, 4])))).toEqual(readCifar10(records([3, 4])));
  });

  it.each([
    [
      "truncated",
      records([1, 2]).subarray(0, 6000),
      "f has 6000 bytes, expected a multiple of 3073: it has 1 whole records, and 2927 bytes more",
    ],
    [
      "with a label above 9",
      records([1, 2, 10]),
      "the label of record 2 of f is 10, expected 0 to 9",
    ],
    ["empty", new Uint8Array(0), "f is empty"],
    ["a web page", Buffer.from("<html>".repeat(3073)), 'f is text that begins "<html>'],
  ])("are refused if they are %s", (_what, bytes, message) => {
    expect(() => readCifar10(bytes, "f")).toThrow(`readCifar10: ${message}`);
  });
});

describe("tar archives", () => {
  const files = {
    "d/": Buffer.alloc(0),
    "d/a.bin": ramp(700),
    "d/b.txt": ramp(3),
    "c.bin": ramp(1024, 3),
  };
  const membersOf = async (
    archive: Uint8Array,
    piece: number,
  ): Promise<Record<string, number[]>> => {
    const pieces = Array.from({ length: Math.ceil(archive.length / piece) }, (_, k) =>
      archive.subarray(k * piece, (k + 1) * piece),
    );
    const found: Record<string, number[]> = {};
    const members = tarMembers(Readable.from(pieces), (path) => path.endsWith(".bin"), "t");
    for await (const { name, content } of members) found[name] = [...content];
    return found;
  };

  it("give the files that are wanted, in whatever pieces they come", async () => {
    const expected = { "d/a.bin": [...ramp(700)], "c.bin": [...ramp(1024, 3)] };
    for (const piece of [1, 511, 512, 513, 100_000])
      expect(await membersOf(tar(files), piece)).toEqual(expected);
  });

  it("are refused if they end within a file or a header is damaged", async () => {
    await expect(membersOf(tar(files).subarray(0, 1500), 512)).rejects.toThrow(
      "tarMembers: t ends within a file",
    );
    await expect(membersOf(altered(tar(files), 3, 65), 512)).rejects.toThrow(
      /tarMembers: a header of t has the checksum \d+, expected \d+/,
    );
    await expect(membersOf(ramp(2000), 512)).rejects.toThrow("it is no tar archive, or damaged");
  });
});
