import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { findBrowser } from "../../lib/notebook/browser.js";
import { stillRenderer } from "../../lib/notebook/still.js";
import { line, surface } from "./sampleNotebook.js";

const folder = mkdtempSync(join(tmpdir(), "browser-"));
const program = (name: string): string => {
  const path = join(folder, name);
  writeFileSync(path, "#!/bin/sh\nexit 1\n");
  chmodSync(path, 0o755);
  return path;
};
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

describe("finding a browser", () => {
  it("takes the one NH_BROWSER names, before all others", () => {
    const mine = program("my-browser");
    expect(findBrowser({ NH_BROWSER: mine, PATH: process.env.PATH })).toEqual({
      executable: mine,
      name: "my-browser",
    });
  });

  it("says so when NH_BROWSER names no program", () => {
    for (const path of [join(folder, "missing"), folder])
      expect(() => findBrowser({ NH_BROWSER: path })).toThrow(`findBrowser: NH_BROWSER is ${path}`);
  });

  it("searches PATH, Chromium first", () => {
    program("google-chrome");
    const chromium = program("chromium");
    expect(findBrowser({ PATH: `/nowhere:${folder}` })?.executable).toBe(chromium);
  });

  it("finds none on an empty machine", () => {
    expect(findBrowser({ PATH: "", ProgramFiles: folder }, "win32")).toBeNull();
    expect(findBrowser({ HOME: folder }, "darwin")).toBeNull();
  });
});

describe("still pictures without a browser", () => {
  it("are null, and the reason is said", async () => {
    const stills = stillRenderer({ executable: program("broken") });
    expect(await stills.render(line)).toBeNull();
    expect(stills.reason).toMatch(/^[^\n]+$/);
    await stills.close();
  });

  it("are switched off by NH_STILLS=0", async () => {
    vi.stubEnv("NH_STILLS", "0");
    const stills = stillRenderer();
    expect(await stills.render(line)).toBeNull();
    expect(stills.reason).toBe("NH_STILLS is 0");
  });

  it("are null when NH_BROWSER is wrong, and the reason names it", async () => {
    vi.stubEnv("NH_BROWSER", "/nowhere/chrome");
    const stills = stillRenderer();
    expect(await stills.render(line)).toBeNull();
    expect(stills.reason).toContain("NH_BROWSER is /nowhere/chrome");
  });
});

describe.skipIf(findBrowser() === null && !process.env.CI)("still pictures by a browser", () => {
  const stills = stillRenderer();
  afterAll(() => stills.close());
  /** Width and height of a PNG. */
  const size = (png: Uint8Array | null): number[] => {
    const view = new DataView((png as Uint8Array).buffer);
    return [view.getUint32(16), view.getUint32(20)];
  };

  it("have the size asked for, several at once too, in 2-D and in 3-D", async () => {
    const [flat, deep] = await Promise.all([
      stills.render(line, { width: 300, height: 200, scale: 2 }),
      stills.render(surface(), { width: 320, height: 240, scale: 1 }),
    ]);
    expect(stills.reason).toBeNull();
    expect(size(flat)).toEqual([600, 400]);
    expect(size(deep)).toEqual([320, 240]);
    // A page that could not draw WebGL would give an almost empty picture.
    expect((deep as Uint8Array).length).toBeGreaterThan(5000);
  });

  it("take the figure's own height", async () => {
    expect(size(await stills.render(line, { scale: 1 }))).toEqual([800, 300]);
  });

  it("are null for a figure that is none, and the next one is drawn all the same", async () => {
    const broken = { ...line, data: [{ x: new BigInt64Array(1) }] };
    expect(await stills.render(broken)).toBeNull();
    expect(stills.reason).toContain("BigInt64Array");
    expect(await stills.render(line)).not.toBeNull();
    expect(stills.reason).toBeNull();
  });

  it("are given up after the time limit, and the renderer goes on", async () => {
    const hasty = stillRenderer({ timeLimit: 1 });
    expect(await hasty.render(surface())).toBeNull();
    expect(hasty.reason).toBe("drawing took longer than 1 ms");
    await hasty.close();
  });

  it("can be made again after the browser was closed", async () => {
    await stills.close();
    expect(await stills.render(line)).not.toBeNull();
  });
});
