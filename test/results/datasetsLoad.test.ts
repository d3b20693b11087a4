import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { proceduralDigits } from "../../lib/networks/proceduralDigits.js";
import {
  dataFolders,
  type LoadedDataset,
  type LoadOptions,
  loadDataset,
  loadPublished,
} from "../../lib/results/datasets/loadDataset.js";
import { type PublishedSet, publishedSet } from "../../lib/results/datasets/publishedSets.js";
import {
  hashOf,
  idxImages,
  idxLabels,
  ramp,
  records,
  smallFiles,
  smallSet,
  tar,
} from "./dataFiles.js";

const root = mkdtempSync(join(tmpdir(), "datasets-"));
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

/** A new folder of data with these files. */
function folderWith(files: Record<string, Uint8Array>): string {
  const folder = mkdtempSync(join(root, "data-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const renamed = (rename: (name: string) => string, zip: boolean): Record<string, Uint8Array> =>
  Object.fromEntries(
    Object.entries(smallFiles).map(([name, content]) => [
      rename(name),
      zip ? gzipSync(content) : content,
    ]),
  );
const load = (
  set: PublishedSet,
  options: LoadOptions,
  ...folders: string[]
): Promise<LoadedDataset> => loadPublished(set, { download: false, ...options }, folders);

describe("a data set of IDX files", () => {
  it.each([
    ["in its folder, packed", (n: string) => `mnist/${n}.gz`, true],
    ["in its folder, unpacked", (n: string) => `mnist/${n}`, false],
    ["directly", (n: string) => `${n}.gz`, true],
    ["as torchvision lays them out", (n: string) => `MNIST/raw/${n}`, false],
    ["named with a dot", (n: string) => `mnist/${n.replace("-idx", ".idx")}`, false],
    ["named .gz but unpacked", (n: string) => `mnist/${n}.gz`, false],
  ])("is found %s", async (_where, rename, zip) => {
    const folder = folderWith(renamed(rename, zip));
    const train = await load(smallSet(), { part: "train" }, folder);
    expect(train).toMatchObject({ name: "mnist", count: 5, shape: [1, 3, 2], procedural: false });
    expect(train.source).toBe("published files, train part");
    expect([...train.labels]).toEqual([5, 0, 4, 1, 9]);
    expect([...train.images]).toEqual([...ramp(30, 7)]);
    expect(train.files).toEqual(
      ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"].map((n) => join(folder, rename(n))),
    );
    const test = await load(smallSet(), { part: "test" }, folder);
    expect([...test.labels]).toEqual([7, 2, 1]);
  });

  it("is taken from the first folder that has the part", async () => {
    const both = folderWith(renamed((n) => `mnist/${n}`, false));
    const onlyTest = folderWith({
      "mnist/t10k-images-idx3-ubyte": smallFiles["t10k-images-idx3-ubyte"],
      "mnist/t10k-labels-idx1-ubyte": smallFiles["t10k-labels-idx1-ubyte"],
    });
    const missing = join(root, "missing");
    const from = async (part: "train" | "test"): Promise<string> =>
      (await load(smallSet(), { part }, missing, onlyTest, both)).files[0];
    expect(await from("test")).toBe(join(onlyTest, "mnist", "t10k-images-idx3-ubyte"));
    expect(await from("train")).toBe(join(both, "mnist", "train-images-idx3-ubyte"));
  });

  const withFile = (name: string, content: Uint8Array): string =>
    folderWith({ ...renamed((n) => `mnist/${n}`, false), [`mnist/${name}`]: content });
  const image = "train-images-idx3-ubyte";
  const label = "train-labels-idx1-ubyte";
  it.each([
    [
      "a pixel is altered",
      image,
      Buffer.concat([idxImages(5).subarray(0, -1), ramp(1, 0)]),
      /is not the published file of mnist, or damaged: what it holds has the SHA-256 [0-9a-f]{64}, expected [0-9a-f]{64}$/,
    ],
    [
      "it is truncated",
      image,
      idxImages(5).subarray(0, 40),
      /train-images-idx3-ubyte is truncated: got 40 bytes, expected 46/,
    ],
    [
      "there are more labels than images",
      label,
      idxLabels(5, 0, 4, 1, 9, 2),
      /labels-idx1-ubyte has 6 labels, expected 5, one for each image of .*images-idx3-ubyte$/,
    ],
    ["labels stand in for images", image, idxLabels(1), /begins with the number 2049 \(labels\)/],
    [
      "it is a web page",
      label,
      Buffer.from("<html>sorry, sold out</html>"),
      /is text that begins "<html>sorry/,
    ],
    ["it is empty", label, Buffer.alloc(0), /labels-idx1-ubyte is empty/],
  ])("is refused if %s, and nothing stands in for it", async (_what, name, content, message) => {
    const folder = withFile(name, content);
    const whole = folderWith(renamed((n) => `mnist/${n}`, false));
    const options = { part: "train", orProcedural: true } as const;
    await expect(load(smallSet(), options, folder, whole)).rejects.toThrow(RangeError);
    await expect(load(smallSet(), options, folder, whole)).rejects.toThrow(message);
  });

  it("that is nowhere is missed, with the places and the command", async () => {
    const [one, two] = [
      folderWith({}),
      folderWith({ "mnist/train-images-idx3-ubyte": idxImages(5) }),
    ];
    await expect(load(smallSet(), { part: "train" }, one, two)).rejects.toThrow(
      `loadDataset: the train part of mnist was not found in ${one} or ${two}; npm run data -- mnist downloads it.`,
    );
    expect(readdirSync(one)).toEqual([]);
  });

  it("may be stood in for by procedural digits that say so", async () => {
    const empty = folderWith({});
    const options = { orProcedural: true } as const;
    const test = await load(smallSet(), { part: "test", ...options }, empty);
    expect(test).toMatchObject({
      name: "procedural digits",
      procedural: true,
      count: 10_000,
      files: [],
    });
    expect(test.source).toMatch(/^made by procedure/);
    expect(hashOf(test.images.subarray(0, 7840))).toBe(
      hashOf(proceduralDigits(10, 1, 60_000).images),
    );
  });
});

describe("CIFAR-10", () => {
  const cifar = (archive: Uint8Array = Buffer.alloc(0)): PublishedSet => ({
    ...publishedSet("cifar10"),
    files: [
      {
        name: "cifar-10-binary.tar.gz",
        bytes: archive.length,
        sha256: hashOf(archive),
        unpacked: false,
      },
    ],
  });
  const labelsOf = async (
    part: "train" | "test",
    files: Record<string, Uint8Array>,
    set = cifar(),
  ): Promise<number[]> => [...(await load(set, { part }, folderWith(files))).labels];
  const archive = gzipSync(
    tar({
      "cifar-10-batches-bin/data_batch_2.bin": records([3, 4]),
      "cifar-10-batches-bin/readme.html": Buffer.from("<html>"),
      "cifar-10-batches-bin/test_batch.bin": records([8]),
      "cifar-10-batches-bin/data_batch_1.bin": records([1, 2]),
    }),
  );

  it.each(["cifar10", "cifar-10-batches-bin", "cifar10/cifar-10-batches-bin", "."])(
    "is found as batches in %s, in their order",
    async (folder) => {
      const files = {
        [`${folder}/data_batch_2.bin.gz`]: gzipSync(records([3])),
        [`${folder}/data_batch_1.bin`]: records([1, 2]),
        [`${folder}/test_batch.bin`]: records([8]),
      };
      expect(await labelsOf("train", files)).toEqual([1, 2, 3]);
      expect(await labelsOf("test", files)).toEqual([8]);
    },
  );

  it("is read from the published archive as from its batches", async () => {
    const files = { "cifar10/cifar-10-binary.tar.gz": archive };
    const train = await load(cifar(archive), { part: "train" }, folderWith(files));
    expect([...train.labels]).toEqual([1, 2, 3, 4]);
    expect(train.images[3072 * 3]).toBe(1); // record 1 of batch 2
    expect(train).toMatchObject({
      count: 4,
      shape: [3, 32, 32],
      source: "published files, train part",
    });
    expect(await labelsOf("test", files, cifar(archive))).toEqual([8]);
  });

  it("refuses an archive that is damaged, truncated or another one", async () => {
    const files = (content: Uint8Array): Record<string, Uint8Array> => ({
      "cifar10/cifar-10-binary.tar.gz": content,
    });
    await expect(labelsOf("train", files(archive))).rejects.toThrow(
      /is not the published archive of cifar10, or damaged: its SHA-256 is/,
    );
    await expect(
      labelsOf("train", files(archive.subarray(0, 100)), cifar(archive)),
    ).rejects.toThrow(/has damaged gzip data \(unexpected end of file\)/);
    await expect(labelsOf("train", files(Buffer.from("<html>")), cifar(archive))).rejects.toThrow(
      /has damaged gzip data/,
    );
    await expect(labelsOf("train", files(gzipSync(ramp(5000))), cifar(archive))).rejects.toThrow(
      /it is no tar archive/,
    );
  });

  it("may be there as a part of a batch, which the source names; then there is no test part", async () => {
    const files = { "cifar10/data_batch_1_first3.bin.gz": gzipSync(records([6, 9, 9])) };
    const train = await load(cifar(), { part: "train" }, folderWith(files));
    expect([...train.labels]).toEqual([6, 9, 9]);
    expect(train.source).toBe("3 images of data_batch_1_first3.bin.gz, not verified");
    await expect(labelsOf("test", files)).rejects.toThrow("the test part of cifar10 was not found");
  });

  it("takes no image twice: the unpacked file of two, published batches and the archive before others", async () => {
    const part = { "cifar10/data_batch_1_first3.bin.gz": gzipSync(records([6])) };
    const batch = {
      "cifar10/data_batch_1.bin": records([1]),
      "cifar10/data_batch_1.bin.gz": gzipSync(records([2])),
    };
    expect(await labelsOf("train", { ...part, ...batch })).toEqual([1]);
    expect(
      await labelsOf(
        "train",
        { ...part, "cifar10/cifar-10-binary.tar.gz": archive },
        cifar(archive),
      ),
    ).toEqual([1, 2, 3, 4]);
  });

  it("refuses a truncated batch", async () => {
    const files = { "cifar10/data_batch_1.bin": records([1]).subarray(1) };
    await expect(labelsOf("train", files)).rejects.toThrow(
      /data_batch_1\.bin has 3072 bytes, expected a multiple of 3073/,
    );
  });
});

describe("asking for a data set", () => {
  it("refuses what there is not", async () => {
    const options = { part: "train", download: false } as const;
    await expect(loadDataset("svhn" as "mnist", options)).rejects.toThrow(
      'loadDataset: there is no data set "svhn", expected one of mnist, fashion-mnist, cifar10',
    );
    await expect(
      loadDataset("mnist", { ...options, part: "validation" as "test" }),
    ).rejects.toThrow("loadDataset: part is validation, expected train or test");
    await expect(loadDataset("mnist", { ...options, folders: "x" } as LoadOptions)).rejects.toThrow(
      'loadDataset: there is no option "folders"',
    );
  });

  it("looks into the folder given, else into NH_DATA, then into data/ of the project", () => {
    const own = join(process.cwd(), "data");
    vi.stubEnv("NH_DATA", "/somewhere");
    expect(dataFolders("/given")).toEqual(["/given", own]);
    expect(dataFolders()).toEqual(["/somewhere", own]);
    vi.stubEnv("NH_DATA", "");
    expect(dataFolders()).toEqual([own]);
    expect(dataFolders("data")).toEqual([own]);
  });
});
