import type { RequestHandler } from "express";

export interface SecurityHeaderOptions {
  /** 0: nothing is said of TLS. */
  hstsMaxAgeSeconds: number;
}

/** Nothing may be loaded but what is said, and nobody may frame it. */
export function contentPolicy(...allowed: readonly string[]): Readonly<Record<string, string>> {
  const nothing = ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"];
  return { "content-security-policy": [...nothing, ...allowed].join("; ") };
}

/** What every answer says to a browser; pages have a policy of their own. */
export function securityHeaders({ hstsMaxAgeSeconds }: SecurityHeaderOptions): Readonly<Record<string, string>> {
  return {
    ...contentPolicy(),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    ...(hstsMaxAgeSeconds === 0 ? {} : { "strict-transport-security": `max-age=${hstsMaxAgeSeconds}` }),
  };
}

export function setHeaders(headers: Readonly<Record<string, string>>): RequestHandler {
  return (_request, response, next) => {
    response.set(headers);
    next();
  };
}
