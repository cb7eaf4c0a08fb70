// npm run bench:start: how long the first start (sample included) and the second take, and the memory they need. Each start is a
// process of its own on an empty folder; a probe is the banner that a person waits for.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = dirname(dirname(createRequire(import.meta.url).resolve("@marquee/bench/package.json")));
const dataDir = await mkdtemp(join(tmpdir(), "marquee-start-"));
const first = await start();
const second = await start();
const { size } = await stat(join(dataDir, "marquee.db"));
await rm(dataDir, { recursive: true });
console.log(`first start     ${first.seconds.toFixed(1)} s, at most ${first.megabytes} MB`);
console.log(`second start    ${second.seconds.toFixed(1)} s, at most ${second.megabytes} MB`);
console.log(`first/second    ${(first.seconds / second.seconds).toFixed(1)}`);
console.log(`files           ${Math.round(size / 2 ** 20)} MB`);

async function start(): Promise<{ seconds: number; megabytes: number }> {
  const startedAt = performance.now();
  const marquee = spawn(process.execPath, [join(root, "gateway/all-in-one/dist/main.js")], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: "0", LOG_LEVEL: "warn" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  await ready(marquee);
  const seconds = (performance.now() - startedAt) / 1000;
  const status = await readFile(`/proc/${marquee.pid}/status`, "utf8").catch(() => "");
  const megabytes = Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  marquee.kill("SIGTERM");
  await once(marquee, "exit");
  return { seconds, megabytes };
}

function ready(marquee: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    marquee.stdout?.on("data", (text: Buffer) => {
      if (text.includes("Marquee is ready")) resolve();
    });
    marquee.once("exit", (code) => reject(new Error(`Marquee ended with ${code} before it was ready`)));
  });
}
