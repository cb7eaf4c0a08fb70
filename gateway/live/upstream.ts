import { AppError, ERROR_CODES, type ErrorCode } from "@marquee/platform/errors/app-error.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type {
  FeedExtensions,
  SubgraphEndpoint,
  SubgraphRequest,
} from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { ExecutionResult } from "graphql";
import { ABORTED, pause, untilAborted } from "./abortable.js";
import type { UpstreamItem } from "./live-item.js";

export interface UpstreamOptions {
  endpoint: SubgraphEndpoint;
  request: SubgraphRequest;
  /** Whether a feed without a cursor starts with an item that has one, so that none is missed by opening it again until then. */
  resumable: boolean;
  signal: AbortSignal;
  backOff: BackOff;
  logger: Logger;
  /** Told of every opening after the first. */
  onReopen?: () => void;
}

export interface BackOff {
  firstMs: number;
  mostMs: number;
  /** How often an upstream that has never given an item is tried. */
  openTries: number;
}

/**
 * A feed of a subgraph that heals itself: when it breaks, or the subgraph ends it (feeds have no end of their own), it is opened
 * again behind the last item. Throws an AppError when the subgraph refuses, when it can't be reached at first, and when a break
 * before the first cursor means that events may be missing. Ends when the signal aborts.
 */
export async function* openUpstream(options: UpstreamOptions): AsyncGenerator<UpstreamItem, undefined> {
  const { signal, backOff, logger, request } = options;
  let after = request.after;
  let tries = 0;
  let started = false;
  for (;;) {
    const source = options.endpoint.subscribe(after === undefined ? request : { ...request, after });
    let reason: unknown = "ended";
    try {
      for (;;) {
        const step = await untilAborted(source.next(), signal);
        if (step === ABORTED) return;
        if (step.done === true) break;
        const feed = feedOf(step.value);
        if (feed === undefined) throw refusal(step.value);
        tries = 0;
        started = true;
        after = feed.cursor;
        yield { event: step.value, feed };
      }
    } catch (error) {
      if (!isRetriable(error)) throw error;
      reason = error;
    } finally {
      // Not waited for: a source that is stuck must not hold up whoever leaves it.
      source.return?.().catch(() => {});
    }
    tries += 1;
    if (!started) checkReopening(options, tries, reason);
    logger.warn(
      { error: reason, tries, requestId: request.requestId },
      "a subgraph's feed broke off; opening it again",
    );
    await pause(Math.min(backOff.firstMs * 2 ** (tries - 1), backOff.mostMs), signal);
    if (signal.aborted) return;
    options.onReopen?.();
  }
}

function checkReopening({ request, resumable, backOff }: UpstreamOptions, tries: number, cause: unknown): void {
  if ((resumable || request.after !== undefined) && tries < backOff.openTries) return;
  const message = "The live feed is not available at the moment; subscribe again in a moment.";
  throw new AppError("UNAVAILABLE", message, { cause });
}

function feedOf(result: ExecutionResult): FeedExtensions | undefined {
  return result.extensions?.marquee as FeedExtensions | undefined;
}

function refusal(result: ExecutionResult): AppError {
  const [error] = result.errors ?? [];
  const code = String(error?.extensions?.code);
  const known = Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : "INTERNAL_SERVER_ERROR";
  return new AppError(known, error?.message ?? "A subgraph sent an item without its position.", { cause: error });
}

function isRetriable(error: unknown): boolean {
  return error instanceof AppError ? error.retriable : true;
}
