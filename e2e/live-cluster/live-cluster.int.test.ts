// The live feed's promises where several processes matter: two of each on Cassandra and Kafka, in one stretch, because starting them is
// what takes long. Every listener writes down all that it is told; each promise is held against the log.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, inject, test } from "vitest";
import { type Copies, startCopies } from "../cluster/copies.js";
import { addMovies } from "../environment/catalogue.js";
import { clusterOf } from "../environment/cluster.js";
import { type FeedFilter, FeedListener } from "../environment/feed-listener.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { Raters } from "../environment/raters.js";
import { addressesOf } from "../environment/split-servers.js";
import { SUBGRAPHS, startGateway, startProjector, startSubgraph, untilReady } from "../environment/start-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { compareWithLog, type Passes } from "../live-log/compare-with-log.js";
import { type LoggedRating, readRatingLog } from "../live-log/read-rating-log.js";

const SUPERGRAPH = fileURLToPath(new URL("../../schema/graphql/supergraph.graphql", import.meta.url));
const RATINGS = 60;

const environment = openTestEnvironment();
let env: Readonly<Record<string, string>>;
let copies: [Copies, Copies];
let supergraphFile: string;
let movieIds: string[];
let people: Person[];

const gatewayUrl = (nth: number) => async () => copies[nth % 2 === 0 ? 0 : 1].gateway.url;
const clientOf = (nth: number) => new GraphqlClient({ url: gatewayUrl(nth), dispatcher: environment.agent });

beforeAll(async () => {
  const engines = { cassandra: inject("cassandra"), kafka: inject("kafka") };
  supergraphFile = join(await environment.folder(), "supergraph.graphql");
  await writeFile(supergraphFile, await readFile(SUPERGRAPH));
  env = { ...clusterOf(environment, engines), SUPERGRAPH_PATH: supergraphFile };
  const migration = environment.spawn("migrate", env);
  expect(await migration.exited, migration.describe()).toEqual({ code: 0, signal: null });
  copies = await Promise.all([startCopies(environment, env), startCopies(environment, env)]);
  movieIds = await addMovies(
    await signInAdmin(clientOf(0)),
    Array.from({ length: 6 }, (_, index) => ({
      title: `Film ${index}`,
      genres: [index % 2 === 0 ? "Drama" : "Comedy"],
    })),
  );
  people = await Promise.all(["ann", "bob", "cleo", "dan"].map((name) => register(clientOf(0), name)));
}, 240_000);

interface Heard {
  listener: FeedListener;
  passes: Passes;
}

/** Of each kind one at each gateway, live. */
async function listen(): Promise<Heard[]> {
  const [movieId = ""] = movieIds;
  const userId = people[0]?.id ?? "";
  const kinds: [FeedFilter, Passes][] = [
    [{}, () => true],
    [{ movieId }, (rating) => rating.movieId === movieId],
    [{ userId }, (rating) => rating.userId === userId],
    [{ genre: "comedy" }, (rating) => movieIds.indexOf(rating.movieId) % 2 === 1],
  ];
  const heard = kinds.flatMap(([filter, passes]) =>
    [0, 1].map((nth) => ({ passes, listener: new FeedListener(environment, { url: gatewayUrl(nth), filter }) })),
  );
  await Promise.all(heard.map(({ listener }) => listener.until(() => listener.live)));
  return heard;
}

const known = new Set<string>();
/** What was rated since this was asked last. */
async function newInLog(): Promise<LoggedRating[]> {
  const fresh = (await readRatingLog(env)).filter(({ eventId }) => !known.has(eventId));
  for (const { eventId } of fresh) known.add(eventId);
  return fresh;
}

async function rated(during: (raters: Raters) => Promise<void>): Promise<Raters> {
  let nth = 0;
  const raters = new Raters({ people, movieIds, client: () => clientOf(nth++) });
  await raters.after(RATINGS);
  await during(raters);
  await raters.stop();
  return raters;
}

async function expectAll(heard: readonly Heard[], raters: Raters): Promise<void> {
  await Promise.all(heard.map(({ listener }) => listener.catchUp()));
  const log = await newInLog();
  for (const eventId of raters.acknowledged) expect(log.map((rating) => rating.eventId)).toContain(eventId);
  for (const { listener, passes } of heard) {
    expect(compareWithLog(listener.events, log, passes)).toEqual([]);
    await listener.stop();
  }
}

test("feed-order-per-movie: at whichever gateway, of whichever ratings process", async () => {
  const heard = await listen();
  await expectAll(heard, await rated((raters) => raters.after(RATINGS)));
}, 60_000);

test("resume-after-disconnect: cut off again and again, each comes back at the other gateway", async () => {
  let turn = 0;
  const listeners = Array.from({ length: 4 }, () => ({
    passes: () => true,
    listener: new FeedListener(environment, { url: () => gatewayUrl(turn++)() }),
  }));
  await Promise.all(listeners.map(({ listener }) => listener.until(() => listener.live)));
  const raters = await rated(async (working) => {
    for (let round = 0; round < 4; round += 1) {
      for (const { listener } of listeners) listener.cut();
      await working.after(RATINGS / 4);
    }
  });
  for (const { listener } of listeners) expect(listener.resumptions).toBeGreaterThan(0);
  await expectAll(listeners, raters);
}, 60_000);

test("schema-reload-keeps-subscriptions: at both gateways", async () => {
  const heard = await listen();
  const original = await readFile(SUPERGRAPH, "utf8");
  const raters = await rated(async (working) => {
    const figures = "  figures: Statistics! @join__field(graph: MOVIES)\n  statistics: Statistics!";
    await writeFile(supergraphFile, original.replace("  statistics: Statistics!", figures));
    for (const { gateway } of copies) {
      void gateway.process.end("SIGHUP");
      while (!(await (await fetch(`${gateway.url}/schema.graphql`)).text()).includes("figures")) await working.after(1);
    }
    await working.after(RATINGS);
  });
  const enough = raters.acknowledged.size;
  const [everything] = heard;
  await everything?.listener.until(() => everything.listener.events.length >= enough);
  for (const { listener } of heard) expect(listener.resumptions).toBe(0);
  await expectAll(heard, raters);
}, 60_000);

/** Starts a process in the place of one that has ended: where it was, so that nobody has to be told. */
async function startAgain(copy: Copies, what: keyof Copies): Promise<void> {
  const { port } = new URL(copy[what].url);
  if (what === "gateway") {
    const urls = Object.fromEntries(SUBGRAPHS.map((name) => [name, `${copy[name].url}/graphql`]));
    copy.gateway = await startGateway(environment, { ...env, ...addressesOf(urls as never), PORT: port });
  } else if (what === "projector") {
    copy.projector = await startProjector(environment, env);
    await copy.projector.process.until("stdout", /follows the log/);
  } else {
    const folder: Record<string, string> = what === "movies" ? { DATA_DIR: await environment.folder() } : {};
    const place = { [`${what.toUpperCase()}_PORT`]: port };
    copy[what] = await startSubgraph(environment, what, { ...env, ...place, ...folder });
    await copy[what].process.until("stdout", /has its engines/);
  }
  await untilReady(copy[what]);
}

test("shutdown-drains: a gateway ends while its listeners listen and its raters rate", async () => {
  const heard = await listen();
  const [first] = copies;
  const raters = await rated(async (working) => {
    const gone = first.gateway.process.end("SIGTERM");
    expect(await gone).toEqual({ code: 0, signal: null });
    await working.after(RATINGS / 2);
    await startAgain(first, "gateway");
    await working.after(RATINGS / 2);
  });
  expect(heard.some(({ listener }) => listener.resumptions > 0)).toBe(true);
  await expectAll(heard, raters);
}, 90_000);

test("rolling-restart-loses-nothing: every process of one copy in turn, and the other ratings process killed", async () => {
  const heard = await listen();
  const [first, second] = copies;
  const raters = await rated(async (working) => {
    for (const what of ["ratings", "projector", "gateway", "movies", "reviews", "accounts"] as const) {
      expect(await first[what].process.end("SIGTERM"), what).toEqual({ code: 0, signal: null });
      await startAgain(first, what);
      await working.after(RATINGS / 4);
    }
    await second.ratings.process.end("SIGKILL");
    await startAgain(second, "ratings");
    await working.after(RATINGS / 2);
  });
  await expectAll(heard, raters);
}, 180_000);
