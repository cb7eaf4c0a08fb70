import type { Logger } from "@marquee/platform/logger/logger.js";
import type { Gateway } from "./app.js";
import { readSupergraph } from "./config/read-supergraph.js";

/** SIGHUP reads the supergraph again. One that can't be served is reported, and the one before stays. */
export function reloadOnHangup(gateway: Gateway, supergraphPath: string | undefined, logger: Logger): void {
  process.on("SIGHUP", () => {
    readSupergraph(supergraphPath)
      .then((sdl) => gateway.replaceSupergraph(sdl))
      .then(
        () => logger.info({}, "the supergraph was read again"),
        (error: unknown) => logger.error({ error }, "the supergraph can't be served; the one before stays"),
      );
  });
}
