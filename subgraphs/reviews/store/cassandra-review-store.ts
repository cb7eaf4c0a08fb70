import { type CqlDatabase, cql } from "@marquee/platform/store/cql-database.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { ReviewModel } from "../models.js";
import type { ReviewKey } from "../rules/review-id.js";
import { readNewestReviews, readReviewsByUser } from "./cassandra-newest-reviews.js";
import { readTopReviews } from "./cassandra-top-reviews.js";
import { type ListEntry, START } from "./list-entry.js";
import type { ListedReviewModel, ReviewPlace, ReviewStore } from "./review-store.js";

interface ReviewRow {
  content: string;
  changed_at: number;
  up: number;
  total: number;
}

const READ = cql(
  "SELECT content, changed_at, up, total FROM reviews_states WHERE movie_id = ? AND user_id = ? AND voter_id = ''",
  ...(["text", "text"] as const),
);
const COUNT = cql("SELECT reviews FROM reviews_statistics WHERE topic = ?", "text");

/** Ids in the log have 1 to 200 characters. An empty key, or one of more than 65,535 bytes, would be refused. */
const MAX_ID = 200;

/** Lists hold keys alone, so that a vote writes no text again; a page's reviews are read beside one another. */
export function cassandraReviewStore(cassandra: CqlDatabase): ReviewStore {
  async function reviewsOf(keys: readonly ReviewKey[]): Promise<(ReviewModel | null)[]> {
    const known = keys.filter(({ movieId, userId }) => isId(movieId) && isId(userId));
    const rows = await cassandra.allMany<ReviewRow>(
      READ,
      known.map(({ movieId, userId }) => [movieId, userId]),
    );
    const reviews = new Map(known.map((key, index) => [key, toModel(key, rows[index]?.[0])]));
    return keys.map((key) => reviews.get(key) ?? null);
  }

  /** A list is told after the reviews: what is gone, or has begun to spoil, is passed over. */
  async function fill(
    { limit, after }: { limit: number; after: ReviewPlace | null },
    readEntries: (after: ReviewPlace, limit: number) => Promise<ListEntry[]>,
    isWanted: (review: ReviewModel) => boolean,
  ): Promise<ListedReviewModel[]> {
    const listed: ListedReviewModel[] = [];
    for (let behind = after ?? START; ; ) {
      const missing = limit - listed.length;
      const entries = await readEntries(behind, missing);
      const reviews = await reviewsOf(entries);
      for (const [index, { place }] of entries.entries()) {
        const review = reviews[index];
        if (review != null && isWanted(review)) listed.push({ ...review, place });
      }
      const last = entries.at(-1);
      if (last === undefined || entries.length < missing || listed.length === limit) return listed;
      behind = last.place;
    }
  }

  return {
    reviewsOf,

    listByMovie: (pages) =>
      Promise.all(
        pages.map(async (page) => {
          if (!isId(page.movieId)) return [];
          const { movieId, includeSpoilers } = page;
          const read = page.order === "TOP" ? readTopReviews : readNewestReviews;
          return fill(
            page,
            (after, limit) => read(cassandra, { movieId, includeSpoilers, after, limit }),
            ({ containsSpoilers }) => includeSpoilers || !containsSpoilers,
          );
        }),
      ),

    listByUser: (pages) =>
      Promise.all(
        pages.map(async (page) => {
          const { userId } = page;
          if (!isId(userId)) return [];
          return fill(
            page,
            (after, limit) => readReviewsByUser(cassandra, { userId, after, limit }),
            () => true,
          );
        }),
      ),

    async count() {
      const rows = await cassandra.all<{ reviews: number }>(COUNT, [TOPICS.reviews]);
      return rows.reduce((sum, { reviews }) => sum + reviews, 0);
    },
  };
}

function isId(id: string): boolean {
  return id !== "" && id.length <= MAX_ID;
}

function toModel({ movieId, userId }: ReviewKey, row: ReviewRow | undefined): ReviewModel | null {
  if (row === undefined || row.content === "") return null;
  const { content, changed_at, up, total } = row;
  return { movieId, userId, ...JSON.parse(content), helpful: { up, total }, createdAt: changed_at };
}
