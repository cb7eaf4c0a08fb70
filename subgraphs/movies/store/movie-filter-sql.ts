import type { SqliteValue } from "@marquee/platform/store/sqlite-database.js";
import { foldText } from "../rules/fold-text.js";
import type { MovieFilter } from "./movie-index.js";

export interface SqlCondition {
  sql: string;
  params: SqliteValue[];
}

/** The condition on `movies_movies m` that a filter stands for; retired movies never meet it. `movie` is an expression for m.seq. */
export function movieFilterSql(filter: MovieFilter, movie = "m.seq"): SqlCondition {
  const hasFacet = `EXISTS (SELECT 1 FROM movies_facets f WHERE f.facet = ? AND f.value = ? AND f.movie = ${movie})`;
  const condition: SqlCondition = { sql: "m.retired = 0", params: [] };
  const and = (sql: string, ...params: SqliteValue[]) => {
    condition.sql += ` AND ${sql}`;
    condition.params.push(...params);
  };
  for (const genre of filter.genres ?? []) and(hasFacet, "genre", facetValue(genre));
  if (isGiven(filter.country)) and(hasFacet, "country", filter.country);
  if (isGiven(filter.availableIn)) and(hasFacet, "available", filter.availableIn);
  if (isGiven(filter.language)) and(hasFacet, "language", facetValue(filter.language));
  if (isGiven(filter.releasedFrom)) and("m.year >= ?", filter.releasedFrom);
  if (isGiven(filter.releasedTo)) and("m.year <= ?", filter.releasedTo);
  if (isGiven(filter.kind)) and("m.kind = ?", filter.kind);
  if (isGiven(filter.contentRating)) and("m.content_rating = ?", facetValue(filter.contentRating));
  return condition;
}

export function facetValue(text: string): string {
  return foldText(text).trim();
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
