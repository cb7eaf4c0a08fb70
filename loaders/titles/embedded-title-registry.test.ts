import { join } from "node:path";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import { openSqliteDatabase } from "@marquee/platform/store/open-sqlite-database.js";
import { openTempFolder } from "@marquee/platform/testing/temp-folder.js";
import { openEmbeddedTitleRegistry } from "./open-embedded-title-registry.js";
import { titleRegistryContract } from "./title-registry.contract.js";
import type { TitleRegistry } from "./title-registry.js";

titleRegistryContract(
  "embedded",
  async () => {
    const folder = await openTempFolder();
    const database = await openSqliteDatabase({ file: join(folder.path, "marquee.db") });
    const log = await openEmbeddedEventLog({ database, partitions: 3, clock: systemClock });
    let registry: TitleRegistry | undefined;
    return {
      log,
      async open() {
        await registry?.close();
        registry = await openEmbeddedTitleRegistry({ dataDir: folder.path, log, clock: systemClock });
        return registry;
      },
      async close() {
        await registry?.close();
        await log.close();
        await database.close();
        await folder.close();
      },
    };
  },
  40,
);
