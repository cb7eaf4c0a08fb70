/** Runs many transactions in one commit, so that one flush to disk serves them all; each stays all or nothing by itself. */
import type { LibsqlConnection } from "./libsql-connection.js";
import type { SqliteStatement } from "./sqlite-database.js";
import { failureOf } from "./sqlite-failure.js";
import type { Outcome, WriteRequest, WriteResult, WrittenStatement } from "./sqlite-worker-protocol.js";

export function commitTogether(
  connection: LibsqlConnection,
  requests: readonly WriteRequest[],
): Outcome<WriteResult>[] {
  const outcomes: Outcome<WriteResult>[] = [];
  let committing = false;
  try {
    connection.exec("BEGIN IMMEDIATE");
    for (const request of requests) outcomes.push(runOne(connection, request, requests.length === 1));
    committing = true;
    connection.exec("COMMIT");
    return outcomes;
  } catch (error) {
    if (connection.inTransaction) connection.exec("ROLLBACK");
    const failure = failureOf(error);
    // When the disk fails during the commit, what was written may still be found after a crash.
    if (committing && failure.code?.startsWith("SQLITE_IOERR")) failure.outcomeUnknown = true;
    return requests.map(({ id }, index) => {
      const outcome = outcomes[index];
      return outcome && "failure" in outcome ? outcome : { id, failure };
    });
  }
}

/** `alone`: nothing else is in the commit, which is taken back as a whole. */
function runOne(connection: LibsqlConnection, request: WriteRequest, alone: boolean): Outcome<WriteResult> {
  try {
    const whole = alone || isOneExecution(request);
    const result = whole ? runAll(connection, request) : runInSavepoint(connection, request);
    return { id: request.id, result };
  } catch (error) {
    // Some errors (a full disk) roll back the whole commit.
    if (alone || !connection.inTransaction) throw error;
    return { id: request.id, failure: failureOf(error) };
  }
}

/** SQLite undoes a single failing statement by itself. */
function isOneExecution({ statements }: WriteRequest): boolean {
  return statements.length === 1 && statements[0]?.paramSets.length === 1;
}

function runInSavepoint(connection: LibsqlConnection, request: WriteRequest): WriteResult {
  connection.prepare("SAVEPOINT one").run([]);
  try {
    const result = runAll(connection, request);
    connection.prepare("RELEASE one").run([]);
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.exec("ROLLBACK TO one; RELEASE one");
    throw error;
  }
}

function runAll(connection: LibsqlConnection, request: WriteRequest): WriteResult {
  return request.statements.map((statement) => {
    try {
      return run(connection, statement);
    } catch (error) {
      throw Object.assign(error as Error, { sql: statement.sql });
    }
  });
}

function run(connection: LibsqlConnection, { sql, paramSets }: SqliteStatement): WrittenStatement {
  const statement = connection.prepare(sql);
  let changes = 0;
  if (!statement.givesRows) {
    for (const params of paramSets) changes += statement.run(params);
    return { changes };
  }
  const rows = [];
  for (const params of paramSets) {
    const given = statement.rows(params);
    changes += statement.changesOf(given);
    for (const row of given) rows.push(row);
  }
  return rows.length === 0 ? { changes } : { changes, table: { columns: statement.columns, rows } };
}
