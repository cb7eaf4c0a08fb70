import { describe, expect, test } from "vitest";
import { checkMovieInput, type MovieInput, tidyMovieInput } from "./movie-input.js";

const THIS_YEAR = 2026;
const fieldsOf = (input: Partial<MovieInput>) =>
  checkMovieInput(tidyMovieInput({ title: "T", ...input }), THIS_YEAR).map((mistake) => mistake.field.join("."));

test("what is left out is emptied", () => {
  expect(tidyMovieInput({ title: "T" })).toEqual({
    ...{ title: "T", kind: "MOVIE", releaseYear: null, releaseDate: null, runtimeMinutes: null },
    ...{ genres: [], countries: [], availableIn: [], directors: [], cast: [], languages: [] },
    ...{ contentRating: null, description: null },
  });
});

test("needless blanks, empty and repeated entries go", () => {
  const tidy = tidyMovieInput({
    title: " T ",
    genres: ["Drama ", "", "Drama", "Comedy"],
    description: " \n",
    contentRating: " PG ",
  });
  expect(tidy).toMatchObject({ title: "T", genres: ["Drama", "Comedy"], description: null, contentRating: "PG" });
});

test("a date gives the year where none is given", () => {
  expect(tidyMovieInput({ title: "T", releaseDate: "1999-03-31" }).releaseYear).toBe(1999);
  expect(tidyMovieInput({ title: "T", releaseDate: "1999-03-31", releaseYear: 1998 }).releaseYear).toBe(1998);
});

describe("limits", () => {
  test.each<[string, Partial<MovieInput>]>([
    ["the longest title", { title: "x".repeat(500) }],
    ["the first year", { releaseYear: 1870 }],
    ["the last year", { releaseYear: 2036 }],
    ["a minute", { runtimeMinutes: 1 }],
    ["6000 minutes", { runtimeMinutes: 6000 }],
    ["the longest description", { description: "x".repeat(20_000) }],
  ])("%s is taken", (_name, input) => expect(fieldsOf(input)).toEqual([]));

  test.each<[string, Partial<MovieInput>]>([
    ["title", { title: "" }],
    ["title", { title: "x".repeat(501) }],
    ["releaseYear", { releaseYear: 1869 }],
    ["releaseYear", { releaseYear: 2037 }],
    ["releaseDate", { releaseDate: "1700-01-01" }],
    ["runtimeMinutes", { runtimeMinutes: 0 }],
    ["runtimeMinutes", { runtimeMinutes: 6001 }],
    ["genres", { genres: Array.from({ length: 51 }, (_, n) => `g${n}`) }],
    ["cast", { cast: ["x".repeat(201)] }],
    ["contentRating", { contentRating: "x".repeat(51) }],
    ["description", { description: "x".repeat(20_001) }],
  ])("%s is refused", (field, input) => expect(fieldsOf(input)).toEqual([`input.${field}`]));
});
