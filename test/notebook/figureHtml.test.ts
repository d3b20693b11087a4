import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeFigure } from "../../lib/notebook/encodeFigure.js";
import { figureMimeBundle, figureParts, plotlyMime } from "../../lib/notebook/figureHtml.js";
import { plotlyLibraryHtml, plotlyLibraryMark } from "../../lib/notebook/plotlyBundle.js";
import { line } from "./sampleNotebook.js";

const of = (trace: Record<string, unknown>) =>
  encodeFigure({ data: [trace], layout: {}, caption: "", alt: "" }).data[0];
const bytesOf = (bdata: string): ArrayBuffer => new Uint8Array(Buffer.from(bdata, "base64")).buffer;

describe("a figure on its way to Plotly", () => {
  it("keeps every bit of float64 data, NaN and -0 included", () => {
    fc.assert(
      fc.property(fc.float64Array(), (x) => {
        const { dtype, bdata } = of({ x }).x as { dtype: string; bdata: string };
        expect(dtype).toBe("f8");
        expect(new Uint8Array(bytesOf(bdata))).toEqual(
          new Uint8Array(x.buffer, x.byteOffset, x.byteLength),
        );
      }),
    );
  });

  it("sends a part of a larger buffer alone", () => {
    const x = Float64Array.of(1, 2, 3).subarray(1, 2);
    expect(of({ x }).x).toEqual({ dtype: "f8", bdata: "AAAAAAAAAEA=" });
  });

  it.each([
    [new Float32Array(1), "f4"],
    [new Int32Array(1), "i4"],
    [new Uint32Array(1), "u4"],
    [new Int16Array(1), "i2"],
    [new Uint16Array(1), "u2"],
    [new Int8Array(1), "i1"],
    [new Uint8Array(1), "u1"],
    [new Uint8ClampedArray(1), "u1c"],
  ])("names the elements of %o as Plotly does: %s", (y, dtype) => {
    expect(of({ y }).y).toMatchObject({ dtype });
  });

  it("sends a matrix with its shape, wherever it stands, and leaves plain values alone", () => {
    const z = { values: Float64Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] };
    expect(of({ z, marker: { sizes: [z] }, x: ["a", 1, null], labels: [[1]] })).toMatchObject({
      z: { dtype: "f8", shape: "2, 3" },
      marker: { sizes: [{ shape: "2, 3" }] },
      x: ["a", 1, null],
      labels: [[1]],
    });
    expect(of({ values: Float64Array.of(1), line: { shape: "hv" } })).toMatchObject({
      values: { dtype: "f8" },
      line: { shape: "hv" },
    });
  });

  it("refuses what Plotly could not read", () => {
    expect(() => of({ z: { values: new Float64Array(5), shape: [2, 3] } })).toThrow(
      "encodeFigure: a matrix of shape [2,3] has 5 values",
    );
    expect(() => of({ x: new BigInt64Array(1) })).toThrow(
      "encodeFigure: Plotly cannot read a BigInt64Array",
    );
  });
});

describe("a figure in a notebook's output", () => {
  const attack = `</figcaption><script>alert("1")</script>'&\u2028<!--`;
  const png = Uint8Array.of(137, 80, 78, 71);
  const html = (figure = line, still: Uint8Array | null = png): string =>
    String(figureMimeBundle(figure, still, "f-1")["text/html"]);

  it("offers Plotly's data first, then HTML with the picture inside", () => {
    expect(Object.keys(figureMimeBundle(line, png, "f-1"))).toEqual([plotlyMime, "text/html"]);
    expect(html()).toMatch(
      /<div id="f-1"[^>]*><img alt="A falling line\." src="data:image\/png;base64,iVBORw==/,
    );
  });

  it("escapes all words, in HTML and in its script", () => {
    const nasty = html({
      ...line,
      caption: attack,
      alt: attack,
      layout: { title: { text: attack } },
    });
    expect(nasty.match(/<script/g)).toHaveLength(1);
    expect(nasty.match(/<\/script/g)).toHaveLength(1);
    expect(nasty.slice(nasty.indexOf("<script"))).not.toMatch(/\u2028|<!--/);
    expect(nasty).toContain("&lt;/figcaption&gt;");
  });

  it("has a script that any browser of the last ten years can read", () => {
    const script = /<script>([\s\S]*)<\/script>/.exec(html())?.[1] ?? "";
    expect(() => new Function(script)).not.toThrow();
    expect(script).not.toMatch(/=>|\blet\b|`/);
  });

  it("gives back its words and its picture, escaped as they were", () => {
    const parts = figureParts(html({ ...line, caption: attack, alt: attack }));
    expect(parts.caption).toContain("&lt;script&gt;");
    expect(parts.alt).toBe(parts.caption);
    expect(parts.still).toBe("data:image/png;base64,iVBORw==");
    expect(figureParts(html(line, null))).toMatchObject({ still: null, alt: "A falling line." });
    expect(figureParts("<div>another's</div>")).toEqual({ caption: "", alt: "", still: null });
  });
});

describe("Plotly in a page", () => {
  const library = plotlyLibraryHtml();
  const script = library.slice(plotlyLibraryMark.length, -"</script>".length);

  it("is one script that nothing inside can end", () => {
    expect(library.startsWith(plotlyLibraryMark)).toBe(true);
    expect(library.match(/<\/script|<!--/gi)).toEqual(["</script"]);
  });

  it("is left out where Plotly is there, and hides a module loader from itself where it is not", () => {
    const events: unknown[] = [];
    const page = (Plotly?: object): Record<string, unknown> => ({
      Plotly,
      document: { dispatchEvent: (event: unknown) => events.push(event) },
      Event: class {},
      define: Object.assign(() => expect.fail("defined as a module"), { amd: {} }),
    });
    const there = page({ version: "there" });
    runInNewContext(script, Object.assign(there, { window: there }));
    expect(there.Plotly).toEqual({ version: "there" });
    expect(events).toHaveLength(1);
    const head = script.slice(0, script.indexOf("plotly.js v"));
    expect(head).toContain("function (define, module, exports, require)");
  });
});
