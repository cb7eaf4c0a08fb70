import { cassandraAliasTable } from "@marquee/platform/aliases/cassandra-alias-table.js";
import { cassandraFeedTable } from "@marquee/platform/projection/cassandra-feed-table.js";
import type { CqlDatabase } from "@marquee/platform/store/cql-database.js";
import type { ReviewChange } from "@marquee/schema/events/review-changes.js";
import { cassandraMovieStore } from "./cassandra-movie-store.js";
import { cassandraReviewFoldStore } from "./cassandra-review-fold-store.js";
import { cassandraReviewStore } from "./cassandra-review-store.js";
import type { ReviewStores } from "./review-stores.js";

/** On the tables of schema/tables/reviews, which migrations have made. */
export function openCassandraReviewStores(cassandra: CqlDatabase): ReviewStores {
  const feed = cassandraFeedTable<ReviewChange>(cassandra, "reviews_feed");
  return {
    reviews: cassandraReviewStore(cassandra),
    fold: cassandraReviewFoldStore(cassandra, feed),
    feed,
    movies: cassandraMovieStore(cassandra),
    aliases: cassandraAliasTable(cassandra, "reviews_aliases"),
  };
}
