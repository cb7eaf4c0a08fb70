import { AppError } from "@marquee/platform/errors/app-error.js";
import type { SubgraphEndpoint, SubgraphRequest } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { type ExecutionResult, Kind, parse } from "graphql";
import { LRUCache } from "lru-cache";
import { divideEntities, type EntityRequest, representationsOf } from "./divide-entities.js";

type Execute = SubgraphEndpoint["execute"];

export interface JoiningLimits {
  /** Representations in one request. */
  representations: number;
  /** How long a fetch waits at most for the one before it to be answered. */
  waitMs: number;
}

/** What goes in one request once it is its turn. The first one's context (trace, request id) is the request's. */
interface Batch {
  requests: EntityRequest[];
  representations: number;
  go(): void;
  results: Promise<(ExecutionResult | undefined)[]>;
}

/** Fetches that can go together. */
interface Lane {
  underway: number;
  next: Batch | undefined;
}

const REMEMBERED_QUERIES = 1_000;

/**
 * Fetches of entities by the same query, with the same other variables, for the same viewer: while one is under way the next ones wait for
 * its answer (or `waitMs`, or until they are many), and go as one request. Where nothing is under way nothing waits.
 */
export function joinEntityFetches(execute: Execute, limits: JoiningLimits, onJoined: () => void): Execute {
  const lanes = new Map<string, Lane>();
  const entityQueries = new LRUCache<string, boolean>({ max: REMEMBERED_QUERIES });

  function isEntityRequest(request: SubgraphRequest): request is EntityRequest {
    if (!Array.isArray(request.variables?.representations)) return false;
    const known = entityQueries.get(request.query) ?? asksForEntitiesOnly(request.query);
    entityQueries.set(request.query, known);
    return known;
  }

  async function send(requests: readonly EntityRequest[]): Promise<(ExecutionResult | undefined)[]> {
    const [first, ...others] = requests;
    if (first === undefined) return [];
    if (others.length === 0) return [await execute(first)];
    for (const _ of others) onJoined();
    const variables = { ...first.variables, representations: requests.flatMap(representationsOf) };
    try {
      return divideEntities(await execute({ ...first, variables }), requests);
    } catch (error) {
      if (error instanceof AppError && error.code === "UNAVAILABLE") throw error;
      // Too much together, perhaps.
      return requests.map(() => undefined);
    }
  }

  function openBatch(key: string, lane: Lane): Batch {
    let start: () => void = () => {};
    const started = new Promise<void>((resolve) => {
      start = resolve;
    });
    const timer = setTimeout(() => batch.go(), limits.waitMs);
    const batch: Batch = {
      requests: [],
      representations: 0,
      go() {
        clearTimeout(timer);
        lane.next = undefined;
        lane.underway += 1;
        start();
      },
      results: started
        .then(() => send(batch.requests))
        .finally(() => {
          lane.underway -= 1;
          if (lane.next !== undefined) lane.next.go();
          else if (lane.underway === 0) lanes.delete(key);
        }),
    };
    lane.next = batch;
    return batch;
  }

  return async (request) => {
    if (!isEntityRequest(request)) return execute(request);
    const key = keyOf(request);
    const lane = lanes.get(key) ?? { underway: 0, next: undefined };
    lanes.set(key, lane);
    const count = representationsOf(request).length;
    if (lane.next !== undefined && lane.next.representations + count > limits.representations) lane.next.go();
    const batch = lane.next ?? openBatch(key, lane);
    const place = batch.requests.push(request) - 1;
    batch.representations += count;
    if (lane.underway === 0 || batch.representations >= limits.representations) batch.go();
    return (await batch.results)[place] ?? execute(request);
  };
}

function keyOf({ query, operationName, viewer, variables: { representations: _, ...others } }: EntityRequest): string {
  return JSON.stringify([operationName, viewer, others, query]);
}

/** Read, not searched for: a client's strings may stand in a query that a planner wrote. */
function asksForEntitiesOnly(query: string): boolean {
  const [operation, ...more] = parse(query, { noLocation: true }).definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [field, ...others] = operation?.selectionSet.selections ?? [];
  if (more.length > 0 || others.length > 0 || field?.kind !== Kind.FIELD) return false;
  const [representations] = field.arguments ?? [];
  return (
    field.name.value === "_entities" &&
    field.alias === undefined &&
    representations?.value.kind === Kind.VARIABLE &&
    representations.value.name.value === "representations"
  );
}
