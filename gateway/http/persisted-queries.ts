import { LRUCache } from "lru-cache";

/** Documents that clients registered by their hash (Apollo's automatic persisted queries), the latest ones, in so many bytes. */
export function createPersistedQueries(maxBytes: number) {
  const documents = new LRUCache<string, string>({
    maxSize: maxBytes,
    sizeCalculation: (document, hash) => 2 * (document.length + hash.length),
  });
  return {
    get: async (hash: string) => documents.get(hash),
    set: async (hash: string, document: string) => void documents.set(hash, document),
    delete: async (hash: string) => documents.delete(hash),
  };
}
