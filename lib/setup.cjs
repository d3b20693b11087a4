// The door of every npm script: checks Node, installs from the lockfile, builds, then runs
// the command. Plain JavaScript in an old dialect and without any package, because it is
// what a fresh clone can run, and what an old Node must still be able to read.
"use strict";
var childProcess = require("child_process");
var crypto = require("crypto");
var fs = require("fs");
var os = require("os");
var path = require("path");

var root = path.dirname(__dirname);
var needed = [20, 19];
var wholeMinute = 60000;

function fail(sentence) {
  console.error("numerical-homotopy: " + sentence);
  process.exit(1);
}

function checkNode() {
  var version = process.versions.node.split(".").map(Number);
  var old = version[0] < needed[0] || (version[0] === needed[0] && version[1] < needed[1]);
  // Node 21 and the first of 22 lack what 20.19 has: requiring ES modules.
  var gap = version[0] === 21 || (version[0] === 22 && version[1] < 12);
  if (old || gap)
    fail(
      "Node " +
        process.versions.node +
        " is too old; this project needs Node 20.19 or later " +
        "(or 22.12 or later): https://nodejs.org",
    );
}

function hashOf(files) {
  var hash = crypto.createHash("sha256");
  files.forEach((file) => {
    hash.update(path.relative(root, file) + "\0");
    hash.update(fs.readFileSync(file));
  });
  hash.update(process.platform + process.arch + process.versions.modules);
  return hash.digest("hex");
}

function filesUnder(folder, ending) {
  var found = [];
  fs.readdirSync(folder, { withFileTypes: true }).forEach((entry) => {
    var full = path.join(folder, entry.name);
    if (entry.isDirectory()) found = found.concat(filesUnder(full, ending));
    else if (entry.name.slice(-ending.length) === ending) found.push(full);
  });
  return found.sort();
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (_error) {
    return undefined;
  }
}

function run(command, args, options) {
  return childProcess.spawnSync(
    command,
    args,
    Object.assign({ cwd: root, stdio: "inherit" }, options),
  );
}

function npm(args) {
  var cli = process.env.npm_execpath;
  if (cli && /npm-cli\.js$/.test(cli)) return run(process.execPath, [cli].concat(args));
  return run("npm", args, { shell: process.platform === "win32" });
}

var lockFile = path.join(root, "package-lock.json");
var installedStamp = path.join(root, "node_modules", ".installed");
var dist = path.join(root, "dist");
var builtStamp = path.join(dist, ".built");
var kernels = path.join(root, "lib", "kernels");
var kernelBytes = path.join(kernels, "kernelBytes.ts");

function installedHash() {
  var stubs = filesUnder(path.join(root, "lib", "results", "stubs"), "");
  return hashOf([lockFile, path.join(root, "package.json")].concat(stubs));
}

function sourceHash() {
  // What is made from other sources is left out: it may not exist yet.
  var sources = filesUnder(path.join(root, "lib"), ".ts").filter((file) => file !== kernelBytes);
  return hashOf([lockFile, path.join(root, "tsconfig.json")].concat(sources));
}

function install() {
  var hash = installedHash();
  if (read(installedStamp) === hash) return;
  console.log("Installing packages from package-lock.json (once) …");
  var started = Date.now();
  // No package needs its install script: native ones carry their binaries.
  var result = npm([
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    "--loglevel=error",
    "--fetch-retries=2",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=5000",
  ]);
  if (result.status !== 0)
    fail(
      "the packages could not be installed (npm's reason is above); this step needs the npm " +
        "registry once, so check the network or proxy and run the command again.",
    );
  fs.writeFileSync(installedStamp, hash);
  console.log("Installed in " + seconds(started) + ".");
}

// The SIMD kernels, compiled from AssemblyScript and written down as a module of TypeScript: a
// browser has no file to load them from. The first line names what they were made of, the same
// on every machine, because the library's fingerprint covers it.
function kernelsStamp() {
  var hash = crypto.createHash("sha256").update(String(makeKernels));
  hash.update(String(read(path.join(root, "node_modules", "assemblyscript", "package.json"))));
  filesUnder(path.join(kernels, "assembly"), ".ts").forEach((file) => {
    hash.update(path.basename(file) + "\0");
    hash.update(fs.readFileSync(file));
  });
  return "// Made by lib/setup.cjs from lib/kernels/assembly, " + hash.digest("hex").slice(0, 16);
}

function kernelsMade() {
  return String(read(kernelBytes)).split("\n")[0] === kernelsStamp();
}

function makeKernels() {
  if (kernelsMade()) return;
  var wasm = path.join(root, "build", "kernels-" + process.pid + ".wasm");
  var asc = path.join("node_modules", "assemblyscript", "bin", "asc.js");
  var source = path.join("lib", "kernels", "assembly", "kernels.ts");
  var flags = ["--enable", "simd", "--runtime", "stub", "-O3", "--converge", "--noAssert"];
  flags = flags.concat(["--importMemory", "--disableWarning", "112", "--outFile", wasm]);
  var result = run(process.execPath, [asc, source].concat(flags));
  if (result.status !== 0 || !fs.existsSync(wasm)) {
    fs.rmSync(wasm, { force: true });
    fail("the SIMD kernels do not compile; the AssemblyScript compiler's messages are above.");
  }
  var text =
    kernelsStamp() +
    "\n/** The SIMD kernels, a WebAssembly module in base64. */\nexport const kernelBytes: string =\n" +
    '  "' +
    fs.readFileSync(wasm).toString("base64") +
    '";\n';
  fs.rmSync(wasm);
  // Written aside and moved into place, so that a killed build leaves no half of it.
  var aside = path.join(root, "build", "kernelBytes-" + process.pid + ".ts");
  fs.writeFileSync(aside, text);
  fs.renameSync(aside, kernelBytes);
}

function build() {
  makeKernels();
  var hash = sourceHash();
  if (read(builtStamp) === hash) return;
  console.log("Building …");
  var started = Date.now();
  // Built aside and moved into place: a build that is killed is never taken for one.
  var fresh = path.join(root, "build", "dist-" + process.pid);
  fs.rmSync(fresh, { recursive: true, force: true });
  var tsc = path.join("node_modules", "typescript", "bin", "tsc");
  var result = run(process.execPath, [tsc, "-p", ".", "--outDir", fresh]);
  if (result.status !== 0) {
    fs.rmSync(fresh, { recursive: true, force: true });
    fail("the library does not compile; the compiler's messages are above.");
  }
  fs.writeFileSync(path.join(fresh, ".built"), hash);
  fs.rmSync(dist, { recursive: true, force: true });
  fs.renameSync(fresh, dist);
  console.log("Built in " + seconds(started) + ".");
}

function seconds(started) {
  return ((Date.now() - started) / 1000).toFixed(1) + " s";
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

// Two commands at once must not install or build into each other's folders.
function locked(work) {
  var lock = path.join(root, "build", ".setup.lock");
  fs.mkdirSync(path.join(root, "build"), { recursive: true });
  var said = false;
  var owner;
  var age;
  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      owner = Number(read(lock));
      age = Date.now() - (fs.statSync(lock, { throwIfNoEntry: false }) || { mtimeMs: 0 }).mtimeMs;
      if (owner ? !alive(owner) : age > wholeMinute) {
        fs.rmSync(lock, { force: true });
        continue;
      }
      if (!said) console.log("Waiting for another set-up (process " + owner + ") to finish …");
      said = true;
      sleep(200);
    }
  }
  try {
    work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function ready() {
  return (
    read(installedStamp) === installedHash() && kernelsMade() && read(builtStamp) === sourceHash()
  );
}

function setUp() {
  if (!read(lockFile))
    fail("package-lock.json is missing from " + root + "; clone the project again.");
  if (ready()) return;
  try {
    locked(() => {
      process.on("exit", () => {
        fs.rmSync(path.join(root, "build", ".setup.lock"), { force: true });
      });
      install();
      build();
    });
  } catch (error) {
    if (["EACCES", "EROFS", "EPERM"].indexOf(error.code) >= 0)
      fail(
        "cannot write to " +
          (error.path || root) +
          ": the folder is read-only; clone the project to a folder of yours.",
      );
    if (error.code === "ENOSPC")
      fail("the disk is full; the set-up needs about 700 MB in " + root + ".");
    throw error;
  }
}

function main() {
  checkNode();
  process.chdir(root);
  setUp();
  var command = process.argv[2];
  var rest = process.argv.slice(3);
  if (command === "build") return;
  if (command === undefined) fail("no command; npm run lists them.");
  var script =
    command === "test"
      ? [path.join("test", "run.mjs")].concat(rest)
      : command === "bench"
        ? [path.join("bench", "run.mjs")].concat(rest)
        : [path.join("dist", "cli.js"), command].concat(rest);
  var args = ["--disable-warning=ExperimentalWarning"].concat(script);
  var child = childProcess.spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
  // Ctrl-C reaches the child by itself; this process waits for its end.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => {
    child.kill("SIGTERM");
  });
  var starter = process.ppid;
  // Whoever started this may be killed without a word: then nobody waits for the results.
  setInterval(() => {
    if (process.ppid !== starter) child.kill("SIGTERM");
  }, 500).unref();
  child.on("exit", (code, signal) => {
    if (signal && signal !== "SIGINT") console.error(`numerical-homotopy: ended by ${signal}.`);
    process.exit(signal ? 128 + os.constants.signals[signal] : code);
  });
}

main();
