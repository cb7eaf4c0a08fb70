/** One connection to the file, with its prepared statements. Synchronous: for worker threads only. */
import { statSync } from "node:fs";
import Database from "libsql";
import { LibsqlStatement } from "./libsql-statement.js";

const MAX_STATEMENTS = 500;
const MEBIBYTE = 1024 * 1024;

export interface LibsqlConnectionOptions {
  file: string;
  cacheMebibytes: number;
}

export class LibsqlConnection {
  readonly #file: string;
  readonly #database: Database.Database;
  /** Least recently used first. */
  readonly #statements = new Map<string, LibsqlStatement>();

  constructor(options: LibsqlConnectionOptions) {
    this.#file = options.file;
    this.#database = openFile(options.file);
    try {
      this.pragma("busy_timeout = 10000");
      this.pragma("journal_mode = WAL");
      this.pragma("synchronous = FULL");
      this.pragma("foreign_keys = OFF");
      this.pragma("temp_store = MEMORY");
      // No memory map: a disk that fails, or a file cut short, must be an error and not a signal that ends the process.
      this.pragma("mmap_size = 0");
      this.pragma(`cache_size = ${-options.cacheMebibytes * 1024}`);
      // 64 MiB: hot pages are copied into the file seldom. A first start took a seventh less than with a quarter of that.
      this.pragma("wal_autocheckpoint = 16000");
      this.pragma(`journal_size_limit = ${64 * MEBIBYTE}`);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  prepare(sql: string): LibsqlStatement {
    const known = this.#statements.get(sql);
    const statement = known ?? new LibsqlStatement(this.#database, sql);
    if (known) this.#statements.delete(sql);
    else if (this.#statements.size >= MAX_STATEMENTS) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest);
        break;
      }
    }
    this.#statements.set(sql, statement);
    return statement;
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** Gives the first column of the first row. */
  pragma(source: string): unknown {
    return new LibsqlStatement(this.#database, `PRAGMA ${source}`).rows([])[0]?.[0];
  }

  /** Throws SQLITE_CORRUPT when pages are damaged. Takes about 1.5 s a GiB, so larger files are not read through. */
  checkForDamage(upToBytes: number): void {
    this.pragma("schema_version");
    if (statSync(this.#file).size > upToBytes) return;
    const verdict = this.pragma("quick_check(1)");
    if (verdict !== "ok") throw Object.assign(new Error(String(verdict)), { code: "SQLITE_CORRUPT" });
  }

  /** With a checkpoint all that was committed stands in the one file. */
  close({ checkpoint }: { checkpoint: boolean }): void {
    try {
      if (checkpoint) this.pragma("wal_checkpoint(TRUNCATE)");
    } finally {
      this.#statements.clear();
      this.#database.close();
    }
  }
}

function openFile(file: string): Database.Database {
  try {
    return new Database(file);
  } catch (error) {
    // Here alone the driver gives no code.
    throw Object.assign(error as Error, { code: "SQLITE_CANTOPEN" });
  }
}
