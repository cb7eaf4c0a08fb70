import type { SqliteDatabase } from "../store/sqlite-database.js";

/** The database, and how many questions it was asked. */
export function countReads(database: SqliteDatabase) {
  let reads = 0;
  return {
    reads: () => reads,
    database: {
      all: <Row>(...args: Parameters<SqliteDatabase["all"]>) => {
        reads++;
        return database.all<Row>(...args);
      },
      allMany: <Row>(...args: Parameters<SqliteDatabase["allMany"]>) => {
        reads++;
        return database.allMany<Row>(...args);
      },
      write: (statements) => database.write(statements),
      close: () => database.close(),
    } satisfies SqliteDatabase,
  };
}
