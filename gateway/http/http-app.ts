import { type ApolloServer, HeaderMap } from "@apollo/server";
import { expressMiddleware } from "@as-integrations/express5";
import type { Clock } from "@marquee/platform/clock/clock.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { REQUEST_ID_HEADER, requestIdOf } from "@marquee/platform/service/request-id.js";
import type { ServiceRoutes } from "@marquee/platform/service/service-routes.js";
import express, { type Express, type Request, type Response } from "express";
import { GraphQLError } from "graphql";
import type { FederatedExecutor } from "../execution/federated-executor.js";
import type { OperationGate } from "../gate/operation-gate.js";
import type { OperationLog } from "../gate/operation-log.js";
import { publicCode } from "../gate/public-error.js";
import type { TokenVerifier } from "../gate/token-verifier.js";
import { badRequest } from "./bad-request.js";
import type { GatewayContext } from "./gate-plugin.js";
import { httpErrors } from "./http-errors.js";

export const GRAPHQL_PATH = "/graphql";

export interface HttpAppOptions {
  server: ApolloServer<GatewayContext>;
  executor: FederatedExecutor;
  verify: TokenVerifier;
  gate: OperationGate;
  log: OperationLog;
  serviceRoutes: ServiceRoutes;
  onUnexpected: (error: unknown, requestId: string) => void;
  maxBodyBytes: number;
  clock: Clock;
}

export function createHttpApp(options: HttpAppOptions): Express {
  const { server, executor, clock } = options;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use((request, response, next) => {
    response.locals.requestId = requestIdOf(request.headers[REQUEST_ID_HEADER], clock);
    response.setHeader(REQUEST_ID_HEADER, response.locals.requestId);
    response.setHeader("x-content-type-options", "nosniff");
    next();
  });
  app.use(async (request, response, next) => {
    if (!(await options.serviceRoutes(request, response))) next();
  });
  app.get("/schema.graphql", (_request, response) => {
    response.type("text/plain; charset=utf-8").send(executor.sdl);
  });
  // Sandbox talks to the page it stands on, so it has to stand on the endpoint.
  app.get("/", (_request, response) => response.redirect(302, GRAPHQL_PATH));
  app.use(
    GRAPHQL_PATH,
    express.json({ limit: options.maxBodyBytes }),
    expressMiddleware(server, { context: ({ req, res }) => contextOf(req, res, options) }),
  );
  app.use((_request, response) => {
    const message = `There is nothing here. GraphQL is at ${GRAPHQL_PATH}, its schema at /schema.graphql.`;
    response.status(404).json({ errors: [{ message, extensions: { code: "NOT_FOUND" } }] });
  });
  app.use(httpErrors(options.maxBodyBytes, options.onUnexpected));
  return app;
}

async function contextOf(request: Request, response: Response, options: HttpAppOptions): Promise<GatewayContext> {
  const requestId: string = response.locals.requestId;
  const startedAt = performance.now();
  try {
    const viewer = await options.verify(request.headers.authorization);
    // Here, because Apollo Server answers with a 500 when its validation throws.
    options.gate.checkSource(request.body?.query ?? request.query.query);
    return { viewer, requestId, transport: "http" };
  } catch (error) {
    const refusal = refusalOf(error);
    const durationMs = performance.now() - startedAt;
    const codes = [publicCode(refusal)];
    options.log({ transport: "http", type: "unknown", name: undefined, requestId, durationMs, codes });
    throw refusal;
  }
}

/** With Apollo Server's word for the HTTP status. */
function refusalOf(error: unknown): unknown {
  if (error instanceof GraphQLError) return badRequest(error);
  if (!(error instanceof AppError)) return error;
  const headers = new HeaderMap([["www-authenticate", 'Bearer error="invalid_token"']]);
  return new GraphQLError(error.message, { originalError: error, extensions: { http: { status: 401, headers } } });
}
