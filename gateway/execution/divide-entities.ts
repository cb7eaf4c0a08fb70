import type { SubgraphRequest } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { type ExecutionResult, GraphQLError } from "graphql";

/** A request for `_entities` and nothing else. */
export type EntityRequest = SubgraphRequest & { variables: Record<string, unknown> & { representations: unknown[] } };

export function representationsOf({ variables }: EntityRequest): readonly unknown[] {
  return variables.representations;
}

/**
 * The answer to requests that were asked as one, as each of them would have had it: its own entities, and the errors of those, with the
 * paths that it would have had; errors that say nothing of where they belong are everybody's. Undefined for all where it can't be divided.
 */
export function divideEntities(
  { data, errors = [] }: ExecutionResult,
  requests: readonly EntityRequest[],
): (ExecutionResult | undefined)[] {
  const asked = requests.reduce((sum, request) => sum + representationsOf(request).length, 0);
  const entities = data?._entities;
  if (!Array.isArray(entities) || entities.length !== asked) return requests.map(() => undefined);
  let start = 0;
  return requests.map((request) => {
    const from = start;
    start += representationsOf(request).length;
    const end = start;
    const own = errors.flatMap((error) => {
      const [field, index, ...rest] = error.path ?? [];
      if (typeof index !== "number") return [error];
      return index < from || index >= end ? [] : [withPath(error, [String(field), index - from, ...rest])];
    });
    const result = { data: { _entities: entities.slice(from, end) } };
    return own.length === 0 ? result : { ...result, errors: own };
  });
}

function withPath({ message, extensions, originalError }: GraphQLError, path: (string | number)[]): GraphQLError {
  return new GraphQLError(message, { path, extensions, ...(originalError && { originalError }) });
}
