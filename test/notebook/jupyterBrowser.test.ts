import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type * as Execute from "../../lib/notebook/execute.js";
import { kernelspecMetadata } from "../../lib/notebook/kernelspec.js";
import { parseNotebook, stringifyNotebook } from "../../lib/notebook/nbformat.js";
import { browserOptions } from "../../lib/notebook/still.js";
import { code, notebookOf } from "./sampleNotebook.js";
import { findBrowserProgram, findClassicNotebook, installKernel, requireTool } from "./tools.js";

// A notebook's process is a program of the built library.
const { executeNotebook }: typeof Execute = await import(
  new URL("../../dist/notebook/execute.js", import.meta.url).href
);

const jupyter = findClassicNotebook();
const program = findBrowserProgram();
const folder = mkdtempSync(join(tmpdir(), "jupyter-"));
const screenshots = join("build", "screenshots");
const token = "test-of-figures";
const start = "00-start-here.ipynb";

/**
 * What Jupyter's page says against itself: Debian enables the widgets' extension without
 * shipping it, and MathJax 2 declares an empty font at about:blank.
 */
const ofJupyter: readonly RegExp[] = [
  /nbextensions\/widgets\/notebook\/js\/extension\.js/,
  /^Access to font at 'about:blank'/,
  /^Failed to load resource: net::ERR_FAILED \(about:blank\)$/,
];

/** A surface in 3-D, to be run by the reader. */
const surface = notebookOf(
  code(
    'import { lossSurface, show, twoValleys } from "numerical-homotopy";\nshow(lossSurface(twoValleys, []));',
    [],
    null,
  ),
);
surface.metadata = { kernelspec: kernelspecMetadata };

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Jupyter with nothing of this machine's own settings, once it answers. */
async function startJupyter(port: number): Promise<ChildProcess> {
  const own = (name: string) => join(folder, "jupyter", name);
  const args = ["notebook", "--no-browser", "--ip=127.0.0.1", `--port=${port}`, "--port-retries=0"];
  if (process.getuid?.() === 0) args.push("--allow-root");
  const child = spawn(jupyter ?? "", args, {
    cwd: join(folder, "notebooks"),
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      JUPYTER_TOKEN: token,
      JUPYTER_PATH: own("data"),
      JUPYTER_DATA_DIR: own("data"),
      JUPYTER_CONFIG_DIR: own("config"),
      JUPYTER_RUNTIME_DIR: own("runtime"),
      NH_STILLS: "0",
    },
  });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on("data", (chunk) => {
      said += chunk;
      if (said.includes(`127.0.0.1:${port}/`)) resolve();
    });
    child.once("exit", () => reject(new Error(`Jupyter ended:\n${said}`)));
  });
  return child;
}

requireTool("classic Jupyter Notebook or no Chromium, Chrome or Edge", jupyter && program)(
  "figures in Jupyter's own page",
  () => {
    let server: ChildProcess;
    let browser: Browser;
    let address: string;
    const complaints: string[] = [];

    beforeAll(async () => {
      for (const name of ["notebooks", "jupyter"]) mkdirSync(join(folder, name));
      mkdirSync(screenshots, { recursive: true });
      installKernel(join(folder, "jupyter", "data"));
      const source = join("notebooks", start);
      copyFileSync(source, join(folder, "notebooks", start));
      writeFileSync(join(folder, "notebooks", "surface.ipynb"), stringifyNotebook(surface));
      const port = await freePort();
      address = `http://127.0.0.1:${port}`;
      [server, browser] = await Promise.all([
        startJupyter(port),
        chromium.launch(browserOptions(program ?? "")),
      ]);
      const notebook = parseNotebook(readFileSync(source, "utf8"), source);
      const executed = await executeNotebook(notebook, source);
      writeFileSync(
        join(folder, "notebooks", "executed.ipynb"),
        stringifyNotebook(executed.notebook),
      );
    }, 180_000);

    afterAll(async () => {
      await browser?.close();
      if (server !== undefined) {
        const ended = new Promise((resolve) => server.once("exit", resolve));
        server.kill("SIGTERM");
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    });

    /** A notebook in Jupyter's page, its kernel ready. */
    const open = async (name: string): Promise<Page> => {
      const tab = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
      tab.on("pageerror", (error) => complaints.push(String(error)));
      tab.on("console", (message) => {
        const text = `${message.text()} (${message.location().url})`;
        if (message.type() === "error" && !ofJupyter.some((own) => own.test(text)))
          complaints.push(text);
      });
      await tab.goto(`${address}/notebooks/${name}?token=${token}`);
      await tab.waitForFunction("window.Jupyter?.notebook?.kernel?.is_connected()");
      return tab;
    };
    const runAll = async (tab: Page): Promise<void> => {
      await tab.locator("#celllink").click();
      await tab.locator("#run_all_cells a").click();
      await tab.waitForFunction(
        "Jupyter.notebook.get_cells().every((cell) => !(cell.cell_type === 'code') || cell.input_prompt_number > 0)",
        undefined,
        { timeout: 90_000 },
      );
    };
    const shoot = async (tab: Page, name: string): Promise<void> => {
      await tab.screenshot({ path: join(screenshots, `jupyter-${name}.png`) });
    };

    it("an untrusted notebook shows the still pictures and their captions", async () => {
      const tab = await open("executed.ipynb");
      const pictures = tab.locator(".output_html img");
      expect(await pictures.count()).toBe(3);
      for (const picture of await pictures.all()) {
        await picture.scrollIntoViewIfNeeded();
        const width = await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth);
        expect(width).toBeGreaterThan(700);
        expect(await picture.isVisible()).toBe(true);
      }
      expect(await tab.locator(".output_html figcaption").count()).toBe(3);
      expect(await tab.locator(".js-plotly-plot").count()).toBe(0);
      await shoot(tab, "untrusted");
      expect(complaints).toEqual([]);
      await tab.close();
    });

    it("once trusted, it draws them", async () => {
      const tab = await open("executed.ipynb");
      await tab.locator("#filelink").click();
      await tab.locator("#trust_notebook a").click();
      // The menu asks twice, one dialog upon the other: the second has to be there, or it slides over
      // the button that is about to be clicked.
      await tab.locator(".modal.in .btn-danger").nth(1).click();
      await tab.locator(".js-plotly-plot .main-svg").nth(2).waitFor({ state: "attached" });
      await tab.waitForFunction(
        "document.querySelectorAll('.output_html .nh-figure img').length === 0",
      );
      await shoot(tab, "trusted");
      expect(complaints).toEqual([]);
      await tab.close();
    });

    it("Run All draws every figure, and the slider moves the drawing", async () => {
      const tab = await open(start);
      await runAll(tab);
      const figures = tab.locator(".output_html .nh-figure .js-plotly-plot");
      await figures.nth(2).locator(".main-svg").first().waitFor();
      expect(await figures.count()).toBe(3);
      for (const [n, figure] of (await figures.all()).entries()) {
        await figure.scrollIntoViewIfNeeded();
        await shoot(tab, `live-${n + 1}`);
      }
      const slider = tab.locator(".slider-rail-touch-rect");
      await slider.scrollIntoViewIfNeeded();
      const rail = await slider.boundingBox();
      const drawing = `document.querySelectorAll(".nh-figure .js-plotly-plot")[2].querySelector(".scatterlayer").innerHTML`;
      const before = await tab.evaluate<string>(drawing);
      if (rail === null) return expect.fail("the slider is not on the page");
      await tab.mouse.click(rail.x + rail.width - 2, rail.y + rail.height / 2);
      await expect.poll(() => tab.evaluate<string>(drawing)).not.toBe(before);
      await shoot(tab, "slider");
      expect(complaints).toEqual([]);
      await tab.close();
    });

    it("Run All draws a surface in 3-D", async () => {
      const tab = await open("surface.ipynb");
      await runAll(tab);
      await tab.locator(".nh-figure .js-plotly-plot .gl-container canvas").first().waitFor();
      await shoot(tab, "surface");
      expect(complaints).toEqual([]);
      await tab.close();
    });
  },
);
