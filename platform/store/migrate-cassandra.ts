import { createHash, randomUUID } from "node:crypto";
import { AppError } from "../errors/app-error.js";
import type { Logger } from "../logger/logger.js";
import { waitFor } from "./cassandra-wait.js";
import { type CqlDatabase, cql } from "./cql-database.js";

export const MIGRATIONS_TABLE = "schema_migrations";
const LOCK_TABLE = "schema_migration_lock";
/** At the end of a step's name: programs that do not know it can't go on behind it. */
const BREAKING = ".breaking";

/**
 * The tables of one owner, in steps that are only ever added: numbers 1, 2, 3 and so on. Programs before and behind a step run side by side while
 * one replaces the other, so a step only adds; one that takes something away has a name that ends in `.breaking`.
 */
export interface CqlMigrations {
  readonly owner: string;
  readonly migrations: readonly CqlMigration[];
}

export interface CqlMigration {
  readonly number: number;
  readonly name: string;
  /** DDL, each of which may be repeated (IF NOT EXISTS). */
  readonly statements: readonly string[];
}

export interface SchemaDatabase extends CqlDatabase {
  /**
   * Statements of DDL that need not wait for each other, one after the other at one node, `before` each of them done first; resolves
   * when all nodes agree on the schema.
   */
  changeSchema(ddl: string | readonly string[], before?: () => Promise<void>): Promise<void>;
}

export interface MigrationOptions<Database> {
  database: Database;
  owners: readonly CqlMigrations[];
  logger: Logger;
  /** Ends waiting. */
  signal?: AbortSignal | undefined;
}

/** How long a holder that was killed keeps others waiting; longer than any one statement takes. */
const LOCK_SECONDS = 60;

const FIND_TABLE = cql(
  "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?",
  "text",
  "text",
);
const FIND_APPLIED = cql(`SELECT number, name, checksum FROM ${MIGRATIONS_TABLE} WHERE owner = ?`, "text");
const RECORD = cql(
  `INSERT INTO ${MIGRATIONS_TABLE} (owner, number, name, checksum, applied_at) VALUES (?, ?, ?, ?, ?)`,
  "text",
  "int",
  "text",
  "text",
  "bigint",
);
const LOCK = cql(
  `INSERT INTO ${LOCK_TABLE} (name, holder) VALUES ('migrations', ?) IF NOT EXISTS USING TTL ${LOCK_SECONDS}`,
  "text",
);
const RENEW = cql(
  `UPDATE ${LOCK_TABLE} USING TTL ${LOCK_SECONDS} SET holder = ? WHERE name = 'migrations' IF holder = ?`,
  "text",
  "text",
);
const UNLOCK = cql(`DELETE FROM ${LOCK_TABLE} WHERE name = 'migrations' IF holder = ?`, "text");

interface AppliedRow {
  number: number;
  name: string;
  checksum: string;
}

/**
 * Brings the owners' tables to the newest form; many processes may do so at once. A step that was cut short is repeated. Throws
 * STORE_TOO_NEW when the keyspace has breaking steps that this program does not know, STORE_DAMAGED when one was applied in another form.
 */
export async function migrateCassandra(options: MigrationOptions<SchemaDatabase>): Promise<void> {
  const { database, logger, signal } = options;
  await makeOwnTables(database);
  if ((await findMissing(options)).length === 0) return;
  const holder = randomUUID();
  await waitFor(options, async () => {
    if (await holds(database, LOCK, [holder], holder)) return { value: undefined };
    return { waitingFor: `the migrations of keyspace ${database.keyspace}`, reason: "another process is at it" };
  });
  // So that the lock outlives the next statement. Whoever was stopped for longer has lost it.
  const stillHeld = async () => {
    if (signal?.aborted !== true && (await holds(database, RENEW, [holder, holder], holder))) return;
    throw new AppError("UNAVAILABLE", `Stopped migrating keyspace ${database.keyspace} before it was done.`);
  };
  try {
    for (const { owner, migration } of await findMissing(options)) {
      logger.info({ keyspace: database.keyspace }, `migrating ${labelOf(owner, migration)}`);
      for (const statements of independent(migration.statements)) await database.changeSchema(statements, stillHeld);
      const { number, name } = migration;
      await database.write([[{ statement: RECORD, values: [owner, number, name, checksumOf(migration), Date.now()] }]]);
    }
  } finally {
    // A lock that can't be given back runs out.
    await database.writeIf(UNLOCK, [holder]).catch(() => undefined);
  }
}

/** Tables that are made one after the other need not wait for each other; whatever changes one may come to a node that does not know it yet. */
function independent(statements: readonly string[]): string[][] {
  const groups: string[][] = [];
  let open: string[] | undefined;
  for (const statement of statements) {
    const makesTable = /^\s*CREATE\s+TABLE\s/i.test(statement);
    if (makesTable && open !== undefined) open.push(statement);
    else {
      groups.push([statement]);
      open = makesTable ? groups.at(-1) : undefined;
    }
  }
  return groups;
}

/** Waits until every step that this program knows has been applied by somebody. Throws like migrateCassandra. */
export async function requireMigrated(options: MigrationOptions<CqlDatabase>): Promise<void> {
  await waitFor(options, async () => {
    const [first] = await findMissing(options);
    if (first === undefined) return { value: undefined };
    const reason = `${labelOf(first.owner, first.migration)} has not been applied`;
    return { waitingFor: `the migrations of keyspace ${options.database.keyspace}`, reason };
  });
}

interface MissingStep {
  owner: string;
  migration: CqlMigration;
}

async function findMissing({ database, owners }: MigrationOptions<CqlDatabase>): Promise<MissingStep[]> {
  // A table is listed a moment before it can be read. This one is made after the other could be.
  const known = (await database.all(FIND_TABLE, [database.keyspace, LOCK_TABLE])).length > 0;
  const missing: MissingStep[] = [];
  for (const { owner, migrations } of owners) {
    const applied = new Map<number, AppliedRow>();
    if (known) for (const row of await database.all<AppliedRow>(FIND_APPLIED, [owner])) applied.set(row.number, row);
    refuseBreaking(database.keyspace, owner, applied, migrations.length);
    for (const migration of migrations) {
      const row = applied.get(migration.number);
      if (row === undefined) missing.push({ owner, migration });
      else refuseChanged(database.keyspace, owner, migration, row);
    }
  }
  return missing;
}

/**
 * Steps of a newer program only add, so that this one goes on while it is being replaced, or when it comes back; one that takes something away says so.
 */
function refuseBreaking(
  keyspace: string,
  owner: string,
  applied: ReadonlyMap<number, AppliedRow>,
  known: number,
): void {
  const breaking = [...applied.values()].filter(({ number, name }) => number > known && name.endsWith(BREAKING));
  const newest = Math.max(0, ...breaking.map(({ number }) => number));
  if (newest === 0) return;
  throw new AppError(
    "STORE_TOO_NEW",
    `Keyspace ${keyspace} was last used by a newer Marquee (tables of ${owner}: step ${newest}, this program knows ${known}): use that one.`,
  );
}

function refuseChanged(keyspace: string, owner: string, migration: CqlMigration, row: AppliedRow): void {
  if (row.checksum === checksumOf(migration)) return;
  throw new AppError(
    "STORE_DAMAGED",
    `${labelOf(owner, migration)} was applied to keyspace ${keyspace} in another form (as ${row.name}): steps are never changed, only added.`,
  );
}

function checksumOf({ statements }: CqlMigration): string {
  const normalised = statements.map((statement) => statement.trim().replaceAll(/\s+/g, " "));
  return createHash("sha256").update(normalised.join(";\n")).digest("hex");
}

function labelOf(owner: string, { number, name }: CqlMigration): string {
  return `${owner} ${String(number).padStart(3, "0")}-${name}`;
}

/** An outcome that is unknown counts as no: the next attempt meets the holder's own name. */
async function holds(
  database: CqlDatabase,
  statement: typeof LOCK,
  values: readonly string[],
  holder: string,
): Promise<boolean> {
  try {
    const { applied, row } = await database.writeIf<{ holder?: string }>(statement, values);
    return applied || row?.holder === holder;
  } catch (error) {
    if (error instanceof AppError && error.retriable) return false;
    throw error;
  }
}

/**
 * The two tables that migrating itself stands on. Nothing keeps two processes from making them at once, and two tables of one name
 * with different ids would not be one table: so their ids are given.
 */
async function makeOwnTables(database: SchemaDatabase): Promise<void> {
  const tables = [
    {
      name: MIGRATIONS_TABLE,
      columns: "owner text, number int, name text, checksum text, applied_at bigint",
      key: "owner, number",
    },
    { name: LOCK_TABLE, columns: "name text, holder text", key: "name" },
  ];
  const statements = tables.map(({ name, columns, key }) => {
    const id = idOf(`${database.keyspace}.${name}`);
    return `CREATE TABLE IF NOT EXISTS ${name} (${columns}, PRIMARY KEY (${key})) WITH id = ${id}`;
  });
  // Also where they are listed already: then this waits until they can be used.
  await database.changeSchema(statements);
}

function idOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
