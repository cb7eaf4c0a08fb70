import type { NewMessage } from "@marquee/platform/event-log/event-log.js";

const MAX_MESSAGES = 500;
/** Of values, in UTF-16 units: below what Kafka takes at once by default, even when each is two bytes. */
const MAX_LENGTH = 400_000;

/** As many messages together as one append takes. */
export function* appendSlices(messages: Iterable<NewMessage>): Generator<NewMessage[]> {
  let slice: NewMessage[] = [];
  let length = 0;
  for (const message of messages) {
    if (slice.length >= MAX_MESSAGES || (slice.length > 0 && length + message.value.length > MAX_LENGTH)) {
      yield slice;
      slice = [];
      length = 0;
    }
    slice.push(message);
    length += message.value.length;
  }
  if (slice.length > 0) yield slice;
}
