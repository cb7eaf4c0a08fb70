import type { TitleRef } from "../records/load-record.js";
import { isId } from "./movielens-ratings.js";
import type { RowReader } from "./read-batches.js";

/** links.csv: movie, IMDb's number without its tt and with its zeros, TMDB's number; either may be missing. */
export const movielensLinks: RowReader<string[]> = {
  remembers: false,
  dropsEqualRows: true,
  start: () => (row, batch, at) => {
    const [id = "", imdb = "", tmdb = ""] = row.map((field) => field.trim());
    if (!isId(id)) return batch.reject(at, "BAD_ID", "the movie's id is no number");
    const sameAs: TitleRef[] = [];
    for (const [source, link] of [["imdb", imdb] as const, ["tmdb", tmdb] as const]) {
      if (link === "") continue;
      if (!isId(link)) return batch.reject(at, "BAD_LINK", `${source}Id is no number`);
      // Programs that take it for a number drop the zeros, of which IMDb's ids have as many as make seven digits.
      sameAs.push({ source, id: source === "imdb" ? `tt${link.padStart(7, "0")}` : link });
    }
    if (sameAs.length === 0) return batch.skip("NO_LINK");
    batch.taken();
    batch.emit({ type: "title", ref: { source: "movielens", id }, part: "links", facts: {}, sameAs });
  },
};
