import { describe, expect, it } from "vitest";
import { type PageContext, renderMarkdown } from "../../lib/notebook/markdown.js";

const render = (source: string, more: Partial<PageContext> = {}): string =>
  renderMarkdown(source, { headings: [], ...more });
const formulas = (source: string): string[] =>
  [
    ...render(source).matchAll(/<annotation encoding="application\/x-tex">(.*?)<\/annotation>/gs),
  ].map((m) => m[1].trim());

describe("formulas", () => {
  it.each([
    ["$p$ bits", ["p"]],
    ["$a$ and $b$", ["a", "b"]],
    ["$5 and $6", []],
    ["$5 and $6, and $x$", ["x"]],
    ["it costs \\$5 and $x$", ["x"]],
    ["$a\\$b$", ["a\\$b"]],
    ["`$x$` and ``a $y$ b``", []],
    ["$6 for `$HOME`", []],
    ["$ x $", []],
    ["$x$5", []],
    ["$$x$$ in a line", ["x"]],
    ["$a_1 * b_1 * c_1$", ["a_1 * b_1 * c_1"]],
    ["**$x$**", ["x"]],
    ["$$\nx\n+ y\n$$", ["x\n+ y"]],
    ["$$x + y$$", ["x + y"]],
    ["text\n$$\nx\n$$\ntext", ["x"]],
    ["- item\n  $$\n  x\n  $$", ["x"]],
    ["\\begin{align}\na &= b\n\\end{align}", ["\\begin{align}\na &amp;= b\n\\end{align}"]],
    ["$$\nnever closed", []],
    ["one $ alone", []],
    ["$", []],
    ["    $x$", []],
  ])("%j holds %j", (source, expected) => {
    expect(formulas(source)).toEqual(expected);
  });

  it("leaves the dollars of money as they are", () => {
    expect(render("from $5 to $6")).toBe("<p>from $5 to $6</p>\n");
    expect(render("\\$5")).toBe("<p>$5</p>\n");
  });

  it("shows a formula that cannot be read, and why", () => {
    const html = render("$\\frac{1}{<b>$");
    expect(html).toContain("formula-error");
    expect(html).toContain("\\frac{1}{&lt;b&gt;");
    expect(html).toMatch(/Expected|Unexpected/);
    expect(html).not.toContain("<b>");
  });

  it("does not follow links or load pictures that a formula asks for", () => {
    const html = render("$\\href{javascript:alert(1)}{x} \\includegraphics{http://a.b/c.png}$");
    expect(html).not.toMatch(/href=|src=/);
  });
});

describe("folded answers", () => {
  it.each([
    ":::details What *is* it?\nThe **answer**.\n:::\nafter",
    "<details><summary>What *is* it?</summary>\n\nThe **answer**.\n\n</details>\nafter",
  ])("fold %j", (source) => {
    expect(render(source)).toBe(
      "<details>\n<summary>What <em>is</em> it?</summary>\n<p>The <strong>answer</strong>.</p>\n</details>\n<p>after</p>\n",
    );
  });

  it("hold code and formulas", () => {
    const html = render(":::details A\n```ts\nconst x = 1;\n```\n$$x$$\n:::");
    expect(html).toContain("hljs-keyword");
    expect(html).toContain("katex");
  });

  it("stay in sight when they are never closed", () => {
    expect(render(":::details A\ntext")).toBe("<p>:::details A\ntext</p>\n");
    expect(render("<details><summary>A</summary>\n\ntext")).toContain("&lt;details&gt;");
  });
});

describe("what Markdown may not do", () => {
  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "# <script>alert(1)</script>",
    "<details><summary><script>alert(1)</script></summary>\n\n</details>",
    "<details open onclick=alert(1)><summary>a</summary>",
    ":::details <img src=x onerror=alert(1)>\n:::",
    "[a](javascript:alert(1))",
    "![a](javascript:alert(1))",
    "| <script>alert(1)</script> |\n|---|\n| <b onclick=alert(1)>x</b> |",
    "```<script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```",
    "![<script>](https://example.org/a.png)",
  ])("%j makes no markup of its own", (source) => {
    const html = render(source);
    expect(html).not.toMatch(/<(script|img|b)\b|href="javascript/);
  });

  it("shows no picture from outside, but those it holds", () => {
    expect(render("![plot](https://example.org/a.png)")).toContain("[picture: plot]");
    expect(render("![dot](data:image/png;base64,AAAA)")).toContain(
      '<img src="data:image/png;base64,AAAA" alt="dot">',
    );
    const attached = renderMarkdown(
      "![dot](attachment:a%20b.png)",
      { headings: [] },
      { "a b.png": { "image/png": "BBBB" } },
    );
    expect(attached).toContain("data:image/png;base64,BBBB");
  });
});

describe("headings and links", () => {
  it("names headings so that each can be linked to", () => {
    const headings: PageContext["headings"] = [];
    const html = renderMarkdown("# At $p$ bits\n## Twice\n## Twice\n## ???", { headings });
    expect(headings.map(({ level, id }) => [level, id])).toEqual([
      [1, "at-p-bits"],
      [2, "twice"],
      [2, "twice-2"],
      [2, "section"],
    ]);
    expect(html).toContain('<h2 id="twice-2">Twice <a class="anchor" href="#twice-2"');
    expect(headings[1].html).toBe("Twice");
  });

  it("sends links between notebooks to their pages, and others on their way", () => {
    const link = (href: string): string => href.replace(".ipynb", ".html");
    expect(render("[a](b.ipynb#c)", { link })).toContain('href="b.html#c"');
    expect(render("[a](https://example.org/b.ipynb)", { link })).toContain(
      'href="https://example.org/b.ipynb" rel="noopener noreferrer"',
    );
  });
});
