import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseNotebook } from "../../lib/notebook/nbformat.js";
import { browserOptions } from "../../lib/notebook/still.js";
import { commandLine, findBrowserProgram, requireTool } from "./tools.js";

const program = findBrowserProgram();
const folder = mkdtempSync(join(tmpdir(), "appendix-"));
const screenshots = join("build", "screenshots");
const names = readdirSync("notebooks")
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => basename(name, ".ipynb"));

const isFilm = (data: object): boolean => "image/gif" in data;

/** Outputs of the executed notebook that are figures, moving ones included. */
function figuresIn(name: string): Record<string, unknown>[] {
  const file = join(folder, "notebooks", `${name}.ipynb`);
  const { cells } = parseNotebook(readFileSync(file, "utf8"), file);
  return cells
    .flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []))
    .flatMap((output) => ("data" in output ? [output.data] : []))
    .filter((data) => "application/vnd.plotly.v1+json" in data || isFilm(data));
}

requireTool("Chromium, Chrome or Edge", program)("the appendix of the real notebooks", () => {
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    const child = spawn(process.execPath, [commandLine, "appendix", "--out", folder]);
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        said += chunk;
      });
    expect(await new Promise((resolve) => child.once("exit", resolve)), said).toBe(0);
    browser = await chromium.launch(browserOptions(program ?? ""));
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (name: string, width = 1280): Promise<Page> => {
    const tab = await browser.newPage({ viewport: { width, height: 900 } });
    tab.on("pageerror", (error) => complaints.push(String(error)));
    tab.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    tab.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
    });
    await tab.goto(pathToFileURL(join(folder, "appendix", `${name}.html`)).href);
    return tab;
  };

  it("opens from its table of contents, every notebook one click away and back", async () => {
    const tab = await open("index");
    for (const name of names) {
      await tab.locator(`a[href="${name}.html"]`).first().click();
      expect(await tab.title()).not.toBe("");
      expect(await tab.locator("h1").count()).toBe(1);
      await tab.goBack();
    }
    await tab.screenshot({ path: join(screenshots, "appendix-index.png"), fullPage: true });
    expect(complaints).toEqual([]);
    await tab.close();
  });

  it.each(names)(
    "draws every figure of %s when it is scrolled to, and asks no network",
    async (name) => {
      const tab = await open(name);
      const figures = figuresIn(name);
      expect(await tab.locator("figure[id^=figure-]").count()).toBe(figures.length);
      for (const [index, data] of figures.entries()) {
        const figure = tab.locator(`#figure-${index + 1}`);
        await figure.scrollIntoViewIfNeeded();
        if (isFilm(data)) {
          const width = (img: unknown): number => (img as { naturalWidth: number }).naturalWidth;
          expect(await figure.locator("img").evaluate(width)).toBe(640);
        } else {
          const plot = figure.locator(".plot:visible");
          await plot.locator(".main-svg").first().waitFor();
          if (/"type":"surface"/.test(JSON.stringify(data)))
            await plot.locator(".gl-container canvas").first().waitFor();
        }
        await figure.screenshot({ path: join(screenshots, `appendix-${name}-${index + 1}.png`) });
      }
      expect(complaints).toEqual([]);
      await tab.close();
    },
  );

  it("has a surface in 3-D and a slider that moves its figure", async () => {
    const [sliding] = names.flatMap((name) =>
      figuresIn(name).flatMap((data, index) =>
        JSON.stringify(data).includes('"sliders"') ? [{ name, id: `figure-${index + 1}` }] : [],
      ),
    );
    expect(names.some((name) => /"type":"surface"/.test(JSON.stringify(figuresIn(name))))).toBe(
      true,
    );
    const tab = await open(sliding.name);
    await tab.locator(`#${sliding.id}`).scrollIntoViewIfNeeded();
    const rail = tab.locator(`#${sliding.id} .plot:visible .slider-rail-touch-rect`);
    await rail.waitFor();
    await rail.scrollIntoViewIfNeeded();
    const box = await rail.boundingBox();
    if (box === null) return expect.fail("the slider is not on the page");
    const drawing = `document.querySelector("#${sliding.id} .scatterlayer").innerHTML`;
    const shown = () => tab.evaluate<string>(drawing);
    const before = await shown();
    // Dragged from one end to the other, then clicked in the middle.
    const y = box.y + box.height / 2;
    await tab.mouse.move(box.x + 2, y);
    await tab.mouse.down();
    await tab.mouse.move(box.x + box.width - 2, y, { steps: 5 });
    await tab.mouse.up();
    await expect.poll(shown).not.toBe(before);
    const dragged = await shown();
    await tab.mouse.click(box.x + box.width / 2, y);
    await expect.poll(shown).not.toBe(dragged);
    expect(complaints).toEqual([]);
    await tab.close();
  });

  it.each(["index", ...names])("%s fits a phone 390 pixels wide, light and dark", async (name) => {
    const tab = await open(name, 390);
    expect(await tab.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    const paper = () => tab.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const light = await paper();
    await tab.getByRole("button", { name: "Switch to dark colours" }).click();
    expect(await paper()).not.toBe(light);
    const figure = tab.locator("figure[id^=figure-]").first();
    if ((await figure.count()) > 0) {
      await figure.scrollIntoViewIfNeeded();
      await figure.locator(".plot:visible .main-svg").first().waitFor();
    }
    expect(await tab.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    await tab.screenshot({ path: join(screenshots, `appendix-${name}-phone.png`) });
    expect(complaints).toEqual([]);
    await tab.close();
  });

  it.each(names)("%s prints to PDF, its pictures on it", async (name) => {
    const tab = await open(name);
    const pdf = await tab.pdf({ path: join(screenshots, `appendix-${name}.pdf`), format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    const pictures = pdf.toString("latin1").match(/\/Subtype\s*\/Image/g) ?? [];
    expect(pictures.length).toBeGreaterThanOrEqual(figuresIn(name).length);
    expect(complaints).toEqual([]);
    await tab.close();
  });
});
