import { z } from "zod";
import { EventUnreadable } from "./define-event.js";
import { catalogueEntry } from "./movie-upserted.js";
import { whatIsWrong } from "./outside-rating.js";
import { OUTSIDE_TOPICS } from "./topics.js";

const LIMITS = { year: { first: 1870, last: 2100 }, runtimeMinutes: 6_000, description: 20_000, name: 200 };

const name = z.string().trim().min(1).max(LIMITS.name);
const names = (most: number) =>
  z
    .array(name)
    .max(most)
    .default([])
    .transform((list) => [...new Set(list)]);
const { kind, releaseDate, countries, availableIn } = catalogueEntry.shape;

/** All that is known of a movie from now on, under the names of `CatalogueEntry`; what is left out is emptied. */
const upsert = z.strictObject({
  id: z.string().trim().min(1).max(200),
  title: z.string().trim().min(1).max(500),
  originalTitle: z.string().trim().min(1).max(500).nullable().default(null),
  kind: kind.default("MOVIE"),
  releaseYear: z.int().min(LIMITS.year.first).max(LIMITS.year.last).nullable().default(null),
  releaseDate: releaseDate.default(null),
  runtimeMinutes: z.int().min(1).max(LIMITS.runtimeMinutes).nullable().default(null),
  genres: names(50),
  countries: countries.max(100).default([]),
  availableIn: availableIn.max(300).default([]),
  directors: names(100),
  cast: names(1_000),
  languages: names(100),
  keywords: names(1_000),
  contentRating: z.string().trim().min(1).max(50).nullable().default(null),
  description: z.string().trim().min(1).max(LIMITS.description).nullable().default(null),
  externalIds: z
    .array(z.strictObject({ source: name.toLowerCase(), id: name }))
    .max(50)
    .default([]),
});

/** It is gone, or another movie stands for it. */
const retirement = z.strictObject({
  id: upsert.shape.id,
  retired: z.literal(true),
  replacedBy: upsert.shape.id.nullable().default(null),
});

export type OutsideMovie = z.output<typeof upsert> | z.output<typeof retirement>;

/** Reads a message of marquee.outside-movies.v1. Throws EventUnreadable. */
export function readOutsideMovie(value: string): OutsideMovie {
  try {
    const raw: unknown = JSON.parse(value);
    const retires = typeof raw === "object" && raw !== null && "retired" in raw;
    return (retires ? retirement : upsert).parse(raw);
  } catch (cause) {
    throw new EventUnreadable(`${OUTSIDE_TOPICS.movies}: ${whatIsWrong(cause)}`, { cause });
  }
}
