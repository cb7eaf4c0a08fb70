import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { openEngines } from "@marquee/platform/engines/open-engines.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { createLifecycle } from "@marquee/platform/service/lifecycle.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";

const APPENDED_AT_ONCE = 2_000;

/** Many live ratings, each of another user and movie, straight into the log; with embedded engines no process may be running on them. */
export async function appendRatings(
  env: Readonly<Record<string, string>>,
  { count, movieIds }: { count: number; movieIds: readonly string[] },
): Promise<void> {
  const lifecycle = createLifecycle();
  const { log } = await openEngines(parseConfig(engineConfig, env), {
    clock: systemClock,
    logger: silentLogger,
    metrics: createMetrics(),
    lifecycle,
    signal: lifecycle.closing,
  });
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
      await log.append(
        TOPICS.ratings,
        Array.from({ length: many }, (_, nth) => message(from + nth)),
      );
    }
  } finally {
    await lifecycle.close();
  }
}
