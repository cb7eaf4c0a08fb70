import type { RequestHandler } from "express";
import type { OperationLog } from "../gate/operation-log.js";

/** A request that comes as far as Apollo Server's pipeline is logged there, and says so. */
export interface Logged {
  logged: boolean;
}

/** Every other request, so that each has its line: `response.locals.outcome` is the code it was refused with. */
export function logRefusals(log: OperationLog): RequestHandler {
  return (_request, response, next) => {
    const startedAt = performance.now();
    const record: Logged = { logged: false };
    response.locals.record = record;
    response.once("finish", () => {
      if (record.logged) return;
      const code = response.locals.outcome ?? (response.statusCode >= 500 ? "INTERNAL_SERVER_ERROR" : "BAD_REQUEST");
      log({
        transport: "http",
        type: "unknown",
        name: undefined,
        cost: undefined,
        requestId: response.locals.requestId,
        durationMs: performance.now() - startedAt,
        codes: [code],
      });
    });
    next();
  };
}
