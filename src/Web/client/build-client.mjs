// Called by `dotnet build` (src/Web/Client.targets): installs when the lock file changed, bundles when a source did.
// Builds may run side by side, so whoever comes second waits, and finds the work done. Needs no package itself.
import { spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NEEDS_NODE = 3; // Client.targets says it in words
const root = dirname(fileURLToPath(import.meta.url));
const page = join(root, "../wwwroot/index.html");
const installed = join(root, "node_modules/.installed");
const lock = join(root, "../obj/client.lock");
const sources = [
  "src",
  "public",
  "index.html",
  "package.json",
  "package-lock.json",
  "vite.config.ts",
  "tsconfig.json",
];

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) process.exit(NEEDS_NODE);

await takeLock();
process.on("exit", () => rmSync(lock, { force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

if (time(installed) < time(join(root, "package-lock.json"))) {
  console.log("web client: npm ci");
  // Without the flag, NODE_ENV=production would leave the build tools out.
  run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund"], process.platform === "win32");
  writeFileSync(installed, "");
}
if (time(page) <= Math.max(time(installed), ...sources.map((source) => newest(join(root, source))))) {
  console.log("web client: vite build");
  run(process.execPath, [join(root, "node_modules/vite/bin/vite.js"), "build"]);
  utimesSync(page, new Date(), new Date());
}

function run(command, args, shell = false) {
  const done = spawnSync(command, args, {
    cwd: root,
    shell,
    encoding: "utf8",
    maxBuffer: 1 << 26,
    env: { ...process.env, NO_COLOR: "1" },
  });
  if (done.error?.code === "ENOENT") process.exit(NEEDS_NODE);
  if (done.status === 0) return;
  process.stderr.write(`${done.stdout ?? ""}${done.stderr ?? ""}\n`);
  process.exit(1);
}

async function takeLock() {
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      const file = openSync(lock, "wx");
      writeFileSync(file, String(process.pid));
      closeSync(file);
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (abandoned()) rmSync(lock, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** Whether the build that holds the lock was killed. */
function abandoned() {
  try {
    const holder = Number(readFileSync(lock, "utf8"));
    if (holder === 0) return Date.now() - time(lock) > 5_000;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

function newest(path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry?.isDirectory()) return entry?.mtimeMs ?? 0;
  // The directory's own time tells that something was removed from it.
  return Math.max(entry.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function time(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
