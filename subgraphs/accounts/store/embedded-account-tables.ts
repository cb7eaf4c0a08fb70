/** Steps are only ever added; see migrateEmbedded. */
export const ACCOUNT_MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE accounts_credentials (
      user_id TEXT PRIMARY KEY,
      email TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      password_hash TEXT NOT NULL,
      roles TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      published INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID`,
    "CREATE INDEX accounts_credentials_unpublished ON accounts_credentials (created_at) WHERE published = 0",
    `CREATE TABLE accounts_sessions (
      token_hash TEXT PRIMARY KEY,
      family_id TEXT NOT NULL,
      user_id TEXT NOT NULL,
      expires_at INTEGER NOT NULL,
      successor_hash TEXT
    ) STRICT, WITHOUT ROWID`,
    "CREATE INDEX accounts_sessions_by_family ON accounts_sessions (family_id)",
    "CREATE INDEX accounts_sessions_by_expiry ON accounts_sessions (expires_at)",
    `CREATE TABLE accounts_profiles (
      user_id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      position INTEGER NOT NULL,
      retired INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID`,
    "CREATE INDEX accounts_profiles_present ON accounts_profiles (retired) WHERE retired = 0",
  ],
  [
    `CREATE TABLE accounts_user_counts (
      partition INTEGER PRIMARY KEY,
      users INTEGER NOT NULL,
      position INTEGER NOT NULL
    ) STRICT`,
    // Whoever was there already, in a row that belongs to no partition.
    "INSERT INTO accounts_user_counts SELECT -1, count(*), -1 FROM accounts_profiles WHERE retired = 0",
    "DROP INDEX accounts_profiles_present",
  ],
];
