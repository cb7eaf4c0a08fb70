import { LRUCache } from "lru-cache";
import { type CompletedEvent, type Completion, completeEvent } from "./complete-event.js";
import type { LiveItem, UpstreamItem } from "./live-item.js";
import { LivePayload } from "./live-payload.js";

/** `selection`: equal for feeds that show the same of an event to the same viewers, whichever events they get. */
export type CompleteEvent = (selection: string, item: UpstreamItem, completion: Completion) => Promise<LiveItem>;

export interface SharingLimits {
  /** What may be kept of events that are complete, in bytes and milliseconds: other feeds tell of them a moment later. */
  bytes: number;
  forMs: number;
}

/**
 * Completes an event once for all feeds that show the same of it, however many filters let it through, and writes it once for all that
 * give it the same cursor. What comes without an event's id (progress, say), and what failed, is nobody else's.
 */
export function shareCompletions({ bytes, forMs }: SharingLimits, onShared: () => void): CompleteEvent {
  const underway = new Map<string, Promise<SharedEvent>>();
  const recent = new LRUCache<string, SharedEvent>({
    maxSize: bytes,
    ttl: forMs,
    sizeCalculation: (event, key) => key.length + event.bytes,
  });

  function share(key: string, item: UpstreamItem, completion: Completion): Promise<SharedEvent> | SharedEvent {
    const known = recent.get(key) ?? underway.get(key);
    if (known !== undefined) {
      onShared();
      return known;
    }
    const completing = completeEvent(item, completion)
      .then((completed) => {
        const event = new SharedEvent(completed, item.feed.cursor);
        if (!completed.failed) recent.set(key, event);
        return event;
      })
      .finally(() => underway.delete(key));
    underway.set(key, completing);
    return completing;
  }

  return async (selection, item, completion) => {
    const { cursor, positions, live, eventId } = item.feed;
    const { data, errors } = item.event;
    if (data === undefined && errors === undefined) return { payload: undefined, cursor, positions, live };
    if (eventId === undefined) {
      const { json } = await completeEvent(item, completion);
      return { payload: new LivePayload(json), cursor, positions, live };
    }
    const withoutCursor = JSON.stringify({ data, errors }).split(JSON.stringify(cursor)).join("");
    const event = await share(`${selection}\n${eventId}\n${withoutCursor}`, item, completion);
    return { payload: event.under(cursor), cursor, positions, live };
  };
}

/** A message but for the cursor, which feeds of other events beside this one give it each for itself. Nothing else reads like one. */
class SharedEvent {
  readonly #pieces: readonly string[];
  #last: { cursor: string; payload: LivePayload };
  /** About what it holds, the message as text and as a frame among it. */
  readonly bytes: number;

  constructor({ json }: CompletedEvent, cursor: string) {
    this.#pieces = json.split(JSON.stringify(cursor));
    this.#last = { cursor, payload: new LivePayload(json) };
    this.bytes = 4 * json.length;
  }

  under(cursor: string): LivePayload {
    if (this.#pieces.length > 1 && this.#last.cursor !== cursor) {
      this.#last = { cursor, payload: new LivePayload(this.#pieces.join(JSON.stringify(cursor))) };
    }
    return this.#last.payload;
  }
}
