import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  Kind,
} from "graphql";
import type { SubscriptionPlan } from "./federated-executor.js";

const GAP = "FeedGap";

/** What a subscription's client selects of a FeedGap, as a result; undefined where its field can't give one. */
export function gapResult(schema: GraphQLSchema, document: DocumentNode): SubscriptionPlan["gapOf"] {
  const field = rootFieldOf(document);
  const type = field === undefined ? undefined : schema.getSubscriptionType()?.getFields()[field]?.type;
  const named = type === undefined ? undefined : getNamedType(type);
  if (field === undefined || named === undefined || !isAbstractType(named)) return undefined;
  if (!schema.getPossibleTypes(named).some(({ name }) => name === GAP)) return undefined;
  return (gap, variableValues) => {
    const rootValue = { [field]: { __typename: GAP, ...gap } };
    return execute({ schema, document, rootValue, variableValues }) as ExecutionResult;
  };
}

/** The one root field, which may stand in fragments. */
function rootFieldOf(document: DocumentNode): string | undefined {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  let selection = operation?.selectionSet.selections[0];
  while (selection !== undefined && selection.kind !== Kind.FIELD) {
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    selection = fragment?.selectionSet.selections[0];
  }
  return selection?.name.value;
}
