import type { IncomingMessage, Server, ServerResponse } from "node:http";

export interface BodyDeadlinesOptions {
  /** A request that has not all come by then is cut off. */
  usualMs: number;
  /** One that may take long brings at least `leastBytes` in each `windowMs`. */
  windowMs: number;
  leastBytes: number;
  /** Requests that are told by `allowLong` to send their body, where they ask first. */
  asksFirst(request: IncomingMessage): boolean;
}

/** In place of Node's requestTimeout, which is one for all requests of a server. */
export interface BodyDeadlines {
  /** Before it listens. */
  guard(server: Server): void;
  /**
   * For one who may send much: while it goes on steadily, its body may take any time. Call what is returned when nobody reads it
   * any more: what is left has the usual time.
   */
  allowLong(request: IncomingMessage, response: ServerResponse): () => void;
}

/** As Node answers when its own timeout has passed. */
const TOO_SLOW = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n";

export function createBodyDeadlines(options: BodyDeadlinesOptions): BodyDeadlines {
  const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();

  function start(request: IncomingMessage, response: ServerResponse, ms: number, isOver: () => boolean): void {
    clearTimeout(timers.get(request));
    const timer = setTimeout(() => {
      if (request.complete || request.destroyed) return;
      if (isOver()) cutOff(request, response);
      else start(request, response, ms, isOver);
    }, ms);
    timers.set(request, timer.unref());
  }

  return {
    guard(server) {
      server.requestTimeout = 0;
      server.prependListener("request", (request: IncomingMessage, response: ServerResponse) => {
        if (!hasBody(request)) return;
        start(request, response, options.usualMs, () => true);
        request.once("close", () => clearTimeout(timers.get(request)));
      });
      server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
        if (!options.asksFirst(request)) response.writeContinue();
        server.emit("request", request, response);
      });
    },
    allowLong(request, response) {
      if (asks(request) && !response.headersSent) response.writeContinue();
      let before = request.socket.bytesRead;
      start(request, response, options.windowMs, () => {
        const brought = request.socket.bytesRead - before;
        before = request.socket.bytesRead;
        return brought < options.leastBytes;
      });
      return () => start(request, response, options.usualMs, () => true);
    },
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

function asks({ headers }: IncomingMessage): boolean {
  return headers.expect?.toLowerCase() === "100-continue";
}

function cutOff(request: IncomingMessage, response: ServerResponse): void {
  if (!response.headersSent) request.socket.write(TOO_SLOW);
  request.destroy();
}
