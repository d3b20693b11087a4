import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type AppendixPage, buildAppendix } from "../../lib/notebook/appendix.js";
import { plotlyLibraryHtml, plotlyLibraryMark } from "../../lib/notebook/plotlyBundle.js";
import { tableHtml } from "../../lib/notebook/tableHtml.js";
import { code, line, notebookOf, prose, shown, shownFigure, surface } from "./sampleNotebook.js";

const folder = mkdtempSync(join(tmpdir(), "appendix-"));
afterAll(() => rmSync(folder, { recursive: true }));

const built = (...pages: AppendixPage[]): Record<string, string> => {
  buildAppendix({ pages, outFolder: folder });
  const files = ["index", ...pages.map((page) => page.name)];
  return Object.fromEntries(
    files.map((name) => [name, readFileSync(join(folder, `${name}.html`), "utf8")]),
  );
};
const page = (name: string, ...cells: Parameters<typeof notebookOf>): AppendixPage => ({
  name,
  notebook: notebookOf(...cells),
  status: "ok",
  provenance: { commit: "abc", wallSeconds: 95, profile: "quick" },
});
/** A page without the scripts and styles of its frame. */
const body = (html: string): string =>
  html.slice(html.indexOf('<div class="page')).replace(/<script data-library[\s\S]*/, "");

describe("the appendix", () => {
  it("lists every notebook with its question, its minutes and what became of it", () => {
    const failed = {
      ...page("b"),
      notebook: undefined,
      status: "failed" as const,
      problem: "b.ipynb: <broken>",
    };
    const { index } = built(page("a", prose("# What is $p$?\n\nThe *question*.")), failed);
    expect(body(index)).toMatch(/href="a.html">What is <span class="katex">/);
    expect(index).toContain("<p>The <em>question</em>.</p>");
    expect(index).toContain("1.6 min");
    expect(index).toContain('href="b.html">b</a>');
    expect(index).toContain("b.ipynb: &lt;broken&gt;");
  });

  it("leads from page to page, to the executed notebook, and from notebook link to page", () => {
    const { a, b } = built(
      page("a", prose("# A\n[b](b.ipynb#x) [c](c.ipynb)")),
      page("b", prose("# B")),
    );
    expect(a).toContain('href="b.html#x"');
    expect(a).toContain('href="c.ipynb"');
    expect(a).toContain('rel="next" href="b.html"');
    expect(b).toContain('rel="prev" href="a.html"');
    expect(b).toContain('href="../notebooks/b.ipynb"');
  });

  it("leaves nothing in its folder but the pages", () => {
    built(page("a"), page("b"));
    expect(readdirSync(folder).sort()).toEqual(["a.html", "b.html", "index.html"]);
  });

  it("is the same bytes for the same notebooks", () => {
    const cells = [prose("# A $x$"), code("1", [shownFigure(line)])] as const;
    expect(built(page("a", ...cells))).toEqual(built(page("a", ...cells)));
  });

  it("refuses two pages of one name, and names that would leave the folder", () => {
    expect(() => built(page("a"), page("a"))).toThrow("two pages have the same name");
    for (const name of ["../a", ".", "index", "a/b", ""])
      expect(() => built(page(name))).toThrow(`buildAppendix: got the name "${name}"`);
  });
});

describe("a page", () => {
  it("loads nothing: no address outside but in links of the prose", () => {
    const { a } = built(
      page(
        "a",
        prose("# A $x$\n[link](https://example.org) ![p](https://example.org/p.png)"),
        code("1", [shownFigure(line), shownFigure(surface(), "s")]),
      ),
    );
    const own = a.replace(/<script data-library[\s\S]*?<\/script>/, "");
    expect(own).not.toMatch(/\bsrc="(?!data:)/);
    expect(own).not.toMatch(/url\((?!data:)/);
    expect(own).not.toMatch(/<link (?![^>]*href="data:)|@import/);
    expect([...own.matchAll(/https?:\/\/[^"'\s<)]*/g)].map((m) => m[0])).toSatisfy(
      (all: string[]) => all.every((url) => /example\.org|www\.w3\.org/.test(url)),
    );
    expect(own).toContain("default-src 'none'");
  });

  it("carries Plotly, and the fonts of formulas, only if it needs them, and once", () => {
    const { a, b, c } = built(
      page("a", prose("# A")),
      page(
        "b",
        prose("# B"),
        code("1", [
          shown({ "text/html": plotlyLibraryHtml() }),
          shownFigure(line),
          shownFigure(line),
        ]),
      ),
      page("c", prose("# C $\\mathcal{L}$")),
    );
    expect(a).not.toContain(plotlyLibraryMark);
    expect(a).not.toContain("@font-face");
    expect(a.length).toBeLessThan(40_000);
    expect(b.split(plotlyLibraryMark)).toHaveLength(2);
    expect(c).toContain("KaTeX_Caligraphic");
    expect(c).not.toContain("KaTeX_Fraktur-");
  });

  it("lets a script compile code only for figures that Plotly draws so", () => {
    const points = { ...line, data: [{ type: "scattergl", y: [1] }] };
    const { a, b } = built(
      page("a", code("1", [shownFigure(line)])),
      page("b", code("1", [shownFigure(points)])),
    );
    expect(a.slice(0, 900)).not.toContain("unsafe-eval");
    expect(b.slice(0, 900)).toContain("unsafe-eval");
  });

  it("shows every kind of output, the richest view of each", () => {
    const { a } = built(
      page(
        "a",
        code("const x = 1;", [
          { output_type: "stream", name: "stdout", text: "10%\r100%\n\u001b[31mred\u001b[0m\n" },
          {
            output_type: "execute_result",
            data: { "text/plain": "42 < 43" },
            metadata: {},
            execution_count: 1,
          },
          shown({ "text/markdown": "*so* $x$", "text/plain": "so" }),
          shown({ "text/html": "<table><tr><td>1</td></tr></table>", "text/plain": "1" }),
          shown({ "image/png": "AAAA\n", "text/plain": "a <dot>" }),
          shown({ "image/svg+xml": "<svg onload='alert(1)'/>" }),
        ]),
      ),
    );
    const text = body(a);
    expect(text).toContain('100%\n<span class="ansi-red">red</span></pre>');
    expect(text).not.toContain("10%\r");
    expect(text).toContain("42 &lt; 43");
    expect(text).toContain("<em>so</em>");
    expect(text).toContain("<table><tr><td>1</td></tr></table>");
    expect(text).toContain('<img src="data:image/png;base64,AAAA" alt="a &lt;dot&gt;">');
    expect(text).not.toContain("<svg onload");
    expect(text).toContain('<span class="hljs-keyword">const</span>');
  });

  it("of a failed notebook says where it stopped and which cells were not run", () => {
    const failed: AppendixPage = {
      ...page(
        "a",
        code(
          "throw 1",
          [
            {
              output_type: "error",
              ename: "Error",
              evalue: "no <b>",
              traceback: ["\u001b[31mline 1\u001b[0m"],
            },
          ],
          7,
        ),
        code("never()", [], null),
      ),
      status: "failed",
    };
    const text = body(built(failed).a);
    expect(text).toMatch(/stopped in <a href="#cell-[^"]+">cell \[7\]<\/a>/);
    expect(text).toContain("Error: no &lt;b&gt;");
    expect(text).toContain("1 cell was not run.");
    expect(text.match(/badge idle/g)).toHaveLength(1);
    expect(text).toContain('<span class="ansi-red">line 1</span>');
  });

  it("ends with where its numbers come from", () => {
    const { a } = built({
      ...page("a"),
      provenance: {
        commit: "abc",
        seed: 7,
        wallSeconds: 3,
        versions: { node: "20" },
        digits: "<generated>",
        executed: "2025-01-02T03:04:05.678Z",
      },
    });
    for (const row of [
      "<dt>Commit</dt><dd>abc</dd>",
      "<dt>Seed</dt><dd>7</dd>",
      "<dt>Wall time</dt><dd>3.0 s</dd>",
      "<dt>Versions</dt><dd>node 20</dd>",
      "<dt>Executed</dt><dd>2025-01-02 03:04 UTC</dd>",
      "<dt>digits</dt><dd>&lt;generated&gt;</dd>",
    ])
      expect(a).toContain(row);
  });

  it("reads no markup out of any text that a notebook holds", () => {
    const attack = `</script></style><img src=x onerror="alert(1)"><script>alert(1)</script>`;
    const figure = { ...line, caption: attack, alt: attack, layout: { title: { text: attack } } };
    const { a, index } = built({
      ...page(
        "a",
        prose(`# ${attack}\n\n${attack}`),
        code(attack, [
          { output_type: "stream", name: "stderr", text: attack },
          { output_type: "error", ename: attack, evalue: attack, traceback: [attack] },
          shownFigure(figure),
          shown({
            "text/html": tableHtml(
              { columns: [attack], rows: [{ [attack]: attack }] },
              { caption: attack },
            ),
          }),
          shown({ "text/plain": attack, "image/png": attack }),
        ]),
      ),
      provenance: { [attack]: attack },
    });
    for (const html of [a, index]) {
      const text = html.replace(/<script data-library[\s\S]*?<\/script>/, "");
      expect(text).not.toMatch(/<img src=x|<script>alert/);
    }
    expect(a.match(/<script/g)?.length).toBe(a.match(/<\/script/g)?.length);
  });
});
