import type { IncomingMessage, ServerResponse } from "node:http";
import type { Health } from "./health.js";
import type { Metrics } from "./metrics.js";

/** Answers the routes that every service has; false where the request is for something else. */
export type ServiceRoutes = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export const LIVE_PATH = "/healthz/live";
export const READY_PATH = "/healthz/ready";
export const METRICS_PATH = "/metrics";

/** GET /healthz/live, /healthz/ready (200 or 503, JSON) and /metrics (Prometheus text). */
export function createServiceRoutes(service: { health: Health; metrics: Metrics }): ServiceRoutes {
  return async (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    switch (pathOf(request.url)) {
      case LIVE_PATH:
        send(response, 200, "application/json", '{"live":true}');
        return true;
      case READY_PATH: {
        const report = await service.health.report();
        send(response, report.ready ? 200 : 503, "application/json", JSON.stringify(report));
        return true;
      }
      case METRICS_PATH:
        send(response, 200, service.metrics.contentType, await service.metrics.render());
        return true;
      default:
        return false;
    }
  };
}

/** A request target without its query. */
export function pathOf(url: string | undefined): string {
  return (url ?? "/").split("?", 1)[0] ?? "/";
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    "content-type": contentType,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
  });
  response.end(body);
}
