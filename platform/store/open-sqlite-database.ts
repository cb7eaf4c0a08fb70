import { resolve } from "node:path";
import { AppError } from "../errors/app-error.js";
import { type Logger, silentLogger } from "../logger/logger.js";
import type { SqliteDatabase, SqliteParams, SqliteResult, SqliteStatement } from "./sqlite-database.js";
import type { ReadRequest, ReadResult, WriteRequest, WriteResult } from "./sqlite-worker-protocol.js";
import { SqliteWorkerThread } from "./sqlite-worker-thread.js";
import { toRows } from "./to-rows.js";
import { weighParams } from "./weigh-params.js";

export interface OpenSqliteDatabaseOptions {
  /** Made when it does not exist; its folder must. */
  file: string;
  /** Threads that read; default 1. */
  readers?: number;
  /** Rough size of the writes that may be under way before more are refused with UNAVAILABLE; default 64 MiB. */
  maxWriteBytes?: number;
  /** How many writes, and how many reads, may be under way before more are refused with UNAVAILABLE; default 50,000. */
  maxCalls?: number;
  /** Up to this size the file is checked for damage when it is opened; default 512 MiB, about a second. */
  checkedUpToBytes?: number;
  /** Of pages that the writer, and that each reader, keeps in memory; default 64 and 32. */
  cacheMebibytes?: { writer: number; reader: number };
  logger?: Logger;
}

/**
 * Throws STORE_DAMAGED when the file is no SQLite database or is found damaged (damage found later is thrown by the call that
 * meets it), UNAVAILABLE when it can't be read or written. One process at a time: see data-dir/lock-data-dir.ts.
 */
export async function openSqliteDatabase(options: OpenSqliteDatabaseOptions): Promise<SqliteDatabase> {
  const file = resolve(options.file);
  const logger = options.logger ?? silentLogger;
  const { checkedUpToBytes = 512 * 1024 * 1024, cacheMebibytes: cache = { writer: 64, reader: 32 } } = options;
  const data = { file, checkedUpToBytes };
  const onDeath = (error: unknown): void => logger.error({ error, file }, "a thread of the embedded store died");
  const writer: Writer = new SqliteWorkerThread({
    script: "libsql-writer-worker",
    data: { ...data, cacheMebibytes: cache.writer },
    onDeath,
    whenLost: (cause) =>
      new AppError("UNKNOWN_OUTCOME", "The embedded store stopped while it wrote: restart Marquee, then look.", {
        cause,
      }),
  });
  const readers = Array.from({ length: options.readers ?? 1 }, (): Reader => {
    return new SqliteWorkerThread({
      script: "libsql-reader-worker",
      data: { ...data, cacheMebibytes: cache.reader },
      onDeath,
      whenLost: (cause) =>
        new AppError("UNAVAILABLE", "The embedded store stopped while it read: restart Marquee.", { cause }),
    });
  });
  const database = new ThreadedSqliteDatabase(writer, readers, {
    maxWriteBytes: options.maxWriteBytes ?? 64 * 1024 * 1024,
    maxCalls: options.maxCalls ?? 50_000,
  });
  try {
    // The writer first: it makes the file, and finds out whether it is damaged.
    await writer.open();
    await Promise.all(readers.map((reader) => reader.open()));
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

type Writer = SqliteWorkerThread<WriteRequest, WriteResult>;
type Reader = SqliteWorkerThread<ReadRequest, ReadResult>;

class ThreadedSqliteDatabase implements SqliteDatabase {
  readonly #writer: Writer;
  readonly #readers: readonly Reader[];
  readonly #limits: { maxWriteBytes: number; maxCalls: number };
  #writeBytes = 0;
  #closed: Promise<void> | undefined;

  constructor(writer: Writer, readers: readonly Reader[], limits: { maxWriteBytes: number; maxCalls: number }) {
    this.#writer = writer;
    this.#readers = readers;
    this.#limits = limits;
  }

  async all<Row>(sql: string, params: SqliteParams = []): Promise<Row[]> {
    const [rows] = await this.allMany<Row>(sql, [params]);
    return rows ?? [];
  }

  async allMany<Row>(sql: string, paramSets: readonly SqliteParams[]): Promise<Row[][]> {
    this.#refuseWhenClosed();
    if (paramSets.length === 0) return [];
    weighParams(sql, paramSets);
    const tables = await this.#leastBusyReader().call({ sql, paramSets });
    return tables.map((table) => toRows(table) as Row[]);
  }

  async write(statements: readonly SqliteStatement[]): Promise<SqliteResult[]> {
    this.#refuseWhenClosed();
    let bytes = 0;
    for (const { sql, paramSets } of statements) bytes += weighParams(sql, paramSets);
    // A write larger than the limit is taken when nothing else is under way.
    const full = this.#writeBytes > 0 && this.#writeBytes + bytes > this.#limits.maxWriteBytes;
    if (full || this.#writer.waiting >= this.#limits.maxCalls) throw overloaded("writes");
    this.#writeBytes += bytes;
    try {
      const results = await this.#writer.call({ statements, bytes });
      return results.map(({ changes, table }) => ({ changes, rows: table ? toRows(table) : [] }));
    } finally {
      this.#writeBytes -= bytes;
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    // The writer last: its checkpoint needs that nobody reads.
    await Promise.all(this.#readers.map((reader) => reader.close()));
    await this.#writer.close();
  }

  #leastBusyReader(): Reader {
    const reader = this.#readers.reduce((least, next) => (next.waiting < least.waiting ? next : least));
    if (reader.waiting >= this.#limits.maxCalls) throw overloaded("reads");
    return reader;
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new AppError("UNAVAILABLE", "The embedded store is closed: Marquee is stopping.");
  }
}

function overloaded(what: string): AppError {
  return new AppError("UNAVAILABLE", `Too many ${what} are waiting for the embedded store: try again in a moment.`);
}
