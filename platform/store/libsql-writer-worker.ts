/** The worker thread that alone writes: it takes everything that waits and commits it together. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { commitTogether } from "./group-commit.js";
import { LibsqlConnection } from "./libsql-connection.js";
import { failureOf } from "./sqlite-failure.js";
import type {
  SqliteWorkerData,
  WorkerReply,
  WorkerRequest,
  WriteRequest,
  WriteResult,
} from "./sqlite-worker-protocol.js";

/** A commit takes no more than this, so that small writes never wait long behind an import. */
const MAX_COMMIT_BYTES = 8 * 1024 * 1024;
const MAX_COMMIT_TRANSACTIONS = 4_000;

class Writer {
  readonly #port: MessagePort;
  readonly #data: SqliteWorkerData;
  readonly #waiting: WriteRequest[] = [];
  #connection: LibsqlConnection | undefined;
  #closing = false;

  constructor(port: MessagePort, data: SqliteWorkerData) {
    this.#port = port;
    this.#data = data;
    port.on("message", (message: WorkerRequest<WriteRequest>) => {
      this.#take(message);
      this.#work();
    });
  }

  #take(message: WorkerRequest<WriteRequest>): void {
    if ("open" in message) this.#open();
    else if ("close" in message) this.#closing = true;
    else for (const request of message.requests) this.#waiting.push(request);
  }

  #open(): void {
    try {
      this.#connection = new LibsqlConnection(this.#data);
      this.#connection.checkForDamage(this.#data.checkedUpToBytes);
      this.#reply({ opened: true });
    } catch (error) {
      this.#reply({ opened: false, failure: failureOf(error) });
    }
  }

  #work(): void {
    const connection = this.#connection;
    while (connection) {
      for (let more = receiveMessageOnPort(this.#port); more; more = receiveMessageOnPort(this.#port)) {
        this.#take(more.message);
      }
      if (this.#waiting.length === 0) break;
      this.#reply({ outcomes: commitTogether(connection, this.#waiting.splice(0, oneCommit(this.#waiting))) });
    }
    if (!this.#closing) return;
    connection?.close({ checkpoint: true });
    this.#port.close();
  }

  #reply(message: WorkerReply<WriteResult>): void {
    this.#port.postMessage(message);
  }
}

/** How many of those that wait go into one commit: always at least one. */
function oneCommit(waiting: readonly WriteRequest[]): number {
  let bytes = 0;
  for (let count = 0; count < Math.min(waiting.length, MAX_COMMIT_TRANSACTIONS); count += 1) {
    bytes += waiting[count]?.bytes ?? 0;
    if (count > 0 && bytes > MAX_COMMIT_BYTES) return count;
  }
  return MAX_COMMIT_TRANSACTIONS;
}

if (parentPort) new Writer(parentPort, workerData as SqliteWorkerData);
