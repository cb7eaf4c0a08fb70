import type { Clock } from "@marquee/platform/clock/clock.js";
import { type CqlCall, type CqlDatabase, cql } from "@marquee/platform/store/cql-database.js";

const HOUR_MS = 60 * 60 * 1000;
const SHARDS = 4;
/** Rows go by themselves after 30 days. */
const KEPT_HOURS = 30 * 24;
/** Asked for together. */
const HOURS_AT_ONCE = 24;
/** Claims may still be under way, and clocks differ. */
const SETTLED_AFTER_HOURS = 2;
const ROWS_A_BUCKET = 1_000;

const ADD = cql(
  "INSERT INTO accounts_unpublished (hour, shard, created_at, user_id) VALUES (?, ?, ?, ?)",
  "bigint",
  "int",
  "bigint",
  "text",
);
const REMOVE = cql(
  "DELETE FROM accounts_unpublished WHERE hour = ? AND shard = ? AND created_at = ? AND user_id = ?",
  "bigint",
  "int",
  "bigint",
  "text",
);
const BUCKET = cql(
  `SELECT created_at, user_id FROM accounts_unpublished WHERE hour = ? AND shard = ? LIMIT ${ROWS_A_BUCKET}`,
  "bigint",
  "int",
);
const FIND_SETTLED = cql("SELECT hour FROM accounts_published_before WHERE scope = 'all'");
const SETTLE = cql("INSERT INTO accounts_published_before (scope, hour) VALUES ('all', ?)", "bigint");

export interface UnpublishedAccount {
  userId: string;
  createdAt: number;
  /** Where it stands. */
  hour: number;
}

/** A queue in hours, so that what was taken out of it need not be read over again. */
export interface UnpublishedAccounts {
  thisHour(): number;
  add(account: UnpublishedAccount): CqlCall;
  remove(account: UnpublishedAccount): CqlCall;
  /** Piece by piece, oldest first within each; whoever has been published may be among them. */
  pieces(): AsyncIterable<UnpublishedAccount[]>;
  /** Nobody is left from before now: the next search begins here. */
  settle(): Promise<void>;
}

export function createUnpublishedAccounts(database: CqlDatabase, clock: Clock): UnpublishedAccounts {
  const thisHour = () => Math.floor(clock.now() / HOUR_MS);

  async function readHours(first: number, afterLast: number): Promise<UnpublishedAccount[]> {
    const buckets = Array.from({ length: (afterLast - first) * SHARDS }, (_, index) => {
      return { hour: first + Math.floor(index / SHARDS), shard: index % SHARDS };
    });
    const rows = await database.allMany<{ created_at: number; user_id: string }>(
      BUCKET,
      buckets.map(({ hour, shard }) => [hour, shard]),
    );
    const found = buckets.flatMap(({ hour }, index) =>
      (rows[index] ?? []).map((row) => ({ userId: row.user_id, createdAt: row.created_at, hour })),
    );
    return found.sort((a, b) => a.createdAt - b.createdAt);
  }

  return {
    thisHour,
    add: ({ userId, createdAt, hour }) => ({ statement: ADD, values: [hour, shardOf(userId), createdAt, userId] }),
    remove: ({ userId, createdAt, hour }) => ({
      statement: REMOVE,
      values: [hour, shardOf(userId), createdAt, userId],
    }),
    async *pieces() {
      const [settled] = await database.all<{ hour: number }>(FIND_SETTLED, []);
      // Another process may be ahead by an hour.
      const afterLast = thisHour() + 2;
      const first = Math.max(settled?.hour ?? 0, afterLast - KEPT_HOURS);
      for (let hour = first; hour < afterLast; hour += HOURS_AT_ONCE) {
        yield await readHours(hour, Math.min(hour + HOURS_AT_ONCE, afterLast));
      }
    },
    async settle() {
      await database.write([[{ statement: SETTLE, values: [thisHour() - SETTLED_AFTER_HOURS] }]]);
    },
  };
}

function shardOf(userId: string): number {
  let sum = 0;
  for (let index = 0; index < userId.length; index += 1) sum += userId.charCodeAt(index);
  return sum % SHARDS;
}
