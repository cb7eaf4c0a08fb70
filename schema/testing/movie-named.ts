import type { CatalogueEntry } from "../events/movie-upserted.js";
import { MovieUpserted } from "../events/movie-upserted.js";
import { catalogueEntry } from "./catalogue-entry.js";

/** The message that adds a movie of which nothing matters but its id, and what a test says of it. */
export function movieNamed(movieId: string, facts: Partial<CatalogueEntry> = {}): { key: string; value: string } {
  const movie = catalogueEntry({ title: movieId, ...facts });
  return MovieUpserted.encode(
    MovieUpserted.create({ eventId: `added ${movieId}`, occurredAt: 0, origin: "live", movieId, movie }),
  );
}
