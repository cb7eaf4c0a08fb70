import type { TracingConfig } from "../config/tracing-config.js";
import type { Logger } from "../logger/logger.js";
import type { Lifecycle } from "../service/lifecycle.js";

/** Sends traces where the configuration wants it; otherwise nothing is loaded, and spans cost nothing. Call it before anything is opened. */
export async function startTracing(
  config: TracingConfig,
  { service, logger, lifecycle }: { service: string; logger: Logger; lifecycle: Lifecycle },
): Promise<void> {
  if (config.OTEL_SDK_DISABLED === "true" || config.OTEL_TRACES_EXPORTER === "none") return;
  const { startSdk } = await import("./otel-sdk.js");
  const stop = startSdk({ config, service: service === "marquee" ? service : `marquee-${service}`, logger });
  lifecycle.onClose("traces", async () => {
    // A collector that is gone must not make an end that is in order fail.
    await stop().catch((error: unknown) => logger.warn({ error }, "the last spans were not sent"));
  });
}
