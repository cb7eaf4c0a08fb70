import { expect, inject, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { clusterOf } from "../environment/cluster.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { register, signInAdmin } from "../environment/people.js";
import { startAllInOne } from "../environment/start-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { until } from "../environment/until.js";

const environment = openTestEnvironment();

const SEEN = `query Seen {
  searchMovies(query: "metrop") { nodes { id } }
  topMovies { nodes { id } }
  statistics { movies ratings users }
}`;
interface Seen {
  searchMovies: { nodes: { id: string }[] };
  topMovies: { nodes: { id: string }[] };
  statistics: { movies: number; ratings: number; users: number };
}

test("several all-in-one processes share one cluster, each with a folder of its own", async () => {
  const env = clusterOf(environment, { cassandra: inject("cassandra"), kafka: inject("kafka") });
  const folders = [await environment.folder(), await environment.folder()];
  // At once, on an empty cluster: both make tables, topics and the administrator.
  const [one, other] = await Promise.all(folders.map((DATA_DIR) => startAllInOne(environment, { ...env, DATA_DIR })));
  if (one === undefined || other === undefined) throw new Error("Two were started.");
  const [first, second] = [one, other].map(({ url }) => new GraphqlClient({ url, dispatcher: environment.agent }));
  if (first === undefined || second === undefined) throw new Error("Two were started.");

  const intruder = environment.spawn("allInOne", { ...env, DATA_DIR: folders[0] ?? "" });
  expect(await intruder.exited).toEqual({ code: 1, signal: null });
  expect(intruder.output.stderr).toContain("is in use by another Marquee");

  const [movieId = "", rarer = ""] = await addMovies(await signInAdmin(first), [
    { title: "Metropolis" },
    { title: "Metropolitan" },
  ]);
  const ann = await register(second, "ann");
  const rate = (client: GraphqlClient, input: { movieId: string; score: number }) =>
    client
      .as(ann.token)
      .request("mutation ($input: RateMovieInput!) { rateMovie(input: $input) { applied } }", { input });
  await rate(second, { movieId, score: 9 });
  const seen = (client: GraphqlClient, top: string[], ratings: number) =>
    until(
      () => client.request<Seen>(SEEN),
      ({ searchMovies, topMovies, statistics }) =>
        searchMovies.nodes.length === 2 &&
        topMovies.nodes.map(({ id }) => id).join() === top.join() &&
        statistics.ratings === ratings,
    );
  for (const client of [first, second]) {
    expect((await seen(client, [movieId, rarer], 1)).statistics).toEqual({ movies: 2, ratings: 1, users: 2 });
  }

  const keeps = one.process.output.stderr.includes("this process keeps the leaderboard");
  await (keeps ? one : other).process.end("SIGKILL");
  const left = keeps ? second : first;
  await rate(left, { movieId: rarer, score: 10 });
  await seen(left, [rarer, movieId], 2);
}, 240_000);
