import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

/** A document in the form in which equal ones read the same: its operation has no name, and no variable that nothing uses. */
export interface PlainDocument {
  document: DocumentNode;
  text: string;
  variableNames: readonly string[];
}

/** `document` holds one operation and its fragments. */
export function plainDocument(document: DocumentNode): PlainDocument {
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
  const plain: DocumentNode = { kind: Kind.DOCUMENT, definitions };
  return { document: plain, text: print(plain), variableNames: [...used].sort() };
}

/** What a subscription shows of an item: itself without its field's arguments, which say which items come. */
export function subscriptionSelection(schema: GraphQLSchema, document: DocumentNode): PlainDocument {
  const root = schema.getSubscriptionType();
  const types = new TypeInfo(schema);
  const Field = (field: FieldNode) => (types.getParentType() === root ? { ...field, arguments: [] } : undefined);
  return plainDocument(visit(document, visitWithTypeInfo(types, { Field })));
}
