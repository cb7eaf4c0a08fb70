import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { LiveFeed } from "./live-feed.js";
import type { LiveHubOptions } from "./live-hub.js";
import type { UpstreamItem } from "./live-item.js";
import { mapInOrder } from "./map-in-order.js";
import type { CompleteEvent } from "./share-completions.js";
import type { LiveSource } from "./shared-stream.js";
import { openUpstream } from "./upstream.js";

export interface SourceOptions extends LiveHubOptions {
  complete: CompleteEvent;
  /** Ends what is being completed. */
  closing: AbortSignal;
  onClose: () => void;
}

/** An upstream of its own for a feed, its events completed. */
export function startSource(
  feed: LiveFeed,
  after: string | undefined,
  { endpoints, limits, metrics, clock, logger, complete, closing, onClose }: SourceOptions,
): LiveSource {
  const controller = new AbortController();
  const { signal } = controller;
  const { plan, viewer, variables } = feed;
  const endpoint = endpoints[plan.subgraph];
  if (endpoint === undefined) {
    throw new AppError("UNAVAILABLE", `The gateway was given no address for the ${plan.subgraph} subgraph.`);
  }
  const requestId = uuidV7(clock);
  const upstream = openUpstream({
    endpoint,
    request: {
      query: plan.operation,
      operationName: plan.operationName,
      variables: Object.fromEntries(plan.variableNames.map((name) => [name, variables[name]])),
      viewer,
      requestId,
      after,
    },
    resumable: feed.resumable,
    signal,
    backOff: limits.backOff,
    logger,
    onReopen: () => metrics.reopenings.inc(),
  });
  const completion = {
    plan,
    variables,
    context: { viewer, requestId, onFetch: (subgraph: string) => metrics.fetches.inc({ subgraph }) },
    tries: limits.completionTries,
    budgetMs: limits.completionBudgetMs,
    // Not this source's: others may wait for what it began.
    signal: closing,
    onExecution: () => metrics.executions.inc(),
    onHidden: (error: unknown) => logger.error({ error, requestId }, "completing an event failed"),
  };
  const completed = (item: UpstreamItem) => complete(feed.selectionKey, item, completion);
  const items = mapInOrder(upstream, completed, { concurrency: limits.completionConcurrency, signal });
  return {
    items,
    close() {
      if (signal.aborted) return;
      controller.abort();
      // The signal ends what waits; what nobody reads any more waits for nothing, and has to be told.
      items.return(undefined).catch(() => {});
      onClose();
    },
  };
}
