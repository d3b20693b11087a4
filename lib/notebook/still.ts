import { stripVTControlCharacters } from "node:util";
import type { Browser, Page } from "playwright-core";
import type { Figure } from "../figures/figure.js";
import { findBrowser } from "./browser.js";
import { encodeFigure } from "./encodeFigure.js";
import { figureHeight } from "./figureHtml.js";
import { plotlySource } from "./plotlyBundle.js";

/** Size of a still picture. */
export interface StillSize {
  /** In CSS pixels; the figure's own, else 800. */
  readonly width?: number;
  /** In CSS pixels; the figure's own, else 450. */
  readonly height?: number;
  /** Pixels of the picture per CSS pixel; 2 by default. */
  readonly scale?: number;
}

/** How still pictures are made. */
export interface StillOptions {
  /** Path of the browser; found by `findBrowser` by default. */
  readonly executable?: string;
  /** Milliseconds a figure may take; 30 000 by default. */
  readonly timeLimit?: number;
}

/** Draws figures as PNG through a browser that it keeps open. */
export interface StillRenderer {
  /** The PNG, or null if it cannot be drawn; never rejects. Several calls wait for each other. */
  render(figure: Figure, size?: StillSize): Promise<Uint8Array | null>;
  /** Why the last picture is missing, in one line; null if it is there. */
  readonly reason: string | null;
  /** Closes the browser. A later `render` opens a new one. */
  close(): Promise<void>;
}

/** 3-D needs WebGL; SwiftShader draws it without a graphics card. Nothing is to be fetched. */
const flags: readonly string[] = [
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
  "--no-default-browser-check",
  "--hide-scrollbars",
];

/** Launch options under which a Chromium draws WebGL, offline, and ends with this process. */
export function browserOptions(executable: string): Record<string, unknown> {
  const root = process.getuid?.() === 0;
  return {
    executablePath: executable,
    headless: true,
    args: root ? [...flags, "--no-sandbox"] : [...flags],
    // A notebook's interrupt is not the browser's: with these, playwright would exit the process.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: 30_000,
  };
}

/**
 * A renderer of still pictures. Its browser starts with the first picture (about a second),
 * stays open, loads nothing from any network, and dies with this process.
 *
 * With `NH_STILLS=0`, or without a browser, every picture is null and `reason` says why.
 *
 * @example
 * const stills = stillRenderer();
 * const png = await stills.render(figure, { width: 800, height: 450 });
 * await stills.close();
 */
export function stillRenderer(options: StillOptions = {}): StillRenderer {
  return new BrowserStills(options);
}

class BrowserStills implements StillRenderer {
  reason: string | null = null;
  readonly #options: StillOptions;
  #browser: Browser | null = null;
  #page: Page | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  /** Set when there is no browser or it does not start: the next figure need not wait again. */
  #given: string | null = null;

  constructor(options: StillOptions) {
    this.#options = options;
    if (process.env.NH_STILLS === "0") this.#given = "NH_STILLS is 0";
  }

  render(figure: Figure, size: StillSize = {}): Promise<Uint8Array | null> {
    const turn = this.#queue.then(() => this.#render(figure, size));
    this.#queue = turn;
    return turn;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#drop();
  }

  async #render(figure: Figure, size: StillSize): Promise<Uint8Array | null> {
    try {
      if (this.#given) throw new Error(this.#given);
      const request = drawingRequest(figure, size);
      const page = this.#page ?? (await this.#open());
      const answer = await this.#answer(page, request);
      if (!answer.startsWith(pngPrefix)) throw new Error(answer);
      this.reason = null;
      return Uint8Array.from(Buffer.from(answer.slice(pngPrefix.length), "base64"));
    } catch (error) {
      this.reason = oneLine(error);
      return null;
    }
  }

  /** The picture's `data:` address or Plotly's complaint; a page that hangs or died is left. */
  async #answer(page: Page, request: string): Promise<string> {
    try {
      return await this.#withinLimit(page.evaluate<string>(request));
    } catch (error) {
      await this.#drop();
      throw error;
    }
  }

  async #open(): Promise<Page> {
    try {
      const executable = this.#options.executable ?? findBrowser()?.executable;
      if (executable === undefined)
        throw new Error("no Chromium, Chrome or Edge found (NH_BROWSER can name one)");
      const { chromium } = await import("playwright-core");
      this.#browser = await chromium.launch(browserOptions(executable));
      const page = await this.#browser.newPage({ offline: true });
      await page.route("**/*", (route) => route.abort());
      await page.addScriptTag({ content: plotlySource() });
      this.#page = page;
      return page;
    } catch (error) {
      this.#given = oneLine(error);
      throw error;
    }
  }

  async #drop(): Promise<void> {
    const browser = this.#browser;
    this.#browser = null;
    this.#page = null;
    await browser?.close().catch(() => {});
  }

  async #withinLimit<T>(work: Promise<T>): Promise<T> {
    const { timeLimit = 30_000 } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      const late = (): void => reject(new Error(`drawing took longer than ${timeLimit} ms`));
      timer = setTimeout(late, timeLimit);
    });
    try {
      return await Promise.race([work, limit]);
    } finally {
      clearTimeout(timer);
    }
  }
}

const pngPrefix = "data:image/png;base64,";

function drawingRequest(figure: Figure, size: StillSize): string {
  const { data, layout } = encodeFigure(figure);
  const own = typeof layout.width === "number" ? layout.width : 800;
  const { width = own, height = figureHeight(layout), scale = 2 } = size;
  const options = { format: "png", width, height, scale };
  const drawing = `Plotly.toImage(${JSON.stringify({ data, layout })}, ${JSON.stringify(options)})`;
  return `Promise.resolve().then(() => ${drawing}).catch((error) => String(error))`;
}

const oneLine = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return stripVTControlCharacters(message).trim().split("\n")[0] ?? "";
};
