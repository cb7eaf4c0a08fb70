import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode } from "graphql";
import type { GateLimits } from "../gate-limits.js";
import { createOperationMeter } from "./operation-size.js";

/**
 * Refuses documents with an operation that is deeper, or has more fields, aliases, root fields or directives, than the limits allow.
 * It needs no schema and looks at each fragment once, so it comes before validation, which does not. Throws BAD_USER_INPUT.
 */
export function refuseOversized(document: DocumentNode, limits: GateLimits): void {
  const measure = createOperationMeter(document);
  const check = (operation: OperationDefinitionNode, count: number, limit: number, what: string, advice: string) => {
    if (count <= limit) return;
    const message = `The operation ${what.replace("#", String(count))}; the limit is ${limit}. ${advice}`;
    throw new GraphQLError(message, { nodes: operation, extensions: { code: "BAD_USER_INPUT" } });
  };
  for (const operation of document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
    const { depth, fields, aliases, rootFields, directives } = measure(operation.selectionSet);
    check(operation, depth, limits.maxDepth, "is # levels deep", "Ask for less in one operation.");
    check(operation, fields, limits.maxFields, "has # fields", "Ask for less in one operation.");
    check(operation, aliases, limits.maxAliases, "has # aliases", "Split it into several operations.");
    check(operation, rootFields, limits.maxRootFields, "has # root fields", "Split it into several operations.");
    check(operation, directives, limits.maxDirectives, "has # directives", "Use fewer of them.");
  }
}
