import type { NewMessage } from "@marquee/platform/event-log/event-log.js";
import type { ImportPhase } from "./import-phase.js";

export interface ImportBatch {
  messages: NewMessage[];
  /** The first unit of the phase that comes after this batch. */
  end: number;
}

const MAX_MESSAGES = 500;
/** Of values, in UTF-16 units: below what Kafka takes at once by default, even when each is two bytes. */
const MAX_LENGTH = 400_000;

/** Whole units from `from` on, packed into appends; made as they are asked for. The last batch reaches the phase's end, even empty. */
export function* batchesOf(phase: ImportPhase, from: number): Generator<ImportBatch> {
  let messages: NewMessage[] = [];
  let length = 0;
  for (let unit = from; unit < phase.units; unit++) {
    for (const message of phase.messagesOf(unit)) {
      messages.push(message);
      length += message.value.length;
    }
    const end = unit + 1;
    if (messages.length >= MAX_MESSAGES || length >= MAX_LENGTH || end === phase.units) {
      yield { messages, end };
      messages = [];
      length = 0;
    }
  }
}
