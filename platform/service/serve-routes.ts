import { createServer } from "node:http";
import { createDrain } from "./drain-server.js";
import type { Health } from "./health.js";
import { listen } from "./listen.js";
import type { Metrics } from "./metrics.js";
import { createServiceRoutes } from "./service-routes.js";

export interface ServeRoutesOptions {
  host: string;
  port: number;
  /** The environment variable that changes the port, for messages. */
  portVariable: string;
  health: Health;
  metrics: Metrics;
}

/** The service routes alone, for a process that has nothing else to say over HTTP. Throws PORT_IN_USE. */
export async function serveRoutes(options: ServeRoutesOptions): Promise<{ url: string; close(): Promise<void> }> {
  const routes = createServiceRoutes(options);
  const server = createServer((request, response) => {
    void routes(request, response)
      .then((answered) => answered || response.writeHead(404).end())
      .catch(() => response.destroy());
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  const drain = createDrain(server);
  const port = await listen(server, { ...options, hostVariable: "HOST" });
  return { url: `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`, close: drain };
}
