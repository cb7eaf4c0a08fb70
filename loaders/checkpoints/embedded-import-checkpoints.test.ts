import { join } from "node:path";
import { openSqliteDatabase } from "@marquee/platform/store/open-sqlite-database.js";
import { openTempFolder } from "@marquee/platform/testing/temp-folder.js";
import { openEmbeddedImportCheckpoints } from "./embedded-import-checkpoints.js";
import { importCheckpointsContract } from "./import-checkpoints.contract.js";

importCheckpointsContract("embedded", async () => {
  const folder = await openTempFolder();
  const openDatabase = () => openSqliteDatabase({ file: join(folder.path, "marquee.db") });
  let database = await openDatabase();
  return {
    checkpoints: await openEmbeddedImportCheckpoints(database),
    async reopen() {
      await database.close();
      database = await openDatabase();
      return openEmbeddedImportCheckpoints(database);
    },
    async close() {
      await database.close();
      await folder.close();
    },
  };
});
