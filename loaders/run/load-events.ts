// What records become: events of origin import, whose ids are made of what they say, so that what is sent twice counts once.
import { createHash } from "node:crypto";
import type { NewMessage } from "@marquee/platform/event-log/event-log.js";
import { ReviewSubmitted } from "@marquee/schema/events/review-submitted.js";
import { UserProfileChanged } from "@marquee/schema/events/user-profile-changed.js";
import type { ReviewRecord, TitleRef } from "../records/load-record.js";

const MAX_USER_ID = 200;
const MAX_EVENT_ID = 300;

/** Null: longer than a user id may be. */
export function userIdOf(dataset: string, user: string): string | null {
  const id = `${dataset}:${user}`;
  return id.length > MAX_USER_ID ? null : id;
}

export function refKey({ source, id }: TitleRef): string {
  return `${source}:${id}`;
}

/**
 * Of one rating. The time is part of it: a file that has the same user's later rating of the same title brings it in at once, and
 * not only when the earlier id is forgotten.
 */
export function ratingEventId(
  { dataset, edition }: { dataset: string; edition: string },
  user: string,
  titleId: string,
  ratedAt: number,
): string {
  return bounded(`${dataset}${edition}:r:${user}:${titleId}:${ratedAt.toString(36)}`);
}

export function userMessage(dataset: string, userId: string, name: string): NewMessage {
  return UserProfileChanged.encode(
    UserProfileChanged.create({
      eventId: bounded(`${dataset}:u:${userId}:${name}`),
      // They were there before anything they said.
      occurredAt: 0,
      origin: "import",
      userId,
      name,
    }),
  );
}

export function reviewMessage(dataset: string, record: ReviewRecord, movieId: string, userId: string): NewMessage {
  const { id, review, votes, writtenAt } = record;
  return ReviewSubmitted.encode(
    ReviewSubmitted.create({
      eventId: bounded(`${dataset}:v:${id}:${writtenAt.toString(36)}`),
      occurredAt: writtenAt,
      origin: "import",
      movieId,
      userId,
      review,
      importedVotes: votes,
    }),
  );
}

function bounded(id: string): string {
  return id.length <= MAX_EVENT_ID ? id : `${id.slice(0, 200)}:${createHash("sha256").update(id).digest("hex")}`;
}
