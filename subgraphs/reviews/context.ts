import type { FamilyLoader } from "@marquee/platform/aliases/family-loader.js";
import type { EndpointRequest } from "@marquee/platform/subgraph/create-subgraph-endpoint.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { createLoaders, type Loaders } from "./loaders.js";
import type { ReviewStore } from "./store/review-store.js";

/** What resolvers know of one request. */
export interface SubgraphContext {
  viewer: Viewer | null;
  /** A subscription resumes behind this cursor. */
  after: string | undefined;
  signal: AbortSignal;
  loaders: Loaders;
}

export function createContext(
  store: ReviewStore,
  families: Pick<FamilyLoader, "load">,
  { viewer, after, signal }: EndpointRequest,
): SubgraphContext {
  return { viewer, after, signal, loaders: createLoaders(store, families) };
}
