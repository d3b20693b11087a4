import { mkdirSync, writeFileSync } from "node:fs";
import { homedir, platform } from "node:os";
import { join } from "node:path";

/** The kernel's name in notebooks and on Jupyter's command line. */
export const kernelName = "numerical-homotopy";

/** What a notebook's metadata says about its kernel. */
export const kernelspecMetadata: Readonly<Record<string, string>> = {
  name: kernelName,
  display_name: "TypeScript (numerical-homotopy)",
  language: "typescript",
};

/** What the kernel says about its language; the odd editor mode suits Notebook and Lab alike. */
export const languageInfo: Readonly<Record<string, unknown>> = {
  name: "typescript",
  version: "5.0.4",
  mimetype: "text/typescript",
  file_extension: ".ts",
  pygments_lexer: "typescript",
  nbconvert_exporter: "script",
  codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
};

/**
 * Writes the kernelspec below a Jupyter data folder, e.g. one named in `JUPYTER_PATH`.
 * It holds absolute paths of this machine, so it is made anew rather than kept.
 *
 * @param dataFolder - gets `kernels/numerical-homotopy/kernel.json`
 * @param commandLine - path of the built `cli.js`
 * @returns the kernelspec's folder
 */
export function writeKernelspec(dataFolder: string, commandLine: string): string {
  const folder = join(dataFolder, "kernels", kernelName);
  const spec = {
    argv: [
      process.execPath,
      "--disable-warning=ExperimentalWarning",
      commandLine,
      "kernel",
      "--connection",
      "{connection_file}",
    ],
    display_name: kernelspecMetadata.display_name,
    language: "typescript",
    // The kernel listens while a cell runs, so an interrupt can be a message on any system.
    interrupt_mode: "message",
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  return folder;
}

/** Where Jupyter and VS Code look for the kernels of the person at this machine. */
export function userJupyterFolder(): string {
  const { JUPYTER_DATA_DIR, APPDATA, XDG_DATA_HOME } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  switch (platform()) {
    case "darwin":
      return join(homedir(), "Library", "Jupyter");
    case "win32":
      return join(APPDATA ?? join(homedir(), "AppData", "Roaming"), "jupyter");
    default:
      return join(XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "jupyter");
  }
}
