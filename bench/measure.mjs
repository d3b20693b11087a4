// CPU time of this process and of others: on a machine with other work, the clock says little.
import { spawnSync } from "node:child_process";

/** Debian's, where python3-gudhi is found; NH_PYTHON names another one. */
export const python = process.env.NH_PYTHON || "/usr/bin/python3";

export const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
export const column = (text, width) => String(text).padStart(width);

/** CPU seconds, all threads and the kernel's share, that `work` takes; awaits a promise. */
export async function cpuSeconds(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/**
 * CPU seconds and peak memory in megabytes of a program, or undefined if there is no such
 * program or no Python to ask the system with. What it prints is thrown away, except that
 * `output: true` returns it as text.
 */
export function childUsage(program, args, { output = false } = {}) {
  const script = `
import resource, subprocess, sys
keep = sys.argv[1] == "keep"
done = subprocess.run(sys.argv[2:], stdout=subprocess.PIPE if keep else subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
if keep: sys.stdout.buffer.write(done.stdout)
print("\\n", done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss)`;
  const all = ["-c", script, output ? "keep" : "drop", program, ...args];
  const { status, stdout } = spawnSync(python, all, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) return undefined;
  const end = stdout.trimEnd().lastIndexOf("\n");
  const [code, seconds, kilobytes] = stdout.slice(end).trim().split(" ").map(Number);
  if (code !== 0) return undefined;
  return { seconds, megabytes: kilobytes / 1024, text: stdout.slice(0, end) };
}

/** What a Python script prints, as numbers; undefined if it fails (GUDHI is missing, say). */
export function pythonNumbers(script, args) {
  const done = spawnSync(python, ["-c", script, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return done.status === 0 ? done.stdout.trim().split(/\s+/).map(Number) : undefined;
}
