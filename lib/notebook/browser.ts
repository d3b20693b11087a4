import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A browser of the Chromium family that can draw pictures. */
export interface Browser {
  /** Full path of the program. */
  readonly executable: string;
  /** Its name, for messages. */
  readonly name: string;
}

const commands: readonly string[] = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "microsoft-edge-stable",
  "chrome",
  "msedge",
];

/** Where browsers are when PATH does not name them. */
function usualPlaces(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): readonly string[] {
  if (platform === "darwin") {
    const apps = ["Google Chrome", "Chromium", "Microsoft Edge"];
    return ["", environment.HOME ?? ""].flatMap((home) =>
      apps.map((app) => `${home}/Applications/${app}.app/Contents/MacOS/${app}`),
    );
  }
  if (platform === "win32") {
    const { ProgramFiles, "ProgramFiles(x86)": ProgramFilesX86, LOCALAPPDATA } = environment;
    const programs = [
      "Google\\Chrome\\Application\\chrome.exe",
      "Chromium\\Application\\chrome.exe",
      "Microsoft\\Edge\\Application\\msedge.exe",
    ];
    const roots = [ProgramFiles, ProgramFilesX86, LOCALAPPDATA].filter(
      (root) => root !== undefined,
    );
    return roots.flatMap((root) => programs.map((program) => `${root}\\${program}`));
  }
  return [
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/usr/lib64/chromium-browser/chromium-browser",
    "/opt/google/chrome/chrome",
    "/opt/microsoft/msedge/msedge",
    "/snap/bin/chromium",
  ];
}

/**
 * Finds an installed Chromium, Chrome or Edge.
 *
 * `NH_BROWSER`, a path, decides alone if it is set; then PATH is searched, then the usual
 * places of Linux, macOS and Windows. Nothing is started.
 *
 * @param environment - where `NH_BROWSER` and `PATH` are read; this process's by default
 * @param platform - the operating system; this one by default
 * @returns the first browser found, or null
 * @throws RangeError if `NH_BROWSER` names no program
 *
 * @example
 * findBrowser()?.name; // "chromium"
 */
export function findBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Browser | null {
  const wanted = environment.NH_BROWSER;
  if (wanted) {
    if (isProgram(wanted)) return browserAt(wanted);
    throw new RangeError(
      `findBrowser: NH_BROWSER is ${wanted}, which is no program; expected the full path of Chromium, Chrome or Edge`,
    );
  }
  const suffix = platform === "win32" ? ".exe" : "";
  const folders = (environment.PATH ?? environment.Path ?? "").split(delimiter).filter(Boolean);
  const onPath = commands.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
  const found = [...onPath, ...usualPlaces(platform, environment)].find(isProgram);
  return found === undefined ? null : browserAt(found);
}

function browserAt(executable: string): Browser {
  const file = executable.split(/[\\/]/).at(-1) ?? executable;
  return { executable, name: file.replace(/\.exe$/i, "") };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
