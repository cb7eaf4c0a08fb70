import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { DocumentNode, ExecutionResult, GraphQLSchema } from "graphql";

/**
 * Runs operations over the supergraph. HTTP and websocket know this port alone, so another executor can stand behind it.
 * Documents handed in have been parsed and validated against `schema`.
 */
export interface FederatedExecutor {
  /** The API schema: what clients see. */
  readonly schema: GraphQLSchema;
  /** The same as SDL. */
  readonly sdl: string;
  /** Queries and mutations. What a subgraph failed to give is an error with a path; the rest stands. Rejects for defects only. */
  execute(request: OperationRequest): Promise<ExecutionResult>;
  /** How to run a subscription: what to open where, and how to make a result of each event. Throws a GraphQLError. */
  planSubscription(request: SubscriptionRequest): SubscriptionPlan;
  /**
   * Serves another supergraph once the operations that ran last are planned for it; until then, and when it can't be served, which
   * rejects, the old one serves.
   */
  replaceSupergraph(supergraphSdl: string): Promise<void>;
  /** Told after every replacement, until the function returned is called. */
  onSchemaChange(listener: () => void): () => void;
  close(): Promise<void>;
}

/** What the subgraphs learn of a request beside the operation itself. */
export interface OperationContext {
  viewer: Viewer | null;
  requestId: string;
  /** At most so many milliseconds for each request to a subgraph, where less than usual is wanted. */
  timeoutMs?: number;
  /** Told of every request to a subgraph. */
  onFetch?: (subgraph: string) => void;
}

export interface OperationRequest {
  document: DocumentNode;
  /** The same for equal documents: plans are kept by it. */
  documentHash: string;
  operationName?: string | undefined;
  variables: Record<string, unknown>;
  context: OperationContext;
}

export interface SubscriptionRequest {
  /** One subscription operation and its fragments. */
  document: DocumentNode;
  documentHash: string;
}

export interface SubscriptionPlan {
  /** The subgraph that owns the subscription field. */
  readonly subgraph: string;
  /** What to open there, and the variables that it uses. */
  readonly operation: string;
  readonly operationName: string | undefined;
  readonly variableNames: readonly string[];
  /** Whether the result depends on who asks: a field tagged "viewer" is selected. */
  readonly viewerDependent: boolean;
  /** Whether an item stands for all before it: its field is tagged "latest". */
  readonly conflatable: boolean;
  /** The result that tells the client of a gap, where the field's type has a form for one. */
  readonly gapOf:
    | ((gap: { cursor: string; reason: string }, variables: Record<string, unknown>) => ExecutionResult)
    | undefined;
  /** Completes one event of the subgraph, `{ data, errors }`, by what the other subgraphs know. */
  executeEvent(
    event: ExecutionResult,
    variables: Record<string, unknown>,
    context: OperationContext,
  ): Promise<ExecutionResult>;
}
