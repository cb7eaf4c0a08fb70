import type { Duplex } from "node:stream";

/** Why somebody gets no websocket. Browsers' pages see none of it, other clients the status, and the words if they look. */
export interface UpgradeRefusal {
  status: "403 Forbidden" | "404 Not Found" | "429 Too Many Requests" | "503 Service Unavailable";
  code: "FORBIDDEN" | "NOT_FOUND" | "RATE_LIMITED" | "UNAVAILABLE";
  message: string;
  /** Undefined where trying again would not help. */
  retryAfterSeconds?: number;
}

export function refuseUpgrade(
  connection: Duplex,
  { status, code, message, retryAfterSeconds }: UpgradeRefusal,
  securityHeaders: Readonly<Record<string, string>>,
): void {
  const retryAfter = retryAfterSeconds === undefined ? {} : { retryAfter: retryAfterSeconds };
  const body = JSON.stringify({ errors: [{ message, extensions: { code, ...retryAfter } }] });
  const headers: Record<string, string | number> = {
    ...securityHeaders,
    ...(retryAfterSeconds === undefined ? {} : { "retry-after": retryAfterSeconds }),
    connection: "close",
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  connection.end(`HTTP/1.1 ${status}\r\n${lines.join("")}\r\n${body}`);
}
