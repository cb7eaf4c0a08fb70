import { migrateEmbedded } from "../store/migrate-embedded.js";
import { openTempDatabase } from "../testing/temp-database.js";
import { aliasTableContract } from "./alias-table.contract.js";
import { aliasTableSql, embeddedAliasTable } from "./embedded-alias-table.js";

aliasTableContract("embedded", async () => {
  const { database, close } = await openTempDatabase();
  await migrateEmbedded(database, "test", [aliasTableSql("things_aliases")]);
  return { table: embeddedAliasTable(database, "things_aliases"), close };
});
