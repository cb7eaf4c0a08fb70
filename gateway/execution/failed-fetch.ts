import { AppError } from "@marquee/platform/errors/app-error.js";
import {
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  parse,
  type SelectionSetNode,
} from "graphql";

const MAX_ERRORS = 100;

/**
 * The answer of a subgraph that gave none: no data, and an error for every field that was asked of it, as if each had failed
 * (at most 100 of them). Codes of AppErrors are kept; anything else becomes UNAVAILABLE.
 */
export function failedFetch(
  subgraph: string,
  query: string,
  variables: Record<string, unknown>,
  error: unknown,
): ExecutionResult {
  const code = error instanceof AppError ? error.code : "UNAVAILABLE";
  const message =
    error instanceof AppError ? error.message : `The ${subgraph} subgraph can't be reached; try again in a moment.`;
  const paths = fieldPaths(parse(query, { noLocation: true }), variables).slice(0, MAX_ERRORS);
  return { errors: paths.map((path) => new GraphQLError(message, { path, extensions: { code } })) };
}

type Path = (string | number)[];

function fieldPaths(document: DocumentNode, variables: Record<string, unknown>): Path[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) return [[]];
  const paths: Path[] = [];
  for (const selection of operation.selectionSet.selections) {
    if (selection.kind !== Kind.FIELD) continue;
    const key = selection.alias?.value ?? selection.name.value;
    if (selection.name.value !== "_entities" || selection.selectionSet === undefined) {
      paths.push([key]);
      continue;
    }
    for (const [index, typeName] of representationTypes(variables).entries()) {
      for (const field of responseKeys(selection.selectionSet, typeName, fragments)) paths.push([key, index, field]);
    }
  }
  return paths;
}

function representationTypes(variables: Record<string, unknown>): string[] {
  const representations = Array.isArray(variables.representations) ? variables.representations : [];
  return representations.slice(0, MAX_ERRORS).map((representation) => String(representation?.__typename));
}

function responseKeys(
  selectionSet: SelectionSetNode,
  typeName: string,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): string[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) {
      return selection.name.value === "__typename" ? [] : [selection.alias?.value ?? selection.name.value];
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const condition = fragment?.typeCondition?.name.value ?? typeName;
    return fragment !== undefined && condition === typeName
      ? responseKeys(fragment.selectionSet, typeName, fragments)
      : [];
  });
}
