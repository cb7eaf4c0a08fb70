// On a model of Cassandra: as fast as memory, and telling of a statement on two partitions or without its partition key.

import { feedTableContract } from "@marquee/platform/projection/feed-table.contract.js";
import { ModelCassandra } from "@marquee/platform/testing/model-cassandra/model-cassandra.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { openCassandraReviewStores } from "./cassandra-review-stores.js";
import { movieStoreContract } from "./movie-store.contract.js";
import { reviewStoresContract } from "./review-stores.contract.js";

const openEmpty = () => openCassandraReviewStores(new ModelCassandra([readTableMigrations("reviews")]));
const close = async () => {};

reviewStoresContract("a model of Cassandra", async () => ({ stores: openEmpty(), close }));
movieStoreContract("a model of Cassandra", async () => ({ movies: openEmpty().movies, close }));
feedTableContract("a model of Cassandra, of reviews", async () => {
  const { fold, feed } = openEmpty();
  return {
    table: feed,
    write: (partition, rows, position) =>
      fold.writeFollowers({ partition, moves: [], statistics: { reviews: 0, position }, feed: rows }),
    close,
  };
});
