import { AppError } from "@marquee/platform/errors/app-error.js";
import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

const AFTER = "after";

/** A subscription in the form in which equal ones are the same: no name, no `after` on its field, no variables that nothing uses. */
export interface PreparedSubscription {
  document: DocumentNode;
  /** The document as text. */
  text: string;
  /** The same without the field's arguments, which say only which events come, and the variables that the rest uses. */
  selection: { text: string; variableNames: readonly string[] };
  variableNames: readonly string[];
  /** Whether the field has an `after`: such feeds begin with an item and can be picked up behind any other. */
  resumable: boolean;
  /** What the client gave as `after`, given its variables. Throws CURSOR_INVALID for what can't be a cursor. */
  afterOf(variables: Readonly<Record<string, unknown>>): string | undefined;
}

/** `document` holds one subscription that the gate has admitted, and its fragments. */
export function prepareSubscription(schema: GraphQLSchema, document: DocumentNode): PreparedSubscription {
  const root = schema.getSubscriptionType();
  const types = new TypeInfo(schema);
  let after: ArgumentNode | undefined;
  let resumable = false;
  const stripped = visit(
    document,
    visitWithTypeInfo(types, {
      Field(field: FieldNode) {
        if (types.getParentType() !== root) return undefined;
        resumable ||= types.getFieldDef()?.args.some((argument) => argument.name === AFTER) ?? false;
        after ??= field.arguments?.find((argument) => argument.name.value === AFTER);
        return { ...field, arguments: field.arguments?.filter((argument) => argument.name.value !== AFTER) ?? [] };
      },
    }),
  );
  const normal = normalise(stripped);
  const selection = normalise(
    visit(
      stripped,
      visitWithTypeInfo(types, {
        Field: (field: FieldNode) => (types.getParentType() === root ? { ...field, arguments: [] } : undefined),
      }),
    ),
  );
  return {
    document: normal.document,
    text: print(normal.document),
    selection: { text: print(selection.document), variableNames: selection.variableNames },
    variableNames: normal.variableNames,
    resumable,
    afterOf: (variables) => cursorOf(after, variables),
  };
}

function normalise(document: DocumentNode): { document: DocumentNode; variableNames: string[] } {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: (variable) => {
      used.add(variable.name.value);
    },
  });
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
    const { name: _name, ...operation } = definition;
    return {
      ...operation,
      variableDefinitions:
        definition.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)) ?? [],
    };
  });
  return { document: { kind: Kind.DOCUMENT, definitions }, variableNames: [...used].sort() };
}

function cursorOf(after: ArgumentNode | undefined, variables: Readonly<Record<string, unknown>>): string | undefined {
  if (after === undefined || after.value.kind === Kind.NULL) return undefined;
  const value =
    after.value.kind === Kind.VARIABLE
      ? variables[after.value.name.value]
      : after.value.kind === Kind.STRING
        ? after.value.value
        : after.value;
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw new AppError("CURSOR_INVALID", "after must be a cursor that this feed gave out.");
}
