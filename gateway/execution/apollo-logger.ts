import type { Logger } from "@marquee/platform/logger/logger.js";

/** Our logger in the shape that Apollo's packages want: one message, of any type. */
export function apolloLogger(logger: Logger) {
  const text = (message: unknown) => (message instanceof Error ? message.message : String(message));
  return {
    debug: (message?: unknown) => logger.debug({}, text(message)),
    info: (message?: unknown) => logger.debug({}, text(message)),
    warn: (message?: unknown) => logger.warn({}, text(message)),
    error: (message?: unknown) => logger.error(message instanceof Error ? { error: message } : {}, text(message)),
  };
}
