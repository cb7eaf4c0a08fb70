// npm run bench:rate-movie: milliseconds of rateMovie at light load, over HTTP through gateway and subgraph, on the engines that are
// configured: until it is answered, which is when it is in the log and folded. Beside it what the least of operations takes.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { deleteTopicsOf } from "../append/kafka-bare-producer.js";
import { dropKeyspace } from "../projection/cassandra-bare-driver.js";

const RATINGS = 300;
const WARM_UP = 50;
const PAUSE_MS = 30;
const ADMIN = { ADMIN_EMAIL: "bench@example.com", ADMIN_PASSWORD: randomBytes(12).toString("base64url") };

const root = dirname(dirname(createRequire(import.meta.url).resolve("@marquee/bench/package.json")));
const dataDir = await mkdtemp(join(tmpdir(), "marquee-rate-movie-"));
const run = `bench_${randomBytes(4).toString("hex")}`;
const config = parseConfig(engineConfig, readEnvironment());
const marquee = spawn(process.execPath, [join(root, "gateway/all-in-one/dist/main.js")], {
  env: {
    ...readEnvironment(),
    ...ADMIN,
    DATA_DIR: dataDir,
    PORT: "0",
    SAMPLE_DATA: "off",
    RATE_LIMITS: "off",
    LOG_LEVEL: "warn",
    CASSANDRA_KEYSPACE: run,
    KAFKA_TOPIC_PREFIX: `${run}.`,
  },
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const url = await listening();
  const token = (await ask(url, "mutation ($i: SignInInput!) { signIn(input: $i) { session { accessToken } } }", {
    i: { email: ADMIN.ADMIN_EMAIL, password: ADMIN.ADMIN_PASSWORD },
  })) as { signIn: { session: { accessToken: string } } };
  const { accessToken } = token.signIn.session;
  const made = (await ask(
    url,
    'mutation { upsertMovie(input: { title: "The Measured" }) { movie { id } } }',
    {},
    accessToken,
  )) as { upsertMovie: { movie: { id: string } } };
  const rate = "mutation ($i: RateMovieInput!) { rateMovie(input: $i) { applied userErrors { message } } }";
  const timings = { least: [] as number[], rated: [] as number[] };
  let notApplied = 0;
  for (let nth = 0; nth < WARM_UP + RATINGS; nth++) {
    const least = await timed(() => ask(url, "{ __typename }", {}, accessToken));
    const i = { movieId: made.upsertMovie.movie.id, score: 1 + (nth % 10) };
    const rated = await timed(() => ask(url, rate, { i }, accessToken));
    if (!(rated.value as { rateMovie: { applied: boolean } }).rateMovie.applied) notApplied += 1;
    if (nth >= WARM_UP) {
      timings.least.push(least.ms);
      timings.rated.push(rated.ms);
    }
    await wait(PAUSE_MS);
  }
  console.log(`engines                    ${config.STORE}, ${config.EVENT_LOG}`);
  console.log(`{ __typename }             ${spread(timings.least)}`);
  console.log(`rateMovie, folded          ${spread(timings.rated)}`);
  console.log(`in the log                 ${await appendMs(url)} on average, of that`);
  console.log(`not folded when answered   ${notApplied} of ${WARM_UP + RATINGS}`);
} finally {
  marquee.kill("SIGTERM");
  if (marquee.exitCode === null) await once(marquee, "exit");
  if (config.STORE === "cassandra") await dropKeyspace(config, run);
  if (config.EVENT_LOG === "kafka") await deleteTopicsOf(config.KAFKA_BROKERS, `${run}.`);
  await rm(dataDir, { recursive: true });
}

function listening(): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    marquee.stdout.on("data", (text: Buffer) => {
      output += text;
      const [, url] = /GraphQL +(http:\S+)\/graphql/.exec(output) ?? [];
      if (url !== undefined && output.includes("Marquee is ready")) resolve(url);
    });
    marquee.once("exit", (code) => reject(new Error(`Marquee ended with ${code} before it was ready`)));
  });
}

async function ask(url: string, query: string, variables: object, token?: string): Promise<unknown> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...authorization },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data: unknown; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ value: Value; ms: number }> {
  const startedAt = performance.now();
  return { value: await work(), ms: performance.now() - startedAt };
}

/** Of every append of the process, whatever it was of. */
async function appendMs(url: string): Promise<string> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const of = (what: string) =>
    Number(
      new RegExp(`marquee_event_log_append_duration_seconds_${what}{outcome="acknowledged"} (\\S+)`).exec(metrics)?.[1],
    );
  const ms = (of("sum") / of("count")) * 1_000;
  return Number.isNaN(ms) ? "?" : `${ms.toFixed(1)} ms`;
}

function spread(timings: readonly number[]): string {
  const sorted = timings.toSorted((a, b) => a - b);
  const at = (share: number) => `${(sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1)} ms`;
  return `${at(0.5)} in the median, ${at(0.95)} for 95 of 100`;
}
