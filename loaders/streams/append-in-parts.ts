import type { EventLog, NewMessage } from "@marquee/platform/event-log/event-log.js";

const MAX_MESSAGES = 500;
/** In UTF-16 units, of which each may take three bytes: a log takes some megabytes at once. */
const MAX_LENGTH = 1_000_000;

/** Appends them in order, as much at once as a log takes; nothing where there are none. What it throws comes after a part of them. */
export async function appendInParts(log: EventLog, topic: string, messages: readonly NewMessage[]): Promise<void> {
  let part: NewMessage[] = [];
  let length = 0;
  for (const message of messages) {
    const own = message.key.length + message.value.length;
    if (part.length >= MAX_MESSAGES || (part.length > 0 && length + own > MAX_LENGTH)) {
      await log.append(topic, part);
      part = [];
      length = 0;
    }
    part.push(message);
    length += own;
  }
  if (part.length > 0) await log.append(topic, part);
}
