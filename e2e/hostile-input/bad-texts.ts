import { describe, expect, test } from "vitest";
import { expectHarmless } from "./expect-harmless.js";
import { hiddenTexts, uselessTexts, welcomeTexts } from "./hostile-texts.js";
import type { World } from "./world.js";

const ALL = [...welcomeTexts, ...hiddenTexts, ...uselessTexts];

const LOOK_UPS = `query LookUps($id: ID!, $text: String!) {
  movie(id: $id) { id }
  movieByExternalId(source: $text, id: $id) { id }
  user(id: $id) { id }
  review(id: $id) { id }
}`;

const WRITES = `mutation Writes($id: ID!) {
  rateMovie(input: { movieId: $id, score: 5 }) { ...R }
  removeRating(input: { movieId: $id }) { ...R }
  submitReview(input: { movieId: $id, text: "x" }) { ...V }
  deleteReview(input: { reviewId: $id }) { ...V }
  voteReview(input: { reviewId: $id, helpful: true }) { ...V }
  upsertMovie(input: { id: $id, title: "x" }) { userErrors { code message } }
}
fragment R on RateMoviePayload { userErrors { code message } }
fragment V on ReviewPayload { userErrors { code message } }`;

const SEARCHES = [
  "query ($text: String!) { searchMovies(query: $text) { nodes { id } } }",
  "query ($text: String!) { topMovies(genre: $text) { nodes { id } } }",
  "query ($text: String!) { movies(filter: { genres: [$text], contentRating: $text, language: $text }) { nodes { id } } }",
];

const CREDENTIALS = `mutation Credentials($text: String!) {
  register(input: { name: $text, email: $text, password: $text }) { session { accessToken } userErrors { code message } }
  signIn(input: { email: $text, password: $text }) { session { accessToken } userErrors { code message } }
  refreshSession(refreshToken: $text) { session { accessToken } userErrors { code message } }
  signOut(refreshToken: $text)
}`;

const LISTS: readonly (readonly [list: string, query: string])[] = [
  ["movies", "query ($after: Cursor, $id: ID!) { movies(after: $after) { nodes { id } } m: movie(id: $id) { id } }"],
  [
    "topMovies",
    "query ($after: Cursor, $id: ID!) { topMovies(after: $after) { nodes { id } } m: movie(id: $id) { id } }",
  ],
  [
    "searchMovies",
    'query ($after: Cursor, $id: ID!) { searchMovies(query: "one", after: $after) { nodes { id } } m: movie(id: $id) { id } }',
  ],
  ["Movie.ratings", "query ($after: Cursor, $id: ID!) { movie(id: $id) { ratings(after: $after) { nodes { id } } } }"],
  ["Movie.reviews", "query ($after: Cursor, $id: ID!) { movie(id: $id) { reviews(after: $after) { nodes { id } } } }"],
];

/** Texts that break programs, in every place where a client may put a text. */
export function describeBadTexts(world: () => World): void {
  describe.each(ALL)("%s", (_what, text) => {
    test("is the id of nothing", async () => {
      const found = await world().anonymous.send(LOOK_UPS, { id: text, text });
      expectHarmless(world(), found);
      expect(found.data).toEqual({ movie: null, movieByExternalId: null, user: null, review: null });

      const written = await world().admin.client.send<Record<string, { userErrors: Fault[] }>>(WRITES, { id: text });
      expectHarmless(world(), written);
      const faults = Object.values(written.data ?? {}).map(({ userErrors }) => userErrors[0]);
      expect(faults).toHaveLength(6);
      for (const fault of faults)
        expect(fault).toEqual({
          code: expect.stringMatching(/NOT_FOUND|INVALID/),
          message: expect.stringMatching(/ /),
        });
    });

    test("finds nothing, or is too long to look for", async () => {
      for (const query of SEARCHES) {
        const answer = await world().anonymous.send<Record<string, { nodes: unknown[] }>>(query, { text });
        expectHarmless(world(), answer);
        expect(answer.status).toBe(200);
        for (const { extensions } of answer.errors) expect(extensions?.code).toBe("BAD_USER_INPUT");
        if (answer.errors.length === 0) expect(Object.values(answer.data ?? {})).toEqual([{ nodes: [] }]);
      }
    });

    test("signs nobody in", async () => {
      const answer = await world().anonymous.send<Record<string, { session: unknown; userErrors: Fault[] } | false>>(
        CREDENTIALS,
        { text },
      );
      expectHarmless(world(), answer);
      expect(answer.data).toEqual({
        register: { session: null, userErrors: expect.arrayContaining([expect.objectContaining({ code: "INVALID" })]) },
        signIn: { session: null, userErrors: [expect.objectContaining({ code: "WRONG_CREDENTIALS" })] },
        refreshSession: { session: null, userErrors: [expect.objectContaining({ code: "INVALID" })] },
        signOut: false,
      });
    });

    test.each(LISTS)("is no cursor of %s", async (_list, query) => {
      const answer = await world().anonymous.send(query, { after: text, id: world().movieId });
      expectHarmless(world(), answer);
      expect(answer.errors[0]?.extensions?.code).toBe("CURSOR_INVALID");
      expect(answer.errors[0]?.message).toMatch(/start again without `after`/);
    });
  });

  describe.each(welcomeTexts)("%s in a text", (_what, text) => {
    test("comes back as it was given", async () => {
      const { user, admin, anonymous, movieId, reviewId } = world();
      await user.client.request("mutation ($input: SubmitReviewInput!) { submitReview(input: $input) { applied } }", {
        input: { movieId, text, summary: text, idempotencyKey: text },
      });
      const { upsertMovie } = await admin.client.request<{ upsertMovie: { movie: { id: string } } }>(
        "mutation ($input: UpsertMovieInput!) { upsertMovie(input: $input) { movie { id } } }",
        { input: { title: text, description: text, directors: [text] } },
      );
      const read = await anonymous.request(
        "query ($movie: ID!, $review: ID!) { movie(id: $movie) { title description directors } review(id: $review) { text summary } }",
        { movie: upsertMovie.movie.id, review: reviewId },
      );
      expect(read).toEqual({
        movie: { title: text, description: text, directors: [text] },
        review: { text, summary: text },
      });
    });
  });

  test.each(hiddenTexts)("%s is refused in every text that is shown", async (_what, text) => {
    const { user, admin, anonymous, movieId } = world();
    const ERRORS = "userErrors { code field }";
    const invalid = (...fields: string[]) => ({
      userErrors: fields.map((field) => ({ code: "INVALID", field: ["input", field] })),
    });
    const submitted = await user.client.request(
      `mutation ($input: SubmitReviewInput!) { submitReview(input: $input) { ${ERRORS} } }`,
      { input: { movieId, text, summary: text } },
    );
    expect(submitted).toEqual({ submitReview: invalid("summary", "text") });
    const upserted = await admin.client.request(
      `mutation ($input: UpsertMovieInput!) { upsertMovie(input: $input) { ${ERRORS} } }`,
      { input: { title: text, description: text, directors: ["fine", text] } },
    );
    expect(upserted).toEqual({ upsertMovie: invalid("title", "directors", "description") });
    const registered = await anonymous.request(
      `mutation ($input: RegisterInput!) { register(input: $input) { ${ERRORS} } }`,
      { input: { name: text, email: "nobody-sees-it@example.com", password: "long enough" } },
    );
    expect(registered).toEqual({ register: invalid("name") });
  });

  describe("a cursor", () => {
    const good = (of: keyof World["cursors"]) => () => world().cursors[of];
    const changed = (text: string, at: number) => {
      const other = text.at(at) === "A" ? "B" : "A";
      return `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
    };
    const OWN = [
      ["movies", "movies"],
      ["Movie.ratings", "ratings"],
      ["Movie.reviews", "reviews"],
    ] as const;

    test.each(OWN)("of %s is good there, unless it was changed anywhere or cut short", async (list, of) => {
      const cursor = good(of)();
      expect((await listAfter(list, cursor)).errors).toEqual([]);
      for (const forged of [
        changed(cursor, 0),
        changed(cursor, 10),
        changed(cursor, cursor.length - 3),
        cursor.slice(0, -2),
        cursor.slice(4),
        `${cursor}AAAA`,
      ]) {
        await expectInvalid(list, forged);
      }
    });

    test.each([
      ["Movie.ratings", "movies"],
      ["Movie.ratings", "reviews"],
      ["Movie.ratings", "summary"],
      ["Movie.reviews", "ratings"],
      ["movies", "ratings"],
      ["topMovies", "movies"],
      ["searchMovies", "movies"],
    ] as const)("is refused by %s when it was given out for %s", (list, of) => expectInvalid(list, good(of)()));

    test("of one movie is refused by another", async () => {
      const { otherMovieId } = world();
      await expectInvalid("Movie.ratings", good("ratings")(), otherMovieId);
      await expectInvalid("Movie.reviews", good("reviews")(), otherMovieId);
    });

    async function listAfter(list: string, after: string, id = world().movieId) {
      const query = LISTS.find(([name]) => name === list)?.[1] ?? "";
      const answer = await world().anonymous.send(query, { after, id });
      expectHarmless(world(), answer);
      return answer;
    }

    async function expectInvalid(list: string, after: string, id?: string): Promise<void> {
      const { errors } = await listAfter(list, after, id);
      expect(errors.map(({ extensions }) => extensions?.code)).toEqual(["CURSOR_INVALID"]);
    }
  });
}

interface Fault {
  code: string;
  message: string;
}
