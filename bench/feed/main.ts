// npm run bench:feed: the live feed's figures, side by side with a bare ws loop and with plain graphql-ws, on the same events, the same
// query over three subgraphs, the same subgraphs' processes; listeners in processes of their own, over real sockets.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeViewer, SECRET_HEADER, VIEWER_HEADER } from "@marquee/platform/subgraph/wire-format.js";
import { cpuSeconds, endAll, Listeners, residentBytes, type Served, startMain, startScript } from "./processes.js";

const LISTENERS = 1_000;
/** So many that what they take stands out from what a process takes and gives back anyway. */
const IDLE_LISTENERS = 5_000;
const PROCESSES = 2;
const ROUNDS = 3;
const EVENTS = Number(process.argv[2] ?? 200);
/** It takes its time. */
const PLAIN_EVENTS = 4;
const TIMED = 60;
const MOVIES = 40;

const secret = randomBytes(32).toString("base64url");
const admin = { ADMIN_EMAIL: "bench@example.com", ADMIN_PASSWORD: randomBytes(12).toString("base64url") };
const dataDir = await mkdtemp(join(tmpdir(), "marquee-bench-feed-"));
const shared = {
  DATA_DIR: dataDir,
  GATEWAY_SECRETS: secret,
  HOST: "127.0.0.1",
  SAMPLE_DATA: "off",
  RATE_LIMITS: "off",
  LOG_LEVEL: "info",
  SUBGRAPH_TIMEOUT_MS: "60000",
  WS_MAX_SOCKETS_PER_ADDRESS: "100000",
};
const NAMES = ["movies", "reviews", "ratings", "accounts"] as const;

try {
  const ports = Object.fromEntries(NAMES.map((name) => [`${name.toUpperCase()}_PORT`, "0"]));
  const backend = await startMain(
    "gateway/all-in-one/dist/subgraphs-main.js",
    { ...shared, ...ports, ...admin },
    /The subgraphs are ready/,
  );
  const urls = Object.fromEntries(
    NAMES.map((name) => [name, new RegExp(`${name} +(http:\\S+)`).exec(backend.output)?.[1] ?? ""]),
  );
  const addresses = Object.fromEntries(NAMES.map((name) => [`${name.toUpperCase()}_URL`, urls[name] ?? ""]));
  const started = await startMain(
    "gateway/dist/main.js",
    { ...shared, ...addresses, PORT: "0" },
    /gateway is listening/,
  );
  const gateway: Served = { url: /"url":"(http:[^"]+)"/.exec(started.output)?.[1] ?? "", pid: started.pid };
  const pairs = NAMES.map((name) => `${name}=${urls[name]}`);
  const bare = await startScript("other-server.js", ["bare", secret, ...pairs]);
  const plain = await startScript("other-server.js", ["plain", secret, ...pairs]);

  const { accessToken, userId } = await signIn(gateway.url);
  const movieIds = await addMovies(gateway.url, accessToken);
  let nth = 0;
  /** Straight to the ratings subgraph, many at once: the gateway shall have nothing to do but deliver. */
  const rateMany = async (events: number) => {
    const headers = {
      [SECRET_HEADER]: secret,
      [VIEWER_HEADER]: encodeViewer({ userId, roles: ["USER"], expiresAt: Date.now() + 1e9 }),
    };
    const query = "mutation ($i: RateMovieInput!) { rateMovie(input: $i) { eventId } }";
    await Promise.all(
      Array.from({ length: events }, () => {
        nth += 1;
        const i = { movieId: movieIds[nth % MOVIES], score: 1 + (nth % 10) };
        return ask(urls.ratings ?? "", query, { i }, headers);
      }),
    );
  };

  await idleMemory("the gateway", gateway);
  await idleMemory("plain graphql-ws", plain);
  await fetchesPerEvent(gateway, rateMany);
  await latencies(gateway, accessToken, movieIds);
  await throughput({ gateway, bare, plain }, rateMany);
} finally {
  await endAll();
  await rm(dataDir, { recursive: true, force: true });
}

async function fetchesPerEvent(gateway: Served, rateMany: (events: number) => Promise<void>): Promise<void> {
  for (const count of [1, 10, 100, LISTENERS]) {
    const listeners = new Listeners(count, PROCESSES);
    await listeners.open(gateway.url);
    const before = await figures(gateway.url);
    await listeners.expect(20, () => rateMany(20));
    const after = await figures(gateway.url);
    const fetches = Object.entries(after.fetches).map(
      ([name, total]) => `${name} ${((total - (before.fetches[name] ?? 0)) / 20).toFixed(2)}`,
    );
    const executions = (after.executions - before.executions) / 20;
    console.log(
      `${String(count).padStart(5)} listeners: per event ${executions.toFixed(2)} executions; requests to ${fetches.join(", ")}; upstreams ${after.upstreams}`,
    );
    await listeners.close();
    await closed(gateway.url);
  }
}

async function idleMemory(name: string, server: Served): Promise<void> {
  const warm = new Listeners(100, PROCESSES);
  await warm.open(server.url);
  const before = residentBytes(server.pid);
  const listeners = new Listeners(IDLE_LISTENERS, PROCESSES);
  await listeners.open(server.url);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const grown = residentBytes(server.pid) - before;
  await listeners.close();
  await warm.close();
  console.log(`${name}: ${(grown / IDLE_LISTENERS / 1024).toFixed(1)} KiB resident memory an idle listener`);
}

async function latencies(gateway: Served, token: string, movieIds: readonly string[]): Promise<void> {
  const query = "mutation ($i: RateMovieInput!) { rateMovie(input: $i) { eventId } }";
  for (const count of [1, 100, LISTENERS]) {
    const listeners = new Listeners(count, PROCESSES);
    await listeners.open(gateway.url);
    listeners.time(true);
    const sentTo: number[] = [];
    const acknowledgedTo: number[] = [];
    const cpu = cpuSeconds(gateway.pid);
    for (let nth = 0; nth < TIMED; nth += 1) {
      const arrived = listeners.arrivals();
      const i = { movieId: movieIds[nth % MOVIES], score: 1 + (nth % 10) };
      const sentAt = now();
      await ask(`${gateway.url}/graphql`, query, { i }, { authorization: `Bearer ${token}` });
      const acknowledgedAt = now();
      const { at } = await arrived;
      sentTo.push(...at.map((time) => time - sentAt));
      acknowledgedTo.push(...at.map((time) => time - acknowledgedAt));
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    const spent = ((cpuSeconds(gateway.pid) - cpu) * 1_000) / TIMED;
    console.log(
      `${String(count).padStart(5)} listeners: from rateMovie sent to delivered ${spread(sentTo)}; from acknowledged ${spread(acknowledgedTo)}; ${spent.toFixed(1)} CPU ms of the gateway an event`,
    );
    await listeners.close();
    await closed(gateway.url);
  }
}

async function throughput(
  { gateway, bare, plain }: Record<"gateway" | "bare" | "plain", Served>,
  rateMany: (events: number) => Promise<void>,
): Promise<void> {
  const servers: Record<string, Served> = { gateway, "own ids": gateway, bare, plain };
  const rates: Record<string, number[]> = Object.fromEntries(Object.keys(servers).map((name) => [name, []]));
  const cpus: Record<string, number[]> = Object.fromEntries(Object.keys(servers).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, server] of Object.entries(servers)) {
      const events = name === "plain" ? PLAIN_EVENTS : EVENTS;
      const listeners = new Listeners(LISTENERS, PROCESSES);
      await listeners.open(server.url, { ownIds: name === "own ids" });
      const cpu = cpuSeconds(server.pid);
      const seconds = await listeners.expect(events, () => rateMany(events));
      const messages = events * LISTENERS;
      // The first round is for warming up.
      if (round > 0) {
        rates[name]?.push(messages / seconds);
        cpus[name]?.push(((cpuSeconds(server.pid) - cpu) * 1e6) / messages);
      }
      await listeners.close();
      if (server === gateway) await closed(server.url);
    }
  }
  for (const name of Object.keys(servers)) {
    const [rate, all] = [median(rates[name]), (rates[name] ?? []).map(Math.round).sort((a, b) => a - b)];
    console.log(
      `${name.padEnd(8)} ${Math.round(rate)} messages/s to ${LISTENERS} listeners (${all.join(", ")}), ${median(cpus[name]).toFixed(1)} CPU µs a message`,
    );
  }
  const ratio = (name: string) =>
    `${(median(rates.gateway) / median(rates[name])).toFixed(2)}, by processor time ${(median(cpus[name]) / median(cpus.gateway)).toFixed(2)}`;
  console.log(`the gateway / a bare ws loop of prepared frames: ${ratio("bare")}`);
  console.log(`the gateway / plain graphql-ws: ${ratio("plain")}`);
}

async function figures(url: string) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)`, "m").exec(text)?.[1] ?? 0);
  const fetches = [...text.matchAll(/^marquee_gateway_event_fetches_total\{subgraph="(\w+)"\} (\S+)/gm)];
  return {
    executions: value("marquee_gateway_event_executions_total"),
    upstreams: value("marquee_gateway_upstreams"),
    subscribers: value("marquee_gateway_subscribers"),
    fetches: Object.fromEntries(fetches.map(([, name = "", total]) => [name, Number(total)])),
  };
}

/** Resolves when the gateway has noticed that nobody listens any more. */
async function closed(url: string): Promise<void> {
  while ((await figures(url)).subscribers > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function signIn(url: string): Promise<{ accessToken: string; userId: string }> {
  const input = { email: admin.ADMIN_EMAIL, password: admin.ADMIN_PASSWORD };
  const query = "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken user { id } } } }";
  const { signIn: payload } = (await ask(`${url}/graphql`, query, { input })) as {
    signIn: { session: { accessToken: string; user: { id: string } } };
  };
  return { accessToken: payload.session.accessToken, userId: payload.session.user.id };
}

async function addMovies(url: string, token: string): Promise<string[]> {
  const query = "mutation ($input: UpsertMovieInput!) { upsertMovie(input: $input) { movie { id } } }";
  const made = Array.from({ length: MOVIES }, (_, nth) => {
    const input = { title: `The Measured ${nth}`, releaseDate: `19${10 + nth}-01-01` };
    return ask(`${url}/graphql`, query, { input }, { authorization: `Bearer ${token}` });
  });
  return (await Promise.all(made)).map(
    (data) => (data as { upsertMovie: { movie: { id: string } } }).upsertMovie.movie.id,
  );
}

async function ask(
  url: string,
  query: string,
  variables: object,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data: unknown; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

function median(figures: readonly number[] = []): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? Number.NaN;
}

function spread(timings: readonly number[]): string {
  const sorted = timings.toSorted((a, b) => a - b);
  const at = (share: number) => `${(sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1)} ms`;
  return `${at(0.5)} in the median, ${at(0.99)} for 99 of 100`;
}
