import type { FeedExtensions } from "./subgraph-endpoint.js";

/**
 * What the source of a subscription field yields, one an event: `payload` is the field's value (`resolve: (item) => item.payload`),
 * `feed` goes out beside the result as `extensions.marquee`.
 */
export interface FeedItem<Payload = unknown> {
  payload: Payload;
  feed: FeedExtensions;
  /** The same object in all feeds whose items tell the same, but for their cursors: it is told once for those that ask in the same words. */
  event?: object;
}

/** Nothing for clients: tells the gateway up to where a feed has come, which it must know before the first event. */
export interface FeedNote {
  payload: undefined;
  feed: FeedExtensions;
}
