import { z } from "zod";

/** A line of the source: a film of Wikidata as JSON. */
export const sourceFilm = z.strictObject({
  imdbId: z.string().regex(/^tt\d{7,8}$/),
  title: z.string().min(1),
  year: z.int(),
  /** Often the first of January when only the year is known. */
  released: z.iso.date(),
  mpaa: z.string().nullable(),
  runtimeMin: z.int().positive().nullable(),
  genres: z.array(z.string()),
  directors: z.array(z.string()),
  writers: z.array(z.string()),
  cast: z.array(z.string()),
  languages: z.array(z.string()),
  /** English names. */
  countries: z.array(z.string()),
  metacritic: z.int().min(0).max(100).nullable(),
  tomatometer: z.int().min(0).max(100).nullable(),
  criticReviews: z.int().nonnegative().nullable(),
});

export type SourceFilm = z.output<typeof sourceFilm>;
