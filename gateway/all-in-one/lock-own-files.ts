import type { EngineConfig } from "@marquee/platform/config/engine-config.js";
import { lockDataDir } from "@marquee/platform/data-dir/lock-data-dir.js";
import type { Lifecycle } from "@marquee/platform/service/lifecycle.js";

/** DATA_DIR belongs to this process for as long as it runs, where any engine keeps files there. Throws DATA_DIR_LOCKED. */
export async function lockOwnFiles(config: EngineConfig, lifecycle: Lifecycle): Promise<void> {
  if (![config.STORE, config.EVENT_LOG, config.SEARCH].includes("embedded")) return;
  const lock = await lockDataDir(config.DATA_DIR);
  lifecycle.onClose("data folder", () => lock.close());
}
