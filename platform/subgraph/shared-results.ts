import type { ExecutionResult } from "graphql";

export interface SharedResults {
  /**
   * What `execute` gives, once for all who ask in the same words for the same event; each has its own cursor in it. `event`, `words`
   * undefined: for this one alone.
   */
  of(
    item: { event: object | undefined; words: string | undefined; cursor: string },
    execute: () => Promise<ExecutionResult>,
  ): Promise<ExecutionResult>;
}

/** Results are kept for as long as anybody keeps the event, and none that has errors. */
export function createSharedResults(): SharedResults {
  const byEvent = new WeakMap<object, Map<string, Promise<{ result: ExecutionResult; cursor: string }>>>();
  return {
    async of({ event, words, cursor }, execute) {
      if (event === undefined || words === undefined) return execute();
      const results = byEvent.get(event) ?? new Map();
      byEvent.set(event, results);
      let shared = results.get(words);
      if (shared === undefined) {
        shared = execute().then((result) => {
          if (result.errors !== undefined) results.delete(words);
          return { result, cursor };
        });
        shared.catch(() => results.delete(words));
        results.set(words, shared);
      }
      const told = await shared;
      if (told.cursor === cursor || told.result.data == null) return told.result;
      return { ...told.result, data: retold(told.result.data, told.cursor, cursor) as Record<string, unknown> };
    },
  };
}

function retold(value: unknown, from: string, to: string): unknown {
  if (value === from) return to;
  if (Array.isArray(value)) return value.map((item) => retold(item, from, to));
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = retold((value as Record<string, unknown>)[key], from, to);
  return copy;
}
