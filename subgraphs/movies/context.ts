import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import DataLoader from "dataloader";
import type { MovieModel } from "./models.js";
import type { Catalogue } from "./store/catalogue.js";

/** What the resolvers of one operation share. */
export interface SubgraphContext {
  viewer: Viewer | null;
  /** A subscription resumes behind this cursor. */
  after: string | undefined;
  signal: AbortSignal;
  /** Whatever an operation asks for by id at one moment is one call to the store. Retired movies are found too. */
  movies: MovieLoader;
}

export type MovieLoader = Pick<DataLoader<string, MovieModel | null>, "load">;

export function createMovieLoader(catalogue: Pick<Catalogue, "findByIds">): MovieLoader {
  return new DataLoader(async (ids: readonly string[]) => {
    const found = new Map((await catalogue.findByIds(ids)).map((movie) => [movie.id, movie]));
    return ids.map((id) => found.get(id) ?? null);
  });
}
