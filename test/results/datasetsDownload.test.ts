import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { downloadDataset } from "../../lib/results/datasets/downloadDataset.js";
import { downloadFile } from "../../lib/results/datasets/downloadFile.js";
import { loadPublished } from "../../lib/results/datasets/loadDataset.js";
import type { PublishedFile } from "../../lib/results/datasets/publishedSets.js";
import {
  type Answer,
  type DataServer,
  dataServer,
  hashOf,
  ramp,
  serve,
  smallFiles,
  smallSet,
} from "./dataFiles.js";

const root = mkdtempSync(join(tmpdir(), "downloads-"));
afterAll(() => rmSync(root, { recursive: true }));
const newFolder = (): string => mkdtempSync(join(root, "data-"));

const servers: DataServer[] = [];
const started = async (answer: Answer): Promise<DataServer> => {
  const server = await dataServer(answer);
  servers.push(server);
  return server;
};
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Not packed, so that its parts are told apart by their length. */
const content = ramp(300_000, 11);
const file: PublishedFile = {
  name: "f.bin",
  bytes: content.length,
  sha256: hashOf(content),
  unpacked: false,
};
const good = serve({ "f.bin": content });
/** Sends some bytes from where it is asked to, then neither more nor an end, until broken off. */
function holding(bytes: number): { answer: Answer; breakOff: () => void } {
  const held: ServerResponse[] = [];
  const answer: Answer = (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const range = { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` };
    const length = { "content-length": content.length - start };
    response.writeHead(start > 0 ? 206 : 200, { ...range, ...length });
    response.write(content.subarray(start, start + bytes));
    held.push(response);
  };
  return { answer, breakOff: () => held.splice(0).forEach((response) => void response.destroy()) };
}
const download = (folder: string, mirrors: readonly DataServer[], options = {}): Promise<string> =>
  downloadFile(
    file,
    mirrors.map(({ mirror }) => mirror),
    folder,
    options,
  );
const expectWhole = (folder: string): void => {
  expect(readdirSync(folder)).toEqual(["f.bin"]);
  expect(readFileSync(join(folder, "f.bin")).equals(content)).toBe(true);
};

describe("a download", () => {
  it("ends with the verified file, and says how far it is", async () => {
    const folder = join(newFolder(), "new", "folder");
    const told: number[][] = [];
    const path = await download(folder, [await started(good)], {
      onProgress: (...numbers: number[]) => told.push(numbers),
    });
    expect(path).toBe(join(folder, "f.bin"));
    expectWhole(folder);
    expect(told.at(-1)).toEqual([300_000, 300_000]);
    expect(told.map(([received]) => received)).toEqual(
      told.map(([received]) => received).sort((a, b) => a - b),
    );
  });

  it("that breaks off again and again goes on where it was", async () => {
    const folder = newFolder();
    let times = 0;
    const { answer, breakOff } = holding(80_000);
    const server = await started((...exchange) => (times++ < 3 ? answer : good)(...exchange));
    await download(folder, [server], { onProgress: breakOff });
    expectWhole(folder);
    expect(server.requests.length).toBe(4);
    expect(server.requests[1]).toMatch(/^\/f\.bin bytes=\d+-$/);
  });

  it("that fails leaves a part, which a later one goes on with, from another mirror too", async () => {
    const folder = newFolder();
    let times = 0;
    const { answer, breakOff } = holding(100_000);
    const breaking = await started((...exchange) =>
      (times++ === 0 ? answer : serve({}))(...exchange),
    );
    await expect(download(folder, [breaking], { onProgress: breakOff })).rejects.toThrow(
      `f.bin could not be downloaded; it may be put into ${folder} by hand.\n  ${breaking.mirror}f.bin: the server answers 404 Not Found`,
    );
    expect(readdirSync(folder)).toEqual(["f.bin.part"]);
    const had = readFileSync(join(folder, "f.bin.part")).length;
    expect(had).toBeGreaterThan(0);
    const other = await started(good);
    await download(folder, [other]);
    expectWhole(folder);
    expect(other.requests).toEqual([`/f.bin bytes=${had}-`]);
  });

  it("starts again where the server knows no ranges, or refuses the one asked for", async () => {
    const whole: Answer = (_, response) => void response.end(content);
    const wrongStart: Answer = (request, response) => {
      if (request.headers.range === undefined) return whole(request, response);
      response
        .writeHead(206, { "content-range": "bytes 7-299999/300000" })
        .end(content.subarray(7));
    };
    const refusing: Answer = (request, response) => {
      if (request.headers.range === undefined) return whole(request, response);
      response.writeHead(416).end();
    };
    for (const answer of [whole, wrongStart, refusing]) {
      const folder = newFolder();
      writeFileSync(join(folder, "f.bin.part"), content.subarray(0, 1000));
      await download(folder, [await started(answer)]);
      expectWhole(folder);
    }
  });

  it("throws away a part that does not fit, or is too long, and starts again", async () => {
    for (const part of [ramp(1000, 3), ramp(300_000, 3), ramp(300_001)]) {
      const folder = newFolder();
      writeFileSync(join(folder, "f.bin.part"), part);
      await download(folder, [await started(good)]);
      expectWhole(folder);
    }
  });

  it("asks nobody if the part is the whole file", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "f.bin.part"), content);
    await download(folder, []).catch(() => {});
    const server = await started(good);
    await download(folder, [server]);
    expectWhole(folder);
    expect(server.requests).toEqual([]);
  });

  it("with the wrong SHA-256 is removed, and nothing is left", async () => {
    const folder = newFolder();
    const wrong = await started(serve({ "f.bin": ramp(300_000, 13) }));
    const page = await started(
      (_, response) => void response.end("<html>Log in to this network</html>"),
    );
    await expect(download(folder, [wrong, page])).rejects.toThrow(
      /f\.bin: its SHA-256 is [0-9a-f]{64}, expected [0-9a-f]{64}\n.*f\.bin: its SHA-256 is/,
    );
    expect(readdirSync(folder)).toEqual([]);
    expect(wrong.requests.length).toBe(1);
  });

  it("is compared unpacked, where the SHA-256 is of what is packed", async () => {
    const packed: PublishedFile = {
      name: "f.gz",
      bytes: 1000,
      sha256: hashOf(content),
      unpacked: true,
    };
    const answers = [gzipSync(content), gzipSync(content, { level: 0 }), content];
    for (const answer of answers) {
      const { mirror } = await started(serve({ "f.gz": answer }));
      await downloadFile({ ...packed, bytes: answer.length }, [mirror], newFolder());
    }
    const cut = await started(serve({ "f.gz": gzipSync(content).subarray(0, 500) }));
    await expect(downloadFile(packed, [cut.mirror], newFolder())).rejects.toThrow(
      "its gzip data are damaged (unexpected end of file)",
    );
  });

  it("asks the next mirror after one that lacks the file, sends no end, or is not there", async () => {
    const folder = newFolder();
    const lacking = await started(serve({}));
    const much = ramp(60_000, 3);
    const endless = await started((_, response) => {
      const send = (): void => {
        while (!response.destroyed) if (!response.write(much)) return;
      };
      response.on("drain", send);
      send();
    });
    const gone = await started(good);
    gone.close();
    const mirrors = [lacking, endless, gone];
    await expect(download(folder, mirrors)).rejects.toThrow(
      /404 Not Found\n.*: more than ten times the expected 300000 bytes came\n.*: the connection is refused$/,
    );
    await download(folder, [...mirrors, await started(good)]);
    expectWhole(folder);
  });

  it("gives up a server that is silent", async () => {
    const folder = newFolder();
    const silent = await started(() => {});
    await expect(download(folder, [silent], { patience: 50 })).rejects.toThrow(
      "f.bin: nothing came for 0.05 s",
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it("can be stopped, which leaves a part", async () => {
    const folder = newFolder();
    const stop = new AbortController();
    const server = await started((_, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 50_000));
    });
    const onProgress = (): void => stop.abort(new Error("enough"));
    await expect(
      download(folder, [server, server], { signal: stop.signal, onProgress }),
    ).rejects.toThrow("enough");
    expect(readdirSync(folder)).toEqual(["f.bin.part"]);
    expect(server.requests.length).toBe(1);
  });

  it("does not disturb another of the same file", async () => {
    const folder = newFolder();
    const server = await started(good);
    await Promise.all([
      download(folder, [server]),
      download(folder, [server]),
      download(folder, [server]),
    ]);
    expectWhole(folder);
  });
});

describe("downloading a data set", () => {
  const packed = Object.fromEntries(
    Object.entries(smallFiles).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]),
  );

  it("brings all its files, then loads them; a second time asks nobody", async () => {
    const folder = newFolder();
    const server = await started(serve(packed));
    const set = smallSet([server.mirror]);
    const train = await loadPublished(set, { part: "train" }, [folder]);
    expect([...train.labels]).toEqual([5, 0, 4, 1, 9]);
    expect(readdirSync(join(folder, "mnist")).sort()).toEqual(Object.keys(packed).sort());
    const asked = server.requests.length;
    await loadPublished(set, { part: "test", orProcedural: true }, [folder]);
    await downloadDataset(set, folder);
    expect(server.requests.length).toBe(asked);
  });

  it("never overwrites a file that is there, but refuses it if it is not the published one", async () => {
    const folder = newFolder();
    const server = await started(serve(packed));
    const set = smallSet([server.mirror]);
    await downloadDataset(set, folder);
    const path = join(folder, "mnist", "t10k-images-idx3-ubyte.gz");
    writeFileSync(path, "mine");
    await expect(downloadDataset(set, folder)).rejects.toThrow(
      `${path} is not the published file: its SHA-256 is`,
    );
    expect(readFileSync(path, "utf8")).toBe("mine");
    rmSync(join(folder, "mnist", "train-images-idx3-ubyte.gz"));
    await expect(
      loadPublished(set, { part: "train", orProcedural: true }, [folder]),
    ).rejects.toThrow("is not the published file");
  });

  it("without a network is an error with the reasons, unless procedural digits may stand in", async () => {
    const folder = newFolder();
    const gone = await started(good);
    gone.close();
    const set = smallSet([gone.mirror]);
    await expect(loadPublished(set, { part: "train" }, [folder])).rejects.toThrow(
      /was not found in .*; npm run data -- mnist downloads it\.\ntrain-images-idx3-ubyte\.gz could not be downloaded; it may be put into .* by hand\.\n.*: the connection is refused$/,
    );
    const digits = await loadPublished(set, { part: "test", orProcedural: true }, [folder]);
    expect(digits.procedural).toBe(true);
  });
});
