import { type FeedStep, type FollowOptions, followFeed } from "./follow-feed.js";
import type { LostCursor } from "./what-next.js";

export interface Sink<Data> {
  next(result: Exclude<FeedStep<Data>, { gap: LostCursor }>): void;
  gap(reason: LostCursor): void;
  error(error: unknown): void;
  complete(): void;
}

/** followFeed for whoever wants to be called: what client libraries build their subscriptions on. Returns what ends it. */
export function subscribe<Data, Variables>(
  options: Omit<FollowOptions<Data, Variables>, "signal">,
  sink: Sink<Data>,
): () => void {
  const leaving = new AbortController();
  async function run(): Promise<void> {
    for await (const step of followFeed({ ...options, signal: leaving.signal })) {
      if (leaving.signal.aborted) return;
      if ("gap" in step) sink.gap(step.gap);
      else sink.next(step);
    }
  }
  run().then(
    () => sink.complete(),
    (error) => sink.error(error),
  );
  return () => leaving.abort();
}
