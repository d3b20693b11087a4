import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { codeFingerprint } from "./codeFingerprint.js";

/** Packages that compute numbers of results. */
const numericalPackages: readonly string[] = ["ml-matrix", "simple-statistics"];

/** Which code, on which machine, made a result. */
export interface Environment {
  /** Commit of the library's repository, "unknown" where there is no git. */
  readonly commit: string;
  /** Whether its working copy had changes that are not committed. */
  readonly dirty: boolean;
  /** Fingerprint of the code that computes results, see `codeFingerprint`. */
  readonly code: string;
  /** Versions of the library and of the named packages, "unknown" if not found. */
  readonly versions: Readonly<Record<string, string>>;
  /** Node's version, without the v. */
  readonly node: string;
  /** Operating system and processor, e.g. "linux-x64". */
  readonly platform: string;
}

/** The present {@link Environment}. Asks git, about 10 ms. */
export function environment(packages: readonly string[] = numericalPackages): Environment {
  return {
    ...commitOf(packageRoot()),
    code: codeFingerprint(),
    versions: projectVersions(packages),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  };
}

/**
 * The commit that a folder's repository is at, and whether its working copy differs from it;
 * "unknown" if git is missing or the folder is not the top of a repository (then the commit
 * would be another project's).
 */
export function commitOf(folder: string): { commit: string; dirty: boolean } {
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", folder, ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 10_000,
    }).trim();
  try {
    if (realpathSync(git("rev-parse", "--show-toplevel")) !== realpathSync(folder))
      return { commit: "unknown", dirty: false };
    return { commit: git("rev-parse", "HEAD"), dirty: git("status", "--porcelain") !== "" };
  } catch {
    return { commit: "unknown", dirty: false };
  }
}

/**
 * The commit as one word for a page's foot: its id, "+changes" added for a working copy that
 * differs from it.
 */
export function sourceCommit(folder: string = packageRoot()): string {
  const { commit, dirty } = commitOf(folder);
  return dirty ? `${commit}+changes` : commit;
}

/**
 * Versions of the library and of some of the packages it uses, "unknown" for one that is not
 * installed.
 */
export function projectVersions(
  packages: readonly string[] = numericalPackages,
): Record<string, string> {
  const root = packageRoot();
  const named = [...packages].sort().map((name) => [name, versionOf(name, root)] as const);
  return { "numerical-homotopy": versionIn(root), ...Object.fromEntries(named) };
}

/** The folder of the library's package.json: above lib or dist. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder)
    folder = dirname(folder);
  return folder;
}

/** Version of an installed package, looked for as Node does: in node_modules here and above. */
function versionOf(name: string, folder: string): string {
  const version = versionIn(join(folder, "node_modules", name));
  const above = dirname(folder);
  return version !== "unknown" || above === folder ? version : versionOf(name, above);
}

function versionIn(folder: string): string {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return typeof version === "string" ? version : "unknown";
  } catch {
    return "unknown";
  }
}
