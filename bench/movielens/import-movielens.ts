import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { RatingsImported } from "@marquee/schema/events/ratings-imported.js";
import type { StarRating } from "./read-movielens.js";

const PACK = 500;
const APPEND = 200;

export const movieIdOf = (movieId: string) => `movielens:${movieId}`;

/** Sends the ratings through the log as an import, packed by movie. Resolves when all of it is durable. */
export async function importMovieLens(
  log: EventLog,
  titles: ReadonlyMap<string, string>,
  ratings: readonly StarRating[],
): Promise<void> {
  const byMovie = new Map<string, StarRating[]>();
  for (const rating of ratings) {
    const of = byMovie.get(rating.movieId) ?? [];
    byMovie.set(rating.movieId, of);
    of.push(rating);
  }
  const messages = [...byMovie].flatMap(([movieId, all]) => packs(movieId, titles.get(movieId) ?? movieId, all));
  for (let at = 0; at < messages.length; at += APPEND) {
    await log.append(RatingsImported.topic, messages.slice(at, at + APPEND));
  }
}

function packs(movieId: string, title: string, ratings: readonly StarRating[]) {
  const movie = {
    title,
    genres: [],
    director: null,
    country: null,
    releaseYear: null,
    contentRating: null,
    runtimeMinutes: null,
    externalId: movieIdOf(movieId),
  };
  return Array.from({ length: Math.ceil(ratings.length / PACK) }, (_, pack) => {
    const items = ratings.slice(pack * PACK, (pack + 1) * PACK);
    return RatingsImported.encode(
      RatingsImported.create({
        eventId: `movielens:${movieId}:${pack}`,
        occurredAt: Math.max(...items.map(({ ratedAt }) => ratedAt)),
        origin: "import",
        movieId: movieIdOf(movieId),
        movie,
        ratings: items.map(({ userId, stars, ratedAt }) => ({
          eventId: `movielens:${userId}:${movieId}:${ratedAt}`,
          userId: `movielens:${userId}`,
          score: stars * 2,
          ratedAt,
        })),
      }),
    );
  });
}
