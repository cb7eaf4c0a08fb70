import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Server as NetServer } from "node:net";

/** For a process that is one of several behind an address: its callers' pools hear in this time that they should go to another. */
export const LINGER_MS = 1_000;

/**
 * Gives a function that ends an HTTP server: no new connection is accepted, what is in flight is answered, and then every connection is
 * closed. Call it before the server listens. Upgraded sockets are their owner's to close, first or meanwhile.
 *
 * `lingerMs`: so long connections that are idle stay open, and what still comes through them is answered, each with the word that it was the
 * last. A caller with a pool of connections would else send into one that closes in that moment, and not know what came of it.
 */
export function createDrain(server: Server, { lingerMs = 0 } = {}): () => Promise<void> {
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
      let lingers = lingerMs > 0;
      let timer: NodeJS.Timeout | undefined;
      // Without it a client may send its next request into a connection that is about to go.
      for (const response of inFlight.keys()) if (!response.headersSent) response.setHeader("connection", "close");
      // Idle ones are not all that Node knows of: connections that never sent a request would hold the server for ever.
      onIdle = () => {
        if (!lingers) server.closeAllConnections();
      };
      // Not its own close: that would close connections that are idle at once.
      NetServer.prototype.close.call(server, (error) => {
        clearTimeout(timer);
        server.close();
        if (error === undefined) resolve();
        else reject(error);
      });
      if (lingers) {
        timer = setTimeout(() => {
          lingers = false;
          if (isIdle()) onIdle();
        }, lingerMs);
      } else if (isIdle()) onIdle();
    });
}
