import { expect, test } from "vitest";
import { movieFacts } from "../testing/movie-facts.js";
import { chooseMovie } from "./choose-movie.js";

const movie = (movieId: string, releaseYear: number | null) => ({
  movieId,
  facts: movieFacts({ title: "Dune", releaseYear }),
});
const IN_2000 = Date.UTC(2000, 5, 1);

test.each([
  ["the newest that was out", [movie("a", 1950), movie("b", 1984), movie("c", 2021)], "b"],
  ["of the same year is out", [movie("a", 1984), movie("b", 2000)], "b"],
  ["one to come before one of no known year", [movie("a", null), movie("b", 2021), movie("c", 2001)], "c"],
  ["the only one", [movie("a", null)], "a"],
  ["of equals the least id", [movie("b", 1984), movie("a", 1984)], "a"],
])("%s is meant", (_rule, movies, chosen) => {
  for (const given of [movies, movies.toReversed()]) expect(chooseMovie(given, IN_2000)?.movieId).toBe(chosen);
});

test("nothing is nobody's", () => expect(chooseMovie([], IN_2000)).toBeUndefined());
