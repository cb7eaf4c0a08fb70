/** A worker thread that only reads, each request from one snapshot. */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { LibsqlConnection } from "./libsql-connection.js";
import { failureOf } from "./sqlite-failure.js";
import type {
  Outcome,
  ReadRequest,
  ReadResult,
  SqliteWorkerData,
  WorkerReply,
  WorkerRequest,
} from "./sqlite-worker-protocol.js";

class Reader {
  readonly #port: MessagePort;
  readonly #data: SqliteWorkerData;
  #connection: LibsqlConnection | undefined;

  constructor(port: MessagePort, data: SqliteWorkerData) {
    this.#port = port;
    this.#data = data;
    port.on("message", (message: WorkerRequest<ReadRequest>) => {
      if ("open" in message) this.#open();
      else if ("close" in message) this.#close();
      // One by one: a quick query does not wait for the slow one behind it.
      else for (const request of message.requests) this.#reply({ outcomes: [this.#read(request)] });
    });
  }

  #open(): void {
    try {
      this.#connection = new LibsqlConnection(this.#data);
      this.#connection.pragma("query_only = ON");
      this.#reply({ opened: true });
    } catch (error) {
      this.#reply({ opened: false, failure: failureOf(error) });
    }
  }

  #read({ id, sql, paramSets }: ReadRequest): Outcome<ReadResult> {
    const connection = this.#connection;
    if (!connection) return { id, failure: { message: "the file is not open" } };
    try {
      const statement = connection.prepare(sql);
      if (paramSets.length > 1) connection.exec("BEGIN");
      return { id, result: paramSets.map((params) => statement.table(params)) };
    } catch (error) {
      return { id, failure: failureOf(Object.assign(error as Error, { sql })) };
    } finally {
      if (connection.inTransaction) connection.exec("ROLLBACK");
    }
  }

  #close(): void {
    this.#connection?.close({ checkpoint: false });
    this.#port.close();
  }

  #reply(message: WorkerReply<ReadResult>): void {
    this.#port.postMessage(message);
  }
}

if (parentPort) new Reader(parentPort, workerData as SqliteWorkerData);
