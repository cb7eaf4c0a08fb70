import type { EventLog, LogMessage, PartitionRange } from "./event-log.js";

/**
 * Reads what is in a topic now, each partition in order, and resolves. `onMessages` is awaited before more of that partition is
 * read; what it throws ends the reading. Messages that come meanwhile may be read too. `from`: the first position wanted, by
 * partition; a partition that is not named is read from its earliest.
 */
export async function readToEnd(
  log: EventLog,
  topic: string,
  onMessages: (messages: readonly LogMessage[]) => Promise<void> | void,
  from: ReadonlyMap<number, number> = new Map(),
): Promise<void> {
  const firstOf = ({ partition, earliest }: PartitionRange): number =>
    Math.max(earliest, from.get(partition) ?? earliest);
  const ranges = (await log.positions(topic)).filter((range) => range.end > firstOf(range));
  if (ranges.length === 0) return;
  const unfinished = new Map(ranges.map(({ partition, end }) => [partition, end - 1]));
  let finish: () => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const finished = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  const tail = await log.tail({
    topic,
    from: new Map(ranges.map((range) => [range.partition, firstOf(range)])),
    onError: fail,
    async onMessages(messages) {
      try {
        await onMessages(messages);
      } catch (error) {
        fail(error);
        return;
      }
      for (const { partition, position } of messages) {
        if (position >= (unfinished.get(partition) ?? Number.POSITIVE_INFINITY)) unfinished.delete(partition);
      }
      if (unfinished.size === 0) finish();
    },
  });
  try {
    await finished;
  } finally {
    await tail.close();
  }
}
