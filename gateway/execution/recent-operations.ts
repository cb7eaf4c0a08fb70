import type { DocumentNode } from "graphql";
import { LRUCache } from "lru-cache";

export interface RecentOperation {
  document: DocumentNode;
  documentHash: string;
  operationName: string | undefined;
}

/** The operations that ran last: what another supergraph should have planned before it serves. No variables are kept. */
export interface RecentOperations {
  note(operation: RecentOperation): void;
  /** The latest first. */
  all(): RecentOperation[];
}

export function createRecentOperations(most: number): RecentOperations {
  const operations = new LRUCache<string, RecentOperation>({ max: most });
  return {
    note({ document, documentHash, operationName }) {
      const key = operationName === undefined ? documentHash : `${documentHash} ${operationName}`;
      if (operations.get(key) === undefined) operations.set(key, { document, documentHash, operationName });
    },
    all: () => [...operations.values()],
  };
}
