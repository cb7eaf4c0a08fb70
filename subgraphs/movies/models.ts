import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";

/** A movie as the resolvers see it. */
export interface MovieModel extends CatalogueEntry {
  id: string;
  /** Absent from lists, search and lookups; still resolvable as an entity. */
  retired: boolean;
  /** The movie that stands for a retired one, null when none does. */
  replacedBy: string | null;
}

/** A dataset as the resolvers see it. */
export type { DatasetState as DatasetModel } from "./rules/dataset-state.js";
