// Two movies turn out to be one: the log says so while the server is down, as a load on the data folder would.
import { expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { FeedListener } from "../environment/feed-listener.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { lookAgain } from "../environment/look-again.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { RestartableServer } from "../environment/restartable-server.js";
import { SummaryListener } from "../environment/summary-listener.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { replaceMovie } from "../live-log/replace-movie.js";

const environment = openTestEnvironment();

const RATE = `mutation ($movieId: ID!, $score: Int!) {
  rateMovie(input: { movieId: $movieId, score: $score }) { applied movie { id title } } }`;
const REVIEW = `mutation ($movieId: ID!, $text: String!) {
  submitReview(input: { movieId: $movieId, text: $text }) { applied } }`;
const MOVIE = `query ($id: ID!) { movie(id: $id) {
  id title
  ratingSummary { count average histogram }
  ratings { nodes { score user { name } movie { title } } }
  viewerRating { score }
  reviews(orderBy: NEWEST) { nodes { text } }
} }`;
const TOP = "{ topMovies(first: 3) { nodes { title } } }";

interface MovieAnswer {
  movie: {
    id: string;
    title: string;
    ratingSummary: { count: number; average: number; histogram: number[] };
    ratings: { nodes: { score: number; user: { name: string }; movie: { title: string } }[] };
    viewerRating: { score: number } | null;
    reviews: { nodes: { text: string }[] };
  };
}

test("merged-movies-have-the-sum-of-both: figures, lists, rankings and feeds, under either id", async () => {
  const DATA_DIR = await environment.folder();
  const server = new RestartableServer(environment, { DATA_DIR });
  await server.start();
  const client = new GraphqlClient({ url: server.url, dispatcher: environment.agent });
  const admin = await signInAdmin(client);
  const [kept = "", gone = "", other = ""] = await addMovies(admin, [
    { title: "Solaris" },
    { title: "Solyaris" },
    { title: "Stalker" },
  ]);
  const [ann, ben, both] = await Promise.all(["ann", "ben", "both"].map((name) => register(client, name)));
  if (ann === undefined || ben === undefined || both === undefined) throw new Error("nobody");
  const rate = (person: Person, movieId: string, score: number) =>
    person.client.request<{ rateMovie: { movie: { id: string } } }>(RATE, { movieId, score });
  await rate(ann, kept, 7);
  await rate(both, kept, 8);
  await rate(ben, gone, 8);
  await rate(both, gone, 7);
  await rate(ann, other, 7);
  await rate(ben, other, 8);
  await rate(both, other, 7);
  await ann.client.request(REVIEW, { movieId: kept, text: "of the one" });
  await ben.client.request(REVIEW, { movieId: gone, text: "of the other" });
  // Three ratings place it before two of each, and behind four.
  await untilAnswer<{ topMovies: { nodes: { title: string }[] } }>(
    client,
    TOP,
    {},
    ({ topMovies }) => topMovies.nodes[0]?.title === "Stalker",
  );

  await server.end("SIGTERM");
  await replaceMovie(DATA_DIR, { movieId: gone, replacedBy: kept });
  await server.start();

  for (const id of [kept, gone]) {
    const { movie } = await untilAnswer<MovieAnswer>(
      both.client,
      MOVIE,
      { id },
      (answer) => answer.movie?.ratingSummary.count === 4 && answer.movie.reviews.nodes.length === 2,
    );
    expect(movie).toEqual({
      id: kept,
      title: "Solaris",
      ratingSummary: { count: 4, average: 7.5, histogram: [0, 0, 0, 0, 0, 0, 2, 2, 0, 0] },
      ratings: {
        nodes: [
          ["both", 7],
          ["ben", 8],
          ["both", 8],
          ["ann", 7],
        ].map(([name, score]) => ({ score, user: { name }, movie: { title: "Solaris" } })),
      },
      viewerRating: { score: 7 },
      reviews: { nodes: [{ text: "of the other" }, { text: "of the one" }] },
    });
  }
  const { topMovies } = await client.request<{ topMovies: { nodes: { title: string }[] } }>(TOP);
  expect(topMovies.nodes.map(({ title }) => title)).toEqual(["Solaris", "Stalker"]);

  const { user } = await client.request<{ user: { ratings: { nodes: { movie: { id: string } }[] } } }>(
    "query ($id: ID!) { user(id: $id) { ratings { nodes { movie { id } } } } }",
    { id: ben.id },
  );
  expect(user.ratings.nodes.map(({ movie }) => movie.id)).toEqual([other, kept]);

  const listener = new FeedListener(environment, { url: server.url, filter: { movieId: gone } });
  await listener.until(() => listener.live);
  expect((await rate(admin, gone, 10)).rateMovie.movie).toEqual({ id: kept, title: "Solaris" });
  await listener.until(() => listener.events.length === 1);

  // Three that listen while a third movie turns out to be the same one.
  const [before, after] = [other, kept].map(
    (movieId) => new SummaryListener(environment, { url: server.url, movieId }),
  );
  const ofOther = new FeedListener(environment, { url: server.url, filter: { movieId: other } });
  await ofOther.until(() => ofOther.live);
  await before?.until(() => before.items.at(-1)?.count === 3);
  await after?.until(() => after.items.at(-1)?.count === 5);
  await replaceMovie(DATA_DIR, { movieId: other, replacedBy: kept });
  for (const summaries of [before, after]) await summaries?.until(() => summaries.items.at(-1)?.count === 8);
  await rate(admin, kept, 9);
  await ofOther.until(() => ofOther.events.length === 1);
  expect([before?.resumptions, after?.resumptions, ofOther.resumptions]).toEqual([0, 0, 0]);
}, 60_000);

/** Asks until what was written into the log is folded. */
async function untilAnswer<Data>(
  client: GraphqlClient,
  query: string,
  variables: Record<string, unknown>,
  isThere: (data: Data) => boolean,
): Promise<Data> {
  for (;;) {
    const data = await client.request<Data>(query, variables);
    if (isThere(data)) return data;
    await lookAgain();
  }
}
