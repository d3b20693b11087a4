import { createRequire, SourceMap } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * tslab's TypeScript-to-JavaScript converter with the two things it leaves out:
 * source maps, so that an error can point at the cell and line the reader wrote, and
 * a name for each cell's script, so that a stack tells in which cell a function was made.
 *
 * tslab compiles a cell twice: TypeScript to modern JavaScript, and its modules to CommonJS.
 * Both steps call the compiler that tslab ships, so the compiler object handed to tslab is
 * one of ours that asks for a map at each step. These are internals of tslab 1.0.22, hence
 * the exact version in package.json and the test that fails when they change.
 */

/** A compiler message about a cell; lines and columns count from 0. */
export interface Diagnostic {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
  readonly messageText: string;
  readonly code: number;
  readonly fileName?: string;
}

interface ConvertResult {
  output?: string;
  diagnostics: Diagnostic[];
  hasToplevelAwait?: boolean;
}

/** The part of tslab's converter that the executor uses. */
export interface TslabConverter {
  convert(previousDeclarations: string, source: string): ConvertResult;
  close(): void;
}

/** The part of tslab's executor that runs cells. */
export interface TslabExecutor {
  execute(source: string): Promise<boolean>;
  inspect(source: string, position: number): unknown;
  complete(
    source: string,
    position: number,
  ): { start: number; end: number; candidates: string[] } | undefined;
  interrupt(): void;
  close(): void;
}

/** A place in a cell, lines and columns counted from 1. */
export interface CellPosition {
  readonly cell: number;
  readonly line: number;
  readonly column: number;
}

/** The console that tslab's executor reports to. */
export interface TslabConsole {
  log(...values: unknown[]): void;
  error(...values: unknown[]): void;
}

interface ScriptMaps {
  readonly toModule: SourceMap;
  readonly toSource: SourceMap;
  /** Characters that tslab puts before the first line of the script. */
  readonly prefix: number;
  /** Lines of the script; those behind are tslab's wrapper. */
  readonly lines: number;
}

const inlineMap = /\n?\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/;
/** tslab compiles `export {};` as line 0 before the cell's own first line. */
const linesBeforeSource = 1;
/** Where tslab keeps the declarations of the cells before. */
const earlierCells = "__prev__.d.ts";

/** The compiled library, whose `.d.ts` files type the cells. */
const distFolder = join(dirname(fileURLToPath(import.meta.url)), "..");
const nodeModules = join(distFolder, "..", "node_modules");

/** Everything a notebook's process needs of tslab. */
export interface CellCompiler {
  readonly executor: TslabExecutor;
  /** Names the script compiled next; its source is kept for code frames. */
  begin(cell: number, source: string): void;
  /** What the compiler had to say of the cell begun last. */
  diagnostics(): readonly Diagnostic[];
  /** The source of a cell that was begun. */
  source(cell: number): string | undefined;
  /** Where in a cell a place of its compiled script comes from. */
  position(cell: number, line: number, column: number): CellPosition | undefined;
  isComplete(code: string): { completed: boolean; indent?: string };
  /** Text of what `inspect` found. */
  describe(info: unknown): string;
}

/**
 * Lets `{ a }` mean an `a` of an earlier cell: tslab rewrites names of earlier cells to
 * properties of the object that keeps them, but overlooks the shorthand. Its compiler's
 * `emit` gets a step before tslab's own that spells the shorthand out. It also puts quotes
 * round the `a` of `const { a: b } = …`, which is no name of a cell, but rewritten if the type
 * of the right-hand side comes from one.
 */
// biome-ignore lint/suspicious/noExplicitAny: tslab's private compiler has no types of its own
function withShorthandOfEarlierCells(ts: any, host: any): unknown {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const spellOut = (checker: any) => (context: any) => (file: any) => {
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const visit = (node: any): any => {
      if (ts.isBindingElement(node) && node.propertyName && ts.isIdentifier(node.propertyName)) {
        const quoted = context.factory.createStringLiteral(node.propertyName.text);
        const inner = ts.visitEachChild(node, visit, context);
        return context.factory.updateBindingElement(
          ...[inner, inner.dotDotDotToken, quoted, inner.name, inner.initializer],
        );
      }
      if (!ts.isShorthandPropertyAssignment(node)) return ts.visitEachChild(node, visit, context);
      const written = ts.getParseTreeNode(node) ?? node;
      const declared = checker.getShorthandAssignmentValueSymbol(written)?.declarations ?? [];
      // biome-ignore lint/suspicious/noExplicitAny: as above
      const earlier = declared.some((d: any) => d.getSourceFile().fileName.endsWith(earlierCells));
      if (!earlier) return node;
      const { factory } = ts;
      const kept = factory.createPropertyAccessExpression(
        factory.createIdentifier("exports"),
        node.name.text,
      );
      return factory.createPropertyAssignment(node.name, kept);
    };
    return ts.visitEachChild(file, visit, context);
  };
  // biome-ignore lint/suspicious/noExplicitAny: as above
  let created: (builder: any) => void = () => {};
  Object.defineProperty(host, "afterProgramCreate", {
    set(listener) {
      created = listener;
    },
    // biome-ignore lint/suspicious/noExplicitAny: as above
    get: () => (builder: any) => {
      const { emit } = builder;
      // biome-ignore lint/suspicious/noExplicitAny: as above
      builder.emit = (file: any, write: any, token: any, onlyTypes: any, steps: any) => {
        const first = spellOut(builder.getProgram().getTypeChecker());
        return emit(file, write, token, onlyTypes, {
          ...steps,
          after: [first, ...(steps?.after ?? [])],
        });
      };
      created(builder);
    },
  });
  return host;
}

/** The name of a cell's script in stacks: `[3]`. */
export const scriptName = (cell: number): string => `cell[${cell}]`;

/**
 * Loads tslab, resolving a notebook's imports from `folder`.
 *
 * @param folder - the notebook's folder, also the process's working directory
 * @param reportTo - gets each cell's last value (`log`) and error (`error`)
 * @param whole - calls the function it is given; what is compiled in it must not be cut short
 */
export function createCellCompiler(
  folder: string,
  reportTo: TslabConsole,
  whole: <T>(work: () => T) => T = (work) => work(),
): CellCompiler {
  const fromHere = createRequire(import.meta.url);
  const fromTslab = createRequire(fromHere.resolve("tslab"));
  const compilerPath = fromTslab.resolve("@tslab/typescript-for-tslab");
  // biome-ignore lint/suspicious/noExplicitAny: tslab's private compiler has no types of its own
  const compiler: any = fromTslab(compilerPath);
  // What is loaded stays as it is until a restart, so its types do too. Watching them would also
  // break tslab for good when the library is built anew: it cannot take two changes at once.
  const unwatched = { close(): void {} };
  compiler.sys.watchFile = () => unwatched;
  compiler.sys.watchDirectory = () => unwatched;
  const modules: { input: string; map: string }[] = [];
  const loaded = fromTslab.cache[compilerPath];
  if (loaded === undefined) throw new Error("createCellCompiler: tslab's compiler did not load");
  loaded.exports = {
    ...compiler,
    createWatchCompilerHost(files: string[], options: object, ...rest: unknown[]) {
      const mapped = {
        ...options,
        inlineSourceMap: true,
        types: ["node"],
        // A notebook may stand anywhere: the library and Node's types are found from here.
        baseUrl: folder,
        paths: {
          "numerical-homotopy": [join(distFolder, "index.d.ts")],
          // So that types of the library's own packages have a name in a cell, too.
          "*": [relative(folder, join(nodeModules, "*"))],
        },
        typeRoots: [join(nodeModules, "@types")],
      };
      const host = compiler.createWatchCompilerHost(files, mapped, ...rest);
      return withShorthandOfEarlierCells(compiler, host);
    },
    transpileModule(input: string, settings: { compilerOptions: object }) {
      const compilerOptions = { ...settings.compilerOptions, sourceMap: true };
      const result = compiler.transpileModule(input, { ...settings, compilerOptions });
      modules.push({ input, map: result.sourceMapText });
      return result;
    },
  };
  const { createConverter, isCompleteCode } = fromTslab("./converter.js");
  const { createExecutor } = fromTslab("./executor.js");
  const { printQuickInfo } = fromTslab("./inspect.js");

  const sources = new Map<number, string>();
  const scripts = new Map<number, ScriptMaps>();
  let current = 0;
  let messages: readonly Diagnostic[] = [];

  const converter: TslabConverter = createConverter({ isJS: false, isBrowser: false });
  const convert = converter.convert;
  converter.convert = (previous, source) => {
    modules.length = 0;
    const result = whole(() => convert(previous, source));
    messages = result.diagnostics;
    const last = modules.at(-1);
    if (result.output === undefined || last === undefined) return result;
    const output = result.output.replace(/\n?\/\/# sourceMappingURL=\S*/g, "").trimEnd();
    const inner = inlineMap.exec(last.input)?.[1];
    if (inner !== undefined) {
      scripts.set(current, {
        lines: output.split("\n").length,
        toModule: new SourceMap(JSON.parse(last.map)),
        toSource: new SourceMap(JSON.parse(atob(inner))),
        prefix: `(${result.hasToplevelAwait ? "async " : ""}function(exports, require) { `.length,
      });
    }
    return { ...result, output: `${output}\n//# sourceURL=${scriptName(current)}` };
  };
  const executor: TslabExecutor = createExecutor(
    folder,
    { node: converter, browser: converter, close: () => converter.close() },
    reportTo,
  );

  return {
    executor,
    begin(cell, source) {
      current = cell;
      messages = [];
      sources.set(cell, source);
    },
    diagnostics: () => messages,
    source: (cell) => sources.get(cell),
    position(cell, line, column) {
      const maps = scripts.get(cell);
      if (maps === undefined || line > maps.lines) return undefined;
      const shift = line === 1 ? maps.prefix : 0;
      const module = maps.toModule.findEntry(line - 1, Math.max(0, column - 1 - shift));
      if (!("originalLine" in module)) return undefined;
      const origin = maps.toSource.findEntry(module.originalLine, module.originalColumn);
      if (!("originalLine" in origin)) return undefined;
      const lineFrom1 = origin.originalLine - linesBeforeSource + 1;
      return { cell, line: lineFrom1, column: origin.originalColumn + 1 };
    },
    isComplete: isCompleteCode,
    describe: printQuickInfo,
  };
}
