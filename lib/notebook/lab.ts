import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { writeKernelspec } from "./kernelspec.js";

/** A Jupyter that answers: its command, and which of the two it is. */
export interface Jupyter {
  readonly command: string;
  readonly interface: "JupyterLab" | "Notebook";
  readonly version: string;
}

/** Where the project keeps the environment it makes when there is no Jupyter. */
const environmentFolder = join("build", "jupyter-environment");
const windows = process.platform === "win32";
const scripts = windows ? "Scripts" : "bin";

/** The version a Jupyter command prints, or undefined if it does not run. */
function versionOf(command: string): string | undefined {
  const probe = spawnSync(command, ["--version"], { encoding: "utf8", timeout: 30_000 });
  return probe.status === 0 ? probe.stdout.trim() : undefined;
}

function usable(command: string): Jupyter | undefined {
  const version = versionOf(command);
  if (version === undefined) return undefined;
  return { command, interface: /lab/.test(command) ? "JupyterLab" : "Notebook", version };
}

/**
 * Finds a Jupyter: `NH_JUPYTER`, then the PATH, then the system's own folder (another
 * python3 first on the PATH can hide it), then the project's environment.
 *
 * @throws RangeError if `NH_JUPYTER` is set and does not run
 */
export function findJupyter(root: string): Jupyter | undefined {
  const wished = process.env.NH_JUPYTER;
  if (wished) {
    const found = usable(wished);
    if (found === undefined)
      throw new RangeError(`findJupyter: NH_JUPYTER is "${wished}", which does not run`);
    return found;
  }
  const own = join(root, environmentFolder, scripts);
  for (const folder of ["", "/usr/bin", own]) {
    for (const name of ["jupyter-lab", "jupyter-notebook"]) {
      const command = folder === "" ? name : join(folder, windows ? `${name}.exe` : name);
      if (folder !== "" && !existsSync(command)) continue;
      const found = usable(command);
      if (found) return found;
    }
  }
  return undefined;
}

/** Runs a step of the set-up, its output shown; whether it went well. */
function step(command: string, args: readonly string[]): boolean {
  console.log(`$ ${[command, ...args].join(" ")}`);
  return spawnSync(command, args, { stdio: "inherit" }).status === 0;
}

/** Makes a Jupyter: uv, else pip in an environment of the project, else Debian's packages. */
function installJupyter(root: string): Jupyter | undefined {
  const folder = join(root, environmentFolder);
  const python = join(folder, scripts, windows ? "python.exe" : "python");
  console.log("No Jupyter found; making one for this project …");
  const withUv =
    versionOf("uv") !== undefined &&
    step("uv", ["venv", folder]) &&
    step("uv", ["pip", "install", "--python", python, "jupyterlab"]);
  if (!withUv) {
    for (const base of windows ? ["py", "python"] : ["python3", "python"]) {
      if (versionOf(base) === undefined || !step(base, ["-m", "venv", folder])) continue;
      if (step(python, ["-m", "pip", "install", "--retries", "1", "jupyterlab"])) break;
    }
  }
  const made = findJupyter(root);
  if (made) return made;
  const root0 = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (root0) {
    step("apt-get", ["update"]);
    step("apt-get", ["install", "-y", "--no-install-recommends", "jupyter-notebook"]);
  }
  return findJupyter(root);
}

const howToInstall = `No Jupyter could be found or installed. Do one of these, then run the command again:
  uv tool install jupyterlab              (any system with uv)
  python3 -m pip install --user jupyterlab
  sudo apt-get install jupyter-notebook   (Debian, Ubuntu)
  brew install jupyterlab                 (macOS with Homebrew)
or set NH_JUPYTER to the path of a jupyter-lab or jupyter-notebook.`;

/**
 * Opens Jupyter on the project's notebooks with the project's kernel.
 * It listens on the loopback address only and keeps Jupyter's token.
 *
 * @param root - the project's folder
 * @param args - passed on to Jupyter
 * @returns Jupyter's exit code
 */
export async function openLab(root: string, args: readonly string[]): Promise<number> {
  const dataFolder = join(root, "build", "jupyter");
  writeKernelspec(dataFolder, join(root, "dist", "cli.js"));
  const jupyter = findJupyter(root) ?? installJupyter(root);
  if (jupyter === undefined) {
    console.error(howToInstall);
    return 1;
  }
  console.log(
    `${jupyter.interface} ${jupyter.version} (${jupyter.command}), kernels from ${dataFolder}`,
  );
  const options = ["--ip=127.0.0.1"];
  if (process.getuid?.() === 0) options.push("--allow-root");
  const screen = process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!screen) options.push("--no-browser");
  const jupyterPath = [dataFolder, process.env.JUPYTER_PATH].filter(Boolean).join(delimiter);
  const child = spawn(jupyter.command, [...options, ...args], {
    cwd: join(root, "notebooks"),
    stdio: "inherit",
    env: { ...process.env, JUPYTER_PATH: jupyterPath },
  });
  // Ctrl-C reaches Jupyter by itself; it asks before it ends.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return await new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 130)));
}
