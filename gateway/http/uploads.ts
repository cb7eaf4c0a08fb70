import { AppError } from "@marquee/platform/errors/app-error.js";
import type { BodyDeadlines } from "@marquee/platform/service/body-deadlines.js";
import { receiveUpload } from "@marquee/platform/subgraph/receive-upload.js";
import { type UploadEndpoint, uploadPathOf } from "@marquee/platform/subgraph/upload-endpoint.js";
import type { RequestHandler } from "express";
import type { OperationLog } from "../gate/operation-log.js";
import type { RateGate } from "../gate/rates/rate-gate.js";
import type { TokenVerifier } from "../gate/token-verifier.js";

export interface UploadRouteOptions {
  uploads: UploadEndpoint;
  bodies: BodyDeadlines;
  verify: TokenVerifier;
  rates: RateGate;
  log: OperationLog;
}

/** PUT /datasets/NAME/FILE: who sends is known before a byte of the body is read. Behind `logRefusals`. */
export function uploadRoute({ uploads, bodies, verify, rates, log }: UploadRouteOptions): RequestHandler {
  return async (request, response) => {
    const startedAt = performance.now();
    const { requestId, address, record } = response.locals;
    await rates.takeRequest(address);
    const names = uploadPathOf(request.originalUrl.split("?", 1)[0] ?? "");
    if (names === null) throw new AppError("NOT_FOUND", "A file of a dataset is uploaded by PUT /datasets/NAME/FILE.");
    if (request.method !== "PUT") {
      response.setHeader("allow", "PUT");
      response.locals.outcome = "BAD_USER_INPUT";
      const message = "Only PUT is answered here; GraphQL tells of datasets.";
      response.status(405).json({ errors: [{ message, extensions: { code: "BAD_USER_INPUT" } }] });
      return;
    }
    const viewer = (await verify(request.headers.authorization))?.viewer ?? null;
    if (viewer === null) throw new AppError("UNAUTHENTICATED", "Sign in as an administrator to upload files.");
    await rates.takeOperation(viewer.userId);
    if (!viewer.roles.includes("ADMIN")) throw new AppError("FORBIDDEN", "Only administrators may upload files.");
    const stored = await receiveUpload({ request, response, names, viewer, requestId, uploads, bodies });
    record.logged = true;
    const durationMs = performance.now() - startedAt;
    log({ transport: "http", type: "mutation", name: "upload", cost: undefined, requestId, durationMs, codes: [] });
    response.json(stored);
  };
}
