import { inject } from "vitest";
import { openTestCassandra } from "../testing/cassandra-test-database.js";
import { aliasTableContract } from "./alias-table.contract.js";
import { cassandraAliasTable } from "./cassandra-alias-table.js";

aliasTableContract("cassandra", async () => {
  const statements = [
    "CREATE TABLE IF NOT EXISTS things_aliases (id text, alias text, replaced_by text, PRIMARY KEY (id, alias))",
  ];
  const migrations = [{ number: 1, name: "aliases", statements }];
  const { database, close } = await openTestCassandra(inject("cassandra"), [{ owner: "test", migrations }]);
  return { table: cassandraAliasTable(database, "things_aliases"), close };
});
