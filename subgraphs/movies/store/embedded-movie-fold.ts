import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import { lastWords } from "../rules/last-words.js";
import type { CatalogueFold } from "./catalogue.js";
import { movieUpsertSql } from "./movie-upsert-sql.js";

const RETIRE = `UPDATE movies_movies SET retired = 1, replaced_by = ?2, position = ?3 WHERE id = ?1 AND position < ?3`;

/** One transaction a batch: of each movie only the last word is written. */
export function embeddedMovieFold(database: SqliteDatabase, options: { externalIds: boolean }): CatalogueFold {
  return {
    async fold(_partition, steps) {
      if (steps.length === 0) return;
      const { upserts, retirements } = lastWords(steps);
      const statements = upserts.length === 0 ? [] : movieUpsertSql(upserts, options);
      const retired = retirements.map(({ id, replacedBy, position }) => [id, replacedBy, position]);
      if (retired.length > 0) statements.push({ sql: RETIRE, paramSets: retired });
      await database.write(statements);
    },
  };
}
