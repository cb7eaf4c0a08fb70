// Not a black box: reads marquee.ratings.v1 where it lies, and says what a feed of everything must have told of it.
import type { EventLog, LogMessage } from "@marquee/platform/event-log/event-log.js";
import { readRatingEvent } from "@marquee/schema/events/rating-events.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { openEnginesOf } from "./open-engines-of.js";

export interface LoggedRating {
  eventId: string;
  movieId: string;
  userId: string;
  /** Null: taken back. */
  score: number | null;
}

/** `env` is what the processes were given; with embedded engines none of them may be running. */
export async function readRatingLog(env: Readonly<Record<string, string>>): Promise<LoggedRating[]> {
  const { engines, close } = await openEnginesOf(env);
  try {
    return accepted(await readTopic(engines.log, TOPICS.ratings));
  } finally {
    await close();
  }
}

async function readTopic(log: EventLog, topic: string): Promise<LogMessage[]> {
  const ranges = (await log.positions(topic)).filter(({ earliest, end }) => end > earliest);
  const left = new Map(ranges.map(({ partition, end }) => [partition, end - 1]));
  const messages: LogMessage[] = [];
  if (left.size === 0) return messages;
  await new Promise<void>((resolve, reject) => {
    const from = new Map(ranges.map(({ partition, earliest }) => [partition, earliest]));
    const tailing = log.tail({
      topic,
      from,
      onMessages(read) {
        messages.push(...read);
        for (const { partition, position } of read) if (position >= (left.get(partition) ?? 0)) left.delete(partition);
        if (left.size === 0) tailing.then((tail) => tail.close()).then(resolve, reject);
      },
      onError: reject,
    });
    tailing.catch(reject);
  });
  return messages;
}

/** What counts: the first of each event id, and what takes back a rating only where there is one. */
function accepted(messages: readonly LogMessage[]): LoggedRating[] {
  const seen = new Set<string>();
  const standing = new Set<string>();
  const ratings: LoggedRating[] = [];
  for (const { value } of messages) {
    const event = readRatingEvent(value);
    if (event.type === "RatingsImported" || event.type === "RatingsWithdrawn" || seen.has(event.eventId)) continue;
    seen.add(event.eventId);
    const { eventId, movieId, userId } = event;
    const pair = `${movieId} ${userId}`;
    if (event.type === "RatingSubmitted") standing.add(pair);
    else if (!standing.delete(pair)) continue;
    ratings.push({ eventId, movieId, userId, score: event.type === "RatingSubmitted" ? event.score : null });
  }
  return ratings;
}
