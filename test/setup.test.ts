import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { missingEntries } from "./completeLockfile.mjs";

const folder = mkdtempSync(join(tmpdir(), "setup-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A clone that has nothing installed or built, of the files that the set-up reads. */
function bareClone(name: string): string {
  const place = join(folder, name);
  mkdirSync(place);
  chmodSync(folder, 0o755);
  for (const file of ["package.json", "package-lock.json", "tsconfig.json", "lib"])
    cpSync(file, join(place, file), { recursive: true });
  return place;
}

const setUp = (place: string, options: object = {}): { code: number | null; text: string } => {
  const result = spawnSync(process.execPath, ["lib/setup.cjs", "build"], {
    cwd: place,
    encoding: "utf8",
    ...options,
  });
  return { code: result.status, text: result.stdout + result.stderr };
};

describe("the set-up", () => {
  it.each(["18.20.4", "20.18.3", "21.7.0", "22.11.0"])(
    "refuses Node %s in one sentence",
    (version) => {
      const pretend = `Object.defineProperty(process.versions, "node", { value: "${version}" }); require(${JSON.stringify(resolve("lib/setup.cjs"))})`;
      const result = spawnSync(process.execPath, ["-e", pretend], { encoding: "utf8" });
      expect(result.status).toBe(1);
      expect(result.stderr).toBe(
        `numerical-homotopy: Node ${version} is too old; this project needs Node 20.19 or later (or 22.12 or later): https://nodejs.org\n`,
      );
    },
  );

  it("says what is missing without a network, and leaves nothing that passes for installed", () => {
    const place = bareClone("offline");
    const env = {
      ...process.env,
      npm_config_registry: "http://127.0.0.1:9/",
      npm_config_cache: join(place, "cache"),
    };
    const { code, text } = setUp(place, { env });
    expect(code).toBe(1);
    expect(text).toMatch(
      /the packages could not be installed .* needs the npm registry once, so check the network/,
    );
    expect(existsSync(join(place, "node_modules", ".installed"))).toBe(false);
    expect(existsSync(join(place, "dist"))).toBe(false);
  }, 120_000);

  it.runIf(process.platform !== "win32")("says so in a folder that it may not write to", () => {
    const place = bareClone("readonly");
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    chmodSync(place, 0o555);
    const { code, text } = setUp(place, nobody);
    chmodSync(place, 0o755);
    expect(code).toBe(1);
    expect(text).toMatch(/^numerical-homotopy: cannot write to .*: the folder is read-only; .*\n$/);
  });

  it("takes neither a killed build for a build, nor lets two build at once", async () => {
    const place = bareClone("builds");
    // The packages of this clone are those of the project, as if just installed.
    spawnSync("ln", ["-s", resolve("node_modules"), join(place, "node_modules")]);
    const stamp = readFileSync(join("node_modules", ".installed"), "utf8");
    const killed = spawn(process.execPath, ["lib/setup.cjs", "build"], {
      cwd: place,
      stdio: "ignore",
    });
    await new Promise((done) => setTimeout(done, 1000));
    killed.kill("SIGKILL");
    await new Promise((done) => killed.once("exit", done));
    expect(existsSync(join(place, "dist"))).toBe(false);
    const two = [0, 1].map(
      () =>
        new Promise<number | null>((done) =>
          spawn(process.execPath, ["lib/setup.cjs", "build"], { cwd: place, stdio: "ignore" }).once(
            "exit",
            done,
          ),
        ),
    );
    expect(await Promise.all(two)).toEqual([0, 0]);
    expect(existsSync(join(place, "dist", ".built"))).toBe(true);
    expect(setUp(place).text).toBe("");
    expect(readFileSync(join("node_modules", ".installed"), "utf8")).toBe(stamp);
  }, 180_000);
});

describe("the lockfile", () => {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));

  it("holds every platform's optional packages, so that npm ci works on all of them", () => {
    expect(Object.keys(missingEntries(lock))).toEqual([]);
  });

  it("would be completed where npm has left one out", () => {
    const { "node_modules/@biomejs/cli-darwin-arm64": gone, ...packages } = lock.packages;
    expect(missingEntries({ packages })).toEqual({
      "node_modules/@biomejs/cli-darwin-arm64": {
        version: gone.version,
        cpu: ["arm64"],
        dev: true,
        optional: true,
        os: ["darwin"],
      },
    });
  });

  it("names no host", () => {
    expect(readFileSync("package-lock.json", "utf8")).not.toMatch(/"resolved": "https?:/);
  });
});

it("writes results only where it may, and says so in one sentence", () => {
  const place = join(folder, "results");
  writeFileSync(place, "a file where a folder should be");
  const args = ["--disable-warning=ExperimentalWarning", "dist/cli.js", "appendix", "--out", place];
  const result = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(result.status).toBe(1);
  expect(result.stderr.trim().split("\n")).toHaveLength(1);
});
