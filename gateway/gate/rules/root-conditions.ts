import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
} from "graphql";

/**
 * Refuses @skip and @include on the root field of subscriptions: a subscription that is left out has no meaning, graphql-js'
 * validation throws over them and the query planner too. To be called before either. Throws BAD_USER_INPUT.
 */
export function refuseRootConditions(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION || definition.operation !== "subscription") continue;
    const condition = findCondition(definition.selectionSet, fragments, new Set());
    if (condition === undefined) continue;
    const message = `@${condition.name.value} can't stand on a subscription's root field; leave the whole subscription out instead.`;
    throw new GraphQLError(message, { nodes: condition, extensions: { code: "BAD_USER_INPUT" } });
  }
}

function findCondition(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  seen: Set<string>,
): DirectiveNode | undefined {
  for (const selection of selections) {
    const own = selection.directives?.find(({ name }) => name.value === "skip" || name.value === "include");
    if (own !== undefined) return own;
    if (selection.kind === Kind.FIELD) continue;
    const name = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : undefined;
    if (name !== undefined && seen.has(name)) continue;
    if (name !== undefined) seen.add(name);
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const condition = inner === undefined ? undefined : findCondition(inner.selectionSet, fragments, seen);
    if (condition !== undefined) return condition;
  }
  return undefined;
}
