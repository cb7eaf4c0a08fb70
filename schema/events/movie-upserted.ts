import { z } from "zod";
import { defineEvent } from "./define-event.js";
import { TOPICS } from "./topics.js";

export const TITLE_KINDS = ["MOVIE", "SERIES", "EPISODE", "SHORT", "SPECIAL", "OTHER"] as const;

/** Everything that is known of a title; it replaces what was known before. */
export const catalogueEntry = z.object({
  title: z.string().min(1).max(500),
  originalTitle: z.string().nullable(),
  kind: z.enum(TITLE_KINDS),
  releaseYear: z.int().nullable(),
  /** ISO 8601 calendar date. */
  releaseDate: z.iso.date().nullable(),
  runtimeMinutes: z.int().positive().nullable(),
  genres: z.array(z.string()),
  /** ISO 3166-1 alpha-2. */
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)),
  availableIn: z.array(z.string().regex(/^[A-Z]{2}$/)),
  directors: z.array(z.string()),
  cast: z.array(z.string()),
  languages: z.array(z.string()),
  keywords: z.array(z.string()),
  contentRating: z.string().nullable(),
  description: z.string().nullable(),
  externalIds: z.array(z.object({ source: z.string(), id: z.string() })),
});

export type CatalogueEntry = z.output<typeof catalogueEntry>;

export const MovieUpserted = defineEvent({
  type: "MovieUpserted",
  version: 1,
  topic: TOPICS.movies,
  shape: { movieId: z.string().min(1).max(200), movie: catalogueEntry },
  key: (event) => event.movieId,
});
export type MovieUpserted = z.output<typeof MovieUpserted.schema>;
