import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  type OperationDefinitionNode,
  type TypeNode,
  typeFromAST,
} from "graphql";

const SCALARS: Readonly<Record<string, unknown>> = {
  Int: 1,
  SafeInt: 1,
  Float: 1,
  Boolean: false,
  Date: "2000-01-01",
  DateTime: "2000-01-01T00:00:00Z",
  CountryCode: "US",
};

/** The least that an operation's variables accept: values for those that must be given. */
export function sampleVariables(schema: GraphQLSchema, operation: OperationDefinitionNode): Record<string, unknown> {
  const variables: Record<string, unknown> = {};
  for (const { variable, type, defaultValue } of operation.variableDefinitions ?? []) {
    if (type.kind !== Kind.NON_NULL_TYPE || defaultValue !== undefined) continue;
    const inputType = typeFromAST(schema, type as TypeNode as never) as GraphQLInputType | undefined;
    if (inputType !== undefined) variables[variable.name.value] = sampleOf(inputType);
  }
  return variables;
}

function sampleOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? "x";
  const required = Object.values(type.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(required.map((field) => [field.name, sampleOf(field.type)]));
}
