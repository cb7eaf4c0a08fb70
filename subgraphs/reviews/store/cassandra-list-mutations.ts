import {
  type CqlCall,
  type CqlMutation,
  type CqlStatement,
  type CqlType,
  type CqlValue,
  deletedAt,
  foldedCql,
  writtenAt,
} from "@marquee/platform/store/cql-database.js";
import type { ListMove, ListPlace } from "../rules/list-move.js";
import type { ReviewKey } from "../rules/review-id.js";
import { topStep } from "../rules/top-step.js";

/** A review's row in a list: the key, of which the first column is the partition's, and what else the row holds. */
interface ListRow {
  key: readonly [string, ...CqlValue[]];
  rest: readonly CqlValue[];
}

interface List {
  insert: CqlStatement;
  remove: CqlStatement;
  /** Null where the review does not stand in this list. */
  rowOf(review: ReviewKey, place: ListPlace): ListRow | null;
}

const NEWEST = list(
  "reviews_newest",
  [
    ["movie_id", "text"],
    ["contains_spoilers", "boolean"],
    ["created_at", "bigint"],
    ["user_id", "text"],
  ],
  [],
  ({ movieId, userId }, { containsSpoilers, createdAt }) => ({
    key: [movieId, containsSpoilers, createdAt, userId],
    rest: [],
  }),
);
const TOP_EXACT = list(
  "reviews_top_exact",
  [
    ["movie_id", "text"],
    ["contains_spoilers", "boolean"],
    ["helpfulness", "double"],
    ["created_at", "bigint"],
    ["user_id", "text"],
  ],
  [],
  ({ movieId, userId }, place) => {
    if (topStep(place) !== null) return null;
    return { key: [movieId, place.containsSpoilers, place.helpfulness, place.createdAt, userId], rest: [] };
  },
);
const TOP_STEPPED = list(
  "reviews_top_stepped",
  [
    ["movie_id", "text"],
    ["contains_spoilers", "boolean"],
    ["step", "int"],
    ["user_id", "text"],
  ],
  [
    ["helpfulness", "double"],
    ["created_at", "bigint"],
  ],
  ({ movieId, userId }, place) => {
    const step = topStep(place);
    if (step === null) return null;
    return { key: [movieId, place.containsSpoilers, step, userId], rest: [place.helpfulness, place.createdAt] };
  },
);
const BY_USER = list(
  "reviews_by_user",
  [
    ["user_id", "text"],
    ["created_at", "bigint"],
    ["movie_id", "text"],
  ],
  [],
  ({ movieId, userId }, { createdAt }) => ({ key: [userId, createdAt, movieId], rest: [] }),
);

/** Of one partition key each: what may go into one mutation. */
const PARTITIONED: readonly (readonly List[])[] = [[NEWEST, TOP_EXACT, TOP_STEPPED], [BY_USER]];

/** Some 100 bytes each. */
const CALLS_A_MUTATION = 100;

/**
 * What moves do to the lists: the last word on every place that is touched. What goes to one partition goes together, so that a
 * replica mostly has a review in its new place as soon as it no longer has it in the old one.
 */
export function listMutations(moves: readonly ListMove[]): CqlMutation[] {
  return PARTITIONED.flatMap((lists) => {
    const partitions = new Map<string, CqlCall[]>();
    for (const list of lists) {
      for (const { partition, call } of lastWords(list, moves)) {
        const calls = partitions.get(partition) ?? [];
        partitions.set(partition, calls);
        calls.push(call);
      }
    }
    return [...partitions.values()].flatMap(inMutations);
  });
}

function lastWords({ insert, remove, rowOf }: List, moves: readonly ListMove[]) {
  const words = new Map<string, { partition: string; call: CqlCall }>();
  for (const move of moves) {
    const from = move.from === null ? null : rowOf(move, move.from);
    const to = move.to === null ? null : rowOf(move, move.to);
    // A vote changes nothing in a list by time.
    if (JSON.stringify(from) === JSON.stringify(to)) continue;
    if (from !== null) {
      const call = { statement: remove, values: [deletedAt(move.position), ...from.key] };
      words.set(JSON.stringify(from.key), { partition: from.key[0], call });
    }
    if (to !== null) {
      const call = { statement: insert, values: [...to.key, ...to.rest, writtenAt(move.position)] };
      words.set(JSON.stringify(to.key), { partition: to.key[0], call });
    }
  }
  return words.values();
}

function inMutations(calls: readonly CqlCall[]): CqlMutation[] {
  const mutations: CqlMutation[] = [];
  for (let at = 0; at < calls.length; at += CALLS_A_MUTATION) mutations.push(calls.slice(at, at + CALLS_A_MUTATION));
  return mutations;
}

type Column = readonly [name: string, type: CqlType];

function list(table: string, key: readonly Column[], rest: readonly Column[], rowOf: List["rowOf"]): List {
  const columns = [...key, ...rest];
  const types = (of: readonly Column[]) => of.map(([, type]) => type);
  const names = columns.map(([name]) => name).join(", ");
  const marks = columns.map(() => "?").join(", ");
  const where = key.map(([name]) => `${name} = ?`).join(" AND ");
  return {
    insert: foldedCql(
      `INSERT INTO ${table} (${names}) VALUES (${marks}) USING TIMESTAMP ?`,
      ...types(columns),
      "bigint",
    ),
    remove: foldedCql(`DELETE FROM ${table} USING TIMESTAMP ? WHERE ${where}`, "bigint", ...types(key)),
    rowOf,
  };
}
