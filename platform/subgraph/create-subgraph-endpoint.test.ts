import { describe, expect, it } from "vitest";
import { AppError } from "../errors/app-error.js";
import { createMetrics } from "../service/metrics.js";
import { createFilmSubgraph, filmAdded } from "../testing/film-subgraph.js";
import { createRecordingLogger } from "../testing/recording-logger.js";
import { createSubgraphEndpoint } from "./create-subgraph-endpoint.js";
import type { SubgraphRequest } from "./subgraph-endpoint.js";

function setUp() {
  const film = createFilmSubgraph();
  const logger = createRecordingLogger();
  const metrics = createMetrics();
  const endpoint = createSubgraphEndpoint({ name: "films", ...film, logger, metrics });
  return { film, logger, metrics, endpoint };
}

function ask(query: string, rest: Partial<SubgraphRequest> = {}): SubgraphRequest {
  return { query, viewer: null, requestId: "request-1", ...rest };
}

const FEED = "subscription { filmAdded { id title } }";

describe("queries and mutations", () => {
  it("run with their variables, their operation name and their viewer", async () => {
    const { endpoint } = setUp();
    const document =
      'query A { viewer } query B($id: ID!) { film(id: $id) { title } } mutation C { rename(title: "x") }';
    const viewer = { userId: "u1", roles: ["USER"], expiresAt: 1 } as const;
    expect(await endpoint.execute(ask(document, { operationName: "A", viewer }))).toEqual({ data: { viewer: "u1" } });
    expect(await endpoint.execute(ask(document, { operationName: "B", variables: { id: "7" } }))).toEqual({
      data: { film: { title: "TITLE OF 7" } },
    });
    expect(await endpoint.execute(ask(document, { operationName: "C" }))).toEqual({ data: { rename: "x" } });
  });

  it("resolve entities, in one batch, with loaders that no other request shares", async () => {
    const { endpoint, film } = setUp();
    const query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Film { title } } }";
    const variables = { r: ["1", "2", "1"].map((id) => ({ __typename: "Film", id })) };
    const result = await endpoint.execute(ask(query, { variables }));
    await endpoint.execute(ask(query, { variables }));
    expect(result).toEqual({ data: { _entities: ["1", "2", "1"].map((id) => ({ title: `TITLE OF ${id}` })) } });
    expect(film.loads).toEqual([
      ["1", "2"],
      ["1", "2"],
    ]);
  });

  it("show an AppError of a client's code, and neither show nor lose any other error", async () => {
    const { endpoint, logger } = setUp();
    const query = "query ($code: String!) { fail(code: $code) }";
    const shown = await endpoint.execute(ask(query, { variables: { code: "FORBIDDEN" } }));
    expect(shown).toMatchObject({
      data: { fail: null },
      errors: [{ message: "failed with FORBIDDEN", path: ["fail"], extensions: { code: "FORBIDDEN" } }],
    });
    expect(logger.lines).toEqual([]);
    for (const code of ["FOREIGN", "STORE_DAMAGED"]) {
      const hidden = await endpoint.execute(ask(query, { variables: { code } }));
      expect(hidden.errors?.[0]?.extensions).toEqual({ code: "INTERNAL_SERVER_ERROR" });
      expect(JSON.stringify(hidden)).not.toMatch(/hunter2|STORE_DAMAGED/);
    }
    expect(logger.lines).toHaveLength(2);
    expect(logger.lines[0]).toMatchObject({
      level: "error",
      fields: {
        requestId: "request-1",
        subgraph: "films",
        path: ["fail"],
        error: { message: expect.stringContaining("hunter2") },
      },
    });
  });

  it.each([
    ["query {", "GRAPHQL_PARSE_FAILED"],
    ["{ nothing }", "GRAPHQL_VALIDATION_FAILED"],
    ["query A { viewer } query B { viewer }", "OPERATION_RESOLUTION_FAILURE"],
    ["query ($id: ID!) { film(id: $id) { id } }", "BAD_USER_INPUT"],
    [FEED, "BAD_USER_INPUT"],
  ])("refuse %s with %s", async (query, code) => {
    const result = await setUp().endpoint.execute(ask(query));
    expect(result.data).toBeUndefined();
    expect(result.errors?.[0]?.extensions.code).toBe(code);
  });

  it("fail as a result when the context can't be made", async () => {
    const logger = createRecordingLogger();
    const endpoint = createSubgraphEndpoint({
      name: "films",
      ...createFilmSubgraph(),
      logger,
      createContext: () => {
        throw new AppError("UNAVAILABLE", "no store");
      },
    });
    expect(await endpoint.execute(ask("{ viewer }"))).toMatchObject({
      errors: [{ extensions: { code: "UNAVAILABLE" } }],
    });
  });

  it("are counted by outcome", async () => {
    const { endpoint, metrics } = setUp();
    await endpoint.execute(ask("{ viewer }"));
    await endpoint.execute(ask("{ nothing }"));
    const text = await metrics.render();
    expect(text).toContain('marquee_subgraph_operation_seconds_count{subgraph="films",outcome="ok"} 1');
    expect(text).toContain('marquee_subgraph_operation_seconds_count{subgraph="films",outcome="error"} 1');
  });
});

describe("subscriptions", () => {
  it("carry the item's feed beside its result", async () => {
    const { endpoint, film } = setUp();
    const feed = endpoint.subscribe(ask(FEED));
    const item = filmAdded("1");
    film.source.push(item);
    expect(await feed.next()).toEqual({
      done: false,
      value: { data: { filmAdded: { id: "1", title: "TITLE OF 1" } }, extensions: { marquee: item.feed } },
    });
    await feed.return?.();
  });

  it("make a new context for every event, and hand each the same request", async () => {
    const { endpoint, film } = setUp();
    const feed = endpoint.subscribe(ask(FEED, { after: "cursor", requestId: "r9" }));
    film.source.push(filmAdded("1"));
    film.source.push(filmAdded("1"));
    await feed.next();
    await feed.next();
    expect(film.loads).toEqual([["1"], ["1"]]);
    expect(film.requests.map(({ after, requestId }) => [after, requestId])).toEqual(Array(3).fill(["cursor", "r9"]));
    await feed.return?.();
  });

  it("deliver an event whose fields fail, with nulls, errors and its feed, and go on", async () => {
    const { endpoint, film } = setUp();
    const feed = endpoint.subscribe(ask(FEED));
    film.source.push(filmAdded("bad"));
    film.source.push(filmAdded("2"));
    expect((await feed.next()).value).toMatchObject({
      data: { filmAdded: { id: "bad", title: null } },
      errors: [{ path: ["filmAdded", "title"], extensions: { code: "INTERNAL_SERVER_ERROR" } }],
      extensions: { marquee: { cursor: "c-bad" } },
    });
    expect((await feed.next()).value).toMatchObject({ data: { filmAdded: { id: "2" } } });
    await feed.return?.();
  });

  it("end when the source ends", async () => {
    const { endpoint, film } = setUp();
    const feed = endpoint.subscribe(ask(FEED));
    film.source.finish();
    expect(await feed.next()).toEqual({ done: true, value: undefined });
    expect(await feed.next()).toEqual({ done: true, value: undefined });
  });

  it.each([
    ["CURSOR_INVALID", "CURSOR_INVALID"],
    ["CURSOR_EXPIRED", "CURSOR_EXPIRED"],
    ["FOREIGN", "INTERNAL_SERVER_ERROR"],
  ])("that are refused with %s yield one item, %s and no feed, and end", async (refuse, code) => {
    const { endpoint } = setUp();
    const feed = endpoint.subscribe(ask(`subscription { filmAdded(refuse: "${refuse}") { id } }`));
    const { value } = await feed.next();
    expect(value).toMatchObject({ errors: [{ extensions: { code } }] });
    expect(value).not.toHaveProperty("extensions");
    expect(value?.data ?? null).toBeNull();
    expect((await feed.next()).done).toBe(true);
  });

  it("whose source fails yield one last item with the code, and end", async () => {
    const { endpoint, film } = setUp();
    const feed = endpoint.subscribe(ask(FEED));
    film.source.push(filmAdded("1"));
    film.source.fail(new AppError("CURSOR_EXPIRED", "too old"));
    await feed.next();
    expect(await feed.next()).toEqual({
      done: false,
      value: { errors: [expect.objectContaining({ message: "too old", extensions: { code: "CURSOR_EXPIRED" } })] },
    });
    expect((await feed.next()).done).toBe(true);
  });

  it("refuse what is no subscription", async () => {
    const feed = setUp().endpoint.subscribe(ask("{ viewer }"));
    expect((await feed.next()).value).toMatchObject({
      errors: [{ message: expect.stringMatching(/^Only subscriptions/), extensions: { code: "BAD_USER_INPUT" } }],
    });
    expect((await feed.next()).done).toBe(true);
  });

  it("are counted while they are open", async () => {
    const { endpoint, film, metrics } = setUp();
    const feed = endpoint.subscribe(ask(FEED));
    film.source.push(filmAdded("1"));
    await feed.next();
    expect(await metrics.render()).toContain('marquee_subgraph_feeds{subgraph="films"} 1');
    await feed.return?.();
    expect(await metrics.render()).toContain('marquee_subgraph_feeds{subgraph="films"} 0');
    expect(await metrics.render()).toContain('marquee_subgraph_feed_items_total{subgraph="films"} 1');
  });
});
