type TitleKind = "MOVIE" | "SERIES" | "EPISODE" | "SHORT" | "SPECIAL" | "OTHER";

/** The facts an administrator gives of a movie; what is left out is emptied. */
export interface MovieInput {
  title: string;
  kind?: TitleKind | null;
  releaseYear?: number | null;
  /** ISO 8601 calendar date. */
  releaseDate?: string | null;
  runtimeMinutes?: number | null;
  genres?: readonly string[] | null;
  countries?: readonly string[] | null;
  availableIn?: readonly string[] | null;
  directors?: readonly string[] | null;
  cast?: readonly string[] | null;
  languages?: readonly string[] | null;
  contentRating?: string | null;
  description?: string | null;
}

/** The same with nothing left out, and no needless blanks, empty entries or repetitions. */
export interface TidyMovieInput {
  title: string;
  kind: TitleKind;
  releaseYear: number | null;
  releaseDate: string | null;
  runtimeMinutes: number | null;
  genres: string[];
  countries: string[];
  availableIn: string[];
  directors: string[];
  cast: string[];
  languages: string[];
  contentRating: string | null;
  description: string | null;
}

export interface InputMistake {
  code: "INVALID";
  field: string[];
  message: string;
}

const FIRST_YEAR = 1870;
const YEARS_AHEAD = 10;
const MAX_RUNTIME_MINUTES = 6000;
const MAX_NAME_CHARACTERS = 200;
const MAX_CHARACTERS = { title: 500, contentRating: 50, description: 20_000 } as const;
const MAX_ENTRIES = {
  genres: 50,
  countries: 100,
  availableIn: 300,
  directors: 100,
  cast: 1000,
  languages: 100,
} as const;

export function tidyMovieInput(input: MovieInput): TidyMovieInput {
  const releaseDate = input.releaseDate ?? null;
  return {
    title: input.title.trim(),
    kind: input.kind ?? "MOVIE",
    releaseYear: input.releaseYear ?? (releaseDate === null ? null : Number(releaseDate.slice(0, 4))),
    releaseDate,
    runtimeMinutes: input.runtimeMinutes ?? null,
    genres: tidyList(input.genres),
    countries: tidyList(input.countries),
    availableIn: tidyList(input.availableIn),
    directors: tidyList(input.directors),
    cast: tidyList(input.cast),
    languages: tidyList(input.languages),
    contentRating: input.contentRating?.trim() || null,
    description: input.description?.trim() || null,
  };
}

/** Everything that is wrong with it at once; empty when it can be stored. */
export function checkMovieInput(movie: TidyMovieInput, thisYear: number): InputMistake[] {
  const mistakes: InputMistake[] = [];
  const refuse = (field: string, message: string) =>
    mistakes.push({ code: "INVALID", field: ["input", field], message });

  if (movie.title === "") refuse("title", "A movie needs a title of 1 to 500 characters.");
  for (const field of Object.keys(MAX_CHARACTERS) as (keyof typeof MAX_CHARACTERS)[]) {
    const most = MAX_CHARACTERS[field];
    if ((movie[field] ?? "").length > most) refuse(field, `${field} may have at most ${most} characters.`);
  }
  const lastYear = thisYear + YEARS_AHEAD;
  const yearField = movie.releaseDate?.startsWith(String(movie.releaseYear)) ? "releaseDate" : "releaseYear";
  if (movie.releaseYear !== null && (movie.releaseYear < FIRST_YEAR || movie.releaseYear > lastYear)) {
    refuse(yearField, `The year of release must be from ${FIRST_YEAR} to ${lastYear}, not ${movie.releaseYear}.`);
  }
  const minutes = movie.runtimeMinutes;
  if (minutes !== null && (minutes < 1 || minutes > MAX_RUNTIME_MINUTES)) {
    refuse("runtimeMinutes", `runtimeMinutes must be from 1 to ${MAX_RUNTIME_MINUTES}, not ${minutes}.`);
  }
  for (const field of Object.keys(MAX_ENTRIES) as (keyof typeof MAX_ENTRIES)[]) {
    const most = MAX_ENTRIES[field];
    if (movie[field].length > most) refuse(field, `${field} may have at most ${most} entries.`);
    if (movie[field].some((entry) => entry.length > MAX_NAME_CHARACTERS)) {
      refuse(field, `An entry of ${field} may have at most ${MAX_NAME_CHARACTERS} characters.`);
    }
  }
  return mistakes;
}

function tidyList(entries: readonly string[] | null | undefined): string[] {
  return [...new Set((entries ?? []).map((entry) => entry.trim()).filter((entry) => entry !== ""))];
}
