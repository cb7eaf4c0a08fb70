import { AppError } from "@marquee/platform/errors/app-error.js";
import {
  type PlainDocument,
  plainDocument,
  subscriptionSelection,
} from "@marquee/platform/subgraph/subscription-selection.js";
import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
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
  selection: PlainDocument;
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
  const { document: plain, text, variableNames } = plainDocument(stripped);
  return {
    document: plain,
    text,
    variableNames,
    selection: subscriptionSelection(schema, stripped),
    resumable,
    afterOf: (variables) => cursorOf(after, variables),
  };
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
