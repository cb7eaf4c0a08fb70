import type { Clock } from "@marquee/platform/clock/clock.js";
import type { EventLog, LogMessage } from "@marquee/platform/event-log/event-log.js";
import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { UserProfileChanged } from "@marquee/schema/events/user-profile-changed.js";
import { appendInParts } from "./append-in-parts.js";
import { type StreamRating, toStreamRating } from "./stream-rating.js";
import type { CalledMovie, WaitingRating } from "./title-index.js";

/** What is older than event ids are remembered must not bring an older score back, and is no news: it counts as imported. */
const LIVE_MS = 24 * 60 * 60 * 1000;

export interface PublishParts {
  log: EventLog;
  clock: Clock;
  users: UserMemory;
}

/** Appends them as ratings of these movies, enriched; their users before them, so that whoever sees a rating can name its user. */
export async function publishRatings(
  { log, clock, users }: PublishParts,
  ratings: readonly { rating: StreamRating; movie: CalledMovie }[],
): Promise<void> {
  const unseen = users.unseen(ratings.map(({ rating }) => rating));
  await appendInParts(log, UserProfileChanged.topic, unseen.map(profileOf));
  users.remember(unseen);
  await appendInParts(
    log,
    RatingSubmitted.topic,
    ratings.map(({ rating: { eventId, user, score, ratedAt }, movie: { movieId, facts } }) =>
      RatingSubmitted.encode(
        RatingSubmitted.create({
          eventId,
          occurredAt: ratedAt,
          origin: clock.now() - ratedAt < LIVE_MS ? "live" : "import",
          movieId,
          userId: userIdOf(user),
          score,
          movie: facts,
        }),
      ),
    ),
  );
}

export interface UserMemory {
  unseen(ratings: readonly { user: string; ratedAt: number }[]): { user: string; ratedAt: number }[];
  remember(users: readonly { user: string }[]): void;
}

/** Whose profile this process has appended; forgets the oldest, whose profile is then appended once more, unchanged. */
export function createUserMemory(most = 10_000): UserMemory {
  const seen = new Set<string>();
  return {
    unseen(ratings) {
      const fresh = ratings.filter(({ user }) => !seen.has(user));
      return [...new Map(fresh.map((rating) => [rating.user, rating])).values()];
    },
    remember(users) {
      for (const { user } of users) seen.add(user);
      for (const user of seen) {
        if (seen.size <= most) break;
        seen.delete(user);
      }
    },
  };
}

/** One that waited for its title. */
export function waitingRating({ message }: WaitingRating): StreamRating {
  return toStreamRating(JSON.parse(message) as LogMessage);
}

function profileOf({ user, ratedAt }: { user: string; ratedAt: number }): { key: string; value: string } {
  const userId = userIdOf(user);
  const eventId = `profile-${userId}`;
  return UserProfileChanged.encode(
    UserProfileChanged.create({ eventId, occurredAt: ratedAt, origin: "live", userId, name: user }),
  );
}

function userIdOf(user: string): string {
  return `stream:${user}`;
}
