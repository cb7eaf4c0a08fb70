import { cassandraAliasTable } from "@marquee/platform/aliases/cassandra-alias-table.js";
import { cassandraFeedTable } from "@marquee/platform/projection/cassandra-feed-table.js";
import type { CqlDatabase } from "@marquee/platform/store/cql-database.js";
import type { RatingChanges } from "@marquee/schema/events/rating-changes.js";
import { cassandraMovieFactsStore } from "./cassandra-movie-facts-store.js";
import { cassandraRatingFoldStore } from "./cassandra-rating-fold-store.js";
import { cassandraRatingStore } from "./cassandra-rating-store.js";
import type { RatingStores } from "./rating-stores.js";

/** The rating tables in Cassandra; schema/tables/ratings has made them. */
export function openCassandraRatingStores(database: CqlDatabase): RatingStores {
  const feed = cassandraFeedTable<RatingChanges>(database, "ratings_feed");
  return {
    ratings: cassandraRatingStore(database),
    feed,
    facts: cassandraMovieFactsStore(database),
    aliases: cassandraAliasTable(database, "ratings_aliases"),
    fold: cassandraRatingFoldStore(database, feed),
  };
}
