import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import type { RotationOutcome, SessionStore } from "./session-store.js";

const EXPIRED_AT_ONCE = 100;

const INSERT = `INSERT INTO accounts_sessions (token_hash, family_id, user_id, expires_at) VALUES (?, ?, ?, ?)`;

const SUCCEED = `UPDATE accounts_sessions SET successor_hash = ?2
  WHERE token_hash = ?1 AND successor_hash IS NULL AND expires_at > ?3 RETURNING user_id, family_id`;

// Finds its row only when the statement before it has just named this successor.
const INSERT_SUCCESSOR = `INSERT INTO accounts_sessions (token_hash, family_id, user_id, expires_at)
  SELECT successor_hash, family_id, user_id, ?3 FROM accounts_sessions WHERE token_hash = ?1 AND successor_hash = ?2`;

const END_FAMILY = `DELETE FROM accounts_sessions
  WHERE family_id = (SELECT family_id FROM accounts_sessions WHERE token_hash = ? AND expires_at > ?)`;

const FIND_ENDED = `SELECT asked.value AS id FROM json_each(?) asked WHERE NOT EXISTS
  (SELECT 1 FROM accounts_sessions s WHERE s.family_id = asked.value AND s.expires_at > ?)`;

const FORGET_EXPIRED = `DELETE FROM accounts_sessions WHERE token_hash IN
  (SELECT token_hash FROM accounts_sessions WHERE expires_at <= ? ORDER BY expires_at LIMIT ${EXPIRED_AT_ONCE})`;

/** On tables that migrateEmbedded has made. */
export function createEmbeddedSessionStore(database: SqliteDatabase): SessionStore {
  async function end(tokenHash: string, now: number): Promise<boolean> {
    const [result] = await database.write([{ sql: END_FAMILY, paramSets: [[tokenHash, now]] }]);
    return (result?.changes ?? 0) > 0;
  }

  return {
    async start({ familyId, userId, tokenHash, now, expiresAt }) {
      await database.write([
        { sql: FORGET_EXPIRED, paramSets: [[now]] },
        { sql: INSERT, paramSets: [[tokenHash, familyId, userId, expiresAt]] },
      ]);
    },
    async rotate({ tokenHash, successorHash, now, expiresAt }): Promise<RotationOutcome> {
      const [succeeded] = await database.write([
        { sql: SUCCEED, paramSets: [[tokenHash, successorHash, now]] },
        { sql: INSERT_SUCCESSOR, paramSets: [[tokenHash, successorHash, expiresAt]] },
      ]);
      const { user_id: userId, family_id: familyId } = succeeded?.rows[0] ?? {};
      if (typeof userId === "string") return { outcome: "ROTATED", userId, familyId: String(familyId) };
      const [used] = await database.all<{ user_id: string }>(
        "SELECT user_id FROM accounts_sessions WHERE token_hash = ? AND successor_hash IS NOT NULL",
        [tokenHash],
      );
      if (used === undefined) return { outcome: "UNKNOWN" };
      await end(tokenHash, now);
      return { outcome: "REUSED", userId: used.user_id };
    },
    end,
    async ended(familyIds, now) {
      const rows = await database.all<{ id: string }>(FIND_ENDED, [JSON.stringify(familyIds), now]);
      return rows.map(({ id }) => id);
    },
  };
}
