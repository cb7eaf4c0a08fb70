import type { IncomingMessage, Server, ServerResponse } from "node:http";

/**
 * Gives a function that ends an HTTP server: nothing new is accepted, what is in flight is answered, and then every connection is
 * closed. Call it before the server listens. Upgraded sockets are their owner's to close, first or meanwhile.
 */
export function createDrain(server: Server): () => Promise<void> {
  const inFlight = new Map<ServerResponse, IncomingMessage>();
  let draining = false;
  let onIdle = (): void => {};
  server.prependListener("request", (request: IncomingMessage, response: ServerResponse) => {
    inFlight.set(response, request);
    if (draining) response.setHeader("connection", "close");
    response.once("close", () => {
      inFlight.delete(response);
      if (isIdle()) onIdle();
    });
  });

  /** A request whose body has not all come has done nothing yet: it may not hold up the end. */
  const isIdle = () => [...inFlight.values()].every((request) => !request.complete);

  return () =>
    new Promise((resolve, reject) => {
      draining = true;
      // Without it a client may send its next request into a connection that is about to go.
      for (const response of inFlight.keys()) if (!response.headersSent) response.setHeader("connection", "close");
      // Idle ones are not all that Node knows of: connections that never sent a request would hold the server for ever.
      onIdle = () => server.closeAllConnections();
      server.close((error) => (error === undefined ? resolve() : reject(error)));
      if (isIdle()) onIdle();
    });
}
