// Many users rate few movies, each (user, movie) by one writer alone, one write after the other.
import { setTimeout as wait } from "node:timers/promises";
import type { History, Write } from "./history.js";
import type { RatingsClient } from "./ratings-client.js";

export interface TrafficOptions {
  client: RatingsClient;
  history: History;
  /** Of the ratings subgraphs, as they are now. */
  urls(): readonly string[];
  movieIds: readonly string[];
  writers: number;
  usersEach: number;
  random: () => number;
}

const REMOVALS = 0.12;
/** Keys that are sent again although they were acknowledged. */
const REPEATS = 0.08;
/** Unanswered writes that are sent again only after others of the same user and movie. */
const LATER = 0.3;
const AFTER_FAILURE_MS = 150;

/** Starts writing; what it gives ends that, and resolves when every write that was begun has got its answer. */
export function startTraffic(options: TrafficOptions): () => Promise<void> {
  const stop = new AbortController();
  const writers = Array.from({ length: options.writers }, (_, writer) => write(options, writer, stop.signal));
  return async () => {
    stop.abort();
    await Promise.all(writers);
  };
}

async function write(options: TrafficOptions, writer: number, signal: AbortSignal): Promise<void> {
  const { client, history, urls, movieIds, random } = options;
  const below = (limit: number) => Math.floor(random() * limit);
  const unanswered = new Map<string, Write[]>();

  async function send(message: Write): Promise<boolean> {
    const all = urls();
    const attempt = await client.send(all[below(all.length)] ?? "", message);
    history.record(message, attempt);
    if (attempt.outcome !== "acknowledged") await wait(AFTER_FAILURE_MS);
    return attempt.outcome === "acknowledged";
  }

  for (let count = 0; !signal.aborted; count++) {
    const userId = `user-${writer}-${below(options.usersEach)}`;
    // The first movie has most of them.
    const movieId = movieIds[Math.floor(random() ** 2 * movieIds.length)] ?? "";
    const score = random() < REMOVALS ? null : 1 + below(10);
    const message = { userId, movieId, key: `${writer}-${count}`, score };
    const waiting = unanswered.get(`${movieId} ${userId}`) ?? [];
    unanswered.set(`${movieId} ${userId}`, waiting);
    if (await send(message)) {
      if (random() < REPEATS) await send(message);
      const earlier = waiting.shift();
      if (earlier !== undefined) await send(earlier);
    } else if (random() < LATER) {
      waiting.push(message);
    } else {
      while (!signal.aborted && !(await send(message)));
    }
  }
}
