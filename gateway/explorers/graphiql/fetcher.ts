import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { type DocumentNode, getOperationAST, parse } from "graphql";
import { type Client, createClient } from "graphql-ws";

/** HTTP for queries and mutations, one websocket for subscriptions, both in the name of whoever's token is in the headers' editor. */
export function createFetcher(endpoint: URL): Fetcher {
  const socketUrl = endpoint.href.replace(/^http/, "ws");
  let client: { authorization: string | undefined; socket: Client } | undefined;

  function socketFor(authorization: string | undefined): Client {
    if (client !== undefined && client.authorization === authorization) return client.socket;
    void client?.socket.dispose();
    const socket = createClient({
      url: socketUrl,
      connectionParams: authorization === undefined ? {} : { authorization },
    });
    client = { authorization, socket };
    return socket;
  }

  return (parameters, options) => {
    const given = Object.entries(options?.headers ?? {}).find(([name]) => name.toLowerCase() === "authorization");
    const wsClient = socketFor(given === undefined ? undefined : String(given[1]));
    const fetcher = createGraphiQLFetcher({ url: endpoint.href, wsClient, enableIncrementalDelivery: false });
    const documentAST = parsed(parameters.query);
    if (documentAST === undefined) return fetcher(parameters, options);
    // For a moment after a tab was opened the editor still has the name and the document of the one before.
    const known = getOperationAST(documentAST, parameters.operationName) !== null;
    return fetcher(known ? parameters : { ...parameters, operationName: null }, { ...options, documentAST });
  };
}

/** Undefined for what is no GraphQL: the server says what is wrong with it. */
function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    return undefined;
  }
}
