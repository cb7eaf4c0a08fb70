import { z } from "zod";

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
