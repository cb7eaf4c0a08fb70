import type { ApolloServerOptions, BaseContext } from "@apollo/server";
import type { GraphQLSchema } from "graphql";
import type { FederatedExecutor, OperationContext } from "../execution/federated-executor.js";

type GatewayInterface = NonNullable<ApolloServerOptions<BaseContext>["gateway"]>;
type SchemaListener = (context: { apiSchema: GraphQLSchema; coreSupergraphSdl: string }) => void;

/** Apollo Server's gateway over our executor: it need not know whose executor that is. */
export function executorGateway(executor: FederatedExecutor): GatewayInterface {
  const listeners = new Set<SchemaListener>();
  // The supergraph is only for Apollo's reporting, which is off.
  const tell = (listener: SchemaListener) => listener({ apiSchema: executor.schema, coreSupergraphSdl: "" });
  const unlisten = executor.onSchemaChange(() => listeners.forEach(tell));
  return {
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async load() {
      listeners.forEach(tell);
      return {
        executor: ({ document, queryHash, operationName, request, context }) =>
          executor.execute({
            document,
            documentHash: queryHash,
            operationName: operationName ?? undefined,
            variables: request.variables ?? {},
            context: context as OperationContext,
          }),
      };
    },
    // The executor belongs to whoever opened it.
    async stop() {
      unlisten();
    },
  };
}
