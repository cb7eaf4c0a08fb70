// Runs the Dockerfile's steps in an empty folder, without Docker, and starts what comes out: nothing may be missing from it, and it may
// not be bigger than it needs to be. Takes about a minute, most of it `npm ci`.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildImageTree, type ImageTree } from "./image/build-image-tree.js";
import { startInImage } from "./image/image-process.js";

/** Measured: see deploy/README.md. Whoever passes it should know why. */
const MAX_MEGABYTES = 90;
const START_TIMEOUT_MS = 300_000;

const folder = mkdtempSync(join(tmpdir(), "marquee-image-"));
// For the image's user.
chmodSync(folder, 0o755);
try {
  console.log(`On Node ${process.version}, in ${folder}`);
  const image = buildImageTree(process.cwd(), folder, (step) => console.log(`  ${step}`));
  reportSize(image);
  await everyProcessLoads(image);
  await allInOneServes(image);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function reportSize({ root, workdir }: ImageTree): void {
  const app = join(root, workdir);
  const packages = megabytesOf(join(app, "node_modules"));
  const code = megabytesOf(app) - packages;
  console.log(`image: ${code.toFixed(1)} MB of our own and ${packages.toFixed(1)} MB of packages, over the base image`);
  if (packages + code > MAX_MEGABYTES) throw new Error(`That is more than ${MAX_MEGABYTES} MB.`);
}

/** A variable that no process accepts: each must get far enough to say so, and that is behind all of its imports. */
async function everyProcessLoads(image: ImageTree): Promise<void> {
  const compose = readFileSync("docker-compose.yml", "utf8");
  const mains = [...compose.matchAll(/^ +command: \[(\S+\.js)\]$/gm)].map(([, main = ""]) => main);
  for (const main of [...mains, ...image.command.slice(1)]) {
    const { output } = await startInImage(image, ["node", main], { LOG_LEVEL: "loud" }).ended;
    if (!/CONFIG_INVALID: .*LOG_LEVEL/.test(output))
      throw new Error(`${main} does not get to its configuration:\n${output}`);
    console.log(`loads: ${main}`);
  }
}

async function allInOneServes(image: ImageTree): Promise<void> {
  const marquee = startInImage(image, image.command, { PORT: "0" });
  try {
    const [, url = ""] = await marquee.saying(/is ready[\s\S]*?(http:\/\/127\.0\.0\.1:\d+)\//, START_TIMEOUT_MS);
    const probe = await startInImage(image, ["node", "deploy/health-probe.mjs", `${url}/healthz/ready`], {}).ended;
    if (probe.code !== 0) throw new Error(`The health probe says ${probe.output}`);
    const answer = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: '{ searchMovies(query: "matrix", first: 1) { nodes { title } } }' }),
    });
    const text = await answer.text();
    if (!/matrix/i.test(text)) throw new Error(`No film was found: ${text}`);
    marquee.stop();
    const { code, output } = await marquee.ended;
    if (code !== 0) throw new Error(`It ended with ${code}:\n${output}`);
    console.log("serves: all in one started, was healthy, found a film and ended in order");
  } finally {
    marquee.stop();
  }
}

function megabytesOf(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size / 1e6, 0);
}
