import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseNotebook } from "../lib/notebook/nbformat.js";

const read = (file: string): string => readFileSync(file, "utf8");

/** Runs a script as README tells to: from `build/`, importing the library by its name. */
function printed(code: string): string {
  mkdirSync("build", { recursive: true });
  const file = join("build", `readme-example-${process.pid}.mjs`);
  try {
    writeFileSync(file, code);
    const result = spawnSync(process.execPath, [file], { encoding: "utf8" });
    expect(result.stderr).toBe("");
    return result.stdout.trim();
  } finally {
    rmSync(file, { force: true });
  }
}

describe("README", () => {
  const readme = read("README.md");
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";

  it("shows an example that prints what the text says", () => {
    const [, small, rate, large] =
      /It prints `(\d+)`[\s\S]*?Change the learning rate\s+to `([\d.]+)`, and it prints `(\d+)`/.exec(
        readme,
      ) ?? [];
    expect(example).toContain("learningRate: 0.05");
    expect(printed(example)).toBe(small);
    expect(printed(example.replace("learningRate: 0.05", `learningRate: ${rate}`))).toBe(large);
  });
});

describe("the documents", () => {
  const documents = [
    "README.md",
    "environment.md",
    "REPRODUCE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
  ];

  it.each(documents)("%s: every link and picture leads to a file", (file) => {
    const links = [...read(file).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(
      ([, target]) => target ?? "",
    );
    for (const link of links.filter((target) => !/^https?:/.test(target)))
      expect(existsSync(join(dirname(file), link)), `${file}: ${link}`).toBe(true);
  });

  it("name every environment variable that the code reads", () => {
    const text = read("environment.md");
    const sources = readdirSync("lib", { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(ts|cjs)$/.test(file))
      .map((file) => read(join("lib", file)));
    const names = new Set(sources.flatMap((code) => code.match(/NH_[A-Z]+/g) ?? []));
    expect(names.size).toBeGreaterThan(4);
    for (const name of names) expect(text, name).toContain(name);
  });

  it("list every notebook and every figure's cell", () => {
    const reproduce = read("REPRODUCE.md");
    for (const name of ["00-start-here", "12-minima-accessibility"]) {
      expect(read("README.md")).toContain(`notebooks/${name}.ipynb`);
      const file = join("notebooks", `${name}.ipynb`);
      for (const cell of parseNotebook(read(file), file).cells) {
        const source = Array.isArray(cell.source) ? cell.source.join("") : cell.source;
        if (cell.cell_type === "code" && /\bshow\(/.test(source))
          expect(reproduce).toContain(`${name.slice(0, 2)} \`${cell.id}\``);
      }
    }
  });
});
