import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { readToEnd } from "@marquee/platform/event-log/read-to-end.js";
import { type DeadLetter, readDeadLetterRecord } from "@marquee/schema/events/dead-letter.js";
import { TOPICS } from "@marquee/schema/events/topics.js";

export interface DeadLetterFilter {
  /** Of the source. */
  topic?: string | undefined;
  reason?: string | undefined;
  /** Those that were replayed too. */
  all?: boolean | undefined;
}

export interface ListedDeadLetter extends DeadLetter {
  replayed: boolean;
}

/**
 * Tells of every dead letter, those of one source partition in order. One message may be told of several times: once for each
 * group that could not fold it, and again where a group met it twice. Keeps in memory the places that were replayed, no letter.
 */
export async function listDeadLetters(
  log: EventLog,
  filter: DeadLetterFilter,
  onLetter: (letter: ListedDeadLetter) => Promise<void> | void,
): Promise<void> {
  const replayed = new Set<string>();
  await eachRecord(log, (record) => {
    if (record.type === "DeadLetterReplayed") replayed.add(placeOf(record.source));
  });
  await eachRecord(log, async (record) => {
    if (record.type !== "DeadLetter") return;
    const letter = { ...record, replayed: replayed.has(placeOf(record.source)) };
    const wanted =
      (filter.topic === undefined || filter.topic === letter.source.topic) &&
      (filter.reason === undefined || filter.reason === letter.reason) &&
      (filter.all === true || !letter.replayed);
    if (wanted) await onLetter(letter);
  });
}

export function placeOf({
  topic,
  partition,
  position,
}: Pick<DeadLetter["source"], "topic" | "partition" | "position">) {
  return `${topic}/${partition}/${position}`;
}

async function eachRecord(
  log: EventLog,
  onRecord: (record: ReturnType<typeof readDeadLetterRecord>) => Promise<void> | void,
): Promise<void> {
  await readToEnd(log, TOPICS.deadLetters, async (messages) => {
    for (const { value } of messages) await onRecord(readDeadLetterRecord(value));
  });
}
