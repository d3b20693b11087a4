import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { afterAll, describe, expect, it } from "vitest";
import type { Animation } from "../../lib/figures/animation/animation.js";
import { trainingAnimation } from "../../lib/figures/animation/trainingAnimation.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { buildAppendix } from "../../lib/notebook/appendix.js";
import { showGif, valueBundle } from "../../lib/notebook/display.js";
import { filmMimeBundle, filmParts } from "../../lib/notebook/filmHtml.js";
import { animationGif } from "../../lib/notebook/gif.js";
import { float8_e4m3fn, float16, float32, float64 } from "../../lib/precision/formats/formats.js";
import { descend } from "../../lib/training/descent.js";
import { code, notebookOf, shown } from "./sampleNotebook.js";

interface Frame {
  readonly delay: number;
  readonly dispose: number;
  readonly transparent: number | null;
  /** Palette index per pixel. */
  readonly index: Uint8Array;
}

interface Film {
  readonly width: number;
  readonly height: number;
  readonly palette: readonly (readonly number[])[];
  readonly loops: number | null;
  readonly frames: readonly Frame[];
}

/** A reader of GIF89a that shares nothing with the writer. */
function parseGif(bytes: Uint8Array): Film {
  const word = (at: number): number => bytes[at] + 256 * bytes[at + 1];
  expect(new TextDecoder().decode(bytes.subarray(0, 6))).toBe("GIF89a");
  expect(bytes[10] & 0x80).toBe(0x80); // a global palette
  const colours = 2 << (bytes[10] & 7);
  const palette = Array.from({ length: colours }, (_, k) => [
    ...bytes.subarray(13 + 3 * k, 16 + 3 * k),
  ]);
  const [width, height] = [word(6), word(8)];
  let at = 13 + 3 * colours;
  const blocks = (): Uint8Array => {
    const parts: number[] = [];
    for (let size = bytes[at++]; size > 0; size = bytes[at++]) {
      for (let k = 0; k < size; k++) parts.push(bytes[at + k]);
      at += size;
    }
    return Uint8Array.from(parts);
  };
  const frames: Frame[] = [];
  let control: Uint8Array = new Uint8Array(4);
  let loops: number | null = null;
  while (bytes[at] !== 0x3b) {
    const kind = bytes[at++];
    if (kind === 0x21) {
      const label = bytes[at++];
      const data = blocks();
      if (label === 0xf9) control = data;
      if (label === 0xff) loops = data[12] + 256 * data[13];
      continue;
    }
    expect(kind).toBe(0x2c);
    expect([word(at), word(at + 2), word(at + 4), word(at + 6), bytes[at + 8]]).toEqual([
      0,
      0,
      width,
      height,
      0,
    ]);
    at += 9;
    const codeSize = bytes[at++];
    frames.push({
      delay: 10 * (control[1] + 256 * control[2]),
      dispose: (control[0] >> 2) & 7,
      transparent: control[0] & 1 ? control[3] : null,
      index: unpack(blocks(), codeSize, width * height),
    });
  }
  expect(at).toBe(bytes.length - 1);
  return { width, height, palette, loops, frames };
}

/** Lempel-Ziv-Welch as GIF has it, by its definition. */
function unpack(data: Uint8Array, codeSize: number, length: number): Uint8Array {
  const [clear, end] = [1 << codeSize, (1 << codeSize) + 1];
  const result = new Uint8Array(length);
  let [filled, bits, buffer, at] = [0, 0, 0, 0];
  let words: number[][] = [];
  let size = 0;
  let before: number[] | null = null;
  for (;;) {
    if (before === null && words.length === 0) {
      words = Array.from({ length: end + 1 }, (_, k) => [k]);
      size = codeSize + 1;
    }
    while (bits < size) {
      buffer |= data[at++] << bits;
      bits += 8;
    }
    const next = buffer & ((1 << size) - 1);
    buffer >>= size;
    bits -= size;
    if (next === clear) {
      [words, before] = [[], null];
      continue;
    }
    if (next === end) break;
    const word: number[] =
      next < words.length ? words[next] : [...(before as number[]), (before as number[])[0]];
    result.set(word, filled);
    filled += word.length;
    if (before !== null && words.length < 4096) words.push([...before, word[0]]);
    if (words.length === 1 << size && size < 12) size++;
    before = word;
  }
  expect(filled).toBe(length);
  return result;
}

/** The pictures of a film, each as it is seen: palette index per pixel. */
function seen({ frames }: Film): Uint8Array[] {
  const canvas = new Uint8Array(frames[0].index.length);
  return frames.map(({ index, transparent }) => {
    for (let i = 0; i < index.length; i++) if (index[i] !== transparent) canvas[i] = index[i];
    return canvas.slice();
  });
}

const runs = [float64, float32, float16, float8_e4m3fn].map((format) => ({
  format: format.name,
  trajectory: descend(twoValleys, Float64Array.of(0.25, 1.6), {
    format,
    learningRate: 0.05,
    maxSteps: 500,
  }),
}));
const animation = trainingAnimation(twoValleys, runs, { learningRate: 0.05, frames: 24 });
const gif = animationGif(animation);
const film = parseGif(gif.bytes);
const folder = mkdtempSync(join(tmpdir(), "gif-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the film of four formats", () => {
  it("is a GIF of one palette that repeats for ever and pauses at its end", () => {
    expect([film.width, film.height]).toEqual([640, 560]);
    expect(film.palette).toHaveLength(256);
    expect(film.loops).toBe(0);
    expect(film.frames).toHaveLength(24);
    expect(film.frames.map(({ delay }) => delay)).toEqual(
      Array.from({ length: 24 }, (_, k) => animation.delay(k)),
    );
    expect(gif.bytes.length).toBeLessThan(500_000);
  });

  it("holds in later frames only what changes", () => {
    expect(film.frames[0].transparent).toBeNull();
    for (const { transparent, dispose, index } of film.frames.slice(1)) {
      expect(dispose).toBe(1);
      const drawn = index.filter((value) => value !== transparent).length;
      expect(drawn).toBeGreaterThan(0);
      expect(drawn).toBeLessThan(0.1 * index.length);
    }
  });

  it("shows in its last frame what the still picture shows, up to the palette", async () => {
    const picture = await loadImage(Buffer.from(gif.still));
    const canvas = createCanvas(640, 560);
    canvas.getContext("2d").drawImage(picture, 0, 0);
    const { data } = canvas.getContext("2d").getImageData(0, 0, 640, 560);
    const last = seen(film)[23];
    let sum = 0;
    for (let i = 0; i < last.length; i++)
      for (let c = 0; c < 3; c++) sum += Math.abs(data[4 * i + c] - film.palette[last[i]][c]);
    expect(sum / last.length / 3).toBeLessThan(1);
  });

  it("holds the colours of the four formats unchanged", () => {
    const last = seen(film)[23];
    const used = new Set([...last].map((index) => film.palette[index].join()));
    // float64 lies below float32 and float16 in the end, but all four are in the legend
    for (const color of ["31,95,191", "26,152,80", "240,140,0", "211,34,42"])
      expect(used).toContain(color);
  });

  it("has text, also of letters that are not ASCII", () => {
    const canvas = createCanvas(80, 30);
    const context = canvas.getContext("2d");
    const pixels = (text: string): string => {
      context.fillStyle = "#ffffff";
      context.fillRect(0, 0, 80, 30);
      context.fillStyle = "#000000";
      context.font = '20px "nh-animation-text", "nh-animation-symbols", "nh-animation-greek"';
      context.fillText(text, 5, 20);
      return Buffer.from(context.getImageData(0, 0, 80, 30).data).toString("base64");
    };
    const glyphs = ["a", "θ", "η", "−", "×", " "].map(pixels);
    expect(new Set(glyphs).size).toBe(glyphs.length);
  });

  it("has the same bytes each time", () => {
    expect(Buffer.compare(Buffer.from(animationGif(animation).bytes), Buffer.from(gif.bytes))).toBe(
      0,
    );
  });

  it("of one frame is a still GIF, and of none is refused", () => {
    const one: Animation = { ...animation, frameCount: 1 };
    expect(parseGif(animationGif(one).bytes).frames).toHaveLength(1);
    expect(() => animationGif({ ...animation, frameCount: 0 })).toThrow(
      "encodeAnimation: expected at least 1 frame, got 0",
    );
  });
});

describe("a film in a notebook", () => {
  it("is one output: the file, and HTML with a still for paper, alternative text and caption", async () => {
    const bundle = filmMimeBundle({ ...gif, caption: "a < b", alt: '"x"' });
    expect(
      Buffer.compare(Buffer.from(String(bundle["image/gif"]), "base64"), Buffer.from(gif.bytes)),
    ).toBe(0);
    const html = String(bundle["text/html"]);
    expect(html).toContain('srcset="data:image/png;base64,iVBOR');
    expect(html).toContain("print, (prefers-reduced-motion: reduce)");
    expect(html).toContain('alt="&quot;x&quot;"');
    expect(filmParts(html)?.caption).toBe("a &lt; b");
    expect(filmParts("<figure>")).toBeNull();
    expect(Object.keys(await valueBundle(gif))).toEqual(["image/gif", "text/html", "text/plain"]);
  });

  it("is a numbered figure of the appendix", () => {
    const cell = code("showGif(gif)", [shown(filmMimeBundle(gif))]);
    const page = {
      name: "film",
      notebook: notebookOf(cell),
      status: "ok" as const,
      provenance: {},
    };
    buildAppendix({ pages: [page], outFolder: folder });
    const html = readFileSync(join(folder, "film.html"), "utf8");
    expect(html).toContain('src="data:image/gif;base64,R0lGOD');
    expect(html).toContain('<span class="number">Figure 1.</span> Gradient descent in 4 formats');
    expect(html.split("data:image/gif").length).toBe(2);
  });

  it("is refused if it is something else", () => {
    expect(() => showGif({ caption: "" } as never)).toThrow(/^showGif: got .*, expected a Gif$/s);
  });
});
