import type { Clock } from "@marquee/platform/clock/clock.js";
import { type CqlDatabase, cql } from "@marquee/platform/store/cql-database.js";
import type { Role } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { decide } from "./cassandra-conditional-write.js";
import { createUnpublishedAccounts } from "./cassandra-unpublished-accounts.js";
import type { Credential, CredentialStore, NewCredential } from "./credential-store.js";

const CLAIM = cql(
  `INSERT INTO accounts_credentials (email, user_id, name, password_hash, roles, created_at, published)
   VALUES (?, ?, ?, ?, ?, ?, false) IF NOT EXISTS`,
  "text",
  "text",
  "text",
  "text",
  "set<text>",
  "bigint",
);
const RELEASE = cql(
  "DELETE FROM accounts_credentials WHERE email = ? IF user_id = ? AND published = false",
  "text",
  "text",
);
const PUBLISH = cql("UPDATE accounts_credentials SET published = true WHERE email = ? IF user_id = ?", "text", "text");
const BY_EMAIL = cql(
  `SELECT email, user_id, name, password_hash, roles, created_at, published FROM accounts_credentials
   WHERE email = ?`,
  "text",
);
const ADD_EMAIL = cql("INSERT INTO accounts_emails (user_id, email, hour) VALUES (?, ?, ?)", "text", "text", "bigint");
const FIND_EMAIL = cql("SELECT email, hour FROM accounts_emails WHERE user_id = ?", "text");
const REMOVE_EMAIL = cql("DELETE FROM accounts_emails WHERE user_id = ?", "text");
const ADD_ADMIN = cql("INSERT INTO accounts_admins (scope, user_id) VALUES ('all', ?)", "text");
const REMOVE_ADMIN = cql("DELETE FROM accounts_admins WHERE scope = 'all' AND user_id = ?", "text");
const ADMINS = cql("SELECT user_id FROM accounts_admins WHERE scope = 'all' LIMIT 100");

interface CredentialRow {
  email: string;
  user_id: string;
  name: string;
  password_hash: string;
  roles: string[] | null;
  created_at: number;
  published: boolean;
}

/** What leads to an account by other ways than its e-mail, written before it is claimed. */
interface Marks extends Pick<NewCredential, "userId" | "email" | "createdAt"> {
  hour: number;
}

/** An account is its row under the e-mail. What else speaks of it is written before and believed only when that row agrees. */
export function createCassandraCredentialStore(database: CqlDatabase, clock: Clock): CredentialStore {
  const unpublished = createUnpublishedAccounts(database, clock);

  async function addMarks(marks: Marks, isAdmin: boolean): Promise<void> {
    const { userId, email, hour } = marks;
    const admin = [{ statement: ADD_ADMIN, values: [userId] }];
    await database.write([
      [{ statement: ADD_EMAIL, values: [userId, email, hour] }],
      [unpublished.add(marks)],
      ...(isAdmin ? [admin] : []),
    ]);
  }

  async function removeMarks(marks: Marks): Promise<void> {
    const { userId } = marks;
    await database.write([
      [{ statement: REMOVE_EMAIL, values: [userId] }],
      [unpublished.remove(marks)],
      [{ statement: REMOVE_ADMIN, values: [userId] }],
    ]);
  }

  async function find(userIds: readonly string[]): Promise<{ account: Credential; hour: number }[]> {
    const ids = userIds.filter((id) => id !== "" && id.length <= 1_000);
    const marks = await database.allMany<{ email: string; hour: number }>(
      FIND_EMAIL,
      ids.map((id) => [id]),
    );
    const claimed = ids.flatMap((userId, index) => (marks[index] ?? []).map((mark) => ({ userId, ...mark })));
    const rows = await database.allMany<CredentialRow>(
      BY_EMAIL,
      claimed.map(({ email }) => [email]),
    );
    return claimed.flatMap(({ userId, hour }, index) => {
      const row = rows[index]?.[0];
      return row?.user_id === userId ? [{ account: toCredential(row), hour }] : [];
    });
  }

  return {
    async claim(credential) {
      const { userId, email, name, passwordHash, roles, createdAt } = credential;
      const marks: Marks = { userId, email, createdAt, hour: unpublished.thisHour() };
      await addMarks(marks, roles.includes("ADMIN"));
      const values = [email, userId, name, passwordHash, roles, createdAt];
      const { applied, row } = await decide<CredentialRow>(database, CLAIM, values);
      if (applied || row?.user_id === userId) return true;
      await removeMarks(marks);
      return false;
    },
    async release(userId) {
      const [found] = await find([userId]);
      if (found === undefined || found.account.published) return;
      const { email, createdAt } = found.account;
      const { applied, row } = await decide(database, RELEASE, [email, userId]);
      // A row that stands in the way has been published meanwhile.
      if (applied || row === null) await removeMarks({ userId, email, createdAt, hour: found.hour });
    },
    async markPublished(userId) {
      const [found] = await find([userId]);
      if (found === undefined) return;
      const { email, createdAt } = found.account;
      await decide(database, PUBLISH, [email, userId]);
      await database.write([[unpublished.remove({ userId, createdAt, hour: found.hour })]]);
    },
    async findByEmail(email) {
      if (email === "") return null;
      const [row] = await database.all<CredentialRow>(BY_EMAIL, [email]);
      return row === undefined ? null : toCredential(row);
    },
    findByUserIds: async (userIds) => (await find(userIds)).map(({ account }) => account),
    async findUnpublished(limit) {
      const accounts: Credential[] = [];
      for await (const piece of unpublished.pieces()) {
        const found = await find(piece.map(({ userId }) => userId));
        accounts.push(...found.map(({ account }) => account).filter(({ published }) => !published));
        if (accounts.length >= limit) return accounts.slice(0, limit);
      }
      if (accounts.length === 0) await unpublished.settle();
      return accounts;
    },
    async hasAdmin() {
      const rows = await database.all<{ user_id: string }>(ADMINS, []);
      const found = await find(rows.map((row) => row.user_id));
      return found.some(({ account }) => account.roles.includes("ADMIN"));
    },
  };
}

function toCredential(row: CredentialRow): Credential {
  return {
    userId: row.user_id,
    email: row.email,
    name: row.name,
    passwordHash: row.password_hash,
    roles: (row.roles ?? []) as Role[],
    createdAt: row.created_at,
    published: row.published,
  };
}
