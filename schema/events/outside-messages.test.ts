import { describe, expect, test } from "vitest";
import { readOutsideMovie } from "./outside-movie.js";
import { readOutsideRating } from "./outside-rating.js";

const rating = { user: "kuro", movie: "The Matrix", rating: 8, timestamp: "2026-11-21T12:30:00.123456" };
const read = (changed: object) => readOutsideRating(JSON.stringify({ ...rating, ...changed }));

describe("a rating from outside", () => {
  test.each([
    ["2026-11-21T12:30:00.123456", 123],
    ["2026-11-21T12:30:00.123456Z", 123],
    ["2026-11-21 12:30:00.987654321", 987],
    ["2026-11-21T12:30:00", 0],
    ["2026-11-21T14:30:00.5+02:00", 500],
    ["2026-11-21T14:30:00.5+0200", 500],
  ])("is of %s, in UTC where no zone is said", (timestamp, milliseconds) => {
    expect(read({ timestamp }).timestamp.milliseconds).toBe(Date.UTC(2026, 10, 21, 12, 30, 0, milliseconds));
  });

  test.each([
    ["a score of 0", { rating: 0 }, "rating"],
    ["a score of 11", { rating: 11 }, "rating"],
    ["half a score", { rating: 7.5 }, "rating"],
    ["a score that is no number", { rating: "8" }, "rating"],
    ["no movie", { movie: "  " }, "movie"],
    ["no time", { timestamp: undefined }, "timestamp"],
    ["a day that is none", { timestamp: "2026-13-41T00:00:00" }, "timestamp"],
    ["another form of time", { timestamp: "21/11/2026 12:30" }, "timestamp"],
  ])("is refused with %s, and the field is named", (_what, changed, field) => {
    expect(() => read(changed)).toThrow(new RegExp(`^marquee.outside-ratings.v1: ${field}: `));
  });

  test.each([null, undefined, "", "  "])("of %j is nobody's", (user) => expect(read({ user }).user).toBeNull());

  test("is refused when it is no JSON object", () => {
    for (const value of ["", "{", "[]", '"text"']) expect(() => readOutsideRating(value)).toThrow("outside-ratings");
  });
});

describe("a movie from outside", () => {
  const movie = (changed: object) => readOutsideMovie(JSON.stringify({ id: "tv:1", title: "News", ...changed }));

  test("has what is left out emptied", () => {
    expect(movie({ genres: ["Drama", " Drama ", "Crime"] })).toEqual({
      ...{ id: "tv:1", title: "News", originalTitle: null, kind: "MOVIE", releaseYear: null, releaseDate: null },
      ...{ runtimeMinutes: null, genres: ["Drama", "Crime"], countries: [], availableIn: [], directors: [], cast: [] },
      ...{ languages: [], keywords: [], contentRating: null, description: null, externalIds: [] },
    });
  });

  test("can be retired, for another one or for none", () => {
    const retired = { id: "tv:1", retired: true };
    expect(readOutsideMovie(JSON.stringify(retired))).toEqual({ ...retired, replacedBy: null });
    expect(readOutsideMovie(JSON.stringify({ ...retired, replacedBy: "tv:2" }))).toMatchObject({ replacedBy: "tv:2" });
  });

  test.each([
    ["id", { id: "" }],
    ["title", { title: "x".repeat(501) }],
    ["releaseYear", { releaseYear: 1700 }],
    ["countries.0", { countries: ["Germany"] }],
    ["runtimeMinutes", { runtimeMinutes: 0 }],
    ["message", { runtime: 90 }],
    ["retired", { retired: "no" }],
  ])("is refused with a wrong %s", (field, changed) => {
    expect(() => movie(changed)).toThrow(`marquee.outside-movies.v1: ${field}: `);
  });
});
