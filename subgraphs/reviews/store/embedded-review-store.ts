import type { SqliteDatabase, SqliteParams } from "@marquee/platform/store/sqlite-database.js";
import type { ReviewModel } from "../models.js";
import type { ListedReviewModel, MovieReviewsPage, ReviewPlace, ReviewStore } from "./review-store.js";

interface ReviewRow {
  movie_id: string;
  user_id: string;
  content: string;
  changed_at: number;
  up: number;
  total: number;
}

interface ListedRow extends ReviewRow {
  created_at: number;
  helpfulness: number;
}

const REVIEW = "s.movie_id, s.user_id, s.content, s.changed_at, s.up, s.total";
const READ = `SELECT ${REVIEW} FROM reviews_states AS s WHERE movie_id = ? AND user_id = ? AND content IS NOT NULL`;
const BY_USER = listed({ index: "reviews_by_user", where: "l.user_id = ?1", order: ["created_at", "movie_id"] });
const NEWEST: Order = ["created_at", "user_id"];
const TOP: Order = ["helpfulness", "created_at", "user_id"];
const IN_MOVIE = "l.movie_id = ?1";
const NO_SPOILERS = "l.movie_id = ?1 AND l.contains_spoilers = 0";
const BY_MOVIE = {
  NEWEST: listed({ index: "reviews_newest", where: IN_MOVIE, order: NEWEST }),
  TOP: listed({ index: "reviews_top", where: IN_MOVIE, order: TOP }),
  "NEWEST plain": listed({ index: "reviews_newest_plain", where: NO_SPOILERS, order: NEWEST }),
  "TOP plain": listed({ index: "reviews_top_plain", where: NO_SPOILERS, order: TOP }),
};

const FORMS = Object.keys(BY_MOVIE) as (keyof typeof BY_MOVIE)[];

/** Before everything: no review is more helpful than 1. */
const START: ReviewPlace = { helpfulness: 2, createdAt: Number.MAX_SAFE_INTEGER, id: "" };

export function embeddedReviewStore(database: SqliteDatabase): ReviewStore {
  return {
    async reviewsOf(keys) {
      const found = await database.allMany<ReviewRow>(
        READ,
        keys.map(({ movieId, userId }) => [movieId, userId]),
      );
      return found.map(([row]) => (row === undefined ? null : toModel(row)));
    },

    async listByMovie(pages) {
      const results = pages.map((): ListedReviewModel[] => []);
      const queries = FORMS.map(async (form) => {
        const wanted = [...pages.entries()].filter(([, page]) => formOf(page) === form);
        if (wanted.length === 0) return;
        const found = await database.allMany<ListedRow>(
          BY_MOVIE[form],
          wanted.map(([, page]) => movieParams(page)),
        );
        wanted.forEach(([index], at) => {
          results[index] = (found[at] ?? []).map((row) => toListed(row, row.user_id));
        });
      });
      // Pages of one request mostly have one form, and so are one query.
      await Promise.all(queries);
      return results;
    },

    async listByUser(pages) {
      const found = await database.allMany<ListedRow>(
        BY_USER,
        pages.map(({ userId, limit, after }) => [userId, (after ?? START).createdAt, (after ?? START).id, limit]),
      );
      return found.map((rows) => rows.map((row) => toListed(row, row.movie_id)));
    },

    async count() {
      const [row] = await database.all<{ reviews: number | null }>(
        "SELECT sum(reviews) AS reviews FROM reviews_partitions",
      );
      return row?.reviews ?? 0;
    },
  };
}

type Order = readonly ("helpfulness" | "created_at" | "user_id" | "movie_id")[];

/** Parameters: the movie or user, the place to start behind, the limit. CROSS JOIN: the list first, in its order. */
function listed({ index, where, order }: { index: string; where: string; order: Order }): string {
  const columns = order.map((column) => `l.${column}`);
  const place = order.map((_, position) => `?${position + 2}`);
  return `SELECT ${REVIEW}, l.created_at, l.helpfulness
    FROM reviews_listed AS l INDEXED BY ${index} CROSS JOIN reviews_states AS s USING (movie_id, user_id)
    WHERE ${where} AND l.created_at IS NOT NULL AND (${columns.join(", ")}) < (${place.join(", ")}) AND s.content IS NOT NULL
    ORDER BY ${columns.map((column) => `${column} DESC`).join(", ")} LIMIT ?${order.length + 2}`;
}

function formOf({ order, includeSpoilers }: MovieReviewsPage): keyof typeof BY_MOVIE {
  return includeSpoilers ? order : `${order} plain`;
}

function movieParams({ movieId, order, after, limit }: MovieReviewsPage): SqliteParams {
  const { helpfulness, createdAt, id } = after ?? START;
  return order === "TOP" ? [movieId, helpfulness, createdAt, id, limit] : [movieId, createdAt, id, limit];
}

function toListed(row: ListedRow, id: string): ListedReviewModel {
  return { ...toModel(row), place: { helpfulness: row.helpfulness, createdAt: row.created_at, id } };
}

function toModel(row: ReviewRow): ReviewModel {
  return {
    movieId: row.movie_id,
    userId: row.user_id,
    ...JSON.parse(row.content),
    helpful: { up: row.up, total: row.total },
    createdAt: row.changed_at,
  };
}
