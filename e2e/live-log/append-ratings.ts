import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { openEnginesOf } from "./open-engines-of.js";

const APPENDED_AT_ONCE = 2_000;

/** Many live ratings, each of another user and movie, straight into the log; with embedded engines no process may be running on them. */
export async function appendRatings(
  env: Readonly<Record<string, string>>,
  { count, movieIds }: { count: number; movieIds: readonly string[] },
): Promise<void> {
  const { engines, close } = await openEnginesOf(env);
  const unknown = { director: null, country: null, contentRating: null, runtimeMinutes: null, externalId: null };
  const movie = { title: "One of many", genres: ["Drama"], releaseYear: 2000, ...unknown };
  const message = (nth: number) =>
    RatingSubmitted.encode(
      RatingSubmitted.create({
        eventId: `absence ${nth}`,
        occurredAt: Date.now(),
        origin: "live",
        movieId: movieIds[nth % movieIds.length] ?? "",
        userId: `synthetic:${Math.floor(nth / movieIds.length)}`,
        score: 1 + (nth % 10),
        movie,
      }),
    );
  try {
    for (let from = 0; from < count; from += APPENDED_AT_ONCE) {
      const many = Math.min(APPENDED_AT_ONCE, count - from);
      await engines.log.append(
        TOPICS.ratings,
        Array.from({ length: many }, (_, nth) => message(from + nth)),
      );
    }
  } finally {
    await close();
  }
}
