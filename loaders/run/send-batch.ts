import type { NewMessage } from "@marquee/platform/event-log/event-log.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { RatingRecord, ReviewRecord, TitleRecord } from "../records/load-record.js";
import type { ReadBatch, Reject } from "../records/read-stage.js";
import type { PreparedTitles } from "../titles/title-registry.js";
import type { AppendQueue } from "./append-queue.js";
import { appendSlices } from "./append-slices.js";
import type { KnownTitles } from "./known-titles.js";
import { refKey, reviewMessage, userIdOf, userMessage } from "./load-events.js";
import type { RatingWindow } from "./rating-window.js";
import { addRead, addReject, type RunCounts } from "./run-counts.js";
import type { SeenUsers } from "./seen-users.js";
import type { StageNotes } from "./stage-checkpoint.js";

/** Where records go. */
export interface LoadTarget {
  /** Resolves with what was decided, once it is in the log and remembered. Null: the batch has no titles. */
  sendTitles: ((titles: readonly TitleRecord[]) => Promise<PreparedTitles["joined"]>) | null;
  queue: AppendQueue;
  window: RatingWindow;
  titles: KnownTitles;
  users: SeenUsers;
}

export interface SentBatch {
  dataset: string;
  /** See edition.ts. */
  edition: string;
  stage: string;
  batch: ReadBatch;
  notes: StageNotes;
  /** Added to. */
  counts: RunCounts;
  /** Null: only counted. */
  target: LoadTarget | null;
}

const NOTHING_JOINED: PreparedTitles["joined"] = { byId: 0, byTitle: [], ambiguous: [] };

/** Titles first, for what speaks of them may stand beside them. Ratings only go into the window. */
export async function sendBatch(sent: SentBatch): Promise<void> {
  const { batch, notes, counts, target } = sent;
  addRead(counts, batch.counts);
  for (const { reason } of batch.rejects) addReject(counts, reason, { taken: false });
  await notes.add("rejects", batch.rejects);
  const titles = batch.records.filter((record) => record.type === "title");
  counts.titles += titles.length;
  if (target === null) {
    for (const { type } of batch.records) {
      if (type === "rating") counts.ratings += 1;
      else if (type === "review") counts.reviews += 1;
    }
    return;
  }
  if (titles.length > 0) await sendTitles(sent, target, titles);
  if (titles.length < batch.records.length) await sendOpinions(sent, target);
}

async function sendTitles({ notes, counts }: SentBatch, target: LoadTarget, titles: TitleRecord[]): Promise<void> {
  const { byId, byTitle, ambiguous } = (await target.sendTitles?.(titles)) ?? NOTHING_JOINED;
  target.titles.forget();
  counts.joinedById += byId;
  counts.joinedByTitle += byTitle.length;
  counts.ambiguous += ambiguous.length;
  await notes.add("joined-by-title", byTitle);
  await notes.add("ambiguous", ambiguous);
}

async function sendOpinions(
  { dataset, edition, stage, batch, notes, counts }: SentBatch,
  target: LoadTarget,
): Promise<void> {
  const { titles, users, window, queue } = target;
  await titles.meet(batch.records);
  const profiles: NewMessage[] = [];
  const reviews: NewMessage[] = [];
  const rejects: Reject[] = [];
  batch.records.forEach((record, index) => {
    if (record.type === "title") return;
    const title = titles.get(record.title);
    const userId = userIdOf(dataset, record.user);
    if (title === null || userId === null) {
      rejects.push(rejectOf(stage, batch.lines?.[index] ?? 0, record, title === null));
      return;
    }
    if (users.meet(record.user)) profiles.push(userMessage(`${dataset}${edition}`, userId, nameOf(dataset, record)));
    if (record.type === "rating") {
      counts.ratings += 1;
      window.add(title, record.user, record.score, record.ratedAt);
    } else {
      counts.reviews += 1;
      reviews.push(reviewMessage(`${dataset}${edition}`, record, title.movieId, userId));
    }
  });
  for (const { reason } of rejects) addReject(counts, reason, { taken: true });
  await notes.add("rejects", rejects);
  for (const messages of appendSlices(profiles)) await queue.append(TOPICS.users, messages);
  for (const messages of appendSlices(reviews)) await queue.append(TOPICS.reviews, messages);
}

const MAX_NAME = 200;

function nameOf(dataset: string, record: RatingRecord | ReviewRecord): string {
  const name = record.type === "review" ? record.userName.trim().slice(0, MAX_NAME) : "";
  return name === "" ? `${dataset} ${record.user}`.slice(0, MAX_NAME) : name;
}

function rejectOf(file: string, line: number, record: RatingRecord | ReviewRecord, unknown: boolean): Reject {
  return {
    file,
    line,
    reason: unknown ? "UNKNOWN_TITLE" : "USER_ID_TOO_LONG",
    detail: unknown
      ? `No dataset that is loaded has the title ${refKey(record.title)}: load its titles first, then this again.`
      : "With the dataset's name in front, a user id has at most 200 characters.",
    raw: JSON.stringify(record).slice(0, 2_000),
  };
}
