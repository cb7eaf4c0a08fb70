import { cleanReleaseDate } from "../cleaning/clean-date.js";
import { cleanGenres } from "../cleaning/clean-genres.js";
import { cleanText, cutText } from "../cleaning/clean-text.js";
import { parseTitle } from "../cleaning/title-in-brackets.js";
import type { SourceRow } from "../input/source-row.js";
import type { BatchBuilder } from "./batch-builder.js";
import { knownFacts, MAX_TITLE } from "./known-facts.js";
import { isId } from "./movielens-ratings.js";
import type { RowReader } from "./read-batches.js";

/** movies.csv and movies.dat: movie, `Title, The (Year)`, genres between bars. */
export const movielensMovies: RowReader<string[]> = {
  remembers: false,
  dropsEqualRows: true,
  start: () => (row, batch, at) => {
    const [id = "", title = "", genres = ""] = row;
    takeMovie(batch, at, { source: "movielens", id, title, genres: genres.split("|"), released: null });
  },
};

/** The columns of u.item behind the fifth, each 0 or 1. */
export const U_ITEM_GENRES =
  "unknown Action Adventure Animation Children's Comedy Crime Documentary Drama Fantasy Film-Noir Horror Musical Mystery Romance Sci-Fi Thriller War Western".split(
    " ",
  );

/** u.item of MovieLens 100K, whose movie ids are not those of the others. */
export const movielens100kMovies: RowReader<string[]> = {
  remembers: false,
  dropsEqualRows: true,
  start: () => (row, batch, at) => {
    const [id = "", title = "", released = "", , , ...flags] = row;
    const genres = U_ITEM_GENRES.filter((_, place) => flags[place] === "1");
    takeMovie(batch, at, { source: MOVIELENS_100K, id, title, genres, released: released === "" ? null : released });
  },
};

export const MOVIELENS_100K = "movielens-100k";

interface MovieRow {
  source: string;
  id: string;
  title: string;
  genres: readonly string[];
  released: string | null;
}

function takeMovie(batch: BatchBuilder, at: SourceRow<string[]>, movie: MovieRow): void {
  const { cleaned } = batch;
  if (!isId(movie.id)) {
    batch.reject(at, "BAD_ID", "the movie's id is no number");
    return;
  }
  const text = cleanText(movie.title, cleaned);
  // What u.item has for the one movie that it knows nothing of.
  if (text === "" || text === "unknown") {
    batch.reject(at, "NO_TITLE", "the title is empty");
    return;
  }
  const parsed = parseTitle(text, cleaned, "movielens");
  const { genres, keywords } = cleanGenres(movie.genres, cleaned);
  const facts = knownFacts({
    title: cutText(parsed.title, MAX_TITLE, cleaned),
    originalTitle: parsed.originalTitle === null ? null : cutText(parsed.originalTitle, MAX_TITLE, cleaned),
    kind: parsed.kind ?? "MOVIE",
    releaseYear: parsed.releaseYear,
    releaseDate: cleanReleaseDate(movie.released, cleaned),
    genres,
    keywords,
  });
  batch.taken();
  batch.emit({ type: "title", ref: { source: movie.source, id: movie.id }, part: "movies", facts, sameAs: [] });
}
