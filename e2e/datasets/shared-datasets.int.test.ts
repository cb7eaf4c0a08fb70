// Two processes of one Marquee on Cassandra and Kafka share a folder for datasets; the one that imports is killed, the other goes on.
import { expect, inject, test } from "vitest";
import { clusterOf } from "../environment/cluster.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { signInAdmin } from "../environment/people.js";
import { type Server, startAllInOne } from "../environment/start-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { until } from "../environment/until.js";
import { DatasetClient } from "./dataset-client.js";
import { FILES, manyRatings } from "./hand-written-movielens.js";

const environment = openTestEnvironment();
const USERS = 40_000;

const clientOf = ({ url }: Server) => new GraphqlClient({ url, dispatcher: environment.agent });
const adminOf = async (server: Server) =>
  new DatasetClient(environment, server.url, await signInAdmin(clientOf(server)));

const SEEN = `{
  movieByExternalId(source: "imdb", id: "tt9900001") { title ratingSummary { count } }
  statistics { movies ratings }
}`;
interface Seen {
  movieByExternalId: { title: string; ratingSummary: { count: number } } | null;
  statistics: { movies: number; ratings: number };
}

const seen = (server: Server, isIt: (seen: Seen) => boolean): Promise<Seen> =>
  until(() => clientOf(server).request<Seen>(SEEN), isIt);

test("an import outlives the process that ran it, and a deletion takes all of it back", async () => {
  const shared = { DATASETS_DIR: await environment.folder() };
  const env = { ...clusterOf(environment, { cassandra: inject("cassandra"), kafka: inject("kafka") }), ...shared };
  const folders = [await environment.folder(), await environment.folder()];
  const servers = await Promise.all(folders.map((DATA_DIR) => startAllInOne(environment, { ...env, DATA_DIR })));
  const [one, other] = servers;
  if (one === undefined || other === undefined) throw new Error("Two were started.");

  const admin = await adminOf(one);
  await admin.uploadAll("large", { ...FILES, "ratings.csv": manyRatings(USERS) });
  await admin.ask("importDataset", "large");
  const HAS_IT = "this process has the run of a dataset";
  const runs = ({ process }: Server) => process.output.stderr.includes(HAS_IT);
  await Promise.race(servers.map(({ process }) => process.until("stderr", new RegExp(HAS_IT))));
  const [runner, heir] = runs(one) ? [one, other] : [other, one];
  await (await adminOf(runner)).until("large", ({ rows }) => rows.read > 0);
  await runner.process.end("SIGKILL");
  expect(runs(heir)).toBe(false);

  const heirAdmin = await adminOf(heir);
  expect(await heirAdmin.until("large", ({ state }) => state === "IMPORTED")).toMatchObject({ progress: 1 });
  expect(runs(heir)).toBe(true);
  const imported = await seen(heir, ({ statistics }) => statistics.ratings >= USERS);
  expect(imported).toEqual({
    movieByExternalId: { title: "The Lantern Hill", ratingSummary: { count: USERS / 2 } },
    statistics: { movies: 3, ratings: USERS },
  });

  await heirAdmin.ask("deleteDataset", "large");
  await heirAdmin.until("large", ({ state }) => state === "DELETED");
  const nothing = { movieByExternalId: null, statistics: { movies: 0, ratings: 0 } };
  expect(await seen(heir, ({ statistics }) => statistics.ratings + statistics.movies === 0)).toEqual(nothing);
}, 280_000);
