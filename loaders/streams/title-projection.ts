import type { LogMessage } from "@marquee/platform/event-log/event-log.js";
import type { Projection } from "@marquee/platform/projection/projection.js";
import type { DeadLetterReplayed } from "@marquee/schema/events/dead-letter.js";
import { type MovieLogEvent, readMovieEvent } from "@marquee/schema/events/movie-events.js";
import { movieFactsOf } from "@marquee/schema/events/movie-facts.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { chooseMovie } from "./choose-movie.js";
import { type PublishParts, publishRatings, waitingRating } from "./publish-ratings.js";
import { streamTitle, type TitleIndex } from "./title-index.js";

/** The group. */
export const TITLES = "outside-titles";
/** Of each title hundreds may wait. */
const WOKEN_TITLES = 50;

/** marquee.movies.v1 into what streams know of titles; ratings that waited for a title are counted when it comes. */
export function titleProjection(parts: PublishParts & { index: TitleIndex }): Projection<MovieLogEvent> {
  return {
    name: TITLES,
    topic: TOPICS.movies,
    parse: ({ value }) => readMovieEvent(value),
    async apply({ events }) {
      const movies = events.map(({ position, event }) => ({
        movieId: event.movieId,
        facts: event.type === "MovieRetired" ? null : movieFactsOf(event.movie),
        position,
      }));
      await parts.index.fold(movies);
      const titles = movies.flatMap(({ facts }) => (facts === null ? [] : [streamTitle(facts.title)]));
      const appeared = [...new Set(titles)];
      for (let at = 0; at < appeared.length; at += WOKEN_TITLES) {
        await wake(parts, appeared.slice(at, at + WOKEN_TITLES));
      }
      return [];
    },
  };
}

/** Until nothing waits for these titles; one that is gone again goes on being waited for. */
async function wake(parts: PublishParts & { index: TitleIndex }, titles: readonly string[]): Promise<void> {
  const { log, index } = parts;
  for (;;) {
    const waiting = await index.waitingFor(titles);
    if (waiting.length === 0) return;
    const wanted = [...new Set(waiting.map(({ title }) => title))];
    const found = await index.find(wanted);
    const called = new Map(wanted.map((title, at) => [title, found[at] ?? []]));
    const woken = waiting.flatMap((one) => {
      const rating = waitingRating(one);
      const movie = chooseMovie(called.get(one.title) ?? [], rating.ratedAt);
      return movie === undefined ? [] : [{ one, rating, movie }];
    });
    if (woken.length === 0) return;
    await publishRatings(parts, woken);
    await log.append(
      TOPICS.deadLetters,
      woken.map(({ rating: { source } }) => ({ key: source.key, value: JSON.stringify(replayedOf(source)) })),
    );
    await index.forget(woken.map(({ one }) => one));
  }
}

function replayedOf({ topic, partition, position }: LogMessage): DeadLetterReplayed {
  return { type: "DeadLetterReplayed", version: 1, source: { topic, partition, position } };
}
