import type { CatalogueRow } from "../sample/catalogue-row.js";
import type { SampleSource } from "../sample/import-sample.js";
import { createSampleData, type SampleData } from "../sample/sample-data.js";

/** A sample of made-up films, the first the best known. */
export function smallSample(films: number, options: { seed?: number; viewers?: number } = {}): SampleData {
  const rows = Array.from({ length: films }, (_, index) => smallRow(index));
  return createSampleData(rows, { seed: 7, viewers: 200, ...options });
}

export function smallSource(fingerprint: string, sample: SampleData): SampleSource {
  return { fingerprint, open: async () => sample };
}

export function smallRow(index: number): CatalogueRow {
  return {
    id: `imdb:tt${String(index + 1).padStart(7, "0")}`,
    title: `Film ${index + 1}`,
    year: 1990,
    released: null,
    mpaa: null,
    runtimeMin: 90,
    genres: index % 2 === 0 ? ["Drama"] : ["Comedy", "Crime"],
    directors: ["First Director", "Second Director"],
    cast: [],
    languages: ["English"],
    countries: ["FR", "BE"],
    tomatometer: 70,
    metacritic: null,
    criticReviews: 400 - index,
  };
}
