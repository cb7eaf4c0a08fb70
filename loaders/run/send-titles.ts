import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { TitleRecord } from "../records/load-record.js";
import type { PreparedTitles, TitleRegistry } from "../titles/title-registry.js";
import { AppendQueue } from "./append-queue.js";
import { appendSlices } from "./append-slices.js";
import { patiently } from "./patience.js";

export type SendTitles = (
  dataset: string,
  titles: readonly TitleRecord[],
  /** Told when it is in the log and not remembered yet; gives what is to be told of it. */
  beforeCommit: (decided: PreparedTitles["joined"]) => Promise<PreparedTitles["joined"]>,
) => Promise<PreparedTitles["joined"]>;

/**
 * Tells the registry of titles, and the log of what comes of it: the log first, so that after a crash in between the same messages are
 * made again. One batch at a time, whoever calls.
 */
export function titleSender(log: EventLog, registry: TitleRegistry, now: () => number): SendTitles {
  let before: Promise<unknown> = Promise.resolve();
  return (dataset, titles, beforeCommit) => {
    const sent = before.then(() => patiently(now, () => send(dataset, titles, beforeCommit)));
    before = sent.catch(() => {});
    return sent;
  };

  async function send(...[dataset, titles, beforeCommit]: Parameters<SendTitles>): Promise<PreparedTitles["joined"]> {
    const prepared = await registry.prepare(dataset, titles);
    const queue = new AppendQueue(log, now);
    try {
      // Of no movie there are two messages, so their order says nothing.
      for (const messages of appendSlices(prepared.messages)) await queue.append(TOPICS.movies, messages);
      await queue.settled();
      const joined = await beforeCommit(prepared.joined);
      await prepared.commit();
      return joined;
    } catch (error) {
      await queue.idle();
      await prepared.discard();
      throw error;
    }
  }
}
