import type { ExecutionResult } from "graphql";
import type { TraceContext } from "../tracing/trace-context.js";

/** A subgraph as the gateway sees it, in the same process or over the network. */
export interface SubgraphEndpoint {
  execute(request: SubgraphRequest): Promise<ExecutionResult>;
  /**
   * One item an event, each with `extensions.marquee` (FeedExtensions). Ends when the subgraph ends it; `return()` frees it.
   * A request that is refused throws or yields one item with errors and no data.
   */
  subscribe(request: SubgraphRequest): AsyncIterableIterator<ExecutionResult>;
}

export interface SubgraphRequest {
  query: string;
  operationName?: string | undefined;
  variables?: Record<string, unknown> | undefined;
  viewer: Viewer | null;
  requestId: string;
  /** For subscriptions: resume behind this signed cursor, whatever the client asked for. */
  after?: string | undefined;
}

/** Who asks, as the gateway verified it. */
export interface Viewer {
  userId: string;
  roles: readonly Role[];
  /** When the proof runs out, in milliseconds since 1970. */
  expiresAt: number;
}

export type Role = "USER" | "ADMIN";

/**
 * What every `next` between subgraph and gateway carries under `extensions.marquee`, whatever the client selected. Plain
 * positions are for the gateway alone, which merges streams by them; clients see signed cursors only.
 */
export interface FeedExtensions {
  /** Signed: good as `after`. */
  cursor: string;
  /** Unique for the item's event; progress and gaps have none. */
  eventId?: string;
  /** Everything up to these has been delivered, by partition: [partition, position, items of the next position delivered]. */
  positions: readonly FeedPosition[];
  /** Whether the replay has caught up. */
  live: boolean;
  /** What the item follows from, where that is known. */
  trace?: TraceContext | undefined;
}

export type FeedPosition = readonly [partition: number, position: number, within: number];
