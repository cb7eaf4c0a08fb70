// What an operation may make the subgraphs do, told before any of it is done.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/** What a list without `first` is taken for. */
const USUAL_LIST = 10;
const MUTATION_COST = 10;

interface Measured {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Readonly<Record<string, unknown>>;
}

/**
 * An object costs 1, a field of Mutation 10 more, scalars nothing; what is selected of a list costs as many times as the list is long.
 * A list is as long as the `first` of its own field or of the connection around it says, given or by default, else 10.
 * `document` is valid, holds the operation and its fragments, and is within the limits of size: every spread is followed.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const root = schema.getRootType(operation.operation) ?? undefined;
  return costOfSelections(operation.selectionSet, root, undefined, { schema, fragments, variables });
}

/** Throws BAD_USER_INPUT. */
export function refuseCostly(cost: number, maxCost: number, operation: OperationDefinitionNode): void {
  if (cost <= maxCost) return;
  const message = `The operation costs ${cost}; the limit is ${maxCost}. Ask for smaller pages, or for less in each of their items.`;
  throw new GraphQLError(message, { nodes: operation, extensions: { code: "BAD_USER_INPUT" } });
}

/** `page`: how long the lists of a connection are. */
function costOfSelections(
  { selections }: SelectionSetNode,
  parent: GraphQLNamedType | undefined,
  page: number | undefined,
  measured: Measured,
): number {
  let cost = 0;
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      cost += costOfField(selection, parent, page, measured);
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : measured.fragments.get(selection.name.value);
    if (fragment === undefined) continue;
    const condition = fragment.typeCondition?.name.value;
    const type = condition === undefined ? parent : measured.schema.getType(condition);
    cost += costOfSelections(fragment.selectionSet, type, page, measured);
  }
  return cost;
}

function costOfField(
  node: FieldNode,
  parent: GraphQLNamedType | undefined,
  page: number | undefined,
  measured: Measured,
): number {
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
  // Introspection is answered here, and graphql-js bounds it.
  if (field === undefined) return 0;
  const own = parent === measured.schema.getMutationType() ? MUTATION_COST : 0;
  const type = getNamedType(field.type);
  if (isLeafType(type) || node.selectionSet === undefined) return own;
  const first = firstOf(field, node, measured.variables);
  const isList = isListType(getNullableType(field.type));
  const inner = costOfSelections(node.selectionSet, type, isList ? undefined : first, measured);
  return own + (isList ? (first ?? page ?? USUAL_LIST) : 1) * (1 + inner);
}

function firstOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): number | undefined {
  const argument = field.args.find(({ name }) => name === "first");
  if (argument === undefined) return undefined;
  const value = node.arguments?.find(({ name }) => name.value === "first")?.value;
  const given =
    value?.kind === Kind.INT
      ? Number(value.value)
      : value?.kind === Kind.VARIABLE
        ? variables[value.name.value]
        : undefined;
  if (typeof given === "number") return given;
  return typeof argument.defaultValue === "number" ? argument.defaultValue : USUAL_LIST;
}
