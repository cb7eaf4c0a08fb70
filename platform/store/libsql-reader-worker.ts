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

function serve(port: MessagePort, { file }: SqliteWorkerData): void {
  const connection = new LibsqlConnection({ file, cacheMebibytes: 32 });
  connection.pragma("query_only = ON");
  port.on("message", (message: WorkerRequest<ReadRequest>) => {
    if ("close" in message) {
      connection.close();
      port.close();
      return;
    }
    // One by one: a quick query does not wait for the slow one behind it.
    for (const request of message.requests) reply(port, { outcomes: [read(connection, request)] });
  });
  reply(port, { ready: true });
}

function read(connection: LibsqlConnection, { id, sql, paramSets }: ReadRequest): Outcome<ReadResult> {
  try {
    const statement = connection.prepare(sql);
    if (paramSets.length === 1) return { id, result: paramSets.map((params) => statement.table(params)) };
    connection.exec("BEGIN");
    try {
      return { id, result: paramSets.map((params) => statement.table(params)) };
    } finally {
      if (connection.inTransaction) connection.exec("COMMIT");
    }
  } catch (error) {
    return { id, failure: failureOf(Object.assign(error as Error, { sql })) };
  }
}

function reply(port: MessagePort, message: WorkerReply<ReadResult>): void {
  port.postMessage(message);
}

if (parentPort) {
  try {
    serve(parentPort, workerData as SqliteWorkerData);
  } catch (error) {
    reply(parentPort, { failedToOpen: failureOf(error) });
    parentPort.close();
  }
}
