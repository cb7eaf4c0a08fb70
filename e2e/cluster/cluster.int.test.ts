import { beforeAll, expect, inject, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { clusterOf } from "../environment/cluster.js";
import { FeedListener } from "../environment/feed-listener.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { until } from "../environment/until.js";
import { type Copies, startCopies } from "./copies.js";

const environment = openTestEnvironment();
/** The ones that are killed, and those that stay. */
let lost: Copies;
let left: Copies;

beforeAll(async () => {
  const env = clusterOf(environment, { cassandra: inject("cassandra"), kafka: inject("kafka") });
  const migrations = [1, 2, 3].map(() => environment.spawn("migrate", env));
  for (const migration of migrations) {
    const exit = await migration.exited;
    expect(exit, migration.describe()).toEqual({ code: 0, signal: null });
  }
  [lost, left] = await Promise.all([startCopies(environment, env), startCopies(environment, env)]);
}, 240_000);

const RATE = `mutation Rate($input: RateMovieInput!) {
  rateMovie(input: $input) { applied eventId rating { score } userErrors { message } }
}`;
const MOVIE = `query Movie($movieId: ID!) {
  movie(id: $movieId) { title ratingSummary { count average } viewerRating { score } reviews { nodes { text author { name } } } }
  statistics { movies users ratings reviews }
  viewer { name ratings { nodes { score movie { title } } } }
}`;
const FOUND = `query Found($query: String!) { searchMovies(query: $query) { nodes { id } } movies { nodes { id title } } }`;
const TOP = `query Top { topMovies(genre: "drama") { nodes { title } } }`;

const clientOf = ({ gateway }: Copies) => new GraphqlClient({ url: gateway.url, dispatcher: environment.agent });
const through = (copies: Copies, { token }: Person) => clientOf(copies).as(token);
const rate = (client: GraphqlClient, movieId: string, score: number) =>
  client.request<{ rateMovie: { applied: boolean; eventId: string } }>(RATE, { input: { movieId, score } });

interface Found {
  searchMovies: { nodes: { id: string }[] };
  movies: { nodes: { id: string; title: string }[] };
}

const findable = (client: GraphqlClient, query: string, movieId: string) =>
  until(
    () => client.request<Found>(FOUND, { query }),
    ({ searchMovies, movies }) => [searchMovies, movies].every(({ nodes }) => nodes.some(({ id }) => id === movieId)),
  );
const topped = (client: GraphqlClient, ...titles: string[]) =>
  until(
    () => client.request<{ topMovies: { nodes: { title: string }[] } }>(TOP),
    ({ topMovies }) => JSON.stringify(topMovies.nodes.map(({ title }) => title)) === JSON.stringify(titles),
  );

const shown = (client: GraphqlClient, movieId: string, counts: Readonly<Record<string, number>>) =>
  until(
    () => client.request<{ statistics: Record<string, number> }>(MOVIE, { movieId }),
    ({ statistics }) => Object.entries(counts).every(([name, count]) => statistics[name] === count),
  );

test("two of each are one Marquee, and one of each is enough", async () => {
  const [ann, bob, admin] = await Promise.all([
    register(clientOf(lost), "ann"),
    register(clientOf(left), "bob"),
    signInAdmin(clientOf(lost)),
  ]);
  const heard = new FeedListener(environment, { url: async () => left.gateway.url });
  await heard.until(() => heard.live);

  // Who adds a movie finds it, and everybody may rate it at once.
  const [first = "", second = ""] = await addMovies(admin, [
    { title: "Metropolis", genres: ["Drama"] },
    { title: "Sunrise", genres: ["Drama"] },
  ]);
  expect((await clientOf(lost).request<Found>(FOUND, { query: "metrop" })).searchMovies.nodes).toEqual([{ id: first }]);
  const [byAnn, byBob] = await Promise.all([rate(through(lost, ann), first, 9), rate(through(left, bob), first, 7)]);
  expect([byAnn, byBob].map(({ rateMovie }) => rateMovie)).toMatchObject([{ applied: true }, { applied: true }]);
  await rate(through(left, ann), second, 6);
  await through(lost, bob).request(
    "mutation ($input: SubmitReviewInput!) { submitReview(input: $input) { applied } }",
    {
      input: { movieId: first, text: "Tall." },
    },
  );

  for (const copies of [lost, left]) {
    await findable(clientOf(copies), "sunr", second);
    const counts = { movies: 2, users: 3, ratings: 3, reviews: 1 };
    expect(await shown(through(copies, ann), first, counts)).toMatchObject({
      movie: {
        ...{ title: "Metropolis", ratingSummary: { count: 2, average: 8 }, viewerRating: { score: 9 } },
        reviews: { nodes: [{ text: "Tall.", author: { name: "bob" } }] },
      },
      viewer: { name: "ann", ratings: { nodes: [{ score: 6, movie: { title: "Sunrise" } }, { score: 9 }] } },
    });
    await topped(clientOf(copies), "Metropolis", "Sunrise");
  }
  // What was rated through one gateway is live on the other.
  await heard.until(() => heard.events.length === 3);
  expect(heard.events.map(({ eventId }) => eventId)).toContain(byAnn.rateMovie.eventId);

  // The projector that keeps the leaderboard is the one to go.
  const keeps = ({ projector }: Copies) =>
    projector.process.output.stderr.includes("this process keeps the leaderboard");
  expect([lost, left].filter(keeps)).toHaveLength(1);
  if (keeps(left)) [lost.projector, left.projector] = [left.projector, lost.projector];
  await Promise.all(Object.values(lost).map(({ process }) => process.end("SIGKILL")));

  const client = through(left, ann);
  await until(
    () => rate(client, second, 8),
    ({ rateMovie }) => rateMovie.applied,
  );
  await rate(through(left, bob), second, 10);
  await topped(client, "Sunrise", "Metropolis");
  const [third = ""] = await addMovies({ ...admin, client: through(left, admin) }, [{ title: "Nosferatu" }]);
  await findable(client, "nosfe", third);
  await shown(client, first, { movies: 3, users: 3, ratings: 4, reviews: 1 });
  await register(clientOf(left), "cho");
  await heard.until(() => heard.events.some(({ user, movie }) => user.id === bob.id && movie.id === second));
}, 240_000);
