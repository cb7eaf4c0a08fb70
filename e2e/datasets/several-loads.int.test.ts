// Load processes with a folder each bring parts of one dataset into one Marquee on Cassandra and Kafka, at once; one part is given to both.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { clusterOf } from "../environment/cluster.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { startAllInOne } from "../environment/start-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { until } from "../environment/until.js";

const environment = openTestEnvironment();
const [USERS, MOVIES, PARTS] = [50, 18, 3];

interface Review {
  user: number;
  movie: number;
}

/** As ebD has it: one array on one line. Users and movies are in all parts. */
function ebdPart(part: number): string {
  const all = Array.from({ length: USERS * MOVIES }, (_, number) => ({ number, ...reviewOf(number) }));
  const reviews = all.filter(({ number }) => number % PARTS === part);
  return JSON.stringify(
    reviews.map(({ number, user, movie }) => ({
      review_id: `rw${1_000_000 + number}`,
      reviewer: `viewer${user}`,
      movie: `Lantern Hill ${movie} (${1990 + movie})`,
      rating: String(1 + (number % 10)),
      review_summary: "Seen",
      review_date: "24 July 2005",
      spoiler_tag: 0,
      review_detail: `It is number ${number}.`,
      helpful: ["1", "2"],
    })),
  );
}

function reviewOf(number: number): Review {
  return { user: number % USERS, movie: Math.floor(number / USERS) };
}

const SEEN = `{
  statistics { movies ratings reviews users }
  topMovies(first: 50) { nodes { title ratingSummary { count } } }
}`;
interface Seen {
  statistics: { movies: number; ratings: number; reviews: number; users: number };
  topMovies: { nodes: { title: string; ratingSummary: { count: number } }[] };
}

test("two processes at once load parts of a dataset, one part both: nothing is missing, nothing counts twice", async () => {
  const env = clusterOf(environment, { cassandra: inject("cassandra"), kafka: inject("kafka") });
  const { url } = await startAllInOne(environment, { ...env, DATA_DIR: await environment.folder() });
  const files = await environment.folder();
  const paths = Array.from({ length: PARTS }, (_, part) => join(files, `part-${part}.json`));
  for (const [part, path] of paths.entries()) await writeFile(path, ebdPart(part));
  const [first = "", second = "", third = ""] = paths;

  const load = async (...parts: string[]) => {
    const args = ["imdb-reviews", "--json", ...parts];
    return environment.spawn("load", { ...env, DATA_DIR: await environment.folder() }, args);
  };
  for (const process of await Promise.all([load(first, second), load(second, third)])) {
    expect(await process.exited, process.describe()).toEqual({ code: 0, signal: null });
  }

  const wanted = { movies: MOVIES, ratings: USERS * MOVIES, reviews: USERS * MOVIES, users: USERS + 1 };
  const client = new GraphqlClient({ url, dispatcher: environment.agent });
  const seen = await until(
    () => client.request<Seen>(SEEN),
    ({ statistics, topMovies }) =>
      Object.entries(wanted).every(([name, count]) => statistics[name as keyof typeof wanted] >= count) &&
      topMovies.nodes.every(({ ratingSummary }) => ratingSummary.count >= USERS),
  );
  expect(seen.statistics).toEqual(wanted);
  expect(seen.topMovies.nodes.map(({ ratingSummary }) => ratingSummary.count)).toEqual(Array(MOVIES).fill(USERS));
}, 180_000);
