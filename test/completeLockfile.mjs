// Completes package-lock.json with the platform packages that npm left out.
//
// npm records only those platform-specific optional packages that the registry in use offers,
// and `npm ci` then refuses its own lockfile (npm/cli#9846). Their versions stand in the
// packages that name them, their platforms in their names, so the entries can be written down.
// Run after every `npm install` that changes the lockfile: node test/completeLockfile.mjs
import { readFileSync, writeFileSync } from "node:fs";

const systems = "aix android darwin freebsd linux netbsd openbsd openharmony sunos win32".split(
  " ",
);
const processors = "arm arm64 ia32 loong64 mips64el ppc64 riscv64 s390x x64".split(" ");

/** The entries that are missing, by their place in the lockfile. */
export function missingEntries(lock) {
  const missing = {};
  for (const [place, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const top = `node_modules/${name}`;
      if (lock.packages[`${place}/${top}`] || lock.packages[top]) continue;
      const words = name.split(/[/-]/);
      const os = systems.filter((s) => words.includes(s));
      const cpu = processors.filter((p) => words.includes(p));
      const libc = words.some((w) => w.startsWith("musl"))
        ? ["musl"]
        : words.some((w) => w.startsWith("gnu")) && os[0] === "linux"
          ? ["glibc"]
          : undefined;
      missing[top] = {
        version,
        ...(cpu.length > 0 ? { cpu } : {}),
        ...(entry.dev ? { dev: true } : {}),
        ...(libc ? { libc } : {}),
        optional: true,
        ...(os.length > 0 ? { os } : {}),
      };
    }
  }
  return missing;
}

if (process.argv[1] === import.meta.filename) {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const missing = missingEntries(lock);
  const packages = Object.entries({ ...lock.packages, ...missing });
  packages.sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(
    "package-lock.json",
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`,
  );
  console.log(`${Object.keys(missing).length} entries added`);
}
