import { MovieRetired } from "@marquee/schema/events/movie-retired.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type OpenedMovies, openMovies } from "./testing/open-movies.js";

let movies: OpenedMovies;
beforeAll(async () => {
  movies = await openMovies();
});
beforeEach(() => movies.empty());
afterAll(() => movies.close());

const admin = { userId: "admin", roles: ["USER" as const, "ADMIN" as const], expiresAt: Number.MAX_SAFE_INTEGER };
const PAGE =
  "{ edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }";
const ENTITIES = "query($of: [_Any!]!) { _entities(representations: $of) { ... on Movie { id title } } }";
const UPSERT =
  "mutation($input: UpsertMovieInput!) { upsertMovie(input: $input) { movie { id title kind genres originalTitle keywords externalIds { source id } releaseDate releaseYear } userErrors { code field message } } }";

const idsOf = (connection: { nodes: { id: string }[] }) => connection.nodes.map(({ id }) => id);

function retire(movieId: string, replacedBy: string | null): Promise<void> {
  const event = MovieRetired.create({ eventId: movieId, occurredAt: 0, origin: "live", movieId, replacedBy });
  return movies.watched.appendAndFold("movies", TOPICS.movies, [MovieRetired.encode(event)]);
}

function rate(movieId: string, position: number, count: number, sum: number): Promise<void> {
  const totals = { count, sum, sumOfSquares: 0, histogram: new Array(10).fill(0) };
  const changes = [{ eventId: "e", userId: "u", score: 1, previousScore: null, ratedAt: 0 }];
  const record = { type: "RatingChanges", version: 1, position, movieId, genres: [], origin: "live", totals, changes };
  const message = { key: movieId, value: JSON.stringify(record) };
  return movies.watched.appendAndFold("movies-popularity", TOPICS.ratingChanges, [message]);
}

describe("lookups", () => {
  test("find a movie by id and by what other catalogues call it", async () => {
    await movies.put([
      "imdb:tt1",
      { title: "One", releaseDate: "1999-03-31", externalIds: [{ source: "imdb", id: "tt1" }] },
    ]);
    const { data } = await movies.run(
      '{ a: movie(id: "imdb:tt1") { title releaseDate } b: movieByExternalId(source: "IMDb", id: "tt1") { id } c: movie(id: "\\u0000") { id } d: movieByExternalId(source: "imdb", id: "tt2") { id } }',
    );
    expect(data).toEqual({ a: { title: "One", releaseDate: "1999-03-31" }, b: { id: "imdb:tt1" }, c: null, d: null });
  });

  test("a retired movie gives way to the one that replaced it, and stays an entity", async () => {
    await movies.put(
      ["a", { title: "A", externalIds: [{ source: "imdb", id: "tt1" }] }],
      ["b", { title: "B" }],
      ["c", { title: "C" }],
    );
    await retire("a", "b");
    await retire("c", null);
    const { data } = await movies.run(
      '{ a: movie(id: "a") { id } c: movie(id: "c") { id } x: movieByExternalId(source: "imdb", id: "tt1") { id } statistics { movies } movies { nodes { id } } }',
    );
    expect(data).toEqual({
      a: { id: "b" },
      c: null,
      x: { id: "b" },
      statistics: { movies: 1 },
      movies: { nodes: [{ id: "b" }] },
    });
    const of = [{ __typename: "Movie", id: "c" }];
    expect((await movies.run(ENTITIES, { of })).data._entities).toEqual([{ id: "c", title: "C" }]);
  });

  test("movies that replace each other lead nowhere, not round and round", async () => {
    await movies.put(["a", { title: "A" }], ["b", { title: "B" }]);
    await retire("a", "b");
    await retire("b", "a");
    expect((await movies.run('{ movie(id: "a") { id } }')).data).toEqual({ movie: null });
  });

  test("twenty representations cost one read, whatever is unknown or asked for twice", async () => {
    await movies.put(
      ...Array.from({ length: 18 }, (_, n): [string, { title: string }] => [`m${n}`, { title: `T${n}` }]),
    );
    const ids = [...Array.from({ length: 18 }, (_, n) => `m${n}`), "m0", "unknown"];
    movies.takeReads();
    const { data, errors } = await movies.run(ENTITIES, { of: ids.map((id) => ({ __typename: "Movie", id })) });
    expect(errors).toBeUndefined();
    expect(data._entities.map((movie: { id: string } | null) => movie?.id ?? null)).toEqual([
      ...ids.slice(0, 19),
      null,
    ]);
    expect(movies.takeReads()).toBe(1);
  });
});

describe("lists", () => {
  test("go on behind a cursor without holes or repetitions while movies are added", async () => {
    await movies.put(...["a", "b", "c", "d", "e"].map((id): [string, { title: string }] => [id, { title: id }]));
    const query = `query($after: Cursor) { movies(first: 2, after: $after) ${PAGE} }`;
    const first = (await movies.run(query)).data.movies;
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    await movies.put(["0", { title: "0" }]);
    const second = (await movies.run(query, { after: first.pageInfo.endCursor })).data.movies;
    const third = (await movies.run(query, { after: second.edges[1].cursor })).data.movies;
    expect([first, second, third].map(idsOf)).toEqual([["a", "b"], ["c", "d"], ["e"]]);
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  test("refuse cursors of another list, made-up ones, and a first outside 1 to 100", async () => {
    await movies.put(["a", { title: "a", genres: ["Drama"] }], ["b", { title: "a b" }]);
    const cursorOf = async (field: string) =>
      (await movies.run(`{ list: ${field} ${PAGE} }`)).data.list.edges[0].cursor;
    const fields = {
      title: "movies(orderBy: TITLE AFTER)",
      newest: "movies(orderBy: NEWEST AFTER)",
      search: 'searchMovies(query: "a" AFTER)',
      otherSearch: 'searchMovies(query: "b" AFTER)',
      top: "topMovies(first: 1 AFTER)",
      drama: 'topMovies(genre: "drama" AFTER)',
    };
    const cursors = Object.fromEntries(
      await Promise.all(
        Object.entries(fields).map(async ([name, field]) => [name, await cursorOf(field.replace("AFTER", ""))]),
      ),
    );
    for (const [name, field] of Object.entries(fields)) {
      for (const [origin, cursor] of Object.entries({ ...cursors, madeUp: "AQ", empty: "" })) {
        const { errors } = await movies.run(
          `query($c: Cursor) { ${field.replace("AFTER", ", after: $c")} { nodes { id } } }`,
          { c: cursor },
        );
        expect([name, origin, errors?.[0].extensions.code]).toEqual([
          name,
          origin,
          name === origin ? undefined : "CURSOR_INVALID",
        ]);
      }
    }
    for (const first of [0, -1, 101]) {
      for (const field of ["movies(first: N)", 'searchMovies(query: "a", first: N)', "topMovies(first: N)"]) {
        const { errors } = await movies.run(`{ ${field.replace("N", String(first))} { nodes { id } } }`);
        expect(errors[0].extensions.code).toBe("BAD_USER_INPUT");
        expect(errors[0].message).toContain("1 to 100");
      }
    }
  });

  test("say what is wrong with a filter's values", async () => {
    const { errors } = await movies.run("query($c: CountryCode) { movies(filter: { country: $c }) { nodes { id } } }", {
      c: "india",
    });
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining("two capital letters"),
      extensions: { code: "BAD_USER_INPUT" },
    });
  });

  test("search pages through the ranking, and an empty query finds nothing", async () => {
    await movies.put(...["1", "2", "3"].map((id): [string, { title: string }] => [id, { title: `Dune part ${id}` }]));
    const query = `query($q: String!, $after: Cursor) { searchMovies(query: $q, first: 2, after: $after) ${PAGE} }`;
    const first = (await movies.run(query, { q: "DUNE" })).data.searchMovies;
    const second = (await movies.run(query, { q: "dune!", after: first.pageInfo.endCursor })).data.searchMovies;
    expect([...idsOf(first), ...idsOf(second)].sort()).toEqual(["1", "2", "3"]);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect((await movies.run(query, { q: " \u0000'\"*" })).data.searchMovies).toMatchObject({
      edges: [],
      pageInfo: { hasNextPage: false, endCursor: null },
    });
    expect((await movies.run(query, { q: "x".repeat(501) })).errors[0].extensions.code).toBe("BAD_USER_INPUT");
  });

  test("top follows the ratings, by genre without regard to case", async () => {
    await movies.put(
      ["a", { title: "A", genres: ["Drama"] }],
      ["b", { title: "B" }],
      ["c", { title: "C", genres: ["drama"] }],
    );
    await rate("a", 1, 1, 5);
    await rate("c", 2, 100, 1000);
    const query = `query($genre: String, $after: Cursor) { topMovies(first: 1, genre: $genre, after: $after) ${PAGE} }`;
    const first = (await movies.run(query, { genre: "DRAMA" })).data.topMovies;
    const second = (await movies.run(query, { genre: "drama", after: first.pageInfo.endCursor })).data.topMovies;
    expect([idsOf(first), idsOf(second), second.pageInfo.hasNextPage]).toEqual([["c"], ["a"], false]);
    await rate("b", 3, 200, 2000);
    expect(idsOf((await movies.run(query)).data.topMovies)).toEqual(["b"]);
  });

  test("ranked lists end after a thousand", async () => {
    await movies.put(
      ...Array.from({ length: 1001 }, (_, n): [string, { title: string }] => [`m${n}`, { title: `Same ${n}` }]),
    );
    for (const field of ["topMovies", "searchMovies"]) {
      const args = field === "searchMovies" ? 'query: "same", ' : "";
      const query = `query($after: Cursor) { list: ${field}(${args}first: 100, after: $after) ${PAGE} }`;
      const seen = new Set<string>();
      let after: string | null = null;
      let pages = 0;
      for (let more = true; more; pages += 1) {
        const page: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } = (
          await movies.run(query, { after })
        ).data.list;
        for (const { id } of page.nodes) seen.add(id);
        after = page.pageInfo.endCursor;
        more = page.pageInfo.hasNextPage;
      }
      expect([seen.size, pages]).toEqual([1000, 10]);
      expect((await movies.run(query, { after })).data.list).toMatchObject({
        nodes: [],
        pageInfo: { hasNextPage: false },
      });
    }
  });
});

describe("upsertMovie", () => {
  test("adds a movie that can be found at once", async () => {
    const input = { title: " Heat ", genres: ["Crime", " ", "Crime"], releaseDate: "1995-12-15" };
    const { movie, userErrors } = (await movies.run(UPSERT, { input }, admin)).data.upsertMovie;
    expect(userErrors).toEqual([]);
    expect(movie).toMatchObject({
      title: "Heat",
      kind: "MOVIE",
      genres: ["Crime"],
      releaseDate: "1995-12-15",
      releaseYear: 1995,
    });
    const { data } = await movies.run(
      `query($id: ID!) { movie(id: $id) { title } searchMovies(query: "heat") ${PAGE} }`,
      { id: movie.id },
    );
    expect(data.movie).toEqual({ title: "Heat" });
    expect(idsOf(data.searchMovies)).toEqual([movie.id]);
  });

  test("replaces what is known, and keeps what the input can't say", async () => {
    const kept = { originalTitle: "Original", keywords: ["k"], externalIds: [{ source: "imdb", id: "tt1" }] };
    await movies.put(["a", { title: "Before", genres: ["Drama"], ...kept }]);
    const { movie } = (await movies.run(UPSERT, { input: { id: "a", title: "After" } }, admin)).data.upsertMovie;
    expect(movie).toMatchObject({ id: "a", title: "After", genres: [], ...kept });
    expect((await movies.run('{ movie(id: "a") { title } statistics { movies } }')).data).toEqual({
      movie: { title: "After" },
      statistics: { movies: 1 },
    });
  });

  test("is for administrators", async () => {
    const input = { title: "Heat" };
    const codeFor = async (viewer: typeof admin | null, roles = viewer?.roles) =>
      (await movies.run(UPSERT, { input }, viewer && { ...viewer, roles: roles ?? [] })).errors[0].extensions.code;
    expect(await codeFor(null)).toBe("UNAUTHENTICATED");
    expect(await codeFor({ ...admin, roles: ["USER" as never, "USER" as never] })).toBe("FORBIDDEN");
    expect((await movies.run("{ statistics { movies } }")).data.statistics.movies).toBe(0);
  });

  test("tells each mistake with its field, and an id that is not there", async () => {
    const wrong = { title: " ", releaseYear: 1500, runtimeMinutes: 0, contentRating: "x".repeat(51) };
    const { movie, userErrors } = (await movies.run(UPSERT, { input: wrong }, admin)).data.upsertMovie;
    expect(movie).toBeNull();
    expect(userErrors.map((mistake: { code: string; field: string[] }) => [mistake.code, ...mistake.field])).toEqual(
      expect.arrayContaining(
        ["title", "releaseYear", "runtimeMinutes", "contentRating"].map((field) => ["INVALID", "input", field]),
      ),
    );
    const unknown = (await movies.run(UPSERT, { input: { id: "nope", title: "T" } }, admin)).data.upsertMovie;
    expect(unknown).toMatchObject({ movie: null, userErrors: [{ code: "NOT_FOUND", field: ["input", "id"] }] });
  });
});

test("a message that can't be read goes to the dead letters and does not stop what follows", async () => {
  await movies.watched.appendAndFold("movies", TOPICS.movies, [{ key: "a", value: "{" }]);
  await movies.put(["a", { title: "After" }]);
  expect((await movies.run('{ movie(id: "a") { title } }')).data.movie).toEqual({ title: "After" });
  const letters = await movies.watched.log.positions(TOPICS.deadLetters);
  expect(letters.reduce((sum, { earliest, end }) => sum + end - earliest, 0)).toBe(1);
});
