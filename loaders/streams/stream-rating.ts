import { createHash } from "node:crypto";
import type { LogMessage } from "@marquee/platform/event-log/event-log.js";
import { NotFoldable } from "@marquee/platform/projection/not-foldable.js";
import { findHiddenCharacters } from "@marquee/platform/text/hidden-characters.js";
import { EventUnreadable } from "@marquee/schema/events/define-event.js";
import { readOutsideRating } from "@marquee/schema/events/outside-rating.js";
import { streamTitle } from "./title-index.js";

/** A rating from outside that has a user, with where it stands and as it stands there. */
export interface StreamRating {
  eventId: string;
  user: string;
  /** A `streamTitle`. */
  title: string;
  score: number;
  /** Milliseconds since 1970. */
  ratedAt: number;
  source: LogMessage;
}

/** What else a system says beside a rating is kept with it while it waits. */
const MAX_CHARACTERS = 10_000;

/** Throws EventUnreadable, and NotFoldable (MISSING_USER) where nobody is named. */
export function toStreamRating(message: LogMessage): StreamRating {
  if (message.value.length > MAX_CHARACTERS) {
    throw new EventUnreadable(`A rating has at most ${MAX_CHARACTERS} characters, not ${message.value.length}.`);
  }
  const { user, movie, rating, timestamp } = readOutsideRating(message.value);
  if (user === null) throw new NotFoldable("MISSING_USER", "The message does not say who gave the rating.");
  const [hidden] = findHiddenCharacters("LINE", { user, movie });
  if (hidden !== undefined) throw new EventUnreadable(hidden.message);
  // What was said, not where it stands: a producer that sends again gets another position.
  const said = JSON.stringify([user, movie, rating, timestamp.text]);
  return {
    eventId: `stream-${createHash("sha256").update(said).digest("base64url")}`,
    user,
    title: streamTitle(movie),
    score: rating,
    // A clock that is ahead would keep the rating on top of its user's list.
    ratedAt: Math.min(timestamp.milliseconds, message.appendedAt),
    source: message,
  };
}
