import { type Operation, operationFromDocument, type Schema, Supergraph } from "@apollo/federation-internals";
import type { GraphQLDataSource } from "@apollo/gateway";
import { buildOperationContext, executeQueryPlan } from "@apollo/gateway";
import { computeResponse } from "@apollo/gateway/dist/resultShaping.js";
import { type FetchNode, type PlanNode, type QueryPlan, QueryPlanner } from "@apollo/query-planner";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { type DocumentNode, type ExecutionResult, type GraphQLSchema, Kind } from "graphql";
import { LRUCache } from "lru-cache";
import type { OperationContext, SubscriptionPlan, SubscriptionRequest } from "./federated-executor.js";
import { gapResult } from "./gap-result.js";
import { findTaggedFields, selectsTaggedField } from "./tagged-fields.js";

type RequestContext = Parameters<typeof executeQueryPlan>[2];
type EventResponse = Awaited<ReturnType<GraphQLDataSource["process"]>>;

// No subgraph can have this name: join__Graph's names come from composition.
const EVENT = "__event";

export interface SubscriptionPlanner {
  plan(request: SubscriptionRequest): SubscriptionPlan;
}

/**
 * @apollo/gateway refuses subscriptions, but its planner plans them: a first fetch, which is the subscription in its own
 * subgraph, and the rest. Each event is executed as a plan in which a service of our own answers that first fetch with the
 * event, so that merging, aliases and nulls are the gateway's own work.
 */
export function createSubscriptionPlanner(options: {
  supergraphSdl: string;
  dataSources: Readonly<Record<string, GraphQLDataSource>>;
  maxPlans: number;
}): SubscriptionPlanner {
  const supergraph = Supergraph.build(options.supergraphSdl, { supportedFeatures: null, validateSupergraph: true });
  const planner = new QueryPlanner(supergraph);
  const apiSchema = supergraph.apiSchema();
  const schemas = {
    api: apiSchema,
    apiGraphQLJS: apiSchema.toGraphQLJSSchema(),
    supergraphGraphQLJS: supergraph.schema.toGraphQLJSSchema(),
  };
  const taggedFields = findTaggedFields(options.supergraphSdl);
  const plans = new LRUCache<string, SubscriptionPlan>({ max: options.maxPlans });

  function build({ document }: SubscriptionRequest): SubscriptionPlan {
    const operation = operationFromDocument(schemas.api, document, { validate: false });
    const { node } = planner.buildQueryPlan(operation);
    if (node?.kind !== "Subscription") throw new AppError("BAD_USER_INPUT", "This operation is not a subscription.");
    const { primary, rest } = node;
    const execute = eventExecutor(schemas, options.dataSources, {
      document,
      operation,
      plan: eventPlan(primary, rest),
    });
    return {
      subgraph: primary.serviceName,
      operation: primary.operation,
      operationName: primary.operationName,
      variableNames: primary.variableUsages ?? [],
      viewerDependent: selectsTaggedField(schemas.apiGraphQLJS, taggedFields("viewer"), document),
      conflatable: selectsTaggedField(schemas.apiGraphQLJS, taggedFields("latest"), document),
      gapOf: gapResult(schemas.apiGraphQLJS, document),
      executeEvent: execute,
    };
  }

  return {
    plan(request) {
      const known = plans.get(request.documentHash);
      if (known !== undefined) return known;
      const plan = build(request);
      plans.set(request.documentHash, plan);
      return plan;
    },
  };
}

function eventPlan(primary: FetchNode, rest: PlanNode | undefined): QueryPlan {
  const event: FetchNode = { ...primary, serviceName: EVENT };
  return { kind: "QueryPlan", node: { kind: "Sequence", nodes: rest === undefined ? [event] : [event, rest] } };
}

interface Schemas {
  api: Schema;
  apiGraphQLJS: GraphQLSchema;
  supergraphGraphQLJS: GraphQLSchema;
}

/**
 * The gateway's executor reads an operation anew whenever it runs one. So it is given one that selects nothing, with the variables
 * that the plan's conditions are about, and what the plan has gathered is brought into the client's shape by the operation that was kept.
 */
function eventExecutor(
  schemas: Schemas,
  dataSources: Readonly<Record<string, GraphQLDataSource>>,
  { document, operation, plan }: { document: DocumentNode; operation: Operation; plan: QueryPlan },
): SubscriptionPlan["executeEvent"] {
  const operationDocument = selectingNothing(document);
  const operationContext = buildOperationContext({ schema: schemas.apiGraphQLJS, operationDocument });
  return async (event: ExecutionResult, variables: Record<string, unknown>, context: OperationContext) => {
    // A copy, because the executor merges what it fetches into the objects that it was given.
    const gathered = event.data == null ? event.data : JSON.parse(JSON.stringify(event.data));
    const answer = { data: gathered, ...(event.errors === undefined ? {} : { errors: event.errors }) };
    const services = { ...dataSources, [EVENT]: { process: async () => answer as EventResponse } };
    const requestContext = { request: { variables }, context, document, metrics: {} } as unknown as RequestContext;
    const { errors } = await executeQueryPlan(
      plan,
      services,
      requestContext,
      operationContext,
      schemas.supergraphGraphQLJS,
      schemas.api,
    );
    const { data } = computeResponse({ operation, variables, input: gathered ?? {}, introspectionHandling });
    return { data: data ?? null, ...(errors === undefined ? {} : { errors }) };
  };
}

function selectingNothing(document: DocumentNode): DocumentNode {
  const selections = [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } }] as const;
  const definitions = document.definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION
      ? [{ ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } } as const]
      : [],
  );
  return { kind: Kind.DOCUMENT, definitions };
}

/** A subscription has one root field, which is the feed. */
function introspectionHandling(): never {
  throw new Error("A subscription's root field can't be introspection.");
}
