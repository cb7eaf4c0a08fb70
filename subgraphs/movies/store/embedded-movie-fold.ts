import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import { lastWords } from "../rules/last-words.js";
import type { CatalogueFold } from "./catalogue.js";
import { MERGE_POPULARITY } from "./merged-popularity-sql.js";
import { movieUpsertSql } from "./movie-upsert-sql.js";

const RETIRE = `UPDATE movies_movies SET retired = 1, replaced_by = ?2, position = ?3 WHERE id = ?1 AND position < ?3`;
const REPLACEMENT = "SELECT replaced_by FROM movies_movies WHERE id = ? AND replaced_by IS NOT NULL";

/** One transaction a batch: of each movie only the last word is written. */
export function embeddedMovieFold(database: SqliteDatabase, options: { externalIds: boolean }): CatalogueFold {
  return {
    async fold(_partition, steps) {
      if (steps.length === 0) return;
      const { upserts, retirements } = lastWords(steps);
      const statements = upserts.length === 0 ? [] : movieUpsertSql(upserts, options);
      const retired = retirements.map(({ id, replacedBy, position }) => [id, replacedBy, position]);
      if (retired.length > 0) statements.push({ sql: RETIRE, paramSets: retired });
      // Whoever stood, or now stands, for one of these has more ratings than before, or fewer; and one that comes back has its own.
      const before = await database.allMany<{ replaced_by: string }>(
        REPLACEMENT,
        [...upserts, ...retirements].map(({ id }) => [id]),
      );
      const heads = new Set([
        ...before.flatMap((rows) => rows.map((row) => row.replaced_by)),
        ...retirements.flatMap(({ replacedBy }) => replacedBy ?? []),
        ...upserts.flatMap(({ id }, index) => ((before[index] ?? []).length > 0 ? [id] : [])),
      ]);
      if (heads.size > 0) statements.push({ sql: MERGE_POPULARITY, paramSets: [...heads].map((id) => [id]) });
      await database.write(statements);
    },
  };
}
