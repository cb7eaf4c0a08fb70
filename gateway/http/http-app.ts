import type { ApolloServer } from "@apollo/server";
import { expressMiddleware } from "@as-integrations/express5";
import type { Clock } from "@marquee/platform/clock/clock.js";
import type { BodyDeadlines } from "@marquee/platform/service/body-deadlines.js";
import { REQUEST_ID_HEADER, requestIdOf } from "@marquee/platform/service/request-id.js";
import type { ServiceRoutes } from "@marquee/platform/service/service-routes.js";
import { UPLOADS_PREFIX, type UploadEndpoint } from "@marquee/platform/subgraph/upload-endpoint.js";
import express, { type Express, type Request, type RequestHandler, type Response } from "express";
import { GraphQLError } from "graphql";
import type { FederatedExecutor } from "../execution/federated-executor.js";
import { clientAddress } from "../gate/client-address.js";
import type { OperationGate } from "../gate/operation-gate.js";
import type { OperationLog } from "../gate/operation-log.js";
import { type ErrorFormatter, publicCode } from "../gate/public-error.js";
import type { PublicKeys } from "../gate/public-keys.js";
import type { RateGate } from "../gate/rates/rate-gate.js";
import type { TokenVerifier } from "../gate/token-verifier.js";
import { badRequest, refusedCaller } from "./bad-request.js";
import { cors } from "./cors.js";
import type { GatewayContext } from "./gate-plugin.js";
import { httpErrors } from "./http-errors.js";
import { logRefusals } from "./log-refusals.js";
import { refusalStatus } from "./refusal-status.js";
import { setHeaders } from "./security-headers.js";
import { traceRequests } from "./trace-requests.js";
import { uploadRoute } from "./uploads.js";

export const GRAPHQL_PATH = "/graphql";
const SCHEMA_PATH = "/schema.graphql";
const JWKS_PATH = "/.well-known/jwks.json";

export interface HttpAppOptions {
  server: ApolloServer<GatewayContext>;
  executor: FederatedExecutor;
  verify: TokenVerifier;
  /** What others verify access tokens with. */
  publicKeys: PublicKeys;
  gate: OperationGate;
  rates: RateGate;
  log: OperationLog;
  format: ErrorFormatter;
  serviceRoutes: ServiceRoutes;
  /** Where files go; undefined where none are taken. */
  uploads: { endpoint: UploadEndpoint; bodies: BodyDeadlines } | undefined;
  /** The pages for browsers; undefined where there are none. */
  explorers: RequestHandler | undefined;
  /** Whether the schema can be read. */
  introspection: boolean;
  securityHeaders: Readonly<Record<string, string>>;
  allowedOrigins: readonly string[];
  trustedProxies: number;
  onUnexpected: (error: unknown, requestId: string) => void;
  maxBodyBytes: number;
  clock: Clock;
}

export function createHttpApp(options: HttpAppOptions): Express {
  const { server, executor, rates, clock, maxBodyBytes } = options;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use((request, response, next) => {
    response.locals.requestId = requestIdOf(request.headers[REQUEST_ID_HEADER], clock);
    response.locals.address = clientAddress(request, options.trustedProxies);
    response.setHeader(REQUEST_ID_HEADER, response.locals.requestId);
    next();
  });
  app.use(setHeaders(options.securityHeaders));
  app.use(async (request, response, next) => {
    if (!(await options.serviceRoutes(request, response))) next();
  });
  app.use([GRAPHQL_PATH, SCHEMA_PATH, JWKS_PATH], cors(options.allowedOrigins));
  if (options.introspection) {
    app.get(SCHEMA_PATH, (_request, response) => {
      response.type("text/plain; charset=utf-8").send(executor.sdl);
    });
  }
  app.get(JWKS_PATH, (_request, response) => {
    response.setHeader("cache-control", "public, max-age=300");
    response.type("application/jwk-set+json").send(JSON.stringify(options.publicKeys));
  });
  if (options.explorers !== undefined) app.use(options.explorers);
  app.use(
    GRAPHQL_PATH,
    traceRequests,
    logRefusals(options.log),
    async (_request, response, next) => {
      await rates.takeRequest(response.locals.address);
      next();
    },
    express.json({ limit: maxBodyBytes }),
    expressMiddleware(server, { context: ({ req, res }) => contextOf(req, res, options) }),
  );
  if (options.uploads !== undefined) {
    const { endpoint: uploads, bodies } = options.uploads;
    app.use(
      UPLOADS_PREFIX,
      cors(options.allowedOrigins, "PUT"),
      logRefusals(options.log),
      uploadRoute({ ...options, uploads, bodies }),
    );
  }
  app.use((_request, response) => {
    const schema = options.introspection ? `, its schema at ${SCHEMA_PATH}` : "";
    const message = `There is nothing here. GraphQL is at ${GRAPHQL_PATH}${schema}.`;
    response.status(404).json({ errors: [{ message, extensions: { code: "NOT_FOUND" } }] });
  });
  app.use(httpErrors({ maxBodyBytes, format: options.format, onUnexpected: options.onUnexpected }));
  return app;
}

async function contextOf(request: Request, response: Response, options: HttpAppOptions): Promise<GatewayContext> {
  const { requestId, address, record } = response.locals as { requestId: string; address: string } & Pick<
    GatewayContext,
    "record"
  >;
  try {
    const viewer = (await options.verify(request.headers.authorization))?.viewer ?? null;
    if (viewer !== null) await options.rates.takeOperation(viewer.userId);
    // Here, because Apollo Server answers with a 500 when its validation throws.
    options.gate.checkSource(request.body?.query ?? request.query.query);
    return { viewer, requestId, address, record, transport: "http" };
  } catch (error) {
    const status = refusalStatus(request.headers.accept);
    const refusal = error instanceof GraphQLError ? badRequest(error, status) : refusedCaller(error);
    response.locals.outcome = publicCode(refusal);
    throw refusal;
  }
}
