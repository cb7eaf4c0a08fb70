import { beforeAll, describe, expect, test } from "vitest";
import { Subscription } from "../environment/subscription.js";
import { makeTokenKey, mintToken } from "./mint-token.js";
import { startTriedServer } from "./start-tried-server.js";

const tried = startTriedServer();

const RATE =
  "mutation Rate($input: RateMovieInput!) { payload: rateMovie(input: $input) { eventId userErrors { code field message } } }";
const UPSERT =
  "mutation Upsert($input: UpsertMovieInput!) { payload: upsertMovie(input: $input) { movie { id } userErrors { code field message } } }";

describe("a cursor is refused with CURSOR_INVALID when it", () => {
  const lists = `query ($id: ID!, $after: Cursor) { movie(id: $id) { ratings(first: 1, after: $after) { pageInfo { endCursor } } } }`;
  const cursors = new Map<string, string>();

  beforeAll(async () => {
    const feedCursors = await Promise.all(
      [tried.movieId, tried.otherMovieId].map(async (id) => {
        const { payload } = await tried.ann.client.request<{ payload: { cursor: string } }>(
          "mutation ($input: RateMovieInput!) { payload: rateMovie(input: $input) { cursor } }",
          { input: { movieId: id, score: 6 } },
        );
        return payload.cursor;
      }),
    );
    const { movie } = await tried.client.request<{ movie: { ratings: { pageInfo: { endCursor: string } } } }>(lists, {
      id: tried.movieId,
    });
    const list = movie.ratings.pageInfo.endCursor;
    const [feed = "", otherFeed = ""] = feedCursors;
    cursors.set("is a feed's and goes to a list", feed);
    cursors.set("is another movie's", otherFeed);
    cursors.set("is a list's and goes to a feed", list);
    cursors.set("was changed in one place", flip(list, 10));
    cursors.set("was cut off", list.slice(0, 20));
    cursors.set("was made up", Buffer.from('{"p":[[0,99,0]]}').toString("base64url"));
    cursors.set("is empty", "");
    cursors.set("is endless", "A".repeat(10_000));
  });

  test.each([
    "is a feed's and goes to a list",
    "was changed in one place",
    "was cut off",
    "was made up",
    "is empty",
    "is endless",
  ])("%s: lists", async (what) => {
    const answer = await tried.client.send(lists, { id: tried.movieId, after: cursors.get(what) });
    await tried.expectRefusal(answer, 200, "CURSOR_INVALID", /[Cc]ursor/);
    expect(answer.data).toEqual({ movie: { ratings: null } });
  });

  test.each([
    "is another movie's",
    "is a list's and goes to a feed",
    "was changed in one place",
    "was made up",
    "is empty",
  ])("%s: feeds", async (what) => {
    const feed = new Subscription(tried.environment, tried.server.url, {
      query:
        "subscription ($movieId: ID, $after: Cursor) { ratingFeed(movieId: $movieId, after: $after) { __typename } }",
      variables: { movieId: tried.movieId, after: cursors.get(what) },
    });
    expect(await feed.ended).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/[Cc]ursor/), extensions: { code: "CURSOR_INVALID" } }),
    ]);
  });
});

describe("an access token is refused with 401 when it", () => {
  const changed = (token: string) =>
    token.replace(/\.[^.]*\./, `.${Buffer.from('{"sub":"root","roles":["ADMIN"]}').toString("base64url")}.`);
  test.each([
    [
      "has expired",
      () => mintToken(tried.key, { sub: tried.ann.id, exp: Math.floor(Date.now() / 1000) - 5 }),
      /expired.*refreshSession/,
    ],
    ["never expires", () => mintToken(tried.key, { sub: tried.ann.id, exp: undefined }), /not valid/],
    ["has other claims than were signed", () => changed(tried.ann.token), /not valid/],
    ["was signed by somebody else", () => mintToken(makeTokenKey(), { sub: tried.ann.id }), /not valid/],
    [
      "was signed by a key that nobody knows",
      () => mintToken(tried.key, { sub: tried.ann.id }, { kid: "other" }),
      /not valid/,
    ],
    [
      "is not signed",
      () => `${mintToken(tried.key, { sub: tried.ann.id }, { alg: "none" }).split(".").slice(0, 2).join(".")}.`,
      /not valid/,
    ],
    ["is for somebody else", () => mintToken(tried.key, { sub: tried.ann.id, aud: "other" }), /not valid/],
    ["names nobody", () => mintToken(tried.key, { sub: "" }), /not valid/],
    ["is no token", () => "hunter2", /not valid/],
  ])("%s", async (_what, token, words) => {
    const answer = await tried.client.as(token()).send("{ viewer { id } statistics { movies } }");
    await tried.expectRefusal(answer, 401, "UNAUTHENTICATED", words);
    expect(answer.data).toBeUndefined();
    expect(answer.text).not.toContain("hunter2");
  });

  test("a good one of the same making is taken", async () => {
    const good = tried.client.as(mintToken(tried.key, { sub: tried.ann.id }));
    expect(await good.request("{ viewer { name } }")).toEqual({ viewer: { name: "ann" } });
  });

  test("without one, writing is UNAUTHENTICATED, and with one that is not an administrator's, catalogue work is FORBIDDEN", async () => {
    await tried.expectRefusal(
      await tried.client.send(RATE, { input: { movieId: tried.movieId, score: 5 } }),
      200,
      "UNAUTHENTICATED",
      /[Ss]ign in/,
    );
    await tried.expectRefusal(await tried.ann.client.send(UPSERT, { input: { title: "x" } }), 200, "FORBIDDEN", /./);
  });
});

/** Another character in one place. */
function flip(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
}
