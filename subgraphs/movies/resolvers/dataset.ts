import type { FeedItem } from "@marquee/platform/subgraph/feed-item.js";
import { type AskingServices, cancelImport, deleteDataset, importDataset } from "../datasets/ask-for-run.js";
import { filesOf, kindOf } from "../datasets/describe-dataset.js";
import { listDatasets } from "../datasets/list-datasets.js";
import { requireAdmin } from "../datasets/require-admin.js";
import { signCursor, type WatchingServices, watchDataset } from "../datasets/watch-dataset.js";
import type { Resolvers } from "../generated/resolvers.js";
import { bytesOf, type DatasetState } from "../rules/dataset-state.js";

export type DatasetServices = AskingServices & WatchingServices;

export function datasetResolvers(
  services: DatasetServices,
): Required<Pick<Resolvers, "Dataset" | "Query" | "Mutation" | "Subscription">> {
  const { datasets, cursors } = services;
  return {
    Dataset: {
      name: ({ id }) => id,
      kind: kindOf,
      bytes: bytesOf,
      files: filesOf,
      cursor: (dataset) => signCursor(cursors, dataset),
    },
    Query: {
      datasets(_root, request, { viewer }) {
        requireAdmin(viewer);
        return listDatasets(services, request);
      },
      dataset(_root, { id }, { viewer }) {
        requireAdmin(viewer);
        const found = datasets.find(id);
        return found?.state === "DELETED" ? null : found;
      },
    },
    Mutation: {
      importDataset: (_root, { input }, { viewer }) => importDataset(services, viewer, input),
      cancelImport: (_root, { input }, { viewer }) => cancelImport(services, viewer, input),
      deleteDataset: (_root, { input }, { viewer }) => deleteDataset(services, viewer, input),
    },
    Subscription: {
      importProgress: {
        subscribe: (_root, { id, after: given }, { viewer, after, signal }) =>
          watchDataset(services, { id: id ?? "", after: after ?? given ?? null, viewer, signal }),
        resolve: (item: FeedItem<DatasetState>) => item.payload,
      },
    },
  };
}
