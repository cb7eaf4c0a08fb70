import type { FamilyLoader } from "@marquee/platform/aliases/family-loader.js";
import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { RatingFeedDependencies } from "./live/rating-feed.js";
import type { RatingLoaders } from "./loaders.js";
import type { RatingStore } from "./store/rating-store.js";
import type { RatingWriteDependencies } from "./use-cases/append-rating.js";

/** What resolvers are given, one a request. */
export interface SubgraphContext {
  viewer: Viewer | null;
  /** For a subscription: where the gateway goes on, whatever the client asked for. */
  after: string | null;
  signal: AbortSignal;
  loaders: RatingLoaders;
  services: RatingServices;
}

/** What lives as long as the process. */
export interface RatingServices {
  ratings: RatingStore;
  writes: RatingWriteDependencies;
  feed: RatingFeedDependencies;
  cursors: CursorSigner;
  families: FamilyLoader;
}
