import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { addressesOf, type SplitServers, startSplit } from "../environment/split-servers.js";
import { startGateway } from "../environment/start-servers.js";
import { Subscription } from "../environment/subscription.js";
import { openTestEnvironment } from "../environment/test-environment.js";

const environment = openTestEnvironment();
let servers: SplitServers;
let client: GraphqlClient;
let ann: Person;
let movieId: string;

const EVERYTHING = `query Everything($movieId: ID!, $userId: ID!) {
  movie(id: $movieId) { title ratingSummary { count } reviews { nodes { text } } }
  user(id: $userId) { name ratings { nodes { score } } reviews { nodes { text } } }
  statistics { movies users ratings reviews }
}`;
const WHOLE = {
  movie: { title: "Metropolis", ratingSummary: { count: 1 }, reviews: { nodes: [{ text: "Tall." }] } },
  user: { name: "ann", ratings: { nodes: [{ score: 9 }] }, reviews: { nodes: [{ text: "Tall." }] } },
  statistics: { movies: 1, users: 2, ratings: 1, reviews: 1 },
};
const MOVIE_HEARD = { title: "Metropolis", reviews: WHOLE.movie.reviews };

const RATE = "mutation Rate($input: RateMovieInput!) { rateMovie(input: $input) { applied rating { score } } }";
const REVIEW =
  "mutation Review($input: SubmitReviewInput!) { submitReview(input: $input) { applied review { text } } }";
const RATING_ADDED = "subscription { ratingAdded { score movie { title reviews { nodes { text } } } } }";

interface Added {
  ratingAdded: { score: number; movie: { title: string; reviews: { nodes: { text: string }[] } | null } };
}

const everything = () => client.send<typeof WHOLE>(EVERYTHING, { movieId, userId: ann.id });

beforeAll(async () => {
  servers = await startSplit(environment, { SUBGRAPH_TIMEOUT_MS: "2000" });
  client = new GraphqlClient({ url: servers.gateway.url, dispatcher: environment.agent });
  [movieId = ""] = await addMovies(await signInAdmin(client), [{ title: "Metropolis" }]);
  ann = await register(client, "ann");
  await ann.client.request(RATE, { input: { movieId, score: 9 } });
  await ann.client.request(REVIEW, { input: { movieId, text: "Tall." } });
}, 60_000);

afterEach(async () => {
  for (const cable of Object.values(servers.cables)) cable.set("whole");
  expect(await everything()).toMatchObject({ status: 200, data: WHOLE, errors: [] });
});

describe.each(["cut", "stalled"] as const)("a subgraph whose connection is %s", (state) => {
  test.each([
    [
      "movies",
      { movie: null, user: WHOLE.user, statistics: { ...WHOLE.statistics, movies: null } },
      ["movie", "statistics"],
    ],
    [
      "reviews",
      {
        movie: { ...WHOLE.movie, reviews: null },
        user: { ...WHOLE.user, reviews: null },
        statistics: { ...WHOLE.statistics, reviews: null },
      },
      ["movie.reviews", "statistics", "user.reviews"],
    ],
    [
      "ratings",
      {
        movie: { ...WHOLE.movie, ratingSummary: null },
        user: { ...WHOLE.user, ratings: null },
        statistics: { ...WHOLE.statistics, ratings: null },
      },
      ["movie.ratingSummary", "statistics", "user.ratings"],
    ],
    [
      "accounts",
      { movie: WHOLE.movie, user: null, statistics: { ...WHOLE.statistics, users: null } },
      ["statistics", "user"],
    ],
  ] as const)("takes nothing with it but what it owns: %s", async (name, standing, paths) => {
    servers.cables[name].set(state);
    const { status, data, errors } = await everything();
    expect({ status, data }).toEqual({ status: 200, data: standing });
    for (const { message, extensions } of errors) {
      expect(extensions).toEqual({ code: "UNAVAILABLE" });
      expect(message).toMatch(new RegExp(`${name} subgraph .*again`));
    }
    expect(errors.map(({ path }) => path?.join(".")).sort()).toEqual(paths);
  });

  test("is told to who writes to it, and keeps nobody from writing elsewhere", async () => {
    servers.cables.reviews.set(state);
    const { data, errors } = await ann.client.send(REVIEW, { input: { movieId, text: "Tall." } });
    expect(data).toBeNull();
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual([
      expect.stringMatching(/^UNAVAILABLE|UNKNOWN_OUTCOME$/),
    ]);
    expect(await ann.client.request(RATE, { input: { movieId, score: 9 } })).toEqual({
      rateMovie: { applied: true, rating: { score: 9 } },
    });
  });

  test("does not stop the feed: events come with nulls and errors, and whole once it is back", async () => {
    const feed = new Subscription<Added>(environment, servers.gateway.url, { query: RATING_ADDED });
    const rate = (score: number) => ann.client.request(RATE, { input: { movieId, score } });
    const rateAndHear = async (score: number) => {
      await rate(score);
      return feed.nextWhere(({ ratingAdded }) => ratingAdded.score === score);
    };
    await feed.hears(() => rate(1));
    expect(await rateAndHear(2)).toEqual({ data: { ratingAdded: { score: 2, movie: MOVIE_HEARD } } });

    servers.cables.reviews.set(state);
    for (const score of [3, 4]) {
      const { data, errors } = await rateAndHear(score);
      expect(data).toEqual({ ratingAdded: { score, movie: { ...MOVIE_HEARD, reviews: null } } });
      expect(errors).toEqual([
        expect.objectContaining({ path: ["ratingAdded", "movie", "reviews"], extensions: { code: "UNAVAILABLE" } }),
      ]);
    }

    servers.cables.reviews.set("whole");
    expect(await rateAndHear(9)).toEqual({ data: { ratingAdded: { score: 9, movie: MOVIE_HEARD } } });
    await feed.socket.close();
  });
});

test("a feed whose own subgraph was away goes on where it was: what was written elsewhere meanwhile is not missed", async () => {
  const elsewhere = await startGateway(environment, {
    DATA_DIR: servers.dataDir,
    ...addressesOf(servers.subgraphUrls),
  });
  const there = new GraphqlClient({ url: elsewhere.url, dispatcher: environment.agent }).as(ann.token);
  const review = (text: string) => there.request(REVIEW, { input: { movieId, text } });
  const feed = new Subscription<{ reviewAdded: { text: string } }>(environment, servers.gateway.url, {
    query: "subscription ($movieId: ID) { reviewAdded(movieId: $movieId) { text } }",
    variables: { movieId },
  });
  await feed.hears(() => review("Tall!"));

  servers.cables.reviews.set("cut");
  for (const text of ["Taller.", "Tallest.", "Tall."]) await review(text);
  servers.cables.reviews.set("whole");
  for (const text of ["Taller.", "Tallest.", "Tall."]) {
    expect(await feed.nextWhere(({ reviewAdded }) => reviewAdded.text !== "Tall!")).toEqual({
      data: { reviewAdded: { text } },
    });
  }
  await feed.socket.close();
});

test("a gateway starts and serves the rest while a subgraph is not there at all", async () => {
  // Nobody listens on port 1.
  const urls = { ...servers.subgraphUrls, reviews: "http://127.0.0.1:1/graphql" };
  const gateway = await startGateway(environment, { DATA_DIR: servers.dataDir, ...addressesOf(urls) });
  const { data, errors } = await new GraphqlClient({ url: gateway.url, dispatcher: environment.agent }).send(
    EVERYTHING,
    { movieId, userId: ann.id },
  );
  expect(data).toEqual({
    movie: { ...WHOLE.movie, reviews: null },
    user: { ...WHOLE.user, reviews: null },
    statistics: { ...WHOLE.statistics, reviews: null },
  });
  expect(errors.map(({ extensions }) => extensions?.code)).toEqual(["UNAVAILABLE", "UNAVAILABLE", "UNAVAILABLE"]);
});
