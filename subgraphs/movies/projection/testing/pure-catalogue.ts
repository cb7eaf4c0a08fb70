import { titleKey } from "../../rules/list-key.js";
import type { GeneratedEvent } from "./generated-log.js";

/** The movies that a log leaves, one event after the other. */
export function pureCatalogue(log: readonly GeneratedEvent[]) {
  const movies = new Map<
    string,
    { title: string; year: number | null; imdb: string[]; retired: boolean; replacedBy: string | null }
  >();
  for (const { event } of log) {
    if (event.type === "MovieUpserted") {
      const { title, releaseYear, externalIds } = event.movie;
      const imdb = externalIds.map(({ id }) => id);
      movies.set(event.movieId, { title, year: releaseYear, imdb, retired: false, replacedBy: null });
    } else {
      const known = movies.get(event.movieId);
      if (known !== undefined) {
        movies.set(event.movieId, { ...known, retired: true, replacedBy: event.replacedBy });
      }
    }
  }
  const sorted = [...movies].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    movies,
    count: sorted.filter(([, { retired }]) => !retired).length,
    withImdb(id: string): string | null {
      const claims = sorted.filter(([, { imdb }]) => imdb.includes(id));
      return (claims.find(([, { retired }]) => !retired) ?? claims[0])?.[0] ?? null;
    },
    called(title: string, year: number | null): string[] {
      return sorted
        .filter(([, movie]) => !movie.retired && titleKey(movie.title) === titleKey(title))
        .filter(([, movie]) => year === null || movie.year === year)
        .map(([id]) => id);
    },
  };
}
