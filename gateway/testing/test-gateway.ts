import type { Clock } from "@marquee/platform/clock/clock.js";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { generateJwtKey } from "@marquee/platform/config/jwt-key.js";
import { type Environment, parseConfig } from "@marquee/platform/config/parse-config.js";
import { createHealth } from "@marquee/platform/service/health.js";
import { createMetrics, type Metrics } from "@marquee/platform/service/metrics.js";
import type { SubgraphEndpoint } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { UploadEndpoint } from "@marquee/platform/subgraph/upload-endpoint.js";
import { createRecordingLogger, type RecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import type { SubgraphName } from "@marquee/schema/graphql/subgraphs.js";
import type { ExecutionResult } from "graphql";
import { importJWK, SignJWT } from "jose";
import { type Gateway, startGateway } from "../app.js";
import { gatewayConfig } from "../config/gateway-config.js";
import type { AnyData } from "./any-data.js";

export interface TestGateway extends Gateway {
  metrics: Metrics;
  logger: RecordingLogger;
  post(
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; headers: Headers; body: ExecutionResult<AnyData> }>;
  token(userId: string, options?: TokenOptions): Promise<string>;
}

export interface TokenOptions {
  roles?: string[];
  expiresAt?: number;
  issuer?: string;
  audience?: string;
}

export async function startTestGateway(
  endpoints: Record<SubgraphName, SubgraphEndpoint>,
  options: { environment?: Environment; clock?: Clock; uploads?: UploadEndpoint } = {},
): Promise<TestGateway> {
  const logger = createRecordingLogger();
  const metrics = createMetrics();
  const key = generateJwtKey();
  const clock = options.clock ?? systemClock;
  const gateway = await startGateway({
    config: parseConfig(gatewayConfig, { PORT: "0", ...options.environment }),
    keys: { jwtKeys: [key] },
    supergraphSdl: readGraphqlFile("supergraph.graphql"),
    subgraphs: endpoints,
    ...(options.uploads === undefined ? {} : { uploads: options.uploads }),
    health: createHealth({ logger }),
    metrics,
    logger,
    clock,
  });
  return {
    ...gateway,
    metrics,
    logger,
    async post(body, headers = {}) {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as ExecutionResult };
    },
    async token(
      userId,
      { roles = ["USER"], expiresAt = clock.now() + 60_000, issuer = "marquee", audience = "marquee" } = {},
    ) {
      return new SignJWT({ roles })
        .setProtectedHeader({ alg: "EdDSA", kid: key.kid })
        .setSubject(userId)
        .setIssuer(issuer)
        .setAudience(audience)
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(await importJWK({ ...key }, "EdDSA"));
    },
  };
}
