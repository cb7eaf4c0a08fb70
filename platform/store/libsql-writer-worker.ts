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

function serve(port: MessagePort, { file, checkedUpToBytes }: SqliteWorkerData): void {
  const connection = new LibsqlConnection({ file, cacheMebibytes: 64 });
  connection.checkForDamage(checkedUpToBytes);
  const waiting: WriteRequest[] = [];
  let closing = false;
  const take = (message: WorkerRequest<WriteRequest>): void => {
    if ("close" in message) closing = true;
    else waiting.push(...message.requests);
  };
  port.on("message", (first: WorkerRequest<WriteRequest>) => {
    take(first);
    do {
      for (let more = receiveMessageOnPort(port); more; more = receiveMessageOnPort(port)) take(more.message);
      if (waiting.length > 0)
        reply(port, { outcomes: commitTogether(connection, waiting.splice(0, oneCommit(waiting))) });
    } while (waiting.length > 0);
    if (!closing) return;
    connection.checkpoint();
    connection.close();
    port.close();
  });
  reply(port, { ready: true });
}

/** How many of those that wait go into one commit: always at least one. */
function oneCommit(waiting: readonly WriteRequest[]): number {
  let bytes = 0;
  for (const [index, request] of waiting.entries()) {
    bytes += request.bytes;
    if (index === MAX_COMMIT_TRANSACTIONS || (index > 0 && bytes > MAX_COMMIT_BYTES)) return index;
  }
  return waiting.length;
}

function reply(port: MessagePort, message: WorkerReply<WriteResult>): void {
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
