import { join } from "node:path";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { openSqliteDatabase } from "@marquee/platform/store/open-sqlite-database.js";

const EVERYTHING = "(SELECT max(position) FROM ratings_statistics)";

/** As if the retention of what feeds are replayed from had passed. No process may be running on the folder. */
export async function forgetFeed(dataDir: string): Promise<void> {
  const database = await openSqliteDatabase({ file: join(dataDir, "marquee.db"), logger: silentLogger });
  await database.write([
    {
      sql: "INSERT OR REPLACE INTO ratings_feed_floor SELECT partition, position FROM ratings_statistics",
      paramSets: [[]],
    },
    { sql: `DELETE FROM ratings_feed WHERE position < ${EVERYTHING}`, paramSets: [[]] },
  ]);
  await database.close();
}
