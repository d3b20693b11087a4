import { createHash } from "node:crypto";
import { inspect } from "node:util";
import type { Figure } from "../figures/figure.js";
import { fromDataFrame, type Row, type Table } from "../results/table.js";
import type { MimeBundle } from "./cellProtocol.js";
import { figureMimeBundle } from "./figureHtml.js";
import { filmMimeBundle } from "./filmHtml.js";
import type { Gif } from "./gif.js";
import { outputSink } from "./outputSink.js";
import { plotlyLibraryHtml } from "./plotlyBundle.js";
import { type StillRenderer, stillRenderer } from "./still.js";
import { type TableOptions, tableHtml, tableText } from "./tableHtml.js";

/**
 * What a notebook's cells call to show things. All of it returns at once; an output keeps
 * its place although its still picture may take a second to draw.
 */

let stills: StillRenderer | undefined;
let libraryShown = false;
let skippedSaid = false;
let count = 0;

/** Unique on a page, also beside figures of an earlier run, and the same in every run. */
const figureId = (figure: Figure): string =>
  `nh-figure-${createHash("sha256").update(figure.caption).digest("hex").slice(0, 8)}-${++count}`;

async function figureBundle(figure: Figure): Promise<MimeBundle> {
  stills ??= stillRenderer();
  const still = await stills.render(figure);
  if (still === null && !skippedSaid) {
    skippedSaid = true;
    const reason = stills.reason ?? "no browser";
    console.error(`still pictures are skipped: ${reason}`);
    outputSink().note("stills", reason);
  }
  return {
    ...figureMimeBundle(figure, still, figureId(figure)),
    "text/plain": `Figure: ${figure.caption}`,
  };
}

/** Sends Plotly's source ahead of a page's first figure. */
function showLibrary(): void {
  if (libraryShown) return;
  libraryShown = true;
  outputSink().display({ "text/html": plotlyLibraryHtml(), "text/plain": "(Plotly)" });
}

/**
 * Shows a figure: interactive where scripts run, a still picture elsewhere, its caption below.
 *
 * @example
 * show(numberLineFigure(float8_e4m3fn));
 */
export function show(figure: Figure): void {
  if (!isFigure(figure))
    throw new TypeError(`show: got ${inspect(figure, { depth: 0 })}, expected a Figure`);
  showLibrary();
  outputSink().display(figureBundle(figure));
}

/**
 * Shows rows as a table.
 *
 * @param data - a result table, an array of rows (columns as in the first), or a DataFrame
 * @throws TypeError if `data` is none of these
 *
 * @example
 * table([{ format: "float16", reached: 98 }], { caption: "Starts that reach a minimum" });
 */
export function table(data: Table | readonly Row[] | object, options: TableOptions = {}): void {
  outputSink().display(tableBundle(asTable(data), options));
}

/**
 * Shows a film that repeats, its caption below; its last frame on paper.
 *
 * @throws TypeError if `gif` is not what `animationGif` returns
 *
 * @example
 * showGif(animationGif(trainingAnimation(twoValleys, runs, { learningRate: 0.05 })));
 */
export function showGif(gif: Gif): void {
  if (!isGif(gif))
    throw new TypeError(`showGif: got ${inspect(gif, { depth: 0 })}, expected a Gif`);
  outputSink().display(filmMimeBundle(gif));
}

/** Shows Markdown, for a sentence whose numbers are computed. */
export function markdown(text: string): void {
  outputSink().display({ "text/markdown": text, "text/plain": text });
}

/** A bar that fills while something runs. */
export interface Progress {
  /** Sets how much is done, from 0 to the total. */
  update(done: number): void;
  /** Fills the bar. */
  done(): void;
}

const progressInterval = 100; // ms between redraws

/**
 * Shows a progress bar for `total` pieces of work.
 *
 * @example
 * const bar = progress(starts.length, "descents");
 * await workers().map(job, starts, { onProgress: bar.update });
 */
export function progress(total: number, label = "progress"): Progress {
  if (!(total >= 0)) throw new RangeError(`progress: total is ${total}, expected 0 or more`);
  const displayId = `nh-progress-${++count}`;
  let shownAt = 0;
  const draw = (done: number, update: boolean): void => {
    const text = `${label}: ${done} of ${total}`;
    outputSink().display({ "text/plain": text }, { displayId, update });
  };
  draw(0, false);
  const update = (done: number): void => {
    if (done < total && Date.now() - shownAt < progressInterval) return;
    shownAt = Date.now();
    draw(done, true);
  };
  return { update, done: () => update(total) };
}

/** The views of a cell's last value. */
export async function valueBundle(value: unknown): Promise<MimeBundle> {
  if (isFigure(value)) {
    showLibrary();
    return figureBundle(value);
  }
  if (isGif(value)) return filmMimeBundle(value);
  if (isTable(value) || isDataFrame(value)) return tableBundle(asTable(value), {});
  return { "text/plain": inspect(value, { maxArrayLength: 20, breakLength: 100 }) };
}

function tableBundle(rows: Table, options: TableOptions): MimeBundle {
  return { "text/html": tableHtml(rows, options), "text/plain": tableText(rows, options) };
}

function asTable(data: unknown): Table {
  if (isTable(data)) return data;
  if (isDataFrame(data)) return fromDataFrame(data);
  if (Array.isArray(data) && data.every((row) => typeof row === "object" && row !== null))
    return { columns: Object.keys(data[0] ?? {}), rows: data };
  throw new TypeError(
    `table: got ${inspect(data, { depth: 0 })}, expected a Table, rows or a DataFrame`,
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const isFigure = (value: unknown): value is Figure =>
  isObject(value) && Array.isArray(value.data) && isObject(value.layout) && "caption" in value;
const isGif = (value: unknown): value is Gif =>
  isObject(value) && value.bytes instanceof Uint8Array && value.still instanceof Uint8Array;
const isTable = (value: unknown): value is Table =>
  isObject(value) && Array.isArray(value.columns) && Array.isArray(value.rows);
const isDataFrame = (value: unknown): value is Parameters<typeof fromDataFrame>[0] =>
  isObject(value) && Array.isArray(value.columns) && Array.isArray(value.values);
