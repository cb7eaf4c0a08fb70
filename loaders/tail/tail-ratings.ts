import { once } from "node:events";
import type { Writable } from "node:stream";
import type { Closeable, EventLog, LogMessage } from "@marquee/platform/event-log/event-log.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { TailCommand } from "./tail-options.js";
import { ratingsOf, type TailedRating, toLine } from "./tailed-rating.js";

export interface TailParts {
  log: Pick<EventLog, "partitionOf" | "positions" | "tail">;
  output: Writable;
  /** A message that is no rating is passed over. */
  onUnreadable(message: LogMessage, error: unknown): void;
  /** Nothing more is printed. */
  onError(error: unknown): void;
}

/**
 * Prints ratings of marquee.ratings.v1, in order for each movie; more is read when the output has taken what was. The source, not the
 * changes that projectors publish: those know no titles, and of the past only each movie's last.
 */
export async function tailRatings(command: TailCommand, parts: TailParts): Promise<Closeable> {
  const { log, output } = parts;
  const topic = TOPICS.ratings;
  const { movieId } = command;
  const only = movieId === null ? null : await log.partitionOf(topic, movieId);
  const ranges = await log.positions(topic);
  const fromBeginning = command.from === "beginning";
  // One at a time, whatever partition it comes from.
  let turn = Promise.resolve();
  const wanted = ranges.filter(({ partition }) => fromBeginning && (only === null || partition === only));
  return log.tail({
    topic,
    from: new Map(wanted.map(({ partition, earliest }) => [partition, earliest])),
    async onMessages(messages) {
      if (only !== null && messages[0]?.partition !== only) return;
      const lines = messages
        .filter(({ key }) => movieId === null || key === movieId)
        .flatMap((message) => readable(message, parts))
        .map((rating) => `${command.json ? JSON.stringify(rating) : toLine(rating)}\n`);
      if (lines.length > 0) turn = turn.then(() => write(output, lines.join("")));
      await turn;
    },
    onError: parts.onError,
  });
}

function readable(message: LogMessage, { onUnreadable }: TailParts): TailedRating[] {
  try {
    return ratingsOf(message);
  } catch (error) {
    onUnreadable(message, error);
    return [];
  }
}

/** Resolves when the output takes more, or has ended: then nobody reads any more. */
async function write(output: Writable, text: string): Promise<void> {
  if (output.destroyed || output.write(text) || output.destroyed) return;
  const stop = new AbortController();
  const events = ["drain", "close", "error"].map((event) => once(output, event, { signal: stop.signal }));
  await Promise.race(events).catch(() => undefined);
  stop.abort();
  await Promise.allSettled(events);
}
