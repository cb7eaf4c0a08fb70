import {
  type ArgumentNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  TypeInfo,
  type ValidationContext,
  type ValidationRule,
  visit,
  visitWithTypeInfo,
} from "graphql";

const ARGUMENT = "first";

/** Refuses a literal `first` outside 1 to the limit. */
export function literalPageSizes(maxPageSize: number): ValidationRule {
  return (context: ValidationContext) => ({
    Argument(argument) {
      if (argument.name.value !== ARGUMENT || argument.value.kind !== Kind.INT) return;
      if (context.getArgument() == null) return;
      const size = Number(argument.value.value);
      if (!isAllowed(size, maxPageSize)) context.reportError(refusal(argument, size, maxPageSize));
    },
  });
}

/** Where an operation takes `first` from variables: a variable's name and one place where it is used. */
export type PageSizeVariables = ReadonlyMap<string, ArgumentNode>;

/** Looks through a document that holds the operation and its fragments, and nothing else. */
export function findPageSizeVariables(schema: GraphQLSchema, document: DocumentNode): PageSizeVariables {
  const variables = new Map<string, ArgumentNode>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument(argument) {
        if (argument.name.value !== ARGUMENT || argument.value.kind !== Kind.VARIABLE || !types.getArgument()) return;
        variables.set(argument.value.name.value, argument);
      },
    }),
  );
  return variables;
}

/** `values` are coerced, so a variable's own default is among them. Null means the field's default. Throws a GraphQLError. */
export function checkPageSizeVariables(
  variables: PageSizeVariables,
  values: Readonly<Record<string, unknown>>,
  maxPageSize: number,
): void {
  for (const [name, argument] of variables) {
    const size = values[name];
    if (size != null && !isAllowed(Number(size), maxPageSize)) throw refusal(argument, Number(size), maxPageSize);
  }
}

function isAllowed(size: number, maxPageSize: number): boolean {
  return Number.isInteger(size) && size >= 1 && size <= maxPageSize;
}

function refusal(argument: ArgumentNode, size: number, maxPageSize: number): GraphQLError {
  return new GraphQLError(
    `first must be a whole number from 1 to ${maxPageSize}, not ${size}. Page through longer lists with after.`,
    { nodes: argument, extensions: { code: "BAD_USER_INPUT" } },
  );
}
