import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import type { MovieModel } from "../models.js";

/** Of `movies_movies m`. */
export const MOVIE_COLUMNS = "m.id, m.entry, m.retired, m.replaced_by";

export interface MovieRow {
  id: string;
  entry: string;
  retired: number;
  replaced_by: string | null;
}

export function toMovie(row: MovieRow): MovieModel {
  return {
    ...(JSON.parse(row.entry) as CatalogueEntry),
    id: row.id,
    retired: row.retired === 1,
    replacedBy: row.replaced_by,
  };
}
