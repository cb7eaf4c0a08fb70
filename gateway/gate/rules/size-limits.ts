import { GraphQLError, type OperationDefinitionNode, type ValidationContext, type ValidationRule } from "graphql";
import type { GateLimits } from "../gate-limits.js";
import { createOperationMeter } from "./operation-size.js";

/** Refuses operations that are deeper, or have more fields, aliases, root fields or directives, than the limits allow. */
export function sizeLimits(limits: GateLimits): ValidationRule {
  return (context: ValidationContext) => {
    const measure = createOperationMeter(context.getDocument());
    const check = (operation: OperationDefinitionNode, count: number, limit: number, what: string, advice: string) => {
      if (count <= limit) return;
      const message = `The operation ${what.replace("#", String(count))}; the limit is ${limit}. ${advice}`;
      context.reportError(new GraphQLError(message, { nodes: operation, extensions: { code: "BAD_USER_INPUT" } }));
    };
    return {
      OperationDefinition(operation) {
        const size = measure(operation.selectionSet);
        check(operation, size.depth, limits.maxDepth, "is # levels deep", "Ask for less in one operation.");
        check(operation, size.fields, limits.maxFields, "has # fields", "Ask for less in one operation.");
        check(operation, size.aliases, limits.maxAliases, "has # aliases", "Split it into several operations.");
        check(
          operation,
          size.rootFields,
          limits.maxRootFields,
          "has # root fields",
          "Split it into several operations.",
        );
        check(operation, size.directives, limits.maxDirectives, "has # directives", "Use fewer of them.");
      },
    };
  };
}
