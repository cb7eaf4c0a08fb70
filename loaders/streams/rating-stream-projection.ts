import type { NewMessage } from "@marquee/platform/event-log/event-log.js";
import type { Projection } from "@marquee/platform/projection/projection.js";
import type { DeadLetter } from "@marquee/schema/events/dead-letter.js";
import { OUTSIDE_TOPICS, TOPICS } from "@marquee/schema/events/topics.js";
import { appendInParts } from "./append-in-parts.js";
import { chooseMovie } from "./choose-movie.js";
import { type PublishParts, publishRatings, waitingRating } from "./publish-ratings.js";
import { type StreamRating, toStreamRating } from "./stream-rating.js";
import type { CalledMovie, TitleIndex, WaitingRating } from "./title-index.js";

export const RATING_STREAM = "outside-ratings";

/** Of each title hundreds may wait. */
const TITLES_AT_ONCE = 50;

export interface RatingStreamParts extends PublishParts {
  /** Resolves when the index knows what was in the log; from then on at once. */
  titles(): Promise<TitleIndex>;
}

/** Ratings that others wrote into marquee.outside-ratings.v1, as events of marquee.ratings.v1. */
export function ratingStreamProjection(parts: RatingStreamParts): Projection<StreamRating> {
  const { log, titles } = parts;
  return {
    name: RATING_STREAM,
    topic: OUTSIDE_TOPICS.ratings,
    parse: toStreamRating,
    async apply({ partition, last, events }) {
      const index = await titles();
      // A group forgets its offsets when nobody was in it for long, and has others after a rebuild.
      const next = await index.progress(OUTSIDE_TOPICS.ratings, partition);
      const ratings = events.filter(({ position }) => position >= next).map(({ event }) => event);
      const { known, unknown } = await lookUp(index, ratings);
      if (unknown.length > 0) {
        const waiting = unknown.map(toWaiting);
        await index.keepWaiting(waiting);
        const again = await lookUp(index, unknown);
        known.push(...again.known);
        const found = new Set(again.known.map(({ rating }) => rating));
        await index.forget(waiting.filter((_, at) => found.has(unknown[at] as StreamRating)));
        await appendInParts(log, TOPICS.deadLetters, again.unknown.map(deadLetterOf));
      }
      await publishRatings(parts, [...(await earlierOnes(index, known)), ...known]);
      await index.saveProgress(OUTSIDE_TOPICS.ratings, partition, last + 1);
      return [];
    },
  };
}

interface LookedUp {
  known: { rating: StreamRating; movie: CalledMovie }[];
  unknown: StreamRating[];
}

async function lookUp(index: TitleIndex, ratings: readonly StreamRating[]): Promise<LookedUp> {
  const titles = [...new Set(ratings.map(({ title }) => title))];
  const found = await index.find(titles);
  const called = new Map(titles.map((title, at) => [title, found[at] ?? []]));
  const result: LookedUp = { known: [], unknown: [] };
  for (const rating of ratings) {
    const movie = chooseMovie(called.get(rating.title) ?? [], rating.ratedAt);
    if (movie === undefined) result.unknown.push(rating);
    else result.known.push({ rating, movie });
  }
  return result;
}

/**
 * What the same users said before of titles that have just appeared, and that has not yet been counted: it must not come after what
 * they say now. Counted once more by whoever wakes it, it has no effect.
 */
async function earlierOnes(index: TitleIndex, known: LookedUp["known"]): Promise<LookedUp["known"]> {
  const saidNow = new Map(known.map((one) => [JSON.stringify([one.rating.user, one.rating.title]), one.movie]));
  const titles = [...new Set(known.map(({ rating }) => rating.title))];
  const earlier: LookedUp["known"] = [];
  for (let at = 0; at < titles.length; at += TITLES_AT_ONCE) {
    for (const rating of (await index.waitingFor(titles.slice(at, at + TITLES_AT_ONCE))).map(waitingRating)) {
      const movie = saidNow.get(JSON.stringify([rating.user, rating.title]));
      if (movie !== undefined) earlier.push({ rating, movie });
    }
  }
  return earlier;
}

function toWaiting({ title, source }: StreamRating): WaitingRating {
  const { partition, position } = source;
  return { title, partition, position, message: JSON.stringify(source) };
}

function deadLetterOf({ title, source }: StreamRating): NewMessage {
  const letter: DeadLetter = {
    type: "DeadLetter",
    version: 1,
    reason: "UNKNOWN_TITLE",
    detail: `No movie is called ${JSON.stringify(title)}; the rating is counted by itself as soon as one is.`,
    source,
    group: RATING_STREAM,
  };
  return { key: source.key, value: JSON.stringify(letter) };
}
