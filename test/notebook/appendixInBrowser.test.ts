import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppendixPage, buildAppendix } from "../../lib/notebook/appendix.js";
import { findBrowser } from "../../lib/notebook/browser.js";
import { figureMimeBundle } from "../../lib/notebook/figureHtml.js";
import { plotlyLibraryHtml } from "../../lib/notebook/plotlyBundle.js";
import { browserOptions } from "../../lib/notebook/still.js";
import { code, line, notebookOf, prose, shownFigure, surface } from "./sampleNotebook.js";

const found = findBrowser();
const folder = mkdtempSync(join(tmpdir(), "appendix-"));
/** A PNG of one grey point. */
const dot = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
  "base64",
);
const page = (name: string, ...cells: Parameters<typeof notebookOf>): AppendixPage => ({
  name,
  notebook: notebookOf(...cells),
  status: "ok",
  provenance: {},
});
const still = (figure: typeof line, id: string) => ({
  output_type: "display_data" as const,
  data: figureMimeBundle(figure, dot, id),
  metadata: {},
});

describe.skipIf(found === null && !process.env.CI)("the appendix in a browser", () => {
  let browser: Browser;
  const complaints: string[] = [];
  const pages: Page[] = [];

  beforeAll(async () => {
    const points = {
      ...line,
      data: [{ type: "scattergl", mode: "markers", y: Float32Array.of(1, 2) }],
    };
    const many = Array.from({ length: 12 }, (_, i) =>
      code(`show(${i});`, [still(surface(), `g${i}`)], i + 1),
    );
    buildAppendix({
      outFolder: folder,
      pages: [
        page(
          "figures",
          prose("# Figures of $p$\n\n:::details Answer\nfolded\n:::\n\n## One\n\n## Two"),
          code(
            "const aVeryLongLine = 'that does not fit on a phone, so that its box has to scroll sideways';",
            [shownFigure(line), still(surface(1, [1, 2, 3]), "s"), still(points, "p")],
          ),
        ),
        page("many", prose("# Many"), ...many),
      ],
    });
    browser = await chromium.launch(browserOptions(found?.executable ?? ""));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  const open = async (name: string, width = 1280): Promise<Page> => {
    const tab = await browser.newPage({ viewport: { width, height: 800 } });
    pages.push(tab);
    tab.on("pageerror", (error) => complaints.push(String(error)));
    tab.on("console", (message) => {
      // Plotly's own remark about reading a canvas is no fault of the page.
      if (/error|warning/.test(message.type()) && !message.text().startsWith("Canvas2D"))
        complaints.push(message.text());
    });
    tab.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
    });
    await tab.goto(pathToFileURL(join(folder, `${name}.html`)).href);
    return tab;
  };

  it("draws figures in 2-D, 3-D and WebGL in place of their pictures, at the page's width", async () => {
    const tab = await open("figures");
    for (const n of [1, 2, 3]) {
      await tab.locator(`#figure-${n}`).scrollIntoViewIfNeeded();
      await tab.locator(`#figure-${n} .plot:visible .main-svg`).first().waitFor();
      expect(await tab.locator(`#figure-${n} .card > :first-child`).isVisible()).toBe(false);
    }
    const drawn = await tab.evaluate<number[]>(
      `document.querySelector("#figure-1 .plot").calcdata[0].map((point) => point.y)`,
    );
    expect(drawn[0]).toBe(1);
    expect(await tab.locator("#figure-2 canvas").count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  it("moves its slider: the surface becomes the frame's, sent as base64", async () => {
    const tab = pages[0];
    const height = `document.querySelector("#figure-2 .plot")._fullData[0].z[0][1]`;
    const before = await tab.evaluate<number>(height);
    await tab.locator("#figure-2 .slider-rail-touch-rect").scrollIntoViewIfNeeded();
    const rail = (await tab.locator("#figure-2 .slider-rail-touch-rect").boundingBox()) as {
      x: number;
      y: number;
      width: number;
      height: number;
    };
    await tab.mouse.click(rail.x + rail.width - 2, rail.y + rail.height / 2);
    await tab.waitForFunction(`${height} !== ${before}`);
    expect(await tab.evaluate<number>(height)).toBeCloseTo(Math.sin(3) * Math.cos(1 / 6), 12);
    expect(complaints).toEqual([]);
  });

  it("keeps at most eight WebGL figures alive, and draws one again that comes back", async () => {
    const tab = await open("many");
    const alive = () => tab.locator(".plot").count();
    for (let n = 1; n <= 12; n++) {
      await tab.locator(`#figure-${n}`).scrollIntoViewIfNeeded();
      await tab.locator(`#figure-${n} .plot:visible canvas`).first().waitFor();
      expect(await alive()).toBeLessThanOrEqual(8);
    }
    expect(await tab.locator("#figure-1 .still").isVisible()).toBe(true);
    await tab.evaluate("scrollTo(0, 0)");
    await tab.locator("#figure-1 .plot:visible canvas").first().waitFor();
    expect(await alive()).toBeLessThanOrEqual(8);
    expect(complaints).toEqual([]);
  }, 120_000);

  it("keeps the picture of a figure that cannot be drawn", async () => {
    const tab = await open("many");
    await tab.evaluate("Plotly.newPlot = () => Promise.reject(new Error('no')), null");
    await tab.locator("#figure-12").scrollIntoViewIfNeeded();
    await tab.waitForFunction("Plotly.newPlot && !document.querySelector('#figure-12 .plot')");
    expect(await tab.locator("#figure-12 .still").isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it("fits a phone of 320 pixels without scrolling sideways", async () => {
    const tab = await open("figures", 320);
    await tab.locator("#figure-1 .plot:visible .main-svg").first().waitFor();
    expect(await tab.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
    expect(await tab.locator("details.sections").getAttribute("open")).toBeNull();
  });

  it("switches between light and dark, and remembers", async () => {
    const tab = await open("figures");
    const paper = () => tab.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const light = await paper();
    await tab.getByRole("button", { name: "Switch to dark colours" }).click();
    const dark = await paper();
    expect(dark).not.toBe(light);
    await tab.reload();
    expect(await paper()).toBe(dark);
  });

  it("prints the pictures and unfolds the answers", async () => {
    const tab = await open("figures");
    await tab.locator("#figure-2").scrollIntoViewIfNeeded();
    await tab.locator("#figure-2 .plot:visible canvas").first().waitFor();
    await tab.emulateMedia({ media: "print" });
    expect(await tab.locator("#figure-2 .still").isVisible()).toBe(true);
    expect(await tab.locator("#figure-2 .plot").isVisible()).toBe(false);
    expect(await tab.locator(".bar").isVisible()).toBe(false);
    await tab.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await tab.getByText("folded").isVisible()).toBe(true);
  });

  it("draws a notebook's own output where a module loader is on the page, and keeps the picture elsewhere", async () => {
    const tab = await browser.newPage();
    const output = String(figureMimeBundle(line, dot, "f-1")["text/html"]);
    await tab.setContent(
      `<script>window.define = function () { throw 1; }; define.amd = {};</script>${output}`,
    );
    expect(await tab.locator("#f-1 img").isVisible()).toBe(true);
    await tab.evaluate(
      `document.body.appendChild(document.createRange().createContextualFragment(${JSON.stringify(plotlyLibraryHtml())}))`,
    );
    await tab.locator("#f-1 .main-svg").first().waitFor();
    expect(await tab.locator("#f-1 img").count()).toBe(0);

    const still = await browser.newPage({ javaScriptEnabled: false });
    await still.setContent(output);
    expect(await still.locator("#f-1 img").isVisible()).toBe(true);
    expect(await still.getByText("The loss falls.").isVisible()).toBe(true);
  });
});
