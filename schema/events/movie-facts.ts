import { z } from "zod";
import type { CatalogueEntry } from "./movie-upserted.js";

/** What a rating's event copies of its movie, so that rows and filters never need the catalogue. */
export const movieFacts = z.object({
  title: z.string(),
  genres: z.array(z.string()),
  director: z.string().nullable(),
  country: z.string().nullable(),
  releaseYear: z.int().nullable(),
  contentRating: z.string().nullable(),
  runtimeMinutes: z.int().nullable(),
  externalId: z.string().nullable(),
});

export type MovieFacts = z.output<typeof movieFacts>;

export function movieFactsOf(movie: CatalogueEntry): MovieFacts {
  const [external] = movie.externalIds;
  return {
    title: movie.title,
    genres: movie.genres,
    director: movie.directors[0] ?? null,
    country: movie.countries[0] ?? null,
    releaseYear: movie.releaseYear,
    contentRating: movie.contentRating,
    runtimeMinutes: movie.runtimeMinutes,
    externalId: external === undefined ? null : `${external.source}:${external.id}`,
  };
}
