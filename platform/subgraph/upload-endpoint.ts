import { AppError, type ErrorCode } from "../errors/app-error.js";
import type { Viewer } from "./subgraph-endpoint.js";

/** Takes files, in the same process or over the network. */
export interface UploadEndpoint {
  /**
   * Reads the body to its end and keeps it, or refuses; what is refused or breaks off leaves nothing behind. Resolves with what is
   * told to the client, as JSON. Throws UploadRefused, and AppErrors.
   */
  upload(request: UploadRequest): Promise<object>;
}

export interface UploadRequest {
  /** As the path has them, decoded and not checked. */
  dataset: string;
  file: string;
  /** As the client announced; null where it did not. */
  bytes: number | null;
  /** Throws when it breaks off. Whoever refuses leaves the rest unread. */
  body: AsyncIterable<Uint8Array>;
  viewer: Viewer | null;
  requestId: string;
}

export type UploadStatus = 400 | 401 | 403 | 404 | 408 | 409 | 413 | 415 | 429 | 503 | 507;

/** Why a file was not taken, as an HTTP status, a code and words for whoever sent it. */
export class UploadRefused extends AppError {
  readonly status: UploadStatus;

  constructor(status: UploadStatus, message: string, options: { cause?: unknown } = {}) {
    super(CODES[status], message, options);
    this.name = "UploadRefused";
    this.status = status;
  }
}

const CODES: Readonly<Record<UploadStatus, ErrorCode>> = {
  400: "BAD_USER_INPUT",
  401: "UNAUTHENTICATED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  408: "BAD_USER_INPUT",
  409: "BAD_USER_INPUT",
  413: "BAD_USER_INPUT",
  415: "BAD_USER_INPUT",
  429: "RATE_LIMITED",
  503: "UNAVAILABLE",
  507: "UNAVAILABLE",
};

/** Of any error: an AppError of another kind has the status that its code has elsewhere. */
export function uploadStatusOf(error: unknown): number {
  if (error instanceof UploadRefused) return error.status;
  if (!(error instanceof AppError)) return 500;
  const known: Partial<Record<ErrorCode, number>> = {
    UNAUTHENTICATED: 401,
    FORBIDDEN: 403,
    BAD_USER_INPUT: 400,
    NOT_FOUND: 404,
    RATE_LIMITED: 429,
    UNAVAILABLE: 503,
    UNKNOWN_OUTCOME: 503,
  };
  return known[error.code] ?? 500;
}

const PATH = /^\/datasets\/([^/]+)\/([^/]+)$/;
export const UPLOADS_PREFIX = "/datasets/";

/** The names in `/datasets/NAME/FILE`; null for any other path, and for what is no percent-encoding. */
export function uploadPathOf(path: string): { dataset: string; file: string } | null {
  const [, dataset, file] = PATH.exec(path) ?? [];
  if (dataset === undefined || file === undefined) return null;
  try {
    return { dataset: decodeURIComponent(dataset), file: decodeURIComponent(file) };
  } catch {
    return null;
  }
}
