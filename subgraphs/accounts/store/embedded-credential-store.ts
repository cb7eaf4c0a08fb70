import type { SqliteDatabase, SqliteParams } from "@marquee/platform/store/sqlite-database.js";
import type { Role } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { Credential, CredentialStore, NewCredential } from "./credential-store.js";

const COLUMNS = "user_id, email, name, password_hash, roles, created_at, published";

const CLAIM = `INSERT INTO accounts_credentials (user_id, email, name, password_hash, roles, created_at)
  VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (email) DO NOTHING`;

interface CredentialRow {
  user_id: string;
  email: string;
  name: string;
  password_hash: string;
  roles: string;
  created_at: number;
  published: number;
}

/** On tables that migrateEmbedded has made. */
export function createEmbeddedCredentialStore(database: SqliteDatabase): CredentialStore {
  const find = async (condition: string, params: SqliteParams): Promise<Credential[]> => {
    const sql = `SELECT ${COLUMNS} FROM accounts_credentials WHERE ${condition}`;
    return (await database.all<CredentialRow>(sql, params)).map(toCredential);
  };
  const write = async (sql: string, params: SqliteParams): Promise<number> => {
    const [result] = await database.write([{ sql, paramSets: [params] }]);
    return result?.changes ?? 0;
  };

  return {
    claim: async (credential) => (await write(CLAIM, claimParams(credential))) > 0,
    async release(userId) {
      await write("DELETE FROM accounts_credentials WHERE user_id = ? AND published = 0", [userId]);
    },
    async markPublished(userId) {
      await write("UPDATE accounts_credentials SET published = 1 WHERE user_id = ?", [userId]);
    },
    findByEmail: async (email) => (await find("email = ?", [email]))[0] ?? null,
    findByUserIds: (userIds) => find("user_id IN (SELECT value FROM json_each(?))", [JSON.stringify(userIds)]),
    findUnpublished: (limit) => find("published = 0 ORDER BY created_at LIMIT ?", [limit]),
    async hasAdmin() {
      // Few have an account: profiles of datasets are in another table.
      const sql = `SELECT 1 FROM accounts_credentials, json_each(roles) role WHERE role.value = 'ADMIN' LIMIT 1`;
      return (await database.all(sql)).length > 0;
    },
  };
}

function claimParams({ userId, email, name, passwordHash, roles, createdAt }: NewCredential): SqliteParams {
  return [userId, email, name, passwordHash, JSON.stringify(roles), createdAt];
}

function toCredential(row: CredentialRow): Credential {
  return {
    userId: row.user_id,
    email: row.email,
    name: row.name,
    passwordHash: row.password_hash,
    roles: JSON.parse(row.roles) as Role[],
    createdAt: row.created_at,
    published: row.published === 1,
  };
}
