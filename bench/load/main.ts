// npm run bench:load -- [ROWS…]: made-up MovieLens ratings through `npm run load` and the fold, beside reading the same file with
// csv-parse and doing nothing, and beside a bare libsql loop that writes the same rows; and the most memory that each size takes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { parse as Parse } from "csv-parse";
import { generateMovieLens } from "./generate-movielens.js";
import { writeBare } from "./libsql-bare-writer.js";

/** The very copy that the loaders read with. */
const { parse } = createRequire(createRequire(import.meta.url).resolve("@marquee/loaders/package.json"))(
  "csv-parse",
) as {
  parse: typeof Parse;
};

const sizes = process.argv.slice(2).map(Number);
if (sizes.some((size) => !Number.isInteger(size) || size < 1)) {
  console.error("Say how many ratings: npm run bench:load -- 10000 100000 1000000");
  process.exit(2);
}
const folder = await mkdtemp(join(tmpdir(), "marquee-bench-"));
try {
  for (const rows of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) await measure(rows);
} finally {
  await rm(folder, { recursive: true });
}

async function measure(ratings: number): Promise<void> {
  const files = join(folder, `${ratings}`);
  const dataDir = join(folder, `${ratings}-data`);
  await generateMovieLens(files, ratings, Math.min(59_047, Math.ceil(ratings / 10)));
  const read = await readOnly(join(files, "ratings.csv"));
  const loaded = await run("loaders/dist/main.js", [files, "--json"], dataDir);
  const { stages } = JSON.parse(loaded.out.trim().split("\n").at(-1) ?? "");
  const { seconds: loading, counts } = stages.find(({ stage }: { stage: string }) => stage === "ratings.csv");
  const folded = await run("bench/dist/load/fold-main.js", [], dataDir);
  const { seconds: folding } = JSON.parse(folded.out);
  const bare = writeBare(join(dataDir, "marquee.db"), join(folder, `${ratings}-bare.db`));

  const rate = (seconds: number): string => `${Math.round(counts.read / seconds).toLocaleString("en")} rows/s`;
  const line = (what: string, seconds: number, more = ""): void =>
    console.log(`${what.padEnd(46)} ${seconds.toFixed(2).padStart(8)} s ${rate(seconds).padStart(18)} ${more}`);
  console.log(`\n${counts.read.toLocaleString("en")} ratings, embedded`);
  line("csv-parse alone, the same file", read);
  line("load, into the log", loading, `at most ${loaded.maxMebibytes} MiB`);
  line("fold, into the tables", folding, `at most ${folded.maxMebibytes} MiB`);
  line("end to end, one after the other", loading + folding);
  line("bare libsql loop, the same rows", bare.seconds, `${bare.rows.toLocaleString("en")} rows`);
  console.log(`end to end / bare loop: ${(bare.seconds / (loading + folding)).toFixed(2)}`);
  console.log(`load / csv-parse alone: ${(read / loading).toFixed(2)}`);
  await rm(files, { recursive: true });
  await rm(dataDir, { recursive: true });
  await rm(join(folder, `${ratings}-bare.db`));
}

async function readOnly(file: string): Promise<number> {
  const startedAt = performance.now();
  let rows = 0;
  const parser = createReadStream(file).pipe(parse({ bom: true }));
  parser.on("data", () => {
    rows += 1;
  });
  await once(parser, "end");
  if (rows === 0) throw new Error("Nothing was read");
  return (performance.now() - startedAt) / 1_000;
}

/** A program of ours by itself; its memory and processor time are told at its end. */
async function run(program: string, args: readonly string[], dataDir: string) {
  await mkdir(dataDir, { recursive: true });
  const told = fileURLToPath(new URL("./tell-memory.js", import.meta.url));
  const child = spawn(process.execPath, ["--import", told, program, ...args], {
    env: { ...process.env, STORE: "embedded", EVENT_LOG: "embedded", DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "inherit", "pipe"],
  });
  let out = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  let measured = "";
  (child.stdio[3] as NodeJS.ReadableStream).setEncoding("utf8").on("data", (text: string) => {
    measured += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return { out, ...(JSON.parse(measured) as { maxMebibytes: number; cpuSeconds: number }) };
}
