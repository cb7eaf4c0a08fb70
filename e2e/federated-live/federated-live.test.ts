// Live subscriptions over four subgraphs: whole, shared by equal subscribers, and never by different viewers.
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { FeedListener } from "../environment/feed-listener.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { startAllInOne } from "../environment/start-servers.js";
import { Subscription } from "../environment/subscription.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { readLiveFigures, since, untilOpen } from "./live-figures.js";

const RATE =
  "mutation Rate($movieId: ID!, $score: Int!) { rateMovie(input: { movieId: $movieId, score: $score }) { applied } }";
const REVIEW =
  "mutation Review($movieId: ID!, $text: String!) { submitReview(input: { movieId: $movieId, text: $text }) { applied } }";

const FEDERATED = `subscription ($movieId: ID) {
  ratingAdded(movieId: $movieId) {
    score
    movie { title ratingSummary { average } reviews(first: 2, orderBy: NEWEST) { nodes { text } } }
    user { name }
  }
}`;

interface Added {
  ratingAdded: { score: number };
}

const environment = openTestEnvironment();
let url: string;
let client: GraphqlClient;
let admin: Person;
let ada: Person;
let ben: Person;
/** Of the test that runs. */
let movieId: string;
const subscriptions: Subscription<never>[] = [];

beforeAll(async () => {
  url = (await startAllInOne(environment, { DATA_DIR: await environment.folder() })).url;
  client = new GraphqlClient({ url, dispatcher: environment.agent });
  admin = await signInAdmin(client);
  [ada, ben] = await Promise.all([register(client, "ada"), register(client, "ben")]);
});

beforeEach(async () => {
  movieId = (await addMovies(admin, [{ title: "Stalker", genres: ["Science Fiction"] }]))[0] ?? "";
});

afterEach(async () => {
  await Promise.all(subscriptions.splice(0).map(({ socket }) => socket.close()));
  await untilOpen(url, { upstreams: 0, subscribers: 0 });
});

function subscribe<Data>(query: string, variables: Record<string, unknown> = {}, person?: Person): Subscription<Data> {
  const token = person === undefined ? {} : { token: person.token };
  const subscription = new Subscription<Data>(environment, url, { query, variables, ...token });
  subscriptions.push(subscription as Subscription<never>);
  return subscription;
}

const rate = (person: Person, score: number, id = movieId) => person.client.request(RATE, { movieId: id, score });

/** Resolves when all of them have heard the same rating, and so hear every one from now on. */
async function untilAllHear(added: readonly Subscription<Added>[]): Promise<void> {
  for (const subscription of added) await subscription.hears(() => rate(admin, 1));
  await rate(admin, 10);
  for (const subscription of added) await subscription.nextWhere(({ ratingAdded }) => ratingAdded.score === 10);
}

describe("ratingAdded", () => {
  test("is answered by four subgraphs as one", async () => {
    const subscription = subscribe<Added>(FEDERATED, { movieId });
    await untilAllHear([subscription]);
    await ben.client.request(REVIEW, { movieId, text: "first" });
    await ada.client.request(REVIEW, { movieId, text: "second" });
    await admin.client.request(REVIEW, { movieId, text: "third" });
    await rate(ada, 4);
    expect(await subscription.next()).toEqual({
      data: {
        ratingAdded: {
          score: 4,
          movie: {
            title: "Stalker",
            ratingSummary: { average: 7 },
            reviews: { nodes: [{ text: "third" }, { text: "second" }] },
          },
          user: { name: "ada" },
        },
      },
    });
  });

  test.each([2, 20])(
    "of %i equal subscribers has one upstream and is completed once for all of them",
    async (count) => {
      // What sets these apart does not make them different.
      const spelled = (index: number) =>
        index % 2 === 0 ? FEDERATED : FEDERATED.replace("subscription", "subscription Named").replaceAll("\n", " ");
      const equal = Array.from({ length: count }, (_, index) =>
        subscribe<Added>(spelled(index), { movieId }, [undefined, ada, ben][index % 3]),
      );
      await untilAllHear(equal);
      await untilOpen(url, { upstreams: 1, subscribers: count });
      const before = await readLiveFigures(url);
      const scores = [3, 9, 6];
      for (const score of scores) await rate(ada, score);
      for (const subscription of equal) {
        for (const score of scores) {
          const { data, errors } = await subscription.next();
          expect([data?.ratingAdded, errors]).toEqual([
            expect.objectContaining({ score, user: { name: "ada" } }),
            undefined,
          ]);
        }
      }
      expect(since(before, await readLiveFigures(url))).toEqual({
        executions: 3,
        deliveries: 3 * count,
        fetches: { movies: 3, reviews: 3, accounts: 3 },
      });
    },
  );

  test("with another selection, or of another movie, has an upstream of its own", async () => {
    const [otherId = ""] = await addMovies(admin, [{ title: "Solaris" }]);
    const whole = subscribe<Added>(FEDERATED, { movieId });
    const small = subscribe<Added>("subscription ($movieId: ID) { ratingAdded(movieId: $movieId) { score } }", {
      movieId,
    });
    const other = subscribe<Added>(FEDERATED, { movieId: otherId });
    await untilAllHear([whole, small]);
    await other.hears(() => rate(admin, 2, otherId));
    await untilOpen(url, { upstreams: 3, subscribers: 3 });
    await rate(ada, 8);
    expect((await whole.next()).data).toMatchObject({ ratingAdded: { score: 8, user: { name: "ada" } } });
    expect(await small.next()).toEqual({ data: { ratingAdded: { score: 8 } } });
    await rate(ada, 5, otherId);
    expect((await other.nextWhere(({ ratingAdded }) => ratingAdded.score !== 2)).data).toMatchObject({
      ratingAdded: { score: 5, movie: { title: "Solaris" } },
    });
  });

  test("goes on for those who stay when others leave, and ends with the last of them", async () => {
    const [first, second] = [subscribe<Added>(FEDERATED, { movieId }), subscribe<Added>(FEDERATED, { movieId })];
    await untilAllHear([first, second]);
    first.socket.terminate();
    await untilOpen(url, { upstreams: 1, subscribers: 1 });
    await rate(ada, 7);
    expect((await second.next()).data).toMatchObject({ ratingAdded: { score: 7 } });
    second.socket.terminate();
    await untilOpen(url, { upstreams: 0, subscribers: 0 });
  });

  test("gives each viewer what is the viewer's, and shares it with nobody else", async () => {
    const query =
      "subscription ($movieId: ID) { ratingAdded(movieId: $movieId) { score movie { viewerRating { score } } } }";
    await rate(ada, 3);
    await rate(ben, 8);
    const listeners: [who: Person | undefined, own: number | null][] = [
      [ada, 3],
      [ben, 8],
      [ada, 3],
      [undefined, null],
    ];
    const heard = listeners.map(([who]) => subscribe<Added>(query, { movieId }, who));
    await untilAllHear(heard);
    await untilOpen(url, { upstreams: 3, subscribers: 4 });
    const before = await readLiveFigures(url);
    await rate(admin, 5);
    for (const [index, [, own]] of listeners.entries()) {
      expect(await heard[index]?.next()).toEqual({
        data: { ratingAdded: { score: 5, movie: { viewerRating: own === null ? null : { score: own } } } },
      });
    }
    expect(since(before, await readLiveFigures(url))).toMatchObject({ executions: 3, deliveries: 4 });
  });
});

describe("ratingSummaryChanged", () => {
  interface Changed {
    summary: { count: number; average: number | null; histogram: number[]; cursor: string };
  }
  const QUERY = `subscription ($movieId: ID!, $after: Cursor) {
    summary: ratingSummaryChanged(movieId: $movieId, after: $after) { count average histogram cursor }
  }`;
  const figures = (...scores: number[]) => ({
    count: scores.length,
    average: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    histogram: Array.from({ length: 10 }, (_, index) => scores.filter((score) => score === index + 1).length),
  });
  const summaryOf = async (changed: Subscription<Changed>) => (await changed.next()).data?.summary;

  test("tells how it stands, then every change", async () => {
    await rate(ada, 4);
    const changed = subscribe<Changed>(QUERY, { movieId });
    expect(await summaryOf(changed)).toMatchObject(figures(4));
    await rate(ben, 9);
    expect(await summaryOf(changed)).toMatchObject(figures(4, 9));
    await rate(ada, 10);
    expect(await summaryOf(changed)).toMatchObject(figures(10, 9));
    const remove = "mutation ($movieId: ID!) { removeRating(input: { movieId: $movieId }) { applied } }";
    await ben.client.request(remove, { movieId });
    expect(await summaryOf(changed)).toMatchObject(figures(10));
  });

  test("begins with nothing for a movie that nobody rated", async () => {
    expect(await summaryOf(subscribe<Changed>(QUERY, { movieId }))).toMatchObject(figures());
  });

  test("with a cursor tells what has changed since, and nothing where nothing has", async () => {
    await rate(ada, 4);
    const cursor = (await summaryOf(subscribe<Changed>(QUERY, { movieId })))?.cursor ?? "";
    const nothingMissed = subscribe<Changed>(QUERY, { movieId, after: cursor });
    await untilOpen(url, { upstreams: 2, subscribers: 2 });
    await rate(ben, 6);
    expect(await summaryOf(nothingMissed)).toMatchObject(figures(4, 6));
    expect(await summaryOf(subscribe<Changed>(QUERY, { movieId, after: cursor }))).toMatchObject(figures(4, 6));
  });
});

describe("ratingFeed", () => {
  test("gives each filter what passes it, in order, and nothing else", async () => {
    const [comedyId = "", dramaId = ""] = await addMovies(admin, [
      { title: "Playtime", genres: ["Comedy"] },
      { title: "Mirror", genres: ["Drama", "Science Fiction"] },
    ]);
    const ratings = [
      [ada, comedyId, 1],
      [ben, dramaId, 2],
      [ada, dramaId, 3],
      [ben, comedyId, 4],
      [ada, movieId, 5],
      [ben, dramaId, 6],
      // Passes every filter, so that what should not have come would have come before it.
      [ada, dramaId, 7],
    ] as const;
    const expected: [filter: Record<string, string>, scores: number[]][] = [
      [{}, [1, 2, 3, 4, 5, 6, 7]],
      [{ movieId: dramaId }, [2, 3, 6, 7]],
      [{ userId: ada.id }, [1, 3, 5, 7]],
      [{ genre: "Science Fiction" }, [2, 3, 5, 6, 7]],
      [{ genre: "Drama", userId: ada.id }, [3, 7]],
    ];
    const listeners = expected.map(([filter]) => new FeedListener(environment, { url: async () => url, filter }));
    for (const listener of listeners) await listener.until(() => listener.live);
    for (const [person, id, score] of ratings) await rate(person, score, id);
    for (const listener of listeners) await listener.until(() => listener.events.some(({ score }) => score === 7));
    const heard = listeners.map((listener, index) => [expected[index]?.[0], listener.events.map(({ score }) => score)]);
    for (const listener of listeners) await listener.stop();
    expect(heard).toEqual(expected);
  });
});

describe("reviewAdded", () => {
  test("is answered by four subgraphs as one, for the movie that was asked for", async () => {
    const [otherId = ""] = await addMovies(admin, [{ title: "Solaris" }]);
    await rate(ben, 6);
    const query = `subscription ($movieId: ID) {
      reviewAdded(movieId: $movieId) { text author { name } movie { title ratingSummary { count average } } }
    }`;
    const subscription = subscribe<{ reviewAdded: { text: string } }>(query, { movieId });
    await subscription.hears(() => admin.client.request(REVIEW, { movieId, text: "before" }));
    await ada.client.request(REVIEW, { movieId: otherId, text: "elsewhere" });
    await ada.client.request(REVIEW, { movieId, text: "Slow, and worth it." });
    const { data, errors } = await subscription.nextWhere(({ reviewAdded }) => reviewAdded.text !== "before");
    expect([data, errors]).toEqual([
      {
        reviewAdded: {
          text: "Slow, and worth it.",
          author: { name: "ada" },
          movie: { title: "Stalker", ratingSummary: { count: 1, average: 6 } },
        },
      },
      undefined,
    ]);
  });
});

describe("a mutation on a websocket", () => {
  const MUTATION = `mutation ($movieId: ID!, $score: Int!) {
    rateMovie(input: { movieId: $movieId, score: $score }) { applied rating { score user { name } movie { title } } }
  }`;

  test("is done in the name of whoever connected, and heard by those who listen", async () => {
    const listener = subscribe<Added>(FEDERATED, { movieId });
    await untilAllHear([listener]);
    const answer = subscribe(MUTATION, { movieId, score: 9 }, ada);
    expect(await answer.next()).toEqual({
      data: {
        rateMovie: { applied: true, rating: { score: 9, user: { name: "ada" }, movie: { title: "Stalker" } } },
      },
    });
    expect(await answer.ended).toBeNull();
    expect((await listener.next()).data).toMatchObject({ ratingAdded: { score: 9, user: { name: "ada" } } });
  });

  test("is refused to whoever connected without a token, and nothing is rated", async () => {
    const { data, errors } = await subscribe(MUTATION, { movieId, score: 9 }).next();
    expect([data, errors?.map(({ extensions }) => extensions?.code)]).toEqual([null, ["UNAUTHENTICATED"]]);
    const query = "query ($id: ID!) { movie(id: $id) { ratingSummary { count } } }";
    expect(await client.request(query, { id: movieId })).toEqual({ movie: { ratingSummary: { count: 0 } } });
  });
});
