import type { CassandraFeedTable } from "@marquee/platform/projection/cassandra-feed-table.js";
import { type CqlCall, type CqlDatabase, cql, foldedCql, writtenAt } from "@marquee/platform/store/cql-database.js";
import type { ReviewChange } from "@marquee/schema/events/review-changes.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { ReviewPartition, ReviewState } from "../rules/review-state.js";
import { listMutations } from "./cassandra-list-mutations.js";
import { packRecentVotes, unpackRecentVotes } from "./cassandra-recent-votes.js";
import type { PartitionStatistics, ReviewFoldStore, ReviewWrite } from "./review-fold-store.js";
import { type ReviewStateRow, toReviewState } from "./review-state-row.js";

interface PartitionRow extends ReviewStateRow {
  voter_id: string;
  /** Of a voter's row. */
  helpful: boolean;
}

/** The clustering key of the state row; nobody's id is empty. */
const STATE = "";

const READ = cql(
  `SELECT voter_id, content, changed_at, up, total, imported_up, imported_total, votes_since, helpful, position,
    committed, recent FROM reviews_states WHERE movie_id = ? AND user_id = ? AND voter_id IN ?`,
  ...(["text", "text", "list<text>"] as const),
);
const READ_STATISTICS = cql(
  "SELECT reviews, position FROM reviews_statistics WHERE topic = ? AND partition = ?",
  ...(["text", "int"] as const),
);
const WRITE_STATE = foldedCql(
  `INSERT INTO reviews_states (movie_id, user_id, voter_id, up, total, position, committed, content, changed_at, imported_up,
    imported_total, votes_since, recent) VALUES (?, ?, '${STATE}', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`,
  ...(["text", "text", "bigint", "bigint", "bigint", "bigint"] as const),
  ...(["text", "bigint", "bigint", "bigint", "bigint", "text", "bigint"] as const),
);
const WRITE_VOTER = foldedCql(
  `INSERT INTO reviews_states (movie_id, user_id, voter_id, helpful, position, recent) VALUES (?, ?, ?, ?, ?, ?)
    USING TIMESTAMP ?`,
  ...(["text", "text", "text", "boolean", "bigint", "text", "bigint"] as const),
);
const WRITE_STATISTICS = foldedCql(
  "INSERT INTO reviews_statistics (topic, partition, reviews, position) VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
  ...(["text", "int", "bigint", "bigint", "bigint"] as const),
);

export function cassandraReviewFoldStore(
  cassandra: CqlDatabase,
  feed: CassandraFeedTable<ReviewChange>,
): ReviewFoldStore {
  return {
    async load({ partition, reviews }) {
      const [partitions, [statistics]] = await Promise.all([
        cassandra.allMany<PartitionRow>(
          READ,
          reviews.map(({ movieId, userId, voterIds }) => [movieId, userId, [STATE, ...voterIds]]),
        ),
        cassandra.all<PartitionStatistics>(READ_STATISTICS, [TOPICS.reviews, partition]),
      ]);
      return { reviews: partitions.map(toPartition), statistics: statistics ?? { reviews: 0, position: -1 } };
    },

    async writeReviews(reviews) {
      await cassandra.write(reviews.map((review) => [stateCall(review), ...voterCalls(review)]));
    },

    async writeFollowers({ partition, moves, statistics, feed: rows }) {
      const { reviews, position } = statistics;
      const values = [TOPICS.reviews, partition, reviews, position, writtenAt(position)];
      await cassandra.write([
        ...listMutations(moves),
        [{ statement: WRITE_STATISTICS, values }],
        ...feed.mutations(partition, rows, position),
      ]);
    },
  };
}

/** A vote leaves the columns that only the author changes as they are: a text of 20,000 characters is not written again for it. */
function stateCall({ movieId, userId, state, contentChanged }: ReviewWrite): CqlCall {
  const { votes, position, committed } = state;
  const author = contentChanged ? authorColumns(state) : new Array<undefined>(6).fill(undefined);
  return {
    statement: WRITE_STATE,
    values: [movieId, userId, votes.up, votes.total, position, committed, ...author, writtenAt(position)],
  };
}

function authorColumns({ content, changedAt, importedVotes, votesSince, recent }: ReviewState) {
  const written = content === null ? "" : JSON.stringify(content);
  return [written, changedAt, importedVotes.up, importedVotes.total, votesSince, JSON.stringify(recent)];
}

function voterCalls({ movieId, userId, voters }: ReviewWrite): CqlCall[] {
  return [...voters].map(([voterId, { helpful, position, recent }]) => ({
    statement: WRITE_VOTER,
    values: [movieId, userId, voterId, helpful, position, packRecentVotes(recent), writtenAt(position)],
  }));
}

function toPartition(rows: readonly PartitionRow[]): ReviewPartition {
  const state = rows.find(({ voter_id }) => voter_id === STATE);
  const voters = rows.filter(({ voter_id }) => voter_id !== STATE);
  return {
    state: state === undefined ? null : toReviewState(state),
    voters: new Map(
      voters.map(({ voter_id, helpful, position, recent }) => [
        voter_id,
        { helpful, position, recent: unpackRecentVotes(recent) },
      ]),
    ),
  };
}
