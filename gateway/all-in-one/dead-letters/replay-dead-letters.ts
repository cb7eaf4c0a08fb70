import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { DeadLetterReplayed } from "@marquee/schema/events/dead-letter.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { type DeadLetterFilter, type ListedDeadLetter, listDeadLetters, placeOf } from "./list-dead-letters.js";

/**
 * Appends each message among the dead letters to its topic and partition once more, where every group tries it again: what
 * still can't be folded becomes a dead letter again, with a new place. Killed between a message and its mark, the same message
 * is appended again the next time, which events survive by their ids. Returns how many were replayed.
 */
export async function replayDeadLetters(
  log: EventLog,
  filter: Omit<DeadLetterFilter, "all">,
  onReplayed: (letter: ListedDeadLetter) => void = () => {},
): Promise<number> {
  const done = new Set<string>();
  await listDeadLetters(log, filter, async (letter) => {
    const { topic, partition, position, key, value } = letter.source;
    const place = placeOf(letter.source);
    if (done.has(place)) return;
    await log.append(topic, [{ key, value, partition }]);
    const mark: DeadLetterReplayed = { type: "DeadLetterReplayed", version: 1, source: { topic, partition, position } };
    await log.append(TOPICS.deadLetters, [{ key, value: JSON.stringify(mark) }]);
    done.add(place);
    onReplayed(letter);
  });
  return done.size;
}
