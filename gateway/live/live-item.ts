import type { FeedExtensions, FeedPosition } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { ExecutionResult } from "graphql";
import type { LivePayload } from "./live-payload.js";

/** An event as a subgraph sent it, before the other subgraphs have completed it. */
export interface UpstreamItem {
  event: ExecutionResult;
  feed: FeedExtensions;
}

/** One message for a client, ready to send, and where in the feed it stands. */
export interface LiveItem {
  /** Undefined for a note that is for the gateway alone. */
  payload: LivePayload | undefined;
  /** What a client resumes behind it with. */
  cursor: string;
  positions: readonly FeedPosition[];
  /** Whether the replay has caught up. */
  live: boolean;
}
