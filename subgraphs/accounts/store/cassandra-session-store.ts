import { type CqlDatabase, cql } from "@marquee/platform/store/cql-database.js";
import { decide } from "./cassandra-conditional-write.js";
import type { RotationOutcome, SessionStore } from "./session-store.js";

/** Beyond its end a token is of no use; the margin is for clocks that differ. */
const KEPT_LONGER_SECONDS = 24 * 60 * 60;

const ADD_TOKEN = cql(
  "INSERT INTO accounts_session_tokens (token_hash, family_id, user_id, expires_at) VALUES (?, ?, ?, ?) USING TTL ?",
  "text",
  "text",
  "text",
  "bigint",
  "int",
);
const FIND_TOKEN = cql(
  "SELECT family_id, user_id, expires_at FROM accounts_session_tokens WHERE token_hash = ?",
  "text",
);
const ADD_FAMILY = cql(
  "INSERT INTO accounts_session_families (family_id, current_hash) VALUES (?, ?) IF NOT EXISTS USING TTL ?",
  "text",
  "text",
  "int",
);
const TRADE = cql(
  "UPDATE accounts_session_families USING TTL ? SET current_hash = ? WHERE family_id = ? IF current_hash = ?",
  "int",
  "text",
  "text",
  "text",
);
const FIND_FAMILY = cql("SELECT family_id FROM accounts_session_families WHERE family_id = ?", "text");
const END_FAMILY = cql("DELETE FROM accounts_session_families WHERE family_id = ? IF EXISTS", "text");

interface TokenRow {
  family_id: string;
  user_id: string;
  expires_at: number;
}

/**
 * What a family's tokens are worth is decided in its one row, by lightweight transactions. A token that was noted and never became
 * the current one is known to nobody.
 */
export function createCassandraSessionStore(database: CqlDatabase): SessionStore {
  async function findToken(tokenHash: string, now: number): Promise<TokenRow | undefined> {
    const [token] = await database.all<TokenRow>(FIND_TOKEN, [tokenHash]);
    return token === undefined || token.expires_at <= now ? undefined : token;
  }

  async function endFamily(familyId: string): Promise<boolean> {
    const { applied, repeated } = await decide(database, END_FAMILY, [familyId]);
    return applied || repeated;
  }

  async function addToken(tokenHash: string, { family_id, user_id, expires_at }: TokenRow, now: number): Promise<void> {
    const values = [tokenHash, family_id, user_id, expires_at, secondsToKeep(now, expires_at)];
    await database.write([[{ statement: ADD_TOKEN, values }]]);
  }

  return {
    async start({ familyId, userId, tokenHash, now, expiresAt }) {
      await addToken(tokenHash, { family_id: familyId, user_id: userId, expires_at: expiresAt }, now);
      await decide(database, ADD_FAMILY, [familyId, tokenHash, secondsToKeep(now, expiresAt)]);
    },
    async rotate({ tokenHash, successorHash, now, expiresAt }): Promise<RotationOutcome> {
      const token = await findToken(tokenHash, now);
      if (token === undefined) return { outcome: "UNKNOWN" };
      const { family_id: familyId, user_id: userId } = token;
      await addToken(successorHash, { ...token, expires_at: expiresAt }, now);
      const { applied, row } = await decide<{ current_hash: string }>(database, TRADE, [
        secondsToKeep(now, expiresAt),
        successorHash,
        familyId,
        tokenHash,
      ]);
      if (applied || row?.current_hash === successorHash) return { outcome: "ROTATED", userId, familyId };
      if (row === null) return { outcome: "UNKNOWN" };
      await endFamily(familyId);
      return { outcome: "REUSED", userId };
    },
    async end(tokenHash, now) {
      const token = await findToken(tokenHash, now);
      return token !== undefined && (await endFamily(token.family_id));
    },
    // An expired family's row goes by itself, a day after its tokens have.
    async ended(familyIds) {
      const found = await database.allMany<{ family_id: string }>(
        FIND_FAMILY,
        familyIds.map((id) => [id]),
      );
      return familyIds.filter((_, index) => found[index]?.length === 0);
    },
  };
}

function secondsToKeep(now: number, expiresAt: number): number {
  return Math.max(0, Math.ceil((expiresAt - now) / 1000)) + KEPT_LONGER_SECONDS;
}
