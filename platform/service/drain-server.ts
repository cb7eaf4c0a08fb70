import type { Server, ServerResponse } from "node:http";

/**
 * Gives a function that ends an HTTP server: nothing new is accepted, what is in flight is answered, and then every connection is
 * closed. Call it before the server listens. Upgraded sockets are their owner's to close, first or meanwhile.
 */
export function createDrain(server: Server): () => Promise<void> {
  const inFlight = new Set<ServerResponse>();
  let draining = false;
  let onIdle = (): void => {};
  server.prependListener("request", (_request, response: ServerResponse) => {
    inFlight.add(response);
    if (draining) response.setHeader("connection", "close");
    response.once("close", () => {
      inFlight.delete(response);
      if (inFlight.size === 0) onIdle();
    });
  });

  return () =>
    new Promise((resolve, reject) => {
      draining = true;
      // Without it a client may send its next request into a connection that is about to go.
      for (const response of inFlight) if (!response.headersSent) response.setHeader("connection", "close");
      // Idle ones are not all that Node knows of: connections that never sent a request would hold the server for ever.
      onIdle = () => server.closeAllConnections();
      server.close((error) => (error === undefined ? resolve() : reject(error)));
      if (inFlight.size === 0) onIdle();
    });
}
