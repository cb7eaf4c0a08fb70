// npm run bench:first-steps: a newcomer's first minutes. Clones what is committed here into an empty folder, types the README's first
// command there, and tells when the gateway listens, when the first query is answered with data, when everything is there, and when
// the first live event comes. What npm fetches comes from wherever npm is configured to look, its cache included.
import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";

const QUERY =
  '{ searchMovies(query: "matrix", first: 3) { nodes { title ratingSummary { count average } reviews(first: 2) { nodes { summary author { name } } } } } }';
const REGISTER =
  'mutation { register(input: { name: "Reader", email: "reader@example.com", password: "a long enough one" }) { session { accessToken } } }';
const RATE = 'mutation { rateMovie(input: { movieId: "imdb:tt0133093", score: 9 }) { applied } }';

const root = dirname(dirname(createRequire(import.meta.url).resolve("@marquee/bench/package.json")));
const folder = await mkdtemp(join(tmpdir(), "marquee-first-steps-"));
const startedAt = performance.now();
const tell = (what: string) =>
  console.log(`${what.padEnd(52)} ${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s`);

execFileSync("git", ["clone", "--quiet", root, folder]);
tell("cloned into an empty folder");
execFileSync("npm", ["ci", "--silent"], { cwd: folder, stdio: "inherit" });
tell("npm ci");
const marquee = spawn("npm", ["start"], {
  cwd: folder,
  env: { ...process.env, PORT: "0", DATA_DIR: join(folder, "data") },
  stdio: ["ignore", "pipe", "pipe"],
  detached: true,
});
try {
  let output = "";
  for (const stream of [marquee.stdout, marquee.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  await until(() => output.includes("Marquee is ready"));
  tell("npm start says that it is ready, sample included");
  const [, url = ""] = /GraphQL +(http:\S+)\/graphql/.exec(output) ?? [];
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  const ask = async (query: string, token?: string): Promise<any> => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const headers = { "content-type": "application/json", ...authorization };
    return (await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) })).json();
  };
  const first = await ask(QUERY);
  if (first.errors !== undefined || first.data.searchMovies.nodes.length < 3) throw new Error(JSON.stringify(first));
  tell("first query over four subgraphs answered");

  const listener = spawn("node", ["examples/watch-ratings.mjs", url], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let heard = "";
  listener.stdout.setEncoding("utf8").on("data", (text: string) => (heard += text));
  await until(() => heard.includes('"live":true'));
  tell("first subscription live");
  const token = (await ask(REGISTER)).data.register.session.accessToken;
  const ratedAt = performance.now();
  const rated = ask(RATE, token);
  await until(() => heard.includes('"score":9'));
  const tookMs = performance.now() - ratedAt;
  tell("first live event, of a rating by a new account");
  await rated;
  console.log(`${"from rateMovie to the subscriber".padEnd(52)} ${tookMs.toFixed(0).padStart(5)} ms`);
  listener.kill();
} finally {
  if (marquee.pid !== undefined) process.kill(-marquee.pid, "SIGTERM");
  await new Promise((resolve) => (marquee.exitCode === null ? marquee.once("close", resolve) : resolve(undefined)));
  await rm(folder, { recursive: true, force: true });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    if (marquee.exitCode !== null) throw new Error(`npm start ended with ${marquee.exitCode}`);
    await setTimeout(20);
  }
}
