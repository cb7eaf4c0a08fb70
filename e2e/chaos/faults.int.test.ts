// What clients see while nodes and brokers are gone, on three of each. The tests share the engines, each leaves them healed.
import { isDeepStrictEqual } from "node:util";
import type { EngineNode } from "@marquee/tools/engines/engine-node.js";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { tellFigure } from "../environment/tell-figure.js";
import { readRatingLog } from "../live-log/read-rating-log.js";
import { compareListener } from "../soak/compare-listener.js";
import { SoakListener } from "../soak/listener.js";
import { addMovies, type Cluster, openCluster } from "./cluster.js";
import type { Attempt, Write } from "./history.js";
import { type RatingsClient, ratingsClient } from "./ratings-client.js";
import type { Service } from "./service.js";
import { type SubgraphReader, subgraphReader } from "./subgraph-query.js";
import { until } from "./until.js";

const MOVIES = Array.from({ length: 40 }, (_, n) => `movie-${n}`);
const USERS = Array.from({ length: 25 }, (_, n) => `user-${n}`);
const READS_AT_ONCE = 4;
/** A node takes a minute and more to come back: the long form kills each of them, the short one the last of its kind. */
const EACH = process.env.MARQUEE_FAULTS === "each";
const START_MS = 900_000;
const HEAL_MS = 300_000;
/** An append may take 15 s, a read before it 5 s, and what is waited for after it 2 s. */
const WRITE_DEADLINE_MS = 24_000;

const killed = (nodes: readonly EngineNode[]): readonly EngineNode[] => (EACH ? nodes : nodes.slice(-1));

let cluster: Cluster;
let ratings: Service;
let projector: Service;
let client: RatingsClient;
let reader: SubgraphReader;
/** One of everything, through a gateway. */
let listener: SoakListener;
let keys = 0;
const down = new Set<EngineNode>();

beforeAll(async () => {
  cluster = await openCluster({
    say: (line) => process.stderr.write(`${line}\n`),
    dir: process.env.MARQUEE_FAULTS_DIR,
  });
  client = ratingsClient(cluster.gatewaySecret);
  reader = subgraphReader(cluster.gatewaySecret);
  const opened = await cluster.open();
  await addMovies(opened.engines, MOVIES);
  await opened.close();
  projector = await cluster.startService("projector", "projector");
  ratings = await cluster.startService("ratings", "ratings");
  await Promise.all([projector.ready(HEAL_MS), ratings.ready(HEAL_MS)]);
  // What the feed tells of a rating is known to ratings alone.
  const urls = ["MOVIES_URL", "REVIEWS_URL", "RATINGS_URL", "ACCOUNTS_URL"].map((name) => [name, ratings.url]);
  const gateway = await cluster.startService("gateway", "gateway", { PORT: "0", ...Object.fromEntries(urls) });
  await gateway.ready(HEAL_MS);
  listener = new SoakListener([new URL(gateway.url).origin], {}, 0);
  await until("the listener is live", HEAL_MS, async () => expect(listener.live).toBe(true));
  await expectAcknowledged(200);
}, START_MS);

beforeEach(async () => {
  await cluster.cassandraWhole();
  await cluster.kafkaWhole();
}, HEAL_MS);

// Whatever became of the test: the next one finds all of them running.
afterEach(async () => {
  for (const node of [...cluster.engines.cassandra, ...cluster.engines.kafka]) await node.kill("SIGCONT");
  for (const node of down) await start(node);
}, START_MS);

afterAll(async () => {
  listener?.stop();
  await client?.close();
  await reader?.close();
  await cluster?.close();
}, HEAL_MS);

async function kill9(node: EngineNode): Promise<void> {
  down.add(node);
  await node.kill("SIGKILL");
}

async function start(node: EngineNode): Promise<void> {
  await node.restart();
  down.delete(node);
}

function newWrite(): Write {
  keys += 1;
  const [movieId, userId] = [MOVIES[keys % MOVIES.length] ?? "", USERS[(keys * 7) % USERS.length] ?? ""];
  return { movieId, userId, key: `key ${keys}`, score: 1 + (keys % 10) };
}

const rate = () => client.send(ratings.url, newWrite());

/** As a client does: what is not acknowledged is sent once more, with the same key. */
async function rateOrRepeat(): Promise<Attempt> {
  const write = newWrite();
  const first = await client.send(ratings.url, write);
  if (first.outcome === "acknowledged") return first;
  const second = await client.send(ratings.url, write);
  return { ...second, tookMs: first.tookMs + second.tookMs };
}

async function expectAcknowledged(count: number): Promise<void> {
  const attempts: Attempt[] = [];
  for (let sent = 0; sent < count; sent += 20) attempts.push(...(await Promise.all(Array.from({ length: 20 }, rate))));
  expect(attempts.filter(({ outcome }) => outcome !== "acknowledged")).toEqual([]);
}

/** It has every rating of the log once, in order per movie. */
async function expectListenerComplete(): Promise<void> {
  const log = await readRatingLog(cluster.environment);
  await until("the listener has everything", HEAL_MS, async () =>
    expect(listener.eventIds.length).toBeGreaterThanOrEqual(log.length),
  );
  expect(compareListener(listener, log)).toEqual([]);
}

/** Of every movie and user, some of them at a time. */
async function readAll(): Promise<{ answers: string[]; codes: string[]; slowestMs: number }> {
  const parts = Array.from({ length: 20 }, (_, part) => [
    MOVIES.filter((_, n) => n % 20 === part),
    USERS.filter((_, n) => n % 20 === part),
  ]);
  const all: Awaited<ReturnType<SubgraphReader["read"]>>[] = [];
  // A few at once: more of them wait for the processor, not for a node.
  const left = parts.entries();
  const readOn = async () => {
    for (const [part, [movies = [], users = []]] of left) all[part] = await reader.read(ratings.url, movies, users);
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, readOn));
  return {
    answers: all.map(({ data }) => data),
    codes: all.flatMap(({ codes }) => codes),
    slowestMs: Math.max(...all.map(({ tookMs }) => tookMs)),
  };
}

async function readRounds(count: number) {
  const rounds = [];
  for (let round = 0; round < count; round++) rounds.push(await readAll());
  return {
    answers: rounds.map(({ answers }) => answers),
    codes: rounds.flatMap(({ codes }) => codes),
    slowestMs: Math.max(...rounds.map(({ slowestMs }) => slowestMs)),
  };
}

it(
  "one-node-down-same-answers: with a node killed, the slowest read takes less than a second, and no listener misses anything",
  async (context) => {
    for (const node of killed(cluster.engines.cassandra)) {
      const before = await readRounds(5);
      const [answers] = before.answers;
      expect(before.answers.every((all) => isDeepStrictEqual(all, answers))).toBe(true);
      // Some are under way when it dies.
      const under = readRounds(3);
      await kill9(node);
      const rounds = [await under, await readRounds(10)];
      const codes = [before, ...rounds].flatMap((round) => round.codes);
      expect(codes).toEqual([]);
      for (const all of rounds.flatMap((round) => round.answers)) expect(all).toEqual(answers);
      const slowestMs = Math.max(...rounds.map((round) => round.slowestMs));
      const told = `the slowest read took ${slowestMs.toFixed(0)} ms, and ${before.slowestMs.toFixed(0)} ms with all nodes up`;
      tellFigure(context, `Cassandra node ${node.index} killed: ${told}`);
      // A busy machine takes its time with all nodes up: what the dead one adds is what counts.
      expect(slowestMs).toBeLessThan(1_000 + before.slowestMs);
      await expectAcknowledged(20);
      await start(node);
      await cluster.cassandraWhole();
      await expectListenerComplete();
    }
  },
  START_MS,
);

it(
  "one-broker-down-writes-go-on: with a broker killed, every write is acknowledged, at the latest when it is repeated, and no listener misses it",
  async (context) => {
    for (const broker of killed(cluster.engines.kafka)) {
      const attempts: Promise<Attempt>[] = [rateOrRepeat(), rateOrRepeat(), rateOrRepeat()];
      await kill9(broker);
      for (let round = 0; round < 10; round++) {
        const next = Array.from({ length: 6 }, rateOrRepeat);
        attempts.push(...next);
        await Promise.race(next);
      }
      const all = await Promise.all(attempts);
      const slowestMs = Math.max(...all.map(({ tookMs }) => tookMs));
      tellFigure(
        context,
        `broker ${broker.index} killed: the slowest write was acknowledged after ${slowestMs.toFixed(0)} ms`,
      );
      expect(all.filter(({ outcome }) => outcome !== "acknowledged")).toEqual([]);
      expect(slowestMs).toBeLessThan(2 * WRITE_DEADLINE_MS);
      await start(broker);
      await cluster.kafkaWhole();
      await expectListenerComplete();
    }
  },
  START_MS,
);

it(
  "without Kafka, what can be read is read, writes are refused in time, and all heals without a restart",
  async () => {
    const before = await readAll();
    await Promise.all(cluster.engines.kafka.map((broker) => broker.kill("SIGSTOP")));
    const writing = Promise.all(Array.from({ length: 8 }, rate));
    const read = await readAll();
    expect(read).toMatchObject({ answers: before.answers, codes: [] });
    expect(read.slowestMs).toBeLessThan(2_000);
    for (const { outcome, reason, tookMs } of await writing) {
      expect(outcome).not.toBe("acknowledged");
      expect(["UNAVAILABLE", "UNKNOWN_OUTCOME"]).toContain(reason);
      expect(tookMs).toBeLessThan(WRITE_DEADLINE_MS);
    }
    expect(await ratings.health("live")).toBe(200);
    await Promise.all(cluster.engines.kafka.map((broker) => broker.kill("SIGCONT")));
    await until("writes are acknowledged again", HEAL_MS, () => expectAcknowledged(20));
    await until("and folded", HEAL_MS, async () => expect((await rate()).applied).toBe(true));
  },
  START_MS,
);

it(
  "without Cassandra, reads and writes are refused in time, it is alive and not ready, and all heals without a restart",
  async () => {
    const before = await readAll();
    await Promise.all(cluster.engines.cassandra.map((node) => node.kill("SIGSTOP")));
    const [read, write, ready] = await Promise.all([readAll(), rate(), ratings.health("ready")]);
    expect(new Set(read.codes)).toEqual(new Set(["UNAVAILABLE"]));
    expect(read.slowestMs).toBeLessThan(12_000);
    expect(["UNAVAILABLE", "UNKNOWN_OUTCOME"]).toContain(write.reason);
    expect(write.tookMs).toBeLessThan(WRITE_DEADLINE_MS);
    expect(ready).toBe(503);
    expect(await ratings.health("live")).toBe(200);
    await Promise.all(cluster.engines.cassandra.map((node) => node.kill("SIGCONT")));
    await ratings.ready(HEAL_MS);
    await until("the same answers as before", HEAL_MS, async () => {
      expect(await readAll()).toMatchObject({ answers: before.answers, codes: [] });
    });
    await expectAcknowledged(20);
  },
  START_MS,
);

it(
  "engines that are absent are waited for: alive, not ready, said in clear lines, and ready when they come",
  async () => {
    const before = await readAll();
    await Promise.all([...cluster.engines.cassandra, ...cluster.engines.kafka].map(kill9));
    const early = await cluster.startService("ratings", "early ratings");
    const [write, live, ready] = await Promise.all([
      client.send(early.url, newWrite()),
      early.health("live"),
      early.health("ready"),
    ]);
    expect(write.reason).toBe("UNAVAILABLE");
    expect([live, ready]).toEqual([200, 503]);
    await until("it says what it waits for", 30_000, async () => {
      expect(early.printed()).toMatch(/waiting for Cassandra at \S+/);
    });
    expect(["UNAVAILABLE", "UNKNOWN_OUTCOME"]).toContain((await rate()).reason);

    for (const node of cluster.engines.cassandra) await start(node);
    await until("it waits for the other one", 60_000, async () => {
      expect(early.printed()).toMatch(/waiting for Kafka at \S+/);
    });
    expect(await early.health("ready")).toBe(503);
    await Promise.all(cluster.engines.kafka.map(start));
    await early.ready(HEAL_MS);
    await ratings.ready(HEAL_MS);
    await cluster.cassandraWhole();
    const again = await readAll();
    expect(again).toMatchObject({ answers: before.answers, codes: [] });
    await until("writes are acknowledged again", HEAL_MS, () => expectAcknowledged(20));
    await until("and folded", HEAL_MS, async () => expect((await rate()).applied).toBe(true));
  },
  START_MS,
);
