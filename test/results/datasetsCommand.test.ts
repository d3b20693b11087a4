import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { downloadFile } from "../../lib/results/datasets/downloadFile.js";
import { describeDatasets, obtainDataset } from "../../lib/results/datasets/obtainDataset.js";
import { type PublishedFile, publishedSet } from "../../lib/results/datasets/publishedSets.js";
import { type BuiltLibrary, buildLibrary } from "./builtLibrary.js";
import {
  type Answer,
  type DataServer,
  dataServer,
  hashOf,
  ramp,
  records,
  serve,
  smallFiles,
  smallSet,
} from "./dataFiles.js";

const root = mkdtempSync(join(tmpdir(), "data-command-"));
chmodSync(root, 0o755);
let library: BuiltLibrary;
beforeAll(() => {
  library = buildLibrary();
});
afterAll(() => {
  rmSync(root, { recursive: true });
  library.remove();
});

function data(
  env: Record<string, string>,
  ...args: string[]
): { code: number | null; out: string; errors: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(library.folder, "cli.js"), "data", ...args],
    {
      encoding: "utf8",
      env: { ...process.env, NH_DATA: root, ...env },
    },
  );
  return { code: status, out: stdout, errors: stderr };
}

describe("npm run data", () => {
  it("lists the sets with licence and citation, and where they lie", () => {
    const folder = join(root, "some");
    mkdirSync(join(folder, "cifar10"), { recursive: true });
    writeFileSync(join(folder, "cifar10", "data_batch_1_first2.bin"), records([1, 2]));
    const { code, out } = data({ NH_DATA: folder });
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^Looked for in ${folder}, then in .*data.*\n`));
    expect(out).toContain(
      "mnist: MNIST, handwritten digits, 28×28 grey, 60,000 for training and 10,000 for testing\n  not here; npm run data -- mnist downloads 11.6 MB\n  licence: ",
    );
    expect(out).toContain(
      "  licence: MIT, © 2017 Zalando SE\n  cite: Xiao, Rasul & Vollgraf (2017)",
    );
    expect(out).toContain(
      `  train part: ${folder}/cifar10 (data_batch_1_first2.bin; 6.1 kB)\n  the other part is not here; npm run data -- cifar10 downloads 170.1 MB\n`,
    );
    expect(data({ NH_DATA: "" }, "--data", folder).out).toBe(out);
  });

  it("does not understand an unknown set, option or empty folder, and downloads nothing then", () => {
    expect(data({}, "nosuch")).toEqual({
      code: 2,
      out: "",
      errors:
        'numerical-homotopy: data: there is no data set "nosuch", expected one of mnist, fashion-mnist, cifar10\n',
    });
    expect(data({}, "mnist", "nosuch")).toMatchObject({ code: 2, out: "" });
    expect(data({}, "--fast").code).toBe(2);
    expect(data({}, "--data", "").errors).toContain("data: --data is empty, expected a folder");
    expect(data({}, "--help").out).toMatch(/^Lists the data sets/);
  });

  it("says in one sentence what is wrong with files that are there", () => {
    const folder = join(root, "damaged");
    mkdirSync(join(folder, "mnist"), { recursive: true });
    for (const [name, content] of Object.entries(smallFiles))
      writeFileSync(join(folder, "mnist", name), content);
    const { code, errors } = data({}, "mnist", "--data", folder);
    expect(code).toBe(1);
    expect(errors).toMatch(
      /^numerical-homotopy: loadDataset: .*train-images-idx3-ubyte is not the published file of mnist, or damaged: .*\n$/,
    );
  });
});

describe("obtaining a data set", () => {
  it("downloads with progress, and verifies what is there the next time", async () => {
    const packed = Object.fromEntries(
      Object.entries(smallFiles).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]),
    );
    const server = await dataServer(serve(packed));
    const folder = join(root, "obtained");
    const lines: string[] = [];
    const print = (line: string): void => void lines.push(line);
    await obtainDataset(smallSet([server.mirror]), [folder], print);
    server.close();
    expect(lines[0]).toBe(`mnist: downloading 0.2 kB into ${folder}`);
    expect(lines).toContain("  t10k-labels-idx1-ubyte.gz  100 %  0.0 kB of 0.0 kB");
    expect(lines.at(-1)).toBe(`mnist is in ${join(folder, "mnist")}, SHA-256 verified`);

    lines.length = 0;
    await obtainDataset(smallSet(), [join(root, "nothing"), folder], print);
    expect(lines).toEqual([
      `mnist, train part: 5 images in ${join(folder, "mnist")} (train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz; 0.1 kB)`,
      "  published files, train part",
      `mnist, test part: 3 images in ${join(folder, "mnist")} (t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz; 0.1 kB)`,
      "  published files, test part",
    ]);
  });

  it("describes what is in the first of several folders", () => {
    const text = describeDatasets(
      [publishedSet("mnist")],
      [join(root, "nothing"), join(root, "obtained")],
    );
    expect(text).toContain(`test part: ${join(root, "obtained", "mnist")} (t10k`);
  });
});

describe("a download in a process of its own", () => {
  const content = ramp(300_000, 11);
  const file: PublishedFile = {
    name: "f.bin",
    bytes: content.length,
    sha256: hashOf(content),
    unpacked: false,
  };
  const servers: DataServer[] = [];
  const started = async (answer: Answer): Promise<DataServer> => {
    servers.push(await dataServer(answer));
    return servers[servers.length - 1];
  };
  afterAll(() => {
    for (const server of servers) server.close();
  });

  const script = (mirror: string, folder: string, before = ""): string =>
    library.module(
      `results/download-${Math.abs(hash(folder))}.js`,
      `import { downloadFile } from "./datasets/downloadFile.js";
       ${before}
       downloadFile(${JSON.stringify(file)}, [${JSON.stringify(mirror)}], ${JSON.stringify(folder)})
         .catch((error) => { console.log(error.code); process.exit(1); });`,
    );
  const hash = (text: string): number =>
    [...text].reduce((h, c) => (h * 31 + c.charCodeAt(0)) | 0, 0);
  const ended = (child: ChildProcess): Promise<void> =>
    new Promise((done) => child.on("exit", () => done()));

  it("killed in the middle leaves only a part, which is gone on with", async () => {
    const folder = mkdtempSync(join(root, "process-"));
    const slow = await started((_, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 150_000));
    });
    const child = spawn(process.execPath, [new URL(script(slow.mirror, folder)).pathname]);
    const finished = ended(child);
    const partSize = (): number => {
      const [name] = readdirSync(folder);
      return name === undefined ? 0 : readFileSync(join(folder, name)).length;
    };
    while (partSize() < 150_000) await new Promise((done) => setTimeout(done, 10));

    // While it runs, its part is its own.
    const server = await started(serve({ "f.bin": content }));
    await downloadFile(file, [server.mirror], folder);
    expect(server.requests).toEqual(["/f.bin"]);
    rmSync(join(folder, "f.bin"));

    child.kill("SIGKILL");
    await finished;
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^f\.bin\.\d+-[0-9a-f]{8}\.part$/)]);
    await downloadFile(file, [server.mirror], folder);
    expect(readdirSync(folder)).toEqual(["f.bin"]);
    expect(server.requests.at(-1)).toBe("/f.bin bytes=150000-");
  });

  it("says so if the folder is read-only", async () => {
    const folder = mkdtempSync(join(root, "process-"));
    chmodSync(folder, 0o555);
    const drop = "if (process.getuid?.() === 0) process.setuid(65534); // root may write anywhere";
    const { stdout } = spawnSync(
      process.execPath,
      [new URL(script("http://127.0.0.1:9/", folder, drop)).pathname],
      { encoding: "utf8" },
    );
    chmodSync(folder, 0o755);
    expect(stdout.trim()).toBe("EACCES");
    expect(readdirSync(folder)).toEqual([]);
  });
});
