import { type CqlDatabase, type CqlValue, cql } from "@marquee/platform/store/cql-database.js";
import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";
import type { MovieModel } from "../models.js";
import { foldCatalogue } from "../projection/fold-catalogue.js";
import { isKey } from "../projection/movie-places.js";
import { titleKey } from "../rules/list-key.js";
import { ALL_MOVIES, cassandraCatalogueTables, MOVIE_BY_ID, type StoredMovie } from "./cassandra-catalogue-tables.js";
import { type Catalogue, type ExternalIdRef, MAX_SAME_TITLE } from "./catalogue.js";

/** Movies that claim one external id, beyond which nobody looks. */
const MAX_CLAIMS = 100;
const MAX_PARTITIONS = 1000;

const CLAIMS = cql(
  `SELECT movie_id, retired FROM movies_by_external_id WHERE source = ? AND external_id = ? LIMIT ${MAX_CLAIMS}`,
  ...(["text", "text"] as const),
);
const BY_TITLE = cql(`SELECT movie_id FROM movies_by_title WHERE title_key = ? LIMIT ${MAX_SAME_TITLE}`, "text");
const BY_TITLE_AND_YEAR = cql(
  `SELECT movie_id FROM movies_by_title WHERE title_key = ? AND year = ? LIMIT ${MAX_SAME_TITLE}`,
  ...(["text", "bigint"] as const),
);
const COUNTS = cql(`SELECT movies FROM movies_counts WHERE name = ? LIMIT ${MAX_PARTITIONS}`, "text");

/** Tables: schema/tables/movies. */
export function cassandraCatalogue(database: CqlDatabase): Catalogue {
  const tables = cassandraCatalogueTables(database);
  return {
    fold: (partition, steps) => foldCatalogue(tables, partition, steps),
    async findByIds(ids) {
      const keys = [...new Set(ids)].filter((id) => id !== "" && isKey(id)).map((id) => [id]);
      return (await database.allMany<StoredMovie>(MOVIE_BY_ID, keys)).flat().map(toMovie);
    },
    async findIdsByExternalIds(externalIds) {
      const found = await readEach<ExternalIdRef, { movie_id: string; retired: boolean }>(
        externalIds,
        ({ source, id }) => (isKey(source) && isKey(id) ? [source, id] : null),
        (keys) => database.allMany(CLAIMS, keys),
      );
      // In order of id: the first that stands, or else the first.
      return found.map((claims) => (claims.find(({ retired }) => !retired) ?? claims[0])?.movie_id ?? null);
    },
    async findIdsByTitles(titles) {
      const wanted = titles.map(({ title, year }) => ({ key: titleKey(title), year }));
      const [ofAny, ofOne] = await Promise.all([
        readEach<WantedTitle, { movie_id: string }>(
          wanted,
          ({ key, year }) => (key !== "" && year === null ? [key] : null),
          (keys) => database.allMany(BY_TITLE, keys),
        ),
        readEach<WantedTitle, { movie_id: string }>(
          wanted,
          ({ key, year }) => (key !== "" && year !== null ? [key, year] : null),
          (keys) => database.allMany(BY_TITLE_AND_YEAR, keys),
        ),
      ]);
      return wanted.map((_, index) => [...(ofAny[index] ?? []), ...(ofOne[index] ?? [])].map(toId).sort());
    },
    async count() {
      const rows = await database.all<{ movies: number }>(COUNTS, [ALL_MOVIES]);
      return rows.reduce((sum, { movies }) => sum + movies, 0);
    },
  };
}

interface WantedTitle {
  key: string;
  year: number | null;
}

/** Rows for each item; those without a key have none. */
async function readEach<Item, Row>(
  items: readonly Item[],
  keyOf: (item: Item) => CqlValue[] | null,
  read: (keys: CqlValue[][]) => Promise<Row[][]>,
): Promise<Row[][]> {
  const keys = items.map(keyOf);
  const rows = (await read(keys.filter((key) => key !== null))).values();
  return keys.map((key) => (key === null ? [] : (rows.next().value ?? [])));
}

function toId({ movie_id }: { movie_id: string }): string {
  return movie_id;
}

function toMovie(row: StoredMovie): MovieModel {
  return {
    ...(JSON.parse(row.entry) as CatalogueEntry),
    id: row.id,
    retired: row.retired,
    replacedBy: row.replaced_by === "" ? null : row.replaced_by,
  };
}
