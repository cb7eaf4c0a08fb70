import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import { titleKey } from "../rules/list-key.js";
import { type Catalogue, MAX_SAME_TITLE } from "./catalogue.js";
import { embeddedMovieFold } from "./embedded-movie-fold.js";
import { MOVIE_COLUMNS, type MovieRow, toMovie } from "./embedded-movie-rows.js";

const BY_IDS = `SELECT ${MOVIE_COLUMNS} FROM movies_movies m WHERE m.id IN (SELECT value FROM json_each(?))`;

const ID_BY_EXTERNAL_ID = `SELECT m.id FROM movies_external_ids x JOIN movies_movies m ON m.seq = x.movie
  WHERE x.source = ? AND x.external_id = ? ORDER BY m.retired, m.id LIMIT 1`;

const IDS_BY_TITLE = `SELECT id FROM movies_movies
  WHERE retired = 0 AND title_key = ?1 AND ?1 <> '' AND (?2 IS NULL OR year = ?2) ORDER BY id LIMIT ${MAX_SAME_TITLE}`;

export function embeddedCatalogue(database: SqliteDatabase): Catalogue {
  return {
    ...embeddedMovieFold(database, { externalIds: true }),
    async findByIds(ids) {
      return (await database.all<MovieRow>(BY_IDS, [JSON.stringify(ids)])).map(toMovie);
    },
    async findIdsByExternalIds(externalIds) {
      const paramSets = externalIds.map(({ source, id }) => [source, id]);
      const found = await database.allMany<{ id: string }>(ID_BY_EXTERNAL_ID, paramSets);
      return found.map(([row]) => row?.id ?? null);
    },
    async findIdsByTitles(titles) {
      const paramSets = titles.map(({ title, year }) => [titleKey(title), year]);
      const found = await database.allMany<{ id: string }>(IDS_BY_TITLE, paramSets);
      return found.map((rows) => rows.map(({ id }) => id));
    },
    async count() {
      const [row] = await database.all<{ count: number }>(
        "SELECT count(*) AS count FROM movies_movies WHERE retired = 0",
      );
      return row?.count ?? 0;
    },
  };
}
