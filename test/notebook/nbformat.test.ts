import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellTags, parseNotebook, stringifyNotebook } from "../../lib/notebook/nbformat.js";
import { writeFileAtomic } from "../../lib/results/atomicFile.js";
import { code, line, notebookOf, prose, shown, shownFigure } from "./sampleNotebook.js";

const file = (notebook: object): string =>
  JSON.stringify({ metadata: {}, nbformat: 4, nbformat_minor: 4, cells: [], ...notebook });

const rich = notebookOf(
  prose("# Title\n\ntext"),
  code("const p = 8;\np", [
    { output_type: "stream", name: "stdout", text: "one\ntwo\n" },
    shownFigure(line),
    shown({ "image/png": "AAAA", "text/html": "<b>\n</b>" }),
    { output_type: "error", ename: "Error", evalue: "no", traceback: ["a", "b"] },
    {
      output_type: "execute_result",
      data: { "text/plain": "8" },
      metadata: {},
      execution_count: 1,
    },
  ]),
);

describe("reading a notebook", () => {
  it("joins lines, whether the file holds them as a list or as one string", () => {
    const cells = [
      { cell_type: "markdown", metadata: {}, source: ["# A\n", "b"] },
      {
        cell_type: "code",
        metadata: {},
        source: "x",
        execution_count: 3,
        outputs: [{ output_type: "stream", name: "stdout", text: ["1\n", "2"] }],
      },
    ];
    const [first, second] = parseNotebook(file({ cells }), "a.ipynb").cells;
    expect(first.source).toBe("# A\nb");
    expect(second).toMatchObject({ source: "x", execution_count: 3, outputs: [{ text: "1\n2" }] });
  });

  it("gives cells without an id one that the same file always gives, different in every cell", () => {
    const cells = ["x", "x", "x"].map((source) => ({ cell_type: "raw", metadata: {}, source }));
    const ids = () => parseNotebook(file({ cells }), "a.ipynb").cells.map((cell) => cell.id);
    expect(new Set(ids()).size).toBe(3);
    expect(ids()).toEqual(ids());
  });

  it("keeps an id the cell has, but not twice, and not one that nbformat forbids", () => {
    const cells = ["mine", "mine", "not allowed!"].map((id) => ({
      cell_type: "raw",
      id,
      source: "",
    }));
    const ids = parseNotebook(file({ cells }), "a.ipynb").cells.map((cell) => cell.id);
    expect(ids[0]).toBe("mine");
    expect(new Set(ids).size).toBe(3);
    expect(ids[2]).toMatch(/^[a-zA-Z0-9_-]+$/);
  });

  it.each([
    ['{\n "cells": [1,\n  2 3]}', "a.ipynb: broken JSON in line 3"],
    [
      `{\n "cells": [],\n "metadata": bad, "nbformat": 4, "nbformat_minor": 5}`,
      "a.ipynb: broken JSON in line 3",
    ],
    ["{\n", "a.ipynb: broken JSON in line 2"],
    [" \n", "a.ipynb: the file is empty"],
    ["[]", "a.ipynb: got a list, expected a notebook object"],
    [file({ nbformat: 3 }), "nbformat is 3, expected 4"],
    [file({ cells: {} }), "cells is an object, expected a list"],
    [file({ cells: [{ cell_type: "prose", source: "" }] }), 'cell 1: cell_type is "prose"'],
    [file({ cells: [{ cell_type: "raw" }] }), "cell 1: source is missing, expected text"],
    [
      file({ cells: [{ cell_type: "code", source: "", outputs: [{ output_type: "picture" }] }] }),
      'cell 1: output_type is "picture"',
    ],
  ])("says in one sentence what is wrong with %j", (text, message) => {
    expect(() => parseNotebook(text, "a.ipynb")).toThrow(message);
    expect(() => parseNotebook(text, "a.ipynb")).toThrow(/^parseNotebook: [^\n]*$/);
  });
});

describe("writing a notebook", () => {
  it("is undone by reading", () => {
    expect(parseNotebook(stringifyNotebook(rich), "a.ipynb")).toEqual(
      JSON.parse(JSON.stringify(rich)),
    );
    fc.assert(
      fc.property(fc.array(fc.string()), (sources) => {
        const notebook = notebookOf(...sources.map((source, i) => prose(source, `id-${i}`)));
        expect(parseNotebook(stringifyNotebook(notebook), "a.ipynb")).toEqual(notebook);
      }),
    );
  });

  it("writes lines as Jupyter does, with one space of indent and a newline at the end", () => {
    const text = stringifyNotebook(rich);
    expect(text).toContain('   "source": [\n    "# Title\\n",\n    "\\n",\n    "text"\n   ]');
    expect(text).toMatch(/^\{\n "cells"/);
    expect(text.endsWith("}\n")).toBe(true);
  });

  it("keeps the order in which a figure offers its views, Plotly's first", () => {
    const text = stringifyNotebook(rich);
    expect(text.indexOf("application/vnd.plotly")).toBeLessThan(text.indexOf('"text/html"'));
  });

  const python = ["/usr/bin/python3", "python3"].find(
    (command) =>
      (command === "python3" || existsSync(command)) &&
      spawnSync(command, ["-c", "import nbformat"]).status === 0,
  );
  it.skipIf(python === undefined && !process.env.CI)("is valid for Jupyter's own nbformat", () => {
    const folder = mkdtempSync(join(tmpdir(), "notebook-"));
    const path = join(folder, "a.ipynb");
    writeFileAtomic(path, stringifyNotebook(rich));
    const check = "import sys, nbformat; nbformat.validate(nbformat.read(sys.argv[1], 4))";
    const { status, stderr } = spawnSync(python ?? "python3", ["-W", "error", "-c", check, path], {
      encoding: "utf8",
    });
    rmSync(folder, { recursive: true });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});

it("reads the tags of a cell, and none where there are none", () => {
  expect(cellTags({ ...prose(""), metadata: { tags: ["slow", 3] } })).toEqual(["slow"]);
  expect(cellTags(prose(""))).toEqual([]);
});
