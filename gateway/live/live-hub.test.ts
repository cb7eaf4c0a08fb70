import { AppError } from "@marquee/platform/errors/app-error.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFakeSubgraphs, type FakeSubgraphs } from "../testing/fake-subgraphs.js";
import { connectLiveClient, type LiveClient, type LiveSubscription } from "../testing/live-client.js";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.js";

let subgraphs: FakeSubgraphs;
let gateway: TestGateway;
const clients: LiveClient[] = [];

beforeEach(async () => {
  subgraphs = createFakeSubgraphs();
  gateway = await startTestGateway(subgraphs.endpoints, { environment: { FEED_COMPLETION_BUDGET_MS: "60" } });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await gateway.close();
});

function connect(authorization?: string): LiveClient {
  const client = connectLiveClient(gateway.url, authorization);
  clients.push(client);
  return client;
}

const FEED = `subscription Feed($movieId: ID, $after: Cursor) {
  item: ratingFeed(movieId: $movieId, after: $after) {
    __typename
    ... on FeedProgress { live cursor }
    ... on RatingEvent { eventId cursor score film: movie { title } user { name } }
  }
}`;

let events = 0;
function rate(partition: number, movieId: string, score = 5): string {
  events += 1;
  const eventId = `e${events}`;
  subgraphs.feed.append(partition, { eventId, movieId, userId: "u1", score });
  return eventId;
}

async function metric(name: string): Promise<number> {
  const text = await gateway.metrics.render();
  const lines = text.split("\n").filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

async function startFeed(
  client: LiveClient,
  variables: Record<string, unknown> = {},
  query = FEED,
): Promise<LiveSubscription> {
  const subscription = client.subscribe(query, variables);
  expect((await subscription.next()).data?.item.__typename).toBe("FeedProgress");
  return subscription;
}

/** The ids of the next events, progress left out. */
async function nextEvents(subscription: LiveSubscription, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const { data } = await subscription.next();
    if (data?.item.eventId !== undefined) ids.push(data.item.eventId);
  }
  return ids;
}

describe("an event", () => {
  test("is completed by the other subgraphs, with aliases, and nothing but data reaches the client", async () => {
    const feed = await startFeed(connect());
    const eventId = rate(0, "1", 9);
    expect(await feed.next()).toEqual({
      data: {
        item: {
          __typename: "RatingEvent",
          eventId,
          cursor: expect.any(String),
          score: 9,
          film: { title: "Metropolis" },
          user: { name: "User u1" },
        },
      },
    });
  });

  test("of which another subgraph knows nothing is still delivered, after a few tries, with nulls and errors", async () => {
    const feed = await startFeed(connect());
    subgraphs.failures.movies = async () => {
      throw new AppError("UNAVAILABLE", "The movies subgraph can't be reached; try again in a moment.");
    };
    const first = rate(0, "1");
    const message = await feed.next();
    expect(message.data?.item).toMatchObject({ eventId: first, film: null, user: { name: "User u1" } });
    expect(message.errors).toEqual([
      expect.objectContaining({ path: ["item", "film", "title"], extensions: { code: "UNAVAILABLE" } }),
    ]);
    expect(subgraphs.requests.movies).toHaveLength(2);
    delete subgraphs.failures.movies;
    rate(0, "1");
    expect((await feed.next()).errors).toBeUndefined();
  });

  test("is tried again when a subgraph fails once", async () => {
    const feed = await startFeed(connect());
    subgraphs.failures.movies = async () => {
      delete subgraphs.failures.movies;
      throw new AppError("UNAVAILABLE", "The movies subgraph can't be reached; try again in a moment.");
    };
    rate(0, "1");
    const message = await feed.next();
    expect(message.errors).toBeUndefined();
    expect(message.data?.item.film).toEqual({ title: "Metropolis" });
  });
});

describe("equal subscriptions", () => {
  test("share one upstream and one execution an event, whatever their names, spaces and sockets", async () => {
    const first = await startFeed(connect());
    const second = await startFeed(
      connect(`Bearer ${await gateway.token("u1")}`),
      {},
      FEED.replace("Feed(", "Other(").replace(/\s+/g, " "),
    );
    const ids = [rate(0, "1"), rate(1, "2")];
    // The second one's own upstream has brought it up to the shared one's start; from its first event on it is gone.
    expect(await nextEvents(first, 2)).toEqual(ids);
    expect(await nextEvents(second, 2)).toEqual(ids);
    await subgraphs.feed.until(() => subgraphs.feed.open === 1);
    expect(await metric("marquee_gateway_upstreams")).toBe(1);
    expect(await metric("marquee_gateway_subscribers")).toBe(2);
    const executions = await metric("marquee_gateway_event_executions_total");
    const deliveries = await metric("marquee_gateway_event_deliveries_total");
    const requests = subgraphs.requests.movies.length;
    const more = [rate(0, "3"), rate(1, "1")];
    expect(await nextEvents(first, 2)).toEqual(more);
    expect(await nextEvents(second, 2)).toEqual(more);
    expect((await metric("marquee_gateway_event_executions_total")) - executions).toBe(2);
    expect((await metric("marquee_gateway_event_deliveries_total")) - deliveries).toBe(4);
    expect(subgraphs.requests.movies.length - requests).toBe(2);
  });

  test("that have no start of their own join at once", async () => {
    const query = "subscription { ratingAdded { id movie { title } } }";
    const first = connect().subscribe(query);
    const firstResult = first.next();
    await subgraphs.feed.until(() => subgraphs.feed.open === 1);
    const second = connect().subscribe(query);
    const secondResult = second.next();
    while ((await metric("marquee_gateway_subscribers")) < 2) await new Promise(setImmediate);
    const id = rate(0, "2");
    const expected = { data: { ratingAdded: { id, movie: { title: "The Kid" } } } };
    expect(await firstResult).toEqual(expected);
    expect(await secondResult).toEqual(expected);
    expect(subgraphs.feed.opened).toBe(1);
  });

  test("are not those with other variables or another selection", async () => {
    await startFeed(connect());
    await startFeed(connect(), { movieId: "1" });
    await startFeed(connect(), {}, FEED.replace("score", ""));
    expect(await metric("marquee_gateway_upstreams")).toBe(3);
  });

  test("of other events share the execution of an event that several of them get", async () => {
    const feeds: LiveSubscription[] = [];
    for (const variables of [{}, { movieId: "1" }]) feeds.push(await startFeed(connect(), variables));
    const inTheText = FEED.replace("$movieId: ID, ", "").replace("$movieId", '"1"');
    feeds.push(await startFeed(connect(), {}, inTheText));
    expect(await metric("marquee_gateway_upstreams")).toBe(3);
    const executions = await metric("marquee_gateway_event_executions_total");
    const id = rate(0, "1", 9);
    const messages = await Promise.all(feeds.map((feed) => feed.next()));
    expect(messages.map(({ data }) => [data?.item.eventId, data?.item.film.title])).toEqual(
      Array(3).fill([id, "Metropolis"]),
    );
    expect((await metric("marquee_gateway_event_executions_total")) - executions).toBe(1);
    expect(await metric("marquee_gateway_event_completions_shared_total")).toBe(2);
    expect([subgraphs.requests.movies.length, subgraphs.requests.accounts.length]).toEqual([1, 1]);
  });

  test("ask another subgraph together for what they need at the same time", async () => {
    const first = await startFeed(connect());
    const second = await startFeed(connect(), {}, FEED.replace("score", ""));
    let answer: () => void = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    // The first request to movies is held back; whatever else is asked meanwhile waits for it, for a moment.
    subgraphs.failures.movies = async () => {
      delete subgraphs.failures.movies;
      await answered;
      throw new AppError("UNAVAILABLE", "The movies subgraph can't be reached; try again in a moment.");
    };
    const ids = [rate(0, "1"), rate(0, "2"), rate(0, "3")];
    while ((await metric("marquee_gateway_event_executions_total")) < 8) await new Promise(setImmediate);
    answer();
    expect(await nextEvents(first, 3)).toEqual(ids);
    expect(await nextEvents(second, 3)).toEqual(ids);
    // Six, and the one that failed once more.
    const asked = subgraphs.requests.movies.flatMap(({ variables }) => variables?.representations);
    expect(asked.length).toBeGreaterThan(6);
    expect(subgraphs.requests.movies.length).toBeLessThan(6);
    expect(await metric("marquee_gateway_joined_fetches_total")).toBeGreaterThan(0);
  });

  test("of other events that select something else of it share nothing", async () => {
    const alike = FEED.replace("{ title }", "@include(if: $more) { title }").replace(
      "($movieId",
      "($more: Boolean!, $movieId",
    );
    const selections: [string, object][] = [
      [FEED, {}],
      [FEED.replace("film:", "picture:"), {}],
      [alike, { more: true }],
      [alike, { more: false }],
    ];
    const feeds: LiveSubscription[] = [];
    for (const [nth, [query, variables]] of selections.entries())
      feeds.push(await startFeed(connect(), { ...variables, ...(nth % 2 === 0 ? {} : { movieId: "1" }) }, query));
    const executions = await metric("marquee_gateway_event_executions_total");
    rate(0, "1");
    const items = (await Promise.all(feeds.map((feed) => feed.next()))).map(({ data }) => data?.item);
    const metropolis = { title: "Metropolis" };
    expect(items.map(({ film }) => film)).toEqual([metropolis, undefined, metropolis, undefined]);
    expect(items.map(({ picture }) => picture)).toEqual([undefined, metropolis, undefined, undefined]);
    expect((await metric("marquee_gateway_event_executions_total")) - executions).toBe(4);
    expect(subgraphs.requests.movies.flatMap(({ variables }) => variables?.representations)).toHaveLength(3);
  });

  test("of other events share what depends on the viewer with the same viewer alone", async () => {
    const query = FEED.replace("{ title }", "{ viewerRating { id } }");
    const tokens = await Promise.all(["u1", "u2", "u1"].map((user) => gateway.token(user)));
    const feeds: LiveSubscription[] = [];
    for (const [nth, token] of tokens.entries())
      feeds.push(await startFeed(connect(`Bearer ${token}`), nth === 2 ? { movieId: "1" } : {}, query));
    const executions = await metric("marquee_gateway_event_executions_total");
    rate(0, "1");
    const messages = await Promise.all(feeds.map((feed) => feed.next()));
    expect(messages.map(({ data }) => data?.item.film.viewerRating.id)).toEqual(["1:u1", "1:u2", "1:u1"]);
    expect((await metric("marquee_gateway_event_executions_total")) - executions).toBe(2);
  });

  test("are told apart by viewer only when what they select depends on the viewer", async () => {
    const query = FEED.replace("{ title }", "{ viewerRating { id } }");
    const tokens = await Promise.all(["u1", "u2", "u1"].map((user) => gateway.token(user)));
    const feeds: LiveSubscription[] = [];
    for (const token of tokens) feeds.push(await startFeed(connect(`Bearer ${token}`), {}, query));
    feeds.push(await startFeed(connect(), {}, query));
    rate(0, "1");
    const ratings: unknown[] = [];
    for (const feed of feeds) ratings.push((await feed.next()).data?.item.film.viewerRating);
    expect(ratings).toEqual([{ id: "1:u1" }, { id: "1:u2" }, { id: "1:u1" }, null]);
    await subgraphs.feed.until(() => subgraphs.feed.open === 3);
  });

  test("run without any viewer when they are shared", async () => {
    const feed = await startFeed(connect(`Bearer ${await gateway.token("u1")}`));
    rate(0, "1");
    await feed.next();
    expect(subgraphs.requests.movies.map(({ viewer }) => viewer)).toEqual([null]);
  });

  test("let go of the upstream when the last of them leaves", async () => {
    const first = await startFeed(connect());
    const second = await startFeed(connect());
    first.stop();
    const id = rate(0, "1");
    expect(await nextEvents(second, 1)).toEqual([id]);
    second.stop();
    await subgraphs.feed.until(() => subgraphs.feed.open === 0);
    while ((await metric("marquee_gateway_subscribers")) > 0) await new Promise(setImmediate);
    expect(await metric("marquee_gateway_upstreams")).toBe(0);
  });
});

describe("a client that resumes", () => {
  test("gets what it missed, then what is new, and ends up on the shared upstream", async () => {
    const first = await startFeed(connect());
    const before = rate(0, "1");
    const { data } = await first.next();
    expect(data?.item.eventId).toBe(before);
    const missed = [rate(1, "2"), rate(0, "3")];
    expect(await nextEvents(first, 2)).toEqual(missed);
    const resumed = connect().subscribe(FEED, { after: data?.item.cursor });
    expect(await nextEvents(resumed, 2)).toEqual(missed);
    const fresh = rate(0, "1");
    expect(await nextEvents(resumed, 1)).toEqual([fresh]);
    expect(await nextEvents(first, 1)).toEqual([fresh]);
    await subgraphs.feed.until(() => subgraphs.feed.open === 1);
  });

  test("first makes its upstream the shared one, once it is live", async () => {
    const cursor = "[[0,-1],[1,-1]]";
    const ids = [rate(0, "1"), rate(1, "2")];
    const first = connect().subscribe(FEED, { after: cursor });
    expect(await nextEvents(first, 2)).toEqual(ids);
    while ((await first.next()).data?.item.live !== true);
    const second = await startFeed(connect());
    const id = rate(0, "3");
    expect(await nextEvents(first, 1)).toEqual([id]);
    expect(await nextEvents(second, 1)).toEqual([id]);
    await subgraphs.feed.until(() => subgraphs.feed.open === 1);
    expect(subgraphs.feed.afters).toEqual([cursor, undefined]);
  });

  test("is told when the cursor is no good", async () => {
    const refused = connect().subscribe(FEED, { after: "forged" }).next();
    await expect(refused).rejects.toEqual([
      expect.objectContaining({
        message: "This cursor was not given out for this feed.",
        extensions: { code: "CURSOR_INVALID" },
      }),
    ]);
    expect(await metric("marquee_gateway_upstreams")).toBe(0);
  });
});

describe("an upstream that breaks off", () => {
  test("is opened again behind the last item; nobody misses anything or gets it twice", async () => {
    const first = await startFeed(connect());
    const second = await startFeed(connect());
    const ids = [rate(0, "1")];
    expect(await nextEvents(first, 1)).toEqual(ids);
    expect(await nextEvents(second, 1)).toEqual(ids);
    await subgraphs.feed.until(() => subgraphs.feed.open === 1);
    subgraphs.feed.breakOff();
    const missed = [rate(1, "2"), rate(0, "3")];
    expect(await nextEvents(first, 2)).toEqual(missed);
    expect(await nextEvents(second, 2)).toEqual(missed);
    const fresh = rate(1, "1");
    expect(await nextEvents(first, 1)).toEqual([fresh]);
    expect(await nextEvents(second, 1)).toEqual([fresh]);
    expect(subgraphs.feed.afters.at(-1)).toBe("[[0,0],[1,-1]]");
    expect(await metric("marquee_gateway_upstream_reopenings_total")).toBe(1);
  });

  test("and is then refused ends its subscriptions with the refusal", async () => {
    const feed = await startFeed(connect());
    const error = feed.next();
    subgraphs.feed.refuse(new AppError("CURSOR_EXPIRED", "This cursor is older than what is kept."));
    subgraphs.feed.breakOff();
    await expect(error).rejects.toEqual([expect.objectContaining({ extensions: { code: "CURSOR_EXPIRED" } })]);
  });

  test("before it ever gave a cursor ends its subscriptions, because events may be missing", async () => {
    const result = connect().subscribe("subscription { ratingAdded { id } }").next();
    await subgraphs.feed.until(() => subgraphs.feed.open === 1);
    subgraphs.feed.breakOff();
    await expect(result).rejects.toEqual([expect.objectContaining({ extensions: { code: "UNAVAILABLE" } })]);
  });
});
