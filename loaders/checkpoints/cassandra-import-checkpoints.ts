import { type CqlDatabase, cql } from "@marquee/platform/store/cql-database.js";
import type { ImportCheckpoint, ImportCheckpoints } from "./import-checkpoints.js";

const LOAD = cql("SELECT fingerprint, done, complete FROM loaders_checkpoints WHERE name = ?", "text");
const SAVE = cql(
  "INSERT INTO loaders_checkpoints (name, fingerprint, done, complete) VALUES (?, ?, ?, ?)",
  "text",
  "text",
  "bigint",
  "boolean",
);

export function cassandraImportCheckpoints(database: CqlDatabase): ImportCheckpoints {
  return {
    async load(name) {
      const [row] = await database.all<ImportCheckpoint>(LOAD, [name]);
      return row ?? null;
    },
    async save(name, { fingerprint, done, complete }) {
      await database.write([[{ statement: SAVE, values: [name, fingerprint, done, complete] }]]);
    },
  };
}
