// Load processes with a folder each bring parts of datasets into one Marquee on Cassandra and Kafka, at once; some get the same parts.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { clusterOf } from "../environment/cluster.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { startAllInOne } from "../environment/start-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { until } from "../environment/until.js";
import { FILES, manyRatings } from "./hand-written-movielens.js";

const environment = openTestEnvironment();
const [USERS, MOVIES, PARTS] = [50, 18, 3];
const RATINGS = 2_000;

/** As ebD has it: one array on one line. Users and movies are in all parts. */
function ebdPart(part: number): string {
  const all = Array.from({ length: USERS * MOVIES }, (_, number) => ({
    review_id: `rw${1_000_000 + number}`,
    reviewer: `viewer${number % USERS}`,
    movie: `Old Mill ${Math.floor(number / USERS)} (${1990 + Math.floor(number / USERS)})`,
    rating: String(1 + (number % 10)),
    review_summary: "Seen",
    review_date: "24 July 2005",
    spoiler_tag: 0,
    review_detail: `It is number ${number}.`,
    helpful: ["1", "2"],
  }));
  return JSON.stringify(all.filter((_, number) => number % PARTS === part));
}

const SEEN = `{
  statistics { movies ratings reviews users }
  topMovies(first: 2) { nodes { ratingSummary { count } } }
}`;
interface Seen {
  statistics: { movies: number; ratings: number; reviews: number; users: number };
  topMovies: { nodes: { ratingSummary: { count: number } }[] };
}

test("several processes at once load parts of datasets, some parts twice: nothing is missing, nothing counts twice", async () => {
  const env = clusterOf(environment, { cassandra: inject("cassandra"), kafka: inject("kafka") });
  const { url } = await startAllInOne(environment, { ...env, DATA_DIR: await environment.folder() });
  const folder = await environment.folder();
  const write = async (file: string, content = ""): Promise<string> => {
    const path = join(folder, file);
    await writeFile(path, content);
    return path;
  };
  const parts = await Promise.all(
    Array.from({ length: PARTS }, (_, part) => write(`part-${part}.json`, ebdPart(part))),
  );
  const movielens = [await write("movies.csv", FILES["movies.csv"]), await write("ratings.csv", manyRatings(RATINGS))];

  const load = async (kind: string, paths: readonly string[]) =>
    environment.spawn("load", { ...env, DATA_DIR: await environment.folder() }, [kind, "--json", ...paths]);
  const loads = [
    load("imdb-reviews", parts.slice(0, 2)),
    load("imdb-reviews", parts.slice(1)),
    load("movielens", movielens),
    load("movielens", movielens),
  ];
  for (const process of await Promise.all(loads)) {
    expect(await process.exited, process.describe()).toEqual({ code: 0, signal: null });
  }

  const wanted = { movies: MOVIES + 3, ratings: RATINGS, reviews: USERS * MOVIES, users: USERS + RATINGS + 1 };
  const client = new GraphqlClient({ url, dispatcher: environment.agent });
  const { statistics, topMovies } = await until(
    () => client.request<Seen>(SEEN),
    (seen) => {
      const reached = Object.entries(wanted).every(
        ([name, count]) => seen.statistics[name as keyof typeof wanted] >= count,
      );
      return reached && seen.topMovies.nodes.every(({ ratingSummary }) => ratingSummary.count >= RATINGS / 2);
    },
  );
  expect(statistics).toEqual(wanted);
  expect(topMovies.nodes.map(({ ratingSummary }) => ratingSummary.count)).toEqual([RATINGS / 2, RATINGS / 2]);
}, 180_000);
