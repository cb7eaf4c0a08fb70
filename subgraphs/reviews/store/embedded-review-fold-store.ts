import type { SqliteDatabase, SqliteParams } from "@marquee/platform/store/sqlite-database.js";
import type { ListMove } from "../rules/list-move.js";
import { reviewId } from "../rules/review-id.js";
import type { VoterRow } from "../rules/review-state.js";
import type { FoldRead, FoldRequest, FollowerWrites, ReviewFoldStore, ReviewWrite } from "./review-fold-store.js";
import { type ReviewStateRow, toReviewState } from "./review-state-row.js";

interface VoterTableRow {
  voter_id: string;
  helpful: number;
  position: number;
  recent: string;
}

const READ_STATE = "SELECT * FROM reviews_states WHERE movie_id = ? AND user_id = ?";
const READ_VOTERS = `SELECT voter_id, helpful, position, recent FROM reviews_voters
  WHERE movie_id = ? AND user_id = ? AND voter_id IN (SELECT value FROM json_each(?))`;
const READ_STATISTICS = "SELECT reviews, position FROM reviews_partitions WHERE partition = ?";

const WRITE_STATE = `INSERT INTO reviews_states (movie_id, user_id, content, changed_at, up, total, imported_up,
    imported_total, votes_since, position, committed, recent)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET content = excluded.content, changed_at = excluded.changed_at, up = excluded.up,
    total = excluded.total, imported_up = excluded.imported_up, imported_total = excluded.imported_total,
    votes_since = excluded.votes_since, position = excluded.position, committed = excluded.committed,
    recent = excluded.recent
  WHERE excluded.position >= position`;
const WRITE_VOTER = `INSERT INTO reviews_voters (movie_id, user_id, voter_id, helpful, position, recent)
  VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET helpful = excluded.helpful, position = excluded.position, recent = excluded.recent
  WHERE excluded.position >= position`;
const WRITE_LISTED = `INSERT INTO reviews_listed (movie_id, user_id, created_at, helpfulness, contains_spoilers, position)
  VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET created_at = excluded.created_at, helpfulness = excluded.helpfulness,
    contains_spoilers = excluded.contains_spoilers, position = excluded.position
  WHERE excluded.position >= position`;
const WRITE_STATISTICS = `INSERT INTO reviews_partitions (partition, reviews, position, feed_from) VALUES (?, ?, ?, 0)
  ON CONFLICT DO UPDATE SET reviews = excluded.reviews, position = excluded.position WHERE excluded.position >= position`;
// What was pruned does not come back with a batch that is folded again.
const WRITE_FEED = `INSERT INTO reviews_feed (partition, position, appended_at, value)
  SELECT ?1, ?2, ?3, ?4 WHERE ?2 >= (SELECT feed_from FROM reviews_partitions WHERE partition = ?1)
  ON CONFLICT DO UPDATE SET value = excluded.value`;

/** Both steps are one transaction each, and each row is guarded by its position all the same. */
export function embeddedReviewFoldStore(database: SqliteDatabase): ReviewFoldStore {
  return {
    async load({ partition, reviews }: FoldRequest): Promise<FoldRead> {
      const voted = reviews.filter(({ voterIds }) => voterIds.length > 0);
      const [states, voters, [statistics]] = await Promise.all([
        database.allMany<ReviewStateRow>(
          READ_STATE,
          reviews.map(({ movieId, userId }) => [movieId, userId]),
        ),
        database.allMany<VoterTableRow>(
          READ_VOTERS,
          voted.map(({ movieId, userId, voterIds }) => [movieId, userId, JSON.stringify(voterIds)]),
        ),
        database.all<FoldRead["statistics"]>(READ_STATISTICS, [partition]),
      ]);
      const votersOf = new Map(voted.map((review, index) => [review, voters[index] ?? []]));
      return {
        reviews: reviews.map((review, index) => {
          const [row] = states[index] ?? [];
          return {
            state: row === undefined ? null : toReviewState(row),
            voters: new Map((votersOf.get(review) ?? []).map((voter) => [voter.voter_id, toVoter(voter)])),
          };
        }),
        statistics: statistics ?? { reviews: 0, position: -1 },
      };
    },

    async writeReviews(reviews) {
      await writeAll(database, [
        [WRITE_STATE, reviews.map(stateParams)],
        [WRITE_VOTER, reviews.flatMap(voterParams)],
      ]);
    },

    async writeFollowers({ partition, moves, statistics, feed }: FollowerWrites) {
      await writeAll(database, [
        // One row a review, wherever it is listed: only where it went last matters.
        [
          WRITE_LISTED,
          lastOfEach(moves).map(({ movieId, userId, to, position }) => [
            movieId,
            userId,
            to?.createdAt ?? null,
            to?.helpfulness ?? null,
            to === null ? null : Number(to.containsSpoilers),
            position,
          ]),
        ],
        [WRITE_STATISTICS, [[partition, statistics.reviews, statistics.position]]],
        [WRITE_FEED, feed.map((row) => [partition, row.position, row.appendedAt, row.value])],
      ]);
    },
  };
}

function lastOfEach(moves: readonly ListMove[]): ListMove[] {
  return [...new Map(moves.map((move) => [reviewId(move), move])).values()];
}

async function writeAll(database: SqliteDatabase, statements: [sql: string, paramSets: SqliteParams[]][]) {
  const wanted = statements.filter(([, paramSets]) => paramSets.length > 0);
  if (wanted.length > 0) await database.write(wanted.map(([sql, paramSets]) => ({ sql, paramSets })));
}

function stateParams({ movieId, userId, state }: ReviewWrite): SqliteParams {
  return [
    movieId,
    userId,
    state.content === null ? null : JSON.stringify(state.content),
    state.changedAt,
    state.votes.up,
    state.votes.total,
    state.importedVotes.up,
    state.importedVotes.total,
    state.votesSince,
    state.position,
    state.committed,
    JSON.stringify(state.recent),
  ];
}

function voterParams({ movieId, userId, voters }: ReviewWrite): SqliteParams[] {
  return [...voters].map(([voterId, { helpful, position, recent }]) => [
    movieId,
    userId,
    voterId,
    helpful ? 1 : 0,
    position,
    JSON.stringify(recent),
  ]);
}

function toVoter({ helpful, position, recent }: VoterTableRow): VoterRow {
  return { helpful: helpful === 1, position, recent: JSON.parse(recent) };
}
