// On a model of Cassandra: as fast as memory, and telling of a statement on two partitions or without its partition key.

import { feedTableContract } from "@marquee/platform/projection/feed-table.contract.js";
import { ModelCassandra } from "@marquee/platform/testing/model-cassandra/model-cassandra.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { openCassandraRatingStores } from "./cassandra-rating-stores.js";
import { ratingStoreContract } from "./rating-store.contract.js";

const openEmpty = async () => ({
  ...openCassandraRatingStores(new ModelCassandra([readTableMigrations("ratings")])),
  close: async () => {},
});

ratingStoreContract("a model of Cassandra", openEmpty);

feedTableContract("a model of Cassandra, of ratings", async () => {
  const { fold, feed, close } = await openEmpty();
  return {
    table: feed,
    write: (partition, rows, applied) => {
      const statistics = { ratings: 0, sumOfScores: 0, position: applied };
      return fold.write([], { partition, moves: [], tallies: new Map(), statistics, feed: rows });
    },
    close,
  };
});
