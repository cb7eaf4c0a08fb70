import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import type { TitleName } from "./title-name.js";

/** What one part of one dataset says of a title. */
export interface Said {
  dataset: string;
  part: string;
  facts: Partial<Omit<CatalogueEntry, "externalIds">>;
  /** Sorted, none twice, never the title's own. */
  sameAs: TitleName[];
}

/** A title, under one name, and everything that is said of it there. */
export interface SaidTitle {
  name: TitleName;
  said: readonly Said[];
}

/** The dataset of what the log's catalogue holds that no load made. No dataset that is loaded can be called so. */
export const CATALOGUE = "(catalogue)";

/** Parts of it: typed in by somebody; from the built-in sample. */
export const CURATED = "curated";
export const SAMPLE = "sample";
