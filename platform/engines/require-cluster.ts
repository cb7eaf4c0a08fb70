import type { EngineConfig } from "../config/engine-config.js";
import { AppError } from "../errors/app-error.js";

/** Throws CONFIG_INVALID for a process that is one of many on engines that belong to one process. */
export function requireCluster(config: Pick<EngineConfig, "STORE" | "EVENT_LOG">, what: string): void {
  const embedded = (["STORE", "EVENT_LOG"] as const).filter((name) => config[name] === "embedded");
  if (embedded.length === 0) return;
  throw new AppError(
    "CONFIG_INVALID",
    `${what} needs STORE=cassandra and EVENT_LOG=kafka (${embedded.join(" and ")} is embedded, which belongs to one process): ` +
      "set them, or run everything in one process with npm start.",
  );
}
